"""Two persons at the same moment, each on a connection of his own: one wins, and the other is told."""

import pytest

from cables.importing.batches import import_paths
from cables.models import Annotation, AuditEvent, Cable, CableVersion, Collection, Decision, Paragraph
from cables.projection.redaction import MARK
from cables.reviewing import audit
from cables.reviewing.correcting import correct
from cables.reviewing.notes import annotate, delete, edit
from cables.reviewing.placing import place
from cables.reviewing.refusals import Refused
from cables.reviewing.releasing import confirm_release, propose_release, recall, withdraw_proposal
from cables.reviewing.withholding import withhold
from tests.reviewing.acts import (
    CODES,
    PARAGRAPHS,
    a_target,
    newest,
    paragraph,
    public_rows,
    released,
    withheld,
)
from tests.reviewing.racing import at_once
from tests.telegrams import telegram

ROUNDS = 5
"""Of a race whose order chance decides."""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_connections")]


@pytest.fixture
def cable(two_connections, import_text):
    return import_text(telegram(paragraphs=PARAGRAPHS))


@pytest.fixture(autouse=True)
def audit_is_whole(two_connections):
    yield
    assert not audit.verify().broken


def proposed(decision, by):
    return propose_release(decision, by, decision.revision)


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


def came_to(results):
    """“accepted” or the name of the refusal, in order; any other exception fails the test."""
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Refused):
            raise result
    return [type(r).__name__ if isinstance(r, Refused) else "accepted" for r in results]


def one_of_two(results, loser="Stale"):
    """The index of the one that was accepted."""
    assert sorted(came_to(results)) == sorted(["accepted", loser])
    return came_to(results).index("accepted")


# --- Steps of one decision ------------------------------------------------------------------------


def test_two_proposals_are_one(cable, reviewer, other_reviewer):
    decision = withheld(cable, reviewer, 2)
    people = (reviewer, other_reviewer)
    for _ in range(ROUNDS):
        decision = now(decision)
        results = at_once(*(lambda d=decision, p=p: propose_release(d, p, d.revision) for p in people))
        winner = people[one_of_two(results)]
        decision = now(decision)
        assert (decision.state, decision.proposed_by) == ("proposed", winner)
        assert AuditEvent.objects.last().actor_id == winner.pk
        withdraw_proposal(decision, winner, decision.revision)


def test_proposals_by_four_are_one(cable, reviewer, other_reviewer, officer, other_officer):
    decision = withheld(cable, reviewer, 2)
    people = (reviewer, other_reviewer, officer, other_officer)
    results = at_once(*(lambda p=p: propose_release(decision, p, decision.revision) for p in people))
    assert sorted(came_to(results)) == ["Stale", "Stale", "Stale", "accepted"]
    assert now(decision).proposed_by == people[came_to(results).index("accepted")]


def test_one_save_sent_twice_is_saved_once(cable, reviewer, officer):
    """As when somebody presses the button twice."""
    decision = withheld(cable, reviewer, 2)
    one_of_two(at_once(*[lambda: propose_release(decision, reviewer, decision.revision)] * 2))
    decision = now(decision)
    one_of_two(at_once(*[lambda: confirm_release(decision, officer, decision.revision)] * 2))
    assert AuditEvent.objects.filter(action="released").count() == 1


def test_confirmation_and_recall_of_one_page_do_not_both_count(cable, reviewer, officer):
    """A proposal is confirmed, or it is not there to be recalled; who recalls has to look first."""
    decision = proposed(withheld(cable, reviewer, 2), reviewer)
    results = at_once(
        lambda: confirm_release(decision, officer, decision.revision),
        lambda: recall(decision, reviewer, decision.revision),
    )
    assert came_to(results) in (["accepted", "Stale"], ["accepted", "Forbidden"])
    assert now(decision).state == "released"
    assert not Decision.objects.filter(recalls=decision).exists()


def test_confirmation_of_one_and_recall_of_another_both_count(cable, reviewer, officer):
    first = released(withheld(cable, reviewer, 2), reviewer, officer)
    second = proposed(withheld(cable, reviewer, 3), reviewer)
    results = at_once(
        lambda: recall(first, reviewer, first.revision),
        lambda: confirm_release(second, officer, second.revision),
    )
    assert came_to(results) == ["accepted", "accepted"]
    texts = list(Paragraph.objects.order_by("position").values_list("text", flat=True))
    assert texts[1:] == [MARK, "Comment: He asked for time. End comment."]


# --- Withholding ----------------------------------------------------------------------------------


