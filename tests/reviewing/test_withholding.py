"""Withholding: what goes from the public rows, what stays, and what is refused."""

import dataclasses

import pytest

from cables.models import (
    AuditEvent,
    CableVersion,
    Decision,
    Finding,
    IndexChange,
    Mention,
    Paragraph,
    PublicSource,
    Reference,
    Repair,
    SourceText,
    WithheldCable,
    WithheldText,
)
from cables.projection.derive import Unplaceable
from cables.projection.redaction import MARK
from cables.reviewing.refusals import Doubtful, Forbidden, Refused, Stale
from cables.reviewing.withholding import withhold
from tests.reviewing.acts import CODES, EDITED, PARAGRAPHS, a_target, newest, paragraph, public_rows, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


# --- A paragraph ------------------------------------------------------------------------------


def test_withheld_paragraph_keeps_number_and_mark_and_loses_its_words(cable, reviewer):
    withheld(cable, reviewer, 2)
    rows = list(Paragraph.objects.values_list("number", "portion_mark", "level", "text"))
    assert rows[1] == (2, "C", "C", MARK)
    assert [row[0] for row in rows] == [1, 2, 3]
    assert "Rischenheim" not in public_rows()
    assert "smuggler" not in PublicSource.objects.get().text


def test_deletion_stands_in_its_place_with_its_codes(cable, reviewer):
    withheld(cable, reviewer, 2)
    deletions = [p.deletions for p in Paragraph.objects.all()]
    codes = [["EO13526-1.4", "1.4(b)"], ["FOIA", "b(1)"]]
    assert deletions == [[], [[0, len(MARK), codes]], []]


def test_withheld_paragraph_that_is_not_acknowledged_is_not_there(cable, reviewer):
    withheld(cable, reviewer, 2, acknowledged=False)
    assert list(Paragraph.objects.values_list("number", flat=True)) == [1, 3]
    assert MARK not in public_rows()
    assert "Rischenheim" not in public_rows()


def test_what_the_paragraph_mentions_goes_with_it(cable, reviewer):
    assert Mention.objects.filter(mrn="08ZENDA388").exists()
    withheld(cable, reviewer, 2)
    assert not Mention.objects.filter(mrn="08ZENDA388").exists()
    assert Mention.objects.filter(kind="paragraph", number=2).exists()


def test_identities_of_the_other_paragraphs_stay(cable, reviewer):
    before = list(Paragraph.objects.values_list("identity", flat=True))
    withheld(cable, reviewer, 2)
    assert list(Paragraph.objects.values_list("identity", flat=True)) == before
    withheld(cable, reviewer, 1, acknowledged=False)
    assert list(Paragraph.objects.values_list("identity", flat=True)) == before[1:]


def test_public_offsets_refer_to_the_public_source(cable, reviewer):
    withheld(cable, reviewer, 2)
    text = PublicSource.objects.get().text
    for row in Paragraph.objects.all():
        assert text[row.start : row.end].startswith(f"{row.number}. ")
    for model in (Finding, Repair, Reference):
        assert all(0 <= row.start <= row.end <= len(text) for row in model.objects.all())


def test_restricted_rows_keep_the_text_and_the_place(cable, reviewer):
    decision = withheld(cable, reviewer, 2)
    place = WithheldText.objects.get(decision=decision)
    assert place.text == "The smuggler Rischenheim paid him, as ZENDA 388 reports."
    assert place.version == newest(cable)


# --- A passage --------------------------------------------------------------------------------


def test_withheld_words_go_and_the_rest_of_the_paragraph_stays(cable, reviewer):
    withheld(cable, reviewer, 2, "smuggler Rischenheim")
    text = Paragraph.objects.get(number=2).text
    assert text == f"The {MARK} paid him, as ZENDA 388 reports."
    start, end, _ = Paragraph.objects.get(number=2).deletions[0]
    assert text[start:end] == MARK


