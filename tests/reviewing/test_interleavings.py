"""Of those who saved something that another had changed since, each is told; no update is lost."""

import pytest

from cables.models import Annotation, Decision
from cables.reviewing import notes, releasing
from cables.reviewing.notes import annotate, edit
from cables.reviewing.releasing import undo
from tests.reviewing.acts import newest, paragraph, withheld
from tests.reviewing.interleavings import READ, SAVE, Interleavings
from tests.telegrams import telegram

ONCE, TWICE = (READ, SAVE), (READ, SAVE, READ, SAVE)
PARAGRAPHS = ("1. (U) The harbour master called.", "2. (C) The smuggler Rischenheim paid him.")
pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def cable(import_text):
    return import_text(telegram(paragraphs=PARAGRAPHS))


@pytest.fixture
def note(cable, reviewer):
    return annotate(newest(cable), paragraph(cable, 1).identity, "First words.", "reviewers", reviewer)


@pytest.fixture
def edits(note, reviewer):
    """One note open in several windows of its author."""
    return Interleavings(
        read=lambda: Annotation.objects.get(pk=note.pk),
        save=lambda seen, words: edit(seen, words, "reviewers", reviewer, seen.revision),
        look=lambda: Annotation.objects.values_list("source", flat=True).get(pk=note.pk),
    )


@pytest.fixture
def steps(cable, reviewer):
    """One decision on the pages of several people, who each undo the last step they see."""
    decision = withheld(cable, reviewer, 2)
    return Interleavings(
        read=lambda: Decision.objects.get(pk=decision.pk),
        save=lambda seen, words: undo(seen, reviewer, seen.revision),
        look=lambda: Decision.objects.values_list("state", "revision").get(pk=decision.pk),
    )


def whole(found):
    assert not found.problems, found.problems[0]
    assert found.counts["accepted"] + found.counts["refused"] == found.counts["tried"]
    assert found.counts["accepted"] > 0
    assert found.counts["refused"] > 0


def test_edits_of_one_note_in_every_order_of_four(edits):
    edits.try_all(ONCE, ONCE, ONCE, ONCE)
    whole(edits)
    assert edits.counts["orders"] == 2520


def test_edits_of_one_note_by_two_who_come_back(edits):
    edits.try_all(TWICE, TWICE)
    whole(edits)
    assert edits.counts["orders"] == 70


def test_steps_of_one_decision_in_every_order(steps):
    steps.try_all(ONCE, ONCE, ONCE)
    steps.try_all(TWICE, TWICE)
    whole(steps)
    assert steps.counts["orders"] == 90 + 70


# --- It is seen when the check is not there ---------------------------------------------------------


def test_without_its_revision_a_note_loses_updates(edits, monkeypatch):
    own = notes._own
    monkeypatch.setattr(
        notes, "_own", lambda note, by, seen: own(note, by, Annotation.objects.get(pk=note.pk).revision)
    )
    edits.try_all(ONCE, ONCE)
    assert any(problem.startswith("Lost an update") for problem in edits.problems)


def test_without_its_revision_a_decision_loses_steps(steps, monkeypatch):
    locked = releasing._locked
    monkeypatch.setattr(
        releasing,
        "_locked",
        lambda decision, seen: locked(decision, Decision.objects.get(pk=decision.pk).revision),
    )
    steps.try_all(ONCE, ONCE)
    assert any(problem.startswith("Refused, but not as stale") for problem in steps.problems)


# --- In the browser -------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [0, 1])
def test_page_gives_both_texts_to_whoever_is_refused(client, note, reviewer, first):
    client.force_login(reviewer)
    address = f"/review/notes/{note.pk}/"
    texts = ["Mine, of the morning.", "Mine, of the evening."]
    forms = [
        {"act": "edit", "visibility": "reviewers", "seen": note.revision, "source": text} for text in texts
    ]
    assert client.post(address, forms[first]).status_code == 303
    refused = client.post(address, forms[1 - first])
    assert refused.status_code == 409
    for text in texts:
        assert text in refused.content.decode()
    assert Annotation.objects.get(pk=note.pk).source == texts[first]
