"""Releasing takes two persons, recalling one, and undoing never publishes."""

import pytest
from django.db import IntegrityError, transaction

from cables.models import (
    AuditEvent,
    CableVersion,
    Decision,
    IndexChange,
    Paragraph,
    WithheldCable,
    WithheldText,
)
from cables.projection.redaction import MARK
from cables.reviewing.refusals import Forbidden, Refused, Stale
from cables.reviewing.releasing import confirm_release, propose_release, recall, undo, withdraw_proposal
from tests.reviewing.acts import EDITED, PARAGRAPHS, newest, public_rows, released, what_is_shown, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


def proposed(decision, by):
    return propose_release(decision, by, decision.revision)


def now(decision):
    return Decision.objects.get(pk=decision.pk)


# --- Two persons ------------------------------------------------------------------------------


def test_proposal_publishes_nothing(cable, reviewer):
    decision = withheld(cable, reviewer, 2)
    before = what_is_shown()
    decision = proposed(decision, reviewer)
    assert (decision.state, decision.proposed_by) == ("proposed", reviewer)
    assert decision.proposed_at is not None
    assert what_is_shown() == before


def test_second_person_publishes(cable, reviewer, officer):
    before = what_is_shown()
    decision = released(withheld(cable, reviewer, 2), reviewer, officer)
    assert (decision.state, decision.proposed_by, decision.confirmed_by) == ("released", reviewer, officer)
    assert decision.confirmed_at is not None
    assert "Rischenheim" in Paragraph.objects.get(number=2).text
    assert Paragraph.objects.get(number=2).deletions == []
    assert what_is_shown() == before


def test_proposer_does_not_confirm(cable, officer):
    decision = proposed(withheld(cable, officer, 2), officer)
    with pytest.raises(Refused, match=r"^You proposed this release; another person has to confirm it\.$"):
        confirm_release(decision, officer, decision.revision)
    assert "Rischenheim" not in public_rows()


def test_person_who_withheld_may_confirm_what_another_proposed(cable, officer, reviewer):
    assert released(withheld(cable, officer, 2), reviewer, officer).state == "released"


def test_reviewers_importers_and_administrators_do_not_confirm(
    cable, reviewer, other_reviewer, importer, django_user_model
):
    decision = proposed(withheld(cable, reviewer, 2), reviewer)
    for person in (other_reviewer, importer, django_user_model.objects.create_superuser("root")):
        with pytest.raises(Forbidden):
            confirm_release(decision, person, decision.revision)
    assert "Rischenheim" not in public_rows()


def test_what_nobody_proposed_is_not_confirmed(cable, reviewer, officer):
    decision = withheld(cable, reviewer, 2)
    with pytest.raises(Forbidden):
        confirm_release(decision, officer, decision.revision)


def test_proposal_that_was_withdrawn_is_not_confirmed(cable, reviewer, officer):
    decision = proposed(withheld(cable, reviewer, 2), reviewer)
    decision = withdraw_proposal(decision, reviewer, decision.revision)
    assert (decision.state, decision.proposed_by, decision.proposed_at) == ("withheld", None, None)
    event = AuditEvent.objects.last()
    assert (event.action, event.actor) == ("release withdrawn", "ada")
    with pytest.raises(Forbidden):
        confirm_release(decision, officer, decision.revision)


def test_proposal_is_made_once(cable, reviewer, other_reviewer):
    decision = proposed(withheld(cable, reviewer, 2), reviewer)
    with pytest.raises(Forbidden):
        propose_release(decision, other_reviewer, decision.revision)
    assert now(decision).proposed_by == reviewer


def test_what_is_withheld_is_no_proposal_to_withdraw(cable, reviewer):
    decision = withheld(cable, reviewer, 2)
    with pytest.raises(Forbidden):
        withdraw_proposal(decision, reviewer, decision.revision)


def test_importers_neither_propose_nor_withdraw_nor_recall(cable, reviewer, officer, importer):
    decision = withheld(cable, reviewer, 2)
    with pytest.raises(Forbidden):
        propose_release(decision, importer, decision.revision)
    decision = proposed(decision, reviewer)
    with pytest.raises(Forbidden):
        withdraw_proposal(decision, importer, decision.revision)
    confirm_release(decision, officer, decision.revision)
    decision = now(decision)
    with pytest.raises(Forbidden):
        recall(decision, importer, decision.revision)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "released"},
        {"state": "released", "proposed_by": 1},
        {"state": "released", "proposed_by": 1, "confirmed_by": 1},
        {"state": "released", "confirmed_by": 1},
        {"state": "proposed"},
        {"state": "proposed", "proposed_by": 1, "confirmed_by": 2},
        {"state": "withheld", "proposed_by": 1},
        {"state": "withheld", "confirmed_by": 1},
    ],
    ids=str,
)
def test_database_refuses_a_release_by_fewer_than_two(cable, reviewer, officer, facts):
    decision = withheld(cable, reviewer, 2)
    people = {1: officer, 2: reviewer}
    facts = {name: people.get(value, value) for name, value in facts.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**facts)