def test_words_over_a_line_end_are_found_in_the_source(import_text, reviewer):
    long = "2. (C) The smuggler who had been seen with\nRischenheim twice this week paid him."
    cable = import_text(telegram(paragraphs=(PARAGRAPHS[0], long)))
    withheld(cable, reviewer, 2, "with Rischenheim twice")
    assert (
        Paragraph.objects.get(number=2).text == f"The smuggler who had been seen {MARK} this week paid him."
    )


def test_two_passages_of_a_paragraph_each_have_their_codes(cable, reviewer):
    withheld(cable, reviewer, 2, "smuggler", codes=[("FOIA", "b(6)")])
    withheld(cable, reviewer, 2, "paid", codes=[("FOIA", "b(5)")])
    row = Paragraph.objects.get(number=2)
    assert row.text == f"The {MARK} Rischenheim {MARK} him, as ZENDA 388 reports."
    assert [codes for _, _, codes in row.deletions] == [[["FOIA", "b(6)"]], [["FOIA", "b(5)"]]]


def test_passage_that_is_not_acknowledged_leaves_no_mark(cable, reviewer):
    withheld(cable, reviewer, 2, "smuggler ", acknowledged=False)
    row = Paragraph.objects.get(number=2)
    assert (row.text, row.deletions) == ("The Rischenheim paid him, as ZENDA 388 reports.", [])


def test_overlapping_passage_is_refused(cable, reviewer):
    withheld(cable, reviewer, 2, "smuggler Rischenheim")
    with pytest.raises(
        Refused, match=r"^Some of these words are withheld already\. Choose words outside the deletion\.$"
    ):
        withheld(cable, reviewer, 2, "Rischenheim paid")


def test_paragraph_may_be_withheld_after_words_of_it(cable, reviewer):
    withheld(cable, reviewer, 2, "smuggler")
    withheld(cable, reviewer, 2)
    assert Paragraph.objects.get(number=2).text == MARK


def test_marks_of_the_telegram_itself_are_no_deletions(import_text, reviewer):
    forged = "2. (C) He wrote ⟦withheld⟧ on the door and left."
    cable = import_text(telegram(paragraphs=(PARAGRAPHS[0], forged)))
    withheld(cable, reviewer, 2, "door")
    row = Paragraph.objects.get(number=2)
    assert row.text == f"He wrote [withheld] on the {MARK} and left."
    assert len(row.deletions) == 1


# --- A subject --------------------------------------------------------------------------------

LABELLED = "Document date: 2008-08-14 15:20\nRelease date: 2011-01-01\nSubject: {subject}\n\n{text}"


def test_withheld_subject_is_in_no_public_row(cable, reviewer):
    withheld(cable, reviewer, scope="subject")
    version = CableVersion.objects.get()
    assert (version.subject, version.title) == ("", "")
    assert version.subject_codes == [["EO13526-1.4", "1.4(b)"], ["FOIA", "b(1)"]]
    assert "HARBOUR DUES" not in public_rows()
    assert f"SUBJECT: {MARK}" in PublicSource.objects.get().text


def test_subject_that_is_not_acknowledged_looks_as_if_there_were_none(cable, reviewer):
    withheld(cable, reviewer, scope="subject", acknowledged=False)
    assert CableVersion.objects.get().subject_codes is None
    assert "SUBJECT:\n" in PublicSource.objects.get().text


def test_container_that_repeats_the_subject_loses_it_too(import_text, reviewer):
    subject = "RISCHENHEIM AND THE HARBOUR DUES OF ZENDA"
    text = LABELLED.format(subject=subject.title(), text=telegram(subject=subject))
    cable = import_text(text)
    assert "Rischenheim" in public_rows()
    withheld(cable, reviewer, scope="subject")
    assert "rischenheim" not in public_rows().lower()


# --- A whole cable ----------------------------------------------------------------------------


