"""What is derived anew is held until each decision has its place again, and two persons publish it."""

import pytest

from cables.models import (
    AuditEvent,
    Cable,
    CableVersion,
    Decision,
    Override,
    Paragraph,
    SourceText,
    WithheldText,
)
from cables.parsing import parse_cable
from cables.projection.redaction import MARK
from cables.reviewing.correcting import correct, reparse
from cables.reviewing.full_text import full_text
from cables.reviewing.notes import annotate
from cables.reviewing.placing import accept_anew, place
from cables.reviewing.refusals import Forbidden, Refused, Stale
from cables.reviewing.releasing import confirm_release, propose_release, recall
from tests.reviewing.acts import (
    EDITED,
    PARAGRAPHS,
    newest,
    paragraph,
    public_rows,
    released,
    what_is_shown,
    withheld,
)
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


@pytest.fixture
def come_again(import_text):
    """A new text under the same number; gives its version."""
    return lambda *paragraphs, **facts: newest(import_text(telegram(paragraphs=paragraphs, **facts)))


def the_hold(version):
    return Decision.objects.live().get(version=version)


def publish(version, proposer, confirmer):
    released(the_hold(version), proposer, confirmer)
    version.refresh_from_db()
    return version


# --- A new version of a cable with a live withholding -----------------------------------------


def test_new_version_is_held_and_the_public_keeps_the_old_rows(cable, come_again, reviewer):
    withheld(cable, reviewer, 2)
    before = what_is_shown()
    version = come_again(*EDITED)
    assert (version.state, version.shown) == ("held", False)
    assert [row[0] for row in what_is_shown() if row not in before] == ["CableVersion"]
    assert [row for row in before if row not in what_is_shown()] == []
    assert not Paragraph.objects.filter(version=version).exists()


UNPLACED = r"^Something withheld of this cable has no place in this version yet\. Place it first\.$"
ANEW = r"^The cable was derived anew\. Place its decisions again first\.$"


def test_hold_is_released_only_after_every_decision_is_placed(cable, come_again, reviewer, officer):
    first, second = withheld(cable, reviewer, 2), withheld(cable, reviewer, 3, "time")
    version = come_again(*EDITED)
    for decision in (first, second):
        with pytest.raises(Refused, match=UNPLACED):
            released(the_hold(version), reviewer, officer)
        place(decision, version, reviewer)
    publish(version, reviewer, officer)
    assert (version.state, version.shown) == ("public", True)
    texts = Paragraph.objects.filter(version=version).order_by("position").values_list("text", flat=True)
    assert list(texts)[1:] == [MARK, f"Comment: He asked for more {MARK}. End comment."]
    assert "Rischenheim" not in public_rows()


NOT_PLAIN = r"^The place is not plain\. Choose the paragraph, or say that it is not in this version\.$"