def test_withholding_and_confirmation_both_count(cable, reviewer, other_reviewer, officer):
    decision = proposed(withheld(cable, reviewer, 3), reviewer)
    target = a_target(cable, "paragraph", 2)
    results = at_once(
        lambda: withhold(target, CODES, other_reviewer),
        lambda: confirm_release(decision, officer, decision.revision),
    )
    assert came_to(results) == ["accepted", "accepted"]
    texts = list(Paragraph.objects.order_by("position").values_list("text", flat=True))
    assert texts[1:] == [MARK, "Comment: He asked for time. End comment."]


def test_words_withheld_while_their_paragraph_is_released_stay_withheld_or_are_told(
    cable, reviewer, other_reviewer, officer
):
    """The paragraph of which somebody withholds words is withheld: he is told so, or comes too late."""
    decision = proposed(withheld(cable, reviewer, 2), reviewer)
    target = a_target(cable, "passage", 2, "smuggler")
    results = at_once(
        lambda: withhold(target, CODES, other_reviewer),
        lambda: confirm_release(decision, officer, decision.revision),
    )
    assert came_to(results) in (["Refused", "accepted"], ["Stale", "accepted"])


def test_two_withholdings_of_one_paragraph_are_one(cable, reviewer, other_reviewer):
    target = a_target(cable, "paragraph", 2)
    results = at_once(
        lambda: withhold(target, CODES, reviewer), lambda: withhold(target, CODES, other_reviewer)
    )
    winner = (reviewer, other_reviewer)[one_of_two(results)]
    assert Decision.objects.get().withheld_by == winner
    assert "Rischenheim" not in public_rows()


def test_withholdings_of_two_paragraphs_both_count(cable, reviewer, other_reviewer):
    first, second = a_target(cable, "paragraph", 2), a_target(cable, "paragraph", 3)
    results = at_once(
        lambda: withhold(first, CODES, reviewer), lambda: withhold(second, CODES, other_reviewer)
    )
    assert came_to(results) == ["accepted", "accepted"]
    assert [p.text == MARK for p in Paragraph.objects.order_by("position")] == [False, True, True]


def test_import_and_withholding_leave_no_version_with_the_words(cable, reviewer, tmp_path):
    """Whoever comes first: the new text is held, or the reviewer is told that it is there."""
    collection = Collection.objects.get()
    orders = set()
    for n in range(ROUNDS):
        serial = 500 + n
        first = tmp_path / f"first-{n}.txt"
        first.write_text(telegram(serial=serial, paragraphs=PARAGRAPHS))
        (result,) = import_paths([first], collection)
        again = tmp_path / f"again-{n}.txt"
        again.write_text(telegram(serial=serial, paragraphs=(*PARAGRAPHS, "4. (C) He left.")))
        cable = Cable.objects.get(pk=result.cable)
        target = a_target(cable, "paragraph", 2)
        results = at_once(
            lambda path=again: list(import_paths([path], collection)),
            lambda target=target: withhold(target, CODES, reviewer),
        )
        states = list(cable.versions.order_by("ordinal").values_list("state", flat=True))
        orders.add((came_to(results)[1], *states))
        if isinstance(results[1], Refused):
            withheld(cable, reviewer, 2)
        assert "Rischenheim" not in "\n".join(
            Paragraph.objects.filter(version__cable=cable).values_list("text", flat=True)
        )
    assert orders <= {("accepted", "public", "held"), ("Stale", "public", "public")}


def test_two_imports_of_one_file_are_one_cable(cable, tmp_path):
    collection = Collection.objects.get()
    path = tmp_path / "twice.txt"
    path.write_text(telegram(serial=600, paragraphs=PARAGRAPHS))
    results = at_once(*[lambda: list(import_paths([path], collection))] * 2)
    outcomes = sorted(result.outcome for (result,) in results)
    assert outcomes in (["new", "unchanged"], ["new", "refused"])
    assert CableVersion.objects.filter(cable__serial=600).count() == 1


def test_correction_and_withholding_do_not_publish_the_words(cable, reviewer, importer):
    target = a_target(cable, "paragraph", 2)
    words = paragraph(cable, 2).text
    results = at_once(
        lambda: correct(cable, "subject", words, "As printed.", importer),
        lambda: withhold(target, CODES, reviewer),
    )
    assert came_to(results) == ["accepted", "accepted"]
    assert "Rischenheim" not in public_rows()