def test_cable_withheld_whole_has_no_derived_row(cable, reviewer):
    withheld(cable, reviewer, scope="cable", acknowledged=False)
    version = CableVersion.objects.get()
    assert (version.state, version.shown, version.metadata, version.tags.count()) == ("held", False, {}, 0)
    for model in (Paragraph, PublicSource, Mention, Finding, Repair, Reference):
        assert not model.objects.exists()
    assert not WithheldCable.objects.exists()


def test_acknowledged_cable_leaves_its_number_and_the_codes(cable, reviewer):
    withheld(cable, reviewer, scope="cable")
    assert WithheldCable.objects.get().cable == cable
    assert WithheldCable.objects.get().codes == [["EO13526-1.4", "1.4(b)"], ["FOIA", "b(1)"]]


def test_citing_cables_do_not_tell_that_a_withheld_cable_is_here(import_text, reviewer):
    cited = import_text(telegram())
    import_text(telegram(serial=500, ref="08 ZENDA 412"))
    assert Reference.objects.get(mrn="08ZENDA412").target == cited
    withheld(cited, reviewer, scope="cable")
    assert Reference.objects.get(mrn="08ZENDA412").target is None


# --- Who, and under what authority ------------------------------------------------------------


def test_importers_and_administrators_may_not_withhold(cable, importer, django_user_model):
    for person in (importer, django_user_model.objects.create_superuser("root")):
        with pytest.raises(Forbidden):
            withheld(cable, person, 2)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], "at least one code"),
        ([("FOIA", "b(1)")], "needs a reason of E.O. 13526"),
        ([("FOIA-b(3)", "INA")], "choose b\\(3\\) too"),
        ([("EO12958-1.4", "1.4(b)")], "at least one code"),
        ([("FOIA", "b(99)")], "at least one code"),
    ],
)
def test_codes_follow_their_rules(cable, reviewer, codes, words):
    with pytest.raises(Refused, match=words):
        withheld(cable, reviewer, 2, codes=codes)
    assert Paragraph.objects.get(number=2).text != MARK


def test_withholding_an_unclassified_paragraph_asks_first(cable, reviewer):
    with pytest.raises(Doubtful, match="marked \\(U\\)"):
        withheld(cable, reviewer, 1, codes=[("FOIA", "b(6)")], sure=False)
    with pytest.raises(Doubtful, match="marked \\(U\\)"):
        withhold(a_target(cable, "passage", 1, "harbour"), [("FOIA", "b(6)")], reviewer)
    withheld(cable, reviewer, 2, sure=False)
    withheld(cable, reviewer, 1, codes=[("FOIA", "b(6)")], sure=True)
    assert Paragraph.objects.get(number=1).text == MARK


# --- What stands in the way -------------------------------------------------------------------


def test_second_decision_about_the_same_paragraph_is_refused_as_stale(cable, reviewer, other_reviewer):
    target = a_target(cable, "paragraph", 2)
    withheld(cable, other_reviewer, 2)
    with pytest.raises(Stale, match=r"^Somebody has decided about this since you opened the page\.$"):
        withhold(target, CODES, reviewer)


@pytest.mark.parametrize("scope", ["subject", "cable"])
def test_decision_about_the_cable_makes_every_page_of_it_stale(cable, reviewer, other_reviewer, scope):
    target = a_target(cable, "paragraph", 2)
    withheld(cable, other_reviewer, scope=scope)
    with pytest.raises(Stale, match="Somebody has decided"):
        withhold(target, CODES, reviewer)


def test_any_decision_makes_a_page_about_the_cable_stale(cable, reviewer, other_reviewer):
    target = a_target(cable, "subject")
    withheld(cable, other_reviewer, 3)
    with pytest.raises(Stale, match="Somebody has decided"):
        withhold(target, CODES, reviewer)