def test_place_that_is_not_plain_is_refused_in_words(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(PARAGRAPHS[0], "2. (C) It rained.")
    with pytest.raises(Refused, match=NOT_PLAIN):
        place(decision, version, reviewer)


def test_placing_in_one_version_leaves_the_places_and_rows_of_the_others(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2)
    first = newest(cable)
    rows = list(Paragraph.objects.filter(version=first).values_list("pk", "text"))
    version = come_again(*EDITED)
    settled = place(decision, version, reviewer)
    assert list(settled.held) == [2]
    assert set(WithheldText.objects.filter(decision=decision).values_list("version", flat=True)) == {
        first.pk,
        version.pk,
    }
    assert list(Paragraph.objects.filter(version=first).values_list("pk", "text")) == rows


def test_correction_of_the_other_versions_that_repeats_the_words_of_the_place_goes(
    cable, come_again, reviewer, importer
):
    correct(cable, "subject", "HE WAS PAID IN LANTERNS BY THE HARBOUR MASTER", "The typist erred.", importer)
    decision = withheld(cable, reviewer, 2)
    words = "He was paid in lanterns by the harbour master"
    version = come_again(*PARAGRAPHS[:2], f"3. (C) {words}.")
    assert "LANTERNS" in CableVersion.objects.get(ordinal=1).subject
    place(decision, version, reviewer, identity=paragraph(cable, 3).identity)
    assert "lanterns" not in public_rows().lower()


@pytest.mark.parametrize("which", ["of another cable", "that waits"])
def test_correction_that_shows_nothing_here_leaves_the_rows_of_the_others(
    cable, import_text, come_again, reviewer, importer, which
):
    other = import_text(telegram(serial=500, paragraphs=PARAGRAPHS))
    if which == "of another cable":
        correct(other, "subject", "HARBOUR FEES", "The typist erred.", importer)
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    if which == "that waits":
        correct(cable, "subject", "HARBOUR FEES", "The typist erred.", importer)
    rows = set(Paragraph.objects.filter(version__cable=cable).values_list("pk", flat=True))
    place(decision, version, reviewer)
    assert set(Paragraph.objects.filter(version__cable=cable).values_list("pk", flat=True)) == rows


def test_hold_of_the_version_has_the_revision_that_placing_gave_the_cable(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    place(decision, version, reviewer)
    cable.refresh_from_db()
    assert the_hold(version).revision == cable.revision


def test_words_are_looked_for_as_they_stand_where_they_are_not_absent(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2, "smuggler Rischenheim")
    second = come_again(*EDITED)
    place(decision, second, reviewer)
    WithheldText.objects.exclude(version=second).update(absent=True, text="", start=0, end=0)
    third = come_again(*EDITED, "4. (C) It rained.")
    place(decision, third, reviewer)
    assert WithheldText.objects.get(version=third).text == "smuggler Rischenheim"


def test_placing_publishes_nothing_by_itself(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    before = what_is_shown()
    place(decision, version, reviewer)
    assert what_is_shown() == before


def test_decision_is_placed_on_another_paragraph_by_identity(cable, come_again, reviewer, officer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(PARAGRAPHS[0], "2. (C) It rained.", "3. (C) One Rischenheim gave money, it is said.")
    with pytest.raises(Refused, match="not plain"):
        place(decision, version, reviewer)
    place(decision, version, reviewer, identity=paragraph(cable, 3).identity)
    publish(version, reviewer, officer)
    assert [p.text for p in version.paragraphs.all()][1:] == ["It rained.", MARK]
    assert "Rischenheim" not in public_rows()


def test_words_are_placed_in_a_paragraph_where_they_stand_once(cable, come_again, reviewer, officer):
    decision = withheld(cable, reviewer, 2, "smuggler Rischenheim")
    version = come_again(
        PARAGRAPHS[0], "2. (C) The man Rischenheim, a smuggler, paid, and paid.", PARAGRAPHS[2]
    )
    two = paragraph(cable, 2).identity
    with pytest.raises(Refused, match="not plain"):
        place(decision, version, reviewer)
    for words in ("", "paid", "smuggler Rischenheim"):
        with pytest.raises(Refused, match=r"^These words do not stand exactly once in that paragraph\.$"):
            place(decision, version, reviewer, identity=two, words=words)
    place(decision, version, reviewer, identity=two, words="Rischenheim, a smuggler")
    publish(version, reviewer, officer)
    assert [p.text for p in version.paragraphs.all()][1] == f"The man {MARK}, paid, and paid."


def test_words_find_their_own_place(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2, "smuggler Rischenheim")
    version = come_again(*EDITED)
    place(decision, version, reviewer)
    found = WithheldText.objects.get(decision=decision, version=version)
    assert found.text == "smuggler Rischenheim"
    assert not found.absent


def test_subject_has_its_place_by_itself(cable, come_again, reviewer, officer):
    decision = withheld(cable, reviewer, scope="subject")
    version = come_again(*PARAGRAPHS, subject="HARBOUR DUES OF ZENDA")
    place(decision, version, reviewer, identity=paragraph(cable, 1).identity, words="x")
    assert WithheldText.objects.get(version=version).text == "HARBOUR DUES OF ZENDA"
    publish(version, reviewer, officer)
    assert version.subject == ""
    assert "HARBOUR DUES" not in public_rows()


def test_absent_needs_two_persons_too(cable, come_again, reviewer, officer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(PARAGRAPHS[0], "2. (C) It rained.", PARAGRAPHS[2])
    place(decision, version, reviewer, absent=True)
    assert WithheldText.objects.get(decision=decision, version=version).absent
    version.refresh_from_db()
    assert version.state == "held"
    publish(version, reviewer, officer)
    assert [p.text for p in version.paragraphs.all()][1] == "It rained."
    assert "Rischenheim" not in public_rows()


def test_decision_is_placed_again_where_it_was_misplaced(cable, come_again, reviewer, officer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    place(decision, version, reviewer, absent=True)
    place(decision, version, reviewer)
    publish(version, reviewer, officer)
    assert "Rischenheim" not in public_rows()


def test_proposal_made_before_a_place_was_changed_is_gone(
    cable, come_again, reviewer, other_reviewer, officer
):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    place(decision, version, reviewer)
    proposal = propose_release(the_hold(version), reviewer, the_hold(version).revision)
    place(decision, version, other_reviewer, absent=True)
    assert (the_hold(version).state, the_hold(version).proposed_by) == ("withheld", None)
    with pytest.raises(Stale):
        confirm_release(proposal, officer, proposal.revision)
    assert "Rischenheim" not in public_rows()


@pytest.mark.parametrize("absent", [True, False])
def test_version_that_is_held_for_want_of_exactness_is_not_published_by_one(
    cable, come_again, reviewer, officer, monkeypatch, absent
):
    """A version is held without a hold where the text could not be taken out exactly, or where the
    whole cable is withheld. Who then says that the words are elsewhere publishes nothing alone."""
    decision = withheld(cable, reviewer, 2)
    whole = withheld(cable, reviewer, scope="cable")
    version = newest(cable)
    where = {"absent": True} if absent else {"identity": paragraph(cable, 1).identity}
    place(decision, version, reviewer, **where)
    released(whole, reviewer, officer)
    version.refresh_from_db()
    assert version.state == "held"
    assert "Rischenheim" not in public_rows()
    place(decision, version, reviewer)
    publish(version, reviewer, officer)
    assert version.state == "public"
    assert "Rischenheim" not in public_rows()


def test_place_of_a_past_decision_does_not_stand_for_that_of_a_live_one(cable, come_again, reviewer, officer):
    first, second = withheld(cable, reviewer, 2), withheld(cable, reviewer, 3, "time")
    version = come_again(*EDITED)
    place(first, version, reviewer)
    released(first, reviewer, officer)
    with pytest.raises(Refused, match=UNPLACED):
        released(the_hold(version), reviewer, officer)
    place(second, version, reviewer)
    publish(version, reviewer, officer)
    assert version.state == "public"


def test_recalled_decision_is_absent_where_the_released_one_was(cable, come_again, reviewer, officer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(PARAGRAPHS[0], "2. (C) It rained.", PARAGRAPHS[2])
    place(decision, version, reviewer, absent=True)
    publish(version, reviewer, officer)
    decision = released(decision, reviewer, officer)
    again = recall(decision, reviewer, decision.revision)
    assert WithheldText.objects.get(decision=again, version=version).absent
    assert [p.text for p in version.paragraphs.all()][1] == "It rained."
    assert "Rischenheim" not in public_rows()


# --- What has no place ------------------------------------------------------------------------


def test_public_version_takes_no_placing(cable, reviewer):
    decision = withheld(cable, reviewer, 2)
    with pytest.raises(Refused, match=r"^This version is public: its decisions have their places\.$"):
        place(decision, newest(cable), reviewer, absent=True)


def test_holds_whole_cables_and_past_decisions_have_no_place(cable, come_again, reviewer, officer):
    past = released(withheld(cable, reviewer, 3), reviewer, officer)
    whole = withheld(cable, reviewer, scope="cable")
    version = come_again(*EDITED)
    for decision in (past, whole, the_hold(version)):
        with pytest.raises(Refused, match=r"^Only what is withheld of a part of the cable has a place\.$"):
            place(decision, version, reviewer, absent=True)


def test_release_in_between_is_seen(cable, come_again, reviewer, officer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    old = Decision.objects.get(pk=decision.pk)
    released(decision, reviewer, officer)
    with pytest.raises(Refused, match="Only what is withheld"):
        place(old, version, reviewer)


def test_paragraph_must_be_of_the_version(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    with pytest.raises(Refused, match=r"^This version has no such paragraph\.$"):
        place(decision, version, reviewer, identity=99)


def test_version_must_be_of_the_cable(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2)
    other = come_again(*PARAGRAPHS, serial=500)
    with pytest.raises(CableVersion.DoesNotExist):
        place(decision, other, reviewer, absent=True)


def test_importers_and_administrators_do_not_place(cable, come_again, reviewer, importer, django_user_model):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    for person in (importer, django_user_model.objects.create_superuser("root")):
        with pytest.raises(Forbidden):
            place(decision, version, person, absent=True)
        with pytest.raises(Forbidden):
            accept_anew(cable, person)
    assert not WithheldText.objects.filter(version=version).exists()


def test_placing_is_audited(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    place(decision, version, reviewer, absent=True)
    event = AuditEvent.objects.last()
    assert (event.action, event.actor, event.mrn) == ("placed", "ada", "08ZENDA412")
    assert event.details == {"decision": decision.pk, "version": 2, "absent": True}


# --- After review -----------------------------------------------------------------------------


def test_collection_released_after_review_takes_two_persons(import_text, reviewer, officer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS), policy="after-review")
    assert newest(cable).state == "held"
    assert "harbour" not in public_rows()
    version = publish(newest(cable), reviewer, officer)
    assert (version.state, version.shown) == ("public", True)
    assert version.paragraphs.count() == 3


def test_what_is_withheld_before_the_review_ends_is_never_public(import_text, reviewer, officer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS), policy="after-review")
    withheld(cable, reviewer, 2)
    assert newest(cable).state == "held"
    publish(newest(cable), reviewer, officer)
    assert "Rischenheim" not in public_rows()
    assert Paragraph.objects.get(number=2).text == MARK


def test_recalled_hold_takes_the_version_back(import_text, reviewer, officer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS), policy="after-review")
    held = released(the_hold(newest(cable)), reviewer, officer)
    again = recall(held, reviewer, held.revision)
    assert again.version == newest(cable)
    assert newest(cable).state == "held"
    assert not Paragraph.objects.exists()


def test_held_newer_version_does_not_hide_the_older(import_text, reviewer, officer):
    cable = import_text(telegram(paragraphs=PARAGRAPHS))
    before = what_is_shown()
    import_text(telegram(paragraphs=EDITED), policy="after-review")
    assert all(row in what_is_shown() for row in before if row[0] != "Collection")
    version = publish(newest(cable), reviewer, officer)
    assert version.shown
    assert CableVersion.objects.filter(shown=True).count() == 1


# --- Derived anew from the same bytes ---------------------------------------------------------


@pytest.fixture
def another_parser(monkeypatch):
    """From now on the parser joins paragraph 3 to paragraph 2, as an older or a newer one might."""

    def change():
        def parse(raw, gaps=()):
            return parse_cable(raw.replace("\n\n3. (C) Comment", "\n  3-(C) Comment"), gaps)

        for room in ("importing.load", "reviewing.correcting"):
            monkeypatch.setattr(f"cables.{room}.parse_cable", parse)
        for room in ("settle", "derive", "corrections"):
            monkeypatch.setattr(f"cables.projection.{room}.parse_cable", parse)

    return change


def test_nothing_withheld_takes_the_new_parse_over_at_once(cable, another_parser):
    another_parser()
    reparse(cable)
    assert Paragraph.objects.count() == 2
    assert not SourceText.objects.exclude(pending="").exists()


def test_with_something_withheld_the_public_keeps_the_old_rows_until_accepted(
    cable, reviewer, another_parser
):
    withheld(cable, reviewer, 2)
    before = what_is_shown()
    another_parser()
    reparse(cable)
    assert what_is_shown() == before
    assert SourceText.objects.get().pending == "re-parsed"
    accept_anew(cable, reviewer)
    assert SourceText.objects.get().pending == ""
    assert [p.text for p in Paragraph.objects.all()] == [PARAGRAPHS[0][7:], MARK]
    event = AuditEvent.objects.last()
    assert (event.action, event.details) == ("placed again", {"version": 1})
    assert (event.actor, event.mrn) == ("ada", "08ZENDA412")


def test_withheld_paragraph_grows_and_does_not_shrink(cable, reviewer, another_parser, monkeypatch):
    decision = withheld(cable, reviewer, 2)
    before = WithheldText.objects.get(decision=decision)
    another_parser()
    reparse(cable)
    accept_anew(cable, reviewer)
    grown = WithheldText.objects.get(decision=decision)
    assert grown.start == before.start
    assert grown.end > before.end
    monkeypatch.undo()
    reparse(cable)
    accept_anew(cable, reviewer)
    after = WithheldText.objects.get(decision=decision)
    assert (after.start, after.end) == (grown.start, grown.end)
    assert "Rischenheim" not in public_rows()


def test_release_waits_until_the_new_parse_is_accepted(cable, reviewer, officer, another_parser):
    decision = withheld(cable, reviewer, 2)
    another_parser()
    reparse(cable)
    with pytest.raises(Refused, match=ANEW):
        released(decision, reviewer, officer)
    accept_anew(cable, reviewer)
    decision.refresh_from_db()
    confirm_release(decision, officer, decision.revision)
    assert "Rischenheim" in public_rows()


def test_withholding_does_not_wait_for_acceptance(cable, reviewer, another_parser):
    withheld(cable, reviewer, 2)
    another_parser()
    reparse(cable)
    withheld(cable, reviewer, 1)
    assert [p.text for p in Paragraph.objects.all()] == [MARK, MARK]


def test_parser_changed_and_nobody_said_so(cable, reviewer, officer, another_parser):
    """A verb that derives anew by the way holds back as `reparse` does."""
    first = withheld(cable, reviewer, 2)
    second = withheld(cable, reviewer, 3, "time")
    before = what_is_shown()
    another_parser()
    released(second, reviewer, officer)
    assert what_is_shown() == before
    assert SourceText.objects.get().pending == "re-parsed"
    accept_anew(cable, reviewer)
    assert Paragraph.objects.count() == 2
    assert "Rischenheim" not in public_rows()
    assert first.is_live


def test_place_found_in_an_older_version_is_a_paragraph_of_this_parser(
    cable, come_again, reviewer, another_parser
):
    """Though the cable is withheld whole, and nothing of it is derived until that is released."""
    come_again(*EDITED)
    withheld(cable, reviewer, scope="cable")
    another_parser()
    decision = withheld(cable, reviewer, 2)
    places = WithheldText.objects.filter(decision=decision).order_by("version__ordinal")
    assert [each.version.ordinal for each in places] == [1, 2]
    for each in places:
        source = SourceText.objects.get(version=each.version)
        assert [decision.identity, each.start, each.end] in source.paragraphs
        assert "asked for" in each.text


def test_paragraph_that_the_parser_no_longer_joins_to_the_one_withheld_is_found(
    import_text, come_again, reviewer, another_parser, monkeypatch
):
    """A version came in while two were one: by itself, the decision would have taken the first of them."""
    words = "Comment: Rischenheim asked for time, and then for money, and then for the key to the tower."
    cable = import_text(telegram(paragraphs=("1. (U) He called.", f"2. (C) {words}")))
    decision = withheld(cable, reviewer, 2)
    another_parser()
    version = come_again("1. (U) He called.", "2. (C) He slept.", f"3. (C) {words}")
    assert [place[0] for place in SourceText.objects.get(version=version).paragraphs] == [1, 2]
    monkeypatch.undo()
    with pytest.raises(Refused, match="not plain"):
        place(decision, version, reviewer)
    reparse(cable)
    accept_anew(cable, reviewer)
    place(decision, version, reviewer, identity=paragraph(cable, 3).identity)
    assert "Rischenheim" in WithheldText.objects.get(decision=decision, version=version).text


def test_nothing_waiting_there_is_nothing_to_accept(cable, reviewer):
    withheld(cable, reviewer, 2)
    before = what_is_shown()
    accept_anew(cable, reviewer)
    assert what_is_shown() == before
    assert not AuditEvent.objects.filter(action="placed again").exists()


def test_correction_that_waits_is_accepted_by_a_reviewer(cable, reviewer, importer):
    withheld(cable, reviewer, 2)
    before = what_is_shown()
    correct(cable, "subject", "HARBOUR FEES", "The typist erred.", importer)
    assert what_is_shown() == before
    assert (Override.objects.get().waits, SourceText.objects.get().pending) == (True, "corrected")
    with pytest.raises(Forbidden):
        accept_anew(cable, importer)
    accept_anew(cable, reviewer)
    assert CableVersion.objects.get().subject == "HARBOUR FEES"
    assert not Override.objects.get().waits


def test_acceptance_takes_over_what_was_seen_and_nothing_else(cable, reviewer, importer):
    withheld(cable, reviewer, 2)
    correct(cable, "subject", "HARBOUR FEES", "The typist erred.", importer)
    seen = Cable.objects.get().revision
    correct(cable, "subject", "HARBOUR FEEDS", "Worse.", importer)
    before = what_is_shown()
    changed = r"^Something of this cable has changed since you opened the page\. Look at it again\.$"
    with pytest.raises(Stale, match=changed):
        accept_anew(cable, reviewer, seen)
    assert what_is_shown() == before
    accept_anew(cable, reviewer, Cable.objects.get().revision)
    assert CableVersion.objects.get().subject == "HARBOUR FEEDS"


def test_correction_of_another_cable_goes_on_waiting(cable, reviewer, importer, come_again):
    other = come_again(*PARAGRAPHS, serial=500).cable
    for each in (cable, other):
        withheld(each, reviewer, 2)
        correct(each, "subject", "HARBOUR FEES", "The typist erred.", importer)
    accept_anew(cable, reviewer)
    assert list(Override.objects.order_by("cable__serial").values_list("waits", flat=True)) == [False, True]


def test_place_chosen_on_a_page_of_before_another_place_is_stale(cable, come_again, reviewer, other_reviewer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    seen = Cable.objects.get().revision
    place(decision, version, reviewer, seen=seen)
    stale = r"^Somebody has placed or decided something here since you opened the page\.$"
    with pytest.raises(Stale, match=stale):
        place(decision, version, other_reviewer, absent=True, seen=seen)
    assert not WithheldText.objects.get(version=version).absent
    place(decision, version, other_reviewer, absent=True, seen=Cable.objects.get().revision)


def test_place_chosen_before_somebody_acted_on_the_decision_is_stale(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    seen = Cable.objects.get().revision
    propose_release(decision, reviewer, decision.revision)
    with pytest.raises(Stale):
        place(decision, version, reviewer, seen=seen)


def test_place_chosen_before_somebody_decided_about_something_else_is_taken(cable, come_again, reviewer):
    decision = withheld(cable, reviewer, 2)
    version = come_again(*EDITED)
    seen = Cable.objects.get().revision
    withheld(cable, reviewer, 1)
    place(decision, version, reviewer, seen=seen)
    assert WithheldText.objects.filter(decision=decision, version=version).exists()


# --- What the proof of sequences found ----------------------------------------------------------


RAINED = (
    PARAGRAPHS[0],
    "2. (C) It rained.",
    PARAGRAPHS[1].replace("2.", "3.", 1),
    PARAGRAPHS[2].replace("3.", "4.", 1),
)


def test_identity_of_a_paragraph_that_was_joined_is_not_given_to_another(
    cable, come_again, reviewer, officer, another_parser
):
    """Recalled, the decision found its identity at the paragraph that was added, and left the words."""
    decision = released(withheld(cable, reviewer, 3), reviewer, officer)
    another_parser()
    reparse(cable)
    version = come_again(*RAINED)
    assert [p.paragraph.number for p in full_text(version).paragraphs] == [1, 2, 3, 4]
    assert decision.identity not in {p.identity for p in full_text(version).paragraphs}
    recall(decision, reviewer, decision.revision)
    assert "asked for time" not in public_rows()


def test_paragraph_divided_again_gets_an_identity_that_no_version_has(
    cable, come_again, another_parser, monkeypatch
):
    first = newest(cable)
    another_parser()
    reparse(cable)
    second = come_again(*RAINED)
    others = {p.identity for p in full_text(second).paragraphs}
    monkeypatch.undo()
    reparse(cable)
    assert full_text(first).paragraphs[2].identity not in others


def test_correction_goes_on_waiting_when_the_parser_changes(
    cable, reviewer, officer, importer, another_parser
):
    """Else nobody is offered to accept it, and it is lost."""
    decision = withheld(cable, reviewer, 2)
    correct(cable, "subject", "HARBOUR FEES", "The typist erred.", importer)
    another_parser()
    withheld(cable, reviewer, 1)
    assert SourceText.objects.get().pending == "corrected"
    with pytest.raises(Refused, match="derived anew"):
        released(decision, reviewer, officer)
    accept_anew(cable, reviewer)
    assert SourceText.objects.get().pending == ""
    assert CableVersion.objects.get().subject == "HARBOUR FEES"


LONG = "{}. (C) The smuggler Rischenheim paid the harbour master twice."
OTHER = "{}. (C) The weather in the harbour of Zenda was fair that week."


def renumber(version, identities):
    """As if the importer had taken other paragraphs for the same."""
    source = SourceText.objects.get(version=version)
    source.paragraphs = [
        [identity, *place[1:]] for identity, place in zip(identities, source.paragraphs, strict=True)
    ]
    source.save()


def test_decision_takes_no_place_beside_its_words_in_an_older_version(cable, come_again, reviewer, officer):
    """Where an identity names one paragraph in one version and its neighbour in another."""
    old = come_again(LONG.format(1), OTHER.format(2), serial=500)
    new = come_again(OTHER.format(1), LONG.format(2), serial=500)
    renumber(new, [place[0] for place in SourceText.objects.get(version=old).paragraphs])
    decision = withheld(old.cable, reviewer, 2)
    old.refresh_from_db()
    assert old.state == "held"
    assert "Rischenheim paid the harbour" not in public_rows()
    assert not WithheldText.objects.filter(decision=decision, version=old).exists()


def test_recalled_decision_takes_no_place_beside_its_words(cable, come_again, reviewer, officer):
    old = come_again(LONG.format(1), OTHER.format(2), serial=500)
    decision = released(withheld(old.cable, reviewer, 1), reviewer, officer)
    new = come_again(OTHER.format(1), LONG.format(2), serial=500)
    renumber(new, [place[0] for place in SourceText.objects.get(version=old).paragraphs])
    recall(decision, reviewer, decision.revision)
    new.refresh_from_db()
    assert new.state == "held"
    assert "Rischenheim paid the harbour" not in public_rows()


def test_note_on_a_paragraph_with_words_of_another_is_not_public(
    cable, reviewer, another_parser, monkeypatch
):
    """Withheld when both were one: divided again, the paragraph has an identity that no decision names."""
    another_parser()
    reparse(cable)
    withheld(cable, reviewer, 2, "time")
    monkeypatch.undo()
    reparse(cable)
    accept_anew(cable, reviewer)
    annotate(newest(cable), paragraph(cable, 3).identity, "He is a liar.", "all", reviewer)
    assert Paragraph.objects.get(number=3).text == f"Comment: He asked for {MARK}. End comment."
    assert "liar" not in public_rows()