def test_place_and_confirmation_publish_nothing_that_was_not_placed(
    cable, import_text, reviewer, other_reviewer, officer
):
    decision = withheld(cable, reviewer, 2)
    version = newest(import_text(telegram(paragraphs=(*PARAGRAPHS, "4. (C) He left."))))
    place(decision, version, reviewer)
    hold = Decision.objects.get(version=version)
    hold = proposed(hold, reviewer)
    results = at_once(
        lambda: place(decision, version, other_reviewer, absent=True),
        lambda: confirm_release(hold, officer, hold.revision),
    )
    one_of_two(results, "Stale" if not isinstance(results[0], Exception) else "Refused")
    assert "Rischenheim" not in public_rows()


# --- Notes ----------------------------------------------------------------------------------------


def test_of_two_edits_of_one_note_one_stays_and_the_other_is_told(cable, reviewer):
    note = annotate(newest(cable), paragraph(cable, 1).identity, "First words.", "all", reviewer)
    for n in range(ROUNDS):
        note = now(note)
        texts = [f"Of the left window, {n}.", f"Of the right window, {n}."]
        results = at_once(
            *(lambda note=note, t=t: edit(note, t, "all", reviewer, note.revision) for t in texts)
        )
        kept = texts[one_of_two(results)]
        assert (now(note).source, now(note).revision) == (kept, note.revision + 1)
        assert kept in public_rows()


def test_of_an_edit_and_a_deletion_one_stays(cable, reviewer):
    note = annotate(newest(cable), paragraph(cable, 1).identity, "First words.", "all", reviewer)
    results = at_once(
        lambda: edit(note, "Second words.", "all", reviewer, note.revision),
        lambda: delete(note, reviewer, note.revision),
    )
    edited = one_of_two(results) == 0
    assert Annotation.objects.get().source == ("Second words." if edited else "")
    assert ("Second words." in public_rows()) == edited


def test_note_written_while_its_paragraph_is_withheld_is_not_public(cable, reviewer, other_reviewer):
    target, identity = a_target(cable, "paragraph", 2), paragraph(cable, 2).identity
    version = newest(cable)
    results = at_once(
        lambda: annotate(version, identity, "A liar.", "all", other_reviewer),
        lambda: withhold(target, CODES, reviewer),
    )
    assert came_to(results) == ["accepted", "accepted"]
    assert Annotation.objects.get().source == "A liar."
    assert "liar" not in public_rows()


# --- Releases -------------------------------------------------------------------------------------


def test_race_of_two_officers_releases_once(cable, reviewer, officer, other_officer):
    decision = proposed(withheld(cable, reviewer, 2), reviewer)
    results = at_once(
        lambda: confirm_release(decision, officer, decision.revision),
        lambda: confirm_release(decision, other_officer, decision.revision),
    )
    assert [type(result).__name__ for result in results].count("Stale") == 1
    assert AuditEvent.objects.filter(action="released").count() == 1
    assert now(decision).confirmed_by in (officer, other_officer)


def test_race_of_withdrawal_and_confirmation_has_one_winner(cable, reviewer, officer):
    decision = proposed(withheld(cable, reviewer, 2), reviewer)
    results = at_once(
        lambda: withdraw_proposal(decision, reviewer, decision.revision),
        lambda: confirm_release(decision, officer, decision.revision),
    )
    assert [type(result).__name__ for result in results].count("Stale") == 1
    is_released = now(decision).state == "released"
    assert is_released == (not isinstance(results[1], Exception))
    assert is_released == ("Rischenheim" in public_rows())


def test_one_officer_on_two_connections_is_one_person(cable, officer):
    """Proposes and confirms at the same moment, again and again."""
    decision = withheld(cable, officer, 2)
    for _ in range(5):
        decision = now(decision)
        revision = decision.revision + 1  # what the proposal is about to make it
        at_once(
            lambda d=decision: propose_release(d, officer, d.revision),
            lambda d=decision, r=revision: confirm_release(d, officer, r),
        )
        decision = now(decision)
        assert decision.state == "proposed"
        decision = withdraw_proposal(decision, officer, decision.revision)
    assert "Rischenheim" not in public_rows()


def test_race_of_recall_and_recall_withholds_once(cable, reviewer, officer):
    decision = released(withheld(cable, reviewer, 2), reviewer, officer)
    results = at_once(
        lambda: recall(decision, reviewer, decision.revision),
        lambda: recall(decision, officer, decision.revision),
    )
    assert [type(result).__name__ for result in results].count("Refused") == 1
    assert Decision.objects.live().count() == 1
    assert "Rischenheim" not in public_rows()