def test_decision_about_another_cable_makes_nothing_stale(cable, import_text, reviewer):
    target = a_target(cable, "paragraph", 2)
    other = import_text(telegram(serial=500, paragraphs=PARAGRAPHS))
    for number in (1, 3, 2):
        withheld(other, reviewer, number)
    assert Decision.objects.filter(cable=other).last().revision > target.seen
    withhold(target, CODES, reviewer)
    assert Paragraph.objects.get(version=newest(cable), number=2).text == MARK


@pytest.mark.parametrize("scope", ["paragraph", "passage"])
def test_words_other_than_those_seen_are_stale(cable, reviewer, scope):
    target = a_target(cable, scope, 2, "smuggler" if scope == "passage" else "")
    with pytest.raises(Stale, match=r"^The text is not the one you chose from\.$"):
        withhold(dataclasses.replace(target, words="Smuggler"), CODES, reviewer)


@pytest.mark.parametrize("identity", [99, None])
def test_paragraph_that_is_not_there_is_stale(cable, reviewer, identity):
    target = dataclasses.replace(a_target(cable, "paragraph", 2), identity=identity)
    sentence = r"^The cable was divided into paragraphs anew, and this one is not there any more\.$"
    with pytest.raises(Stale, match=sentence):
        withhold(target, CODES, reviewer)


@pytest.mark.parametrize("words", ["", " "])
def test_no_words_are_refused(cable, reviewer, words):
    found = paragraph(cable, 2)
    start = found.text.index(words)
    target = a_target(cable, "passage", 2, "smuggler")
    target = dataclasses.replace(target, start=start, end=start + len(words), words=words)
    with pytest.raises(Refused, match=r"^Choose the words to withhold\.$"):
        withhold(target, CODES, reviewer)


def test_words_of_a_withheld_paragraph_are_refused(cable, reviewer):
    withheld(cable, reviewer, 2)
    with pytest.raises(Refused, match=r"^The whole paragraph is withheld already\.$"):
        withheld(cable, reviewer, 2, "smuggler")


def test_words_beside_a_deletion_are_not_in_it(cable, reviewer):
    withheld(cable, reviewer, 2, "Rischenheim")
    withheld(cable, reviewer, 2, "smuggler ")
    withheld(cable, reviewer, 2, " paid")
    withheld(cable, reviewer, 3, "asked")
    assert Paragraph.objects.get(number=2).text == f"The {MARK * 3} him, as ZENDA 388 reports."


def test_words_that_cannot_be_taken_out_exactly_are_refused_with_the_reason(cable, reviewer, monkeypatch):
    def fail(*_):
        raise Unplaceable("It would read otherwise.")

    before = public_rows()
    monkeypatch.setattr("cables.reviewing.withholding.derive", fail)
    sentence = r"^It would read otherwise\. Withhold the whole paragraph, or choose other words\.$"
    with pytest.raises(Refused, match=sentence):
        withheld(cable, reviewer, 2, "smuggler")
    assert public_rows() == before
    assert not Decision.objects.exists()


def test_words_whose_absence_would_make_a_new_paragraph_are_refused(import_text, reviewer):
    paragraphs = ("1. (C) It was so.\nas in 2. (C) He left.", "3. (C) It rained.")
    cable = import_text(telegram(paragraphs=paragraphs))
    with pytest.raises(Refused, match="Withhold the whole paragraph, or choose other words"):
        withheld(cable, reviewer, 1, "as in ", acknowledged=False)
    assert newest(cable).state == "public"
    withheld(cable, reviewer, 1)
    assert Paragraph.objects.get(number=1).text == MARK


def test_words_that_the_record_does_not_have_are_stale(cable, reviewer, monkeypatch):
    monkeypatch.setattr("cables.reviewing.full_text.locate", lambda *_: None)
    with pytest.raises(Stale, match=r"^These words do not stand in the text\.$"):
        withheld(cable, reviewer, 2, "smuggler")