# --- What a release publishes -----------------------------------------------------------------


def test_release_of_one_decision_leaves_the_others(cable, reviewer, officer):
    first = withheld(cable, reviewer, 2)
    withheld(cable, reviewer, 3)
    released(first, reviewer, officer)
    assert [p.text == MARK for p in Paragraph.objects.all()] == [False, False, True]


def test_paragraph_comes_back_without_the_words_still_withheld(cable, reviewer, officer):
    withheld(cable, reviewer, 2, "smuggler")
    released(withheld(cable, reviewer, 2), reviewer, officer)
    assert Paragraph.objects.get(number=2).text == f"The {MARK} Rischenheim paid him, as ZENDA 388 reports."


def test_released_subject_and_cable_come_back(cable, reviewer, officer):
    subject = withheld(cable, reviewer, scope="subject")
    whole = withheld(cable, reviewer, scope="cable")
    released(whole, reviewer, officer)
    assert not WithheldCable.objects.exists()
    version = CableVersion.objects.get()
    assert (version.state, version.shown, version.subject) == ("public", True, "")
    released(subject, reviewer, officer)
    assert CableVersion.objects.get().subject == "HARBOUR DUES"


def test_restricted_copy_of_the_words_goes_with_the_release(cable, reviewer, officer):
    decision = released(withheld(cable, reviewer, 2), reviewer, officer)
    assert WithheldText.objects.get(decision=decision).text == ""


def test_release_is_in_outbox_and_audit(cable, reviewer, officer):
    decision = released(withheld(cable, reviewer, 2), reviewer, officer)
    cable.refresh_from_db()
    change = IndexChange.objects.order_by("-pk").first()
    assert (change.kind, change.revision) == ("changed", cable.revision)
    events = list(AuditEvent.objects.values_list("action", "actor"))
    assert events == [("withheld", "ada"), ("release proposed", "ada"), ("released", "cleo")]
    event = AuditEvent.objects.last()
    assert (event.mrn, event.details) == ("08ZENDA412", {"decision": decision.pk, "scope": "paragraph"})


def test_every_step_gives_the_decision_a_higher_revision(cable, reviewer, officer):
    seen = [withheld(cable, reviewer, 2)]
    seen.append(proposed(seen[-1], reviewer))
    seen.append(withdraw_proposal(seen[-1], reviewer, seen[-1].revision))
    seen.append(released(seen[-1], reviewer, officer))
    seen.append(recall(seen[-1], reviewer, seen[-1].revision))
    revisions = [decision.revision for decision in seen]
    assert revisions == sorted(set(revisions))
    cable.refresh_from_db()
    assert cable.revision == revisions[-1]


# --- Stale pages ------------------------------------------------------------------------------


def test_page_opened_before_the_last_step_is_stale(cable, reviewer, other_reviewer, officer):
    opened = withheld(cable, reviewer, 2)
    decision = proposed(opened, reviewer)
    for verb in (propose_release, withdraw_proposal, confirm_release, recall):
        sentence = r"^Somebody has acted on this decision since you opened the page\.$"
        with pytest.raises(Stale, match=sentence):
            verb(opened, officer, opened.revision)
    decision = withdraw_proposal(decision, reviewer, decision.revision)
    proposed(decision, other_reviewer)
    with pytest.raises(Stale):
        confirm_release(decision, officer, decision.revision)
    assert "Rischenheim" not in public_rows()


def test_stale_decision_in_memory_is_read_anew(cable, reviewer, officer):
    old = withheld(cable, reviewer, 2)
    revision = proposed(old, reviewer).revision
    assert old.state == "withheld"
    confirm_release(old, officer, revision)
    assert now(old).state == "released"


# --- Recall -----------------------------------------------------------------------------------