def test_words_that_stand_twice_are_withheld_where_they_were_chosen(import_text, reviewer):
    cable = import_text(telegram(paragraphs=("1. (C) He paid and paid.", "2. (C) He left.")))
    withheld(cable, reviewer, 1, "paid")
    assert Paragraph.objects.get(number=1).text == f"He {MARK} and paid."


def test_another_withheld_paragraph_does_not_stand_in_the_way_of_words(cable, reviewer):
    withheld(cable, reviewer, 3)
    withheld(cable, reviewer, 2, "smuggler")
    assert Paragraph.objects.get(number=2).text.startswith(f"The {MARK} Rischenheim")


def test_place_in_another_version_does_not_stand_in_the_way_of_words(import_text, reviewer):
    """In the newer text all stands nine characters further on."""
    longer = ("1. (U) The harbour master called at night. See paragraph 2.", *PARAGRAPHS[1:])
    cable = import_text(telegram(paragraphs=PARAGRAPHS), telegram(paragraphs=longer))
    withheld(cable, reviewer, 2, "smuggler")
    older, newer = WithheldText.objects.order_by("version__ordinal")
    assert older.start < newer.start - len("The ") < older.end
    withheld(cable, reviewer, 2, "The ")
    assert Paragraph.objects.get(version=newest(cable), number=2).text.startswith(f"{MARK}{MARK} Risch")


def test_paragraph_is_found_where_this_parser_has_it_though_nobody_accepted_that(cable, reviewer):
    target = a_target(cable, "paragraph", 2)
    source = SourceText.objects.get()
    source.paragraphs[1][1] += 1
    source.save()
    withhold(target, CODES, reviewer)
    assert Paragraph.objects.get(number=2).text == MARK


def test_words_may_be_withheld_in_a_cable_withheld_whole(cable, reviewer):
    withheld(cable, reviewer, scope="cable")
    withheld(cable, reviewer, 2, "smuggler")
    assert WithheldText.objects.get().text == "smuggler"


def test_decision_about_another_paragraph_stands_in_nobodys_way(cable, reviewer, other_reviewer):
    target = a_target(cable, "paragraph", 2)
    withheld(cable, other_reviewer, 3)
    withhold(target, CODES, reviewer)
    assert Decision.objects.count() == 2


def test_text_that_changed_since_is_stale(cable, import_text, reviewer):
    target = a_target(cable, "paragraph", 2)
    import_text(telegram(paragraphs=(*PARAGRAPHS[:1], "2. (C) Other words altogether.", PARAGRAPHS[2])))
    with pytest.raises(Stale, match=r"^A newer version of this cable has come in\. Look at that one\.$"):
        withhold(target, CODES, reviewer)


def test_what_is_withheld_already_is_refused(cable, reviewer):
    withheld(cable, reviewer, 2)
    with pytest.raises(Refused, match=r"^This is withheld already\.$"):
        withheld(cable, reviewer, 2)


# --- Older versions ---------------------------------------------------------------------------


def test_older_public_version_loses_the_paragraph_too(import_text, reviewer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS), telegram(paragraphs=EDITED))
    assert CableVersion.objects.filter(state="public").count() == 2
    withheld(cable, reviewer, 2)
    assert CableVersion.objects.filter(state="public").count() == 2
    assert "Rischenheim" not in public_rows()


def test_older_public_version_loses_the_words_where_they_are_plain(import_text, reviewer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS), telegram(paragraphs=EDITED))
    withheld(cable, reviewer, 2, "smuggler Rischenheim")
    texts = [p.text for p in Paragraph.objects.filter(number=2)]
    assert texts == [f"The {MARK} paid him, as ZENDA 388 reports."] * 2
    assert not Decision.objects.holds().exists()


def test_older_version_in_which_the_words_are_not_plain_is_held(import_text, reviewer):
    other = (PARAGRAPHS[0], "2. (C) The smuggler Rischenheim paid him twice, as we hear.", PARAGRAPHS[2])
    cable = import_text(telegram(paragraphs=other), telegram(paragraphs=PARAGRAPHS))
    target = a_target(cable, "passage", 2, "Rischenheim paid him, as")
    outcome = withhold(target, CODES, reviewer)
    assert (list(outcome.settled.held), outcome.decision.withheld_by) == ([1], reviewer)
    states = list(CableVersion.objects.order_by("ordinal").values_list("state", "shown"))
    assert states == [("held", False), ("public", True)]
    assert "Rischenheim" not in public_rows()
    hold = Decision.objects.holds().get()
    event = AuditEvent.objects.get(action="held")
    assert (event.actor, event.mrn) == ("ada", "08ZENDA412")
    assert event.details == {"decision": hold.pk, "version": 1}
    assert hold.version.ordinal == 1


def test_older_held_version_is_given_no_second_hold(import_text, reviewer):
    other = (PARAGRAPHS[0], "2. (C) Other words altogether.", PARAGRAPHS[2])
    cable = import_text(telegram(paragraphs=other), policy="after-review")
    cable = import_text(telegram(paragraphs=PARAGRAPHS))
    before = list(Decision.objects.holds())
    withheld(cable, reviewer, 2, "Rischenheim")
    assert list(Decision.objects.holds()) == before
    assert before[0].version.ordinal == 1
    assert not AuditEvent.objects.filter(action="held").exists()


# --- What is written beside -------------------------------------------------------------------


def test_outbox_says_that_it_is_urgent(cable, reviewer):
    withheld(cable, reviewer, 2)
    assert IndexChange.objects.order_by("-pk").first().kind == "withheld"
    cable.refresh_from_db()
    assert IndexChange.objects.order_by("-pk").first().revision == cable.revision


def test_audit_names_decision_and_codes_and_no_words(cable, reviewer):
    decision = withheld(cable, reviewer, 2)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.mrn) == ("withheld", "ada", "08ZENDA412")
    assert event.details == {
        "decision": decision.pk,
        "scope": "paragraph",
        "paragraph": decision.identity,
        "codes": [["EO13526-1.4", "1.4(b)"], ["FOIA", "b(1)"]],
        "acknowledged": True,
    }


def test_decision_says_who_what_and_after_which_state_of_the_cable(cable, reviewer):
    seen = cable.revision
    decision = withheld(cable, reviewer, 2)
    assert (decision.withheld_by, decision.state, decision.acknowledged) == (reviewer, "withheld", True)
    assert decision.codes == [["EO13526-1.4", "1.4(b)"], ["FOIA", "b(1)"]]
    cable.refresh_from_db()
    assert decision.revision == cable.revision == seen + 1


def test_unmarked_paragraph_of_an_unclassified_telegram_asks_nothing(import_text, reviewer):
    """Its level is the telegram's; nobody marked it (U)."""
    text = telegram(paragraphs=("1. The harbour master called.",), level="U N C L A S S I F I E D")
    cable = import_text(text)
    withheld(cable, reviewer, 1, codes=[("FOIA", "b(6)")], sure=False)
    assert Paragraph.objects.get().text == MARK


def test_every_broken_rule_is_told_in_one_refusal(cable, reviewer):
    with pytest.raises(Refused, match=r"25X or 50X\. A statute is named"):
        withheld(cable, reviewer, 2, codes=[("FOIA", "b(1)"), ("FOIA-b(3)", "INA")])


def test_failure_after_the_text_moved_leaves_everything_as_it_was(cable, reviewer, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    before = public_rows()
    monkeypatch.setattr("cables.reviewing.audit.record", fail)
    with pytest.raises(RuntimeError):
        withheld(cable, reviewer, 2)
    assert public_rows() == before
    assert not Decision.objects.exists()


def test_paragraph_identity_is_what_is_withheld(cable, reviewer):
    decision = withheld(cable, reviewer, 3)
    assert decision.identity == paragraph(cable, 3).identity