def test_recall_withholds_at_once_and_by_a_decision_of_its_own(cable, reviewer, other_reviewer, officer):
    decision = released(withheld(cable, reviewer, 2), reviewer, officer)
    again = recall(decision, other_reviewer, decision.revision)
    assert Paragraph.objects.get(number=2).text == MARK
    assert "Rischenheim" not in public_rows()
    assert (again.state, again.withheld_by, again.recalls) == ("withheld", other_reviewer, decision)
    assert (again.codes, again.acknowledged) == (decision.codes, decision.acknowledged)
    assert now(decision).state == "released"
    assert IndexChange.objects.order_by("-pk").first().kind == "withheld"
    event = AuditEvent.objects.last()
    assert (event.action, event.actor, event.mrn) == ("recalled", "ben", "08ZENDA412")
    assert event.details == {"decision": again.pk, "recalls": decision.pk}


@pytest.mark.parametrize(
    ("number", "words", "scope"),
    [(2, "", None), (2, "smuggler Rischenheim", None), (None, "", "subject"), (None, "", "cable")],
)
def test_recall_gives_the_same_rows_as_the_first_withholding(cable, reviewer, officer, number, words, scope):
    decision = withheld(cable, reviewer, number, words, scope=scope)
    before = what_is_shown()
    decision = released(decision, reviewer, officer)
    recall(decision, reviewer, decision.revision)
    assert what_is_shown() == before


def test_recalled_words_are_kept_as_they_are_read(import_text, reviewer, officer):
    long = "2. (C) The smuggler who had been seen with\nRischenheim twice paid him."
    cable = import_text(telegram(paragraphs=(PARAGRAPHS[0], long)))
    decisions = [withheld(cable, reviewer, 2), withheld(cable, reviewer, scope="subject")]
    for decision in decisions:
        before = WithheldText.objects.get(decision=decision).text
        again = released(decision, reviewer, officer)
        again = recall(again, reviewer, again.revision)
        assert WithheldText.objects.get(decision=again).text == before != ""


def test_recall_reaches_every_version(import_text, reviewer, officer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS), telegram(paragraphs=EDITED))
    decision = released(withheld(cable, reviewer, 2), reviewer, officer)
    third = (*EDITED, "4. (C) He left.")
    import_text(telegram(paragraphs=third))
    assert public_rows().count("Rischenheim") > 2
    recall(decision, reviewer, decision.revision)
    assert "Rischenheim" not in public_rows()
    assert CableVersion.objects.filter(state="public").count() == 3


def test_version_that_came_since_and_has_no_plain_place_is_held(import_text, reviewer, officer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS))
    decision = released(withheld(cable, reviewer, 2, "smuggler Rischenheim"), reviewer, officer)
    import_text(telegram(paragraphs=(PARAGRAPHS[0], "2. (C) The smuggler Rischenheim paid.", PARAGRAPHS[2])))
    recall(decision, reviewer, decision.revision)
    states = list(CableVersion.objects.order_by("ordinal").values_list("state", flat=True))
    assert states == ["public", "held"]
    assert "Rischenheim" not in public_rows()
    assert Decision.objects.holds().get().version == newest(cable)
    event = AuditEvent.objects.get(action="held")
    assert (event.actor, event.mrn, event.details["version"]) == ("ada", "08ZENDA412", 2)


@pytest.mark.parametrize("acknowledged", [True, False])
def test_recall_acknowledges_no_more_than_was_acknowledged(cable, reviewer, officer, acknowledged):
    decision = withheld(cable, reviewer, 2, acknowledged=acknowledged)
    again = released(decision, reviewer, officer)
    assert recall(again, reviewer, again.revision).acknowledged == acknowledged
    assert (MARK in public_rows()) == acknowledged


def test_what_else_is_withheld_does_not_stand_in_the_way_of_a_recall(cable, import_text, reviewer, officer):
    """Another paragraph, the cable beside its subject, and the same paragraph of another cable."""
    paragraph, subject = (
        released(withheld(cable, reviewer, *what, scope=scope), reviewer, officer)
        for what, scope in (((2,), None), ((), "subject"))
    )
    other = import_text(telegram(serial=500, paragraphs=PARAGRAPHS))
    withheld(other, reviewer, 2)
    withheld(cable, reviewer, 3)
    withheld(cable, reviewer, scope="cable")
    for decision in (paragraph, subject):
        assert recall(decision, reviewer, decision.revision).recalls == decision


def test_hold_of_another_version_does_not_stand_in_the_way_of_a_recall(import_text, reviewer, officer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS), policy="after-review")
    import_text(telegram(paragraphs=(*PARAGRAPHS, "4. (C) He left.")), policy="after-review")
    first, second = (released(hold, reviewer, officer) for hold in Decision.objects.order_by("version"))
    assert recall(first, reviewer, first.revision).version.ordinal == 1
    again = recall(second, reviewer, second.revision)
    assert (again.version, again.version.ordinal) == (newest(cable), 2)
    with pytest.raises(Refused, match="again already"):
        recall(second, reviewer, second.revision)


def test_hold_is_released_while_the_cable_is_withheld_whole(import_text, reviewer, officer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS), policy="after-review")
    hold = Decision.objects.get()
    whole = withheld(cable, reviewer, scope="cable")
    assert released(hold, reviewer, officer).state == "released"
    assert newest(cable).state == "held"
    released(whole, reviewer, officer)
    assert newest(cable).state == "public"


def test_second_recall_is_refused(cable, reviewer, officer):
    decision = released(withheld(cable, reviewer, 2), reviewer, officer)
    again = recall(decision, reviewer, decision.revision)
    with pytest.raises(Refused, match=r"^This is withheld again already\.$"):
        recall(decision, reviewer, decision.revision)
    released(again, reviewer, officer)
    with pytest.raises(Refused, match=r"^This release was recalled before\. Withhold the text anew\.$"):
        recall(decision, reviewer, decision.revision)


def test_second_recall_of_words_is_refused_too(cable, reviewer, officer):
    decision = released(withheld(cable, reviewer, 2, "smuggler"), reviewer, officer)
    recall(decision, reviewer, decision.revision)
    with pytest.raises(Refused, match="recalled before"):
        recall(decision, reviewer, decision.revision)


def test_recall_of_words_in_a_paragraph_withheld_since(cable, reviewer, officer):
    decision = released(withheld(cable, reviewer, 2, "smuggler"), reviewer, officer)
    whole = withheld(cable, reviewer, 2)
    recall(decision, reviewer, decision.revision)
    released(whole, reviewer, officer)
    assert Paragraph.objects.get(number=2).text == f"The {MARK} Rischenheim paid him, as ZENDA 388 reports."


def test_recall_of_words_that_overlap_others_withheld_since(cable, reviewer, officer):
    decision = released(withheld(cable, reviewer, 2, "smuggler Rischenheim"), reviewer, officer)
    withheld(cable, reviewer, 2, "Rischenheim paid", acknowledged=False)
    recall(decision, reviewer, decision.revision)
    assert Paragraph.objects.get(number=2).text == f"The {MARK} him, as ZENDA 388 reports."
    assert "smuggler" not in public_rows()


def test_recall_of_words_that_overlap_others_before_them_does_not_hold_the_cable(cable, reviewer, officer):
    """What is not acknowledged begins first here: the mark of what overlaps it stands all the same."""
    decision = released(withheld(cable, reviewer, 2, "Rischenheim paid"), reviewer, officer)
    withheld(cable, reviewer, 2, "smuggler Rischenheim", acknowledged=False)
    recall(decision, reviewer, decision.revision)
    assert newest(cable).state == "public"
    assert Paragraph.objects.get(number=2).text == f"The {MARK} him, as ZENDA 388 reports."


def test_recall_of_words_between_two_others_makes_one_deletion(cable, reviewer, officer):
    decision = released(withheld(cable, reviewer, 2, "Rischenheim paid"), reviewer, officer)
    withheld(cable, reviewer, 2, "smuggler Rischenheim")
    withheld(cable, reviewer, 2, "paid him")
    recall(decision, reviewer, decision.revision)
    assert newest(cable).state == "public"
    assert Paragraph.objects.get(number=2).text == f"The {MARK}, as ZENDA 388 reports."


def test_what_was_not_released_is_not_recalled(cable, reviewer):
    decision = withheld(cable, reviewer, 2)
    with pytest.raises(Forbidden):
        recall(decision, reviewer, decision.revision)


# --- Undo -------------------------------------------------------------------------------------


def test_undo_never_publishes(cable, reviewer, other_reviewer, officer):
    decision = withheld(cable, reviewer, 2)
    states = []
    for person in (reviewer, other_reviewer, officer, reviewer):
        decision = undo(decision, person, decision.revision)
        states.append(decision.state)
        assert "Rischenheim" not in public_rows()
    assert states == ["proposed", "withheld", "proposed", "withheld"]


def test_undo_of_a_release_is_its_recall(cable, reviewer, officer):
    decision = released(withheld(cable, reviewer, 2), reviewer, officer)
    assert undo(decision, reviewer, decision.revision).recalls == decision
    assert "Rischenheim" not in public_rows()
