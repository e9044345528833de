"""Which notes are public, tried at the function that writes them."""

import pytest
from django.utils import timezone

from cables.models import Annotation, Cable, Decision, PublicNote
from cables.projection.notes import withheld_texts, write_public_notes
from tests.reviewing.acts import withheld
from tests.telegrams import telegram

PARAGRAPHS = (
    "1. (U) The harbour master called; the harbour slept. So did Rischenheim.",
    "2. (C) The smuggler Rischenheim paid him.",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cable(import_text):
    return import_text(telegram(paragraphs=PARAGRAPHS))


@pytest.fixture
def note(cable, reviewer):
    def write(identity=1, source="So.", visibility="all", **facts):
        return Annotation.objects.create(
            cable=cable,
            identity=identity,
            author=reviewer,
            source=source,
            visibility=visibility,
            **{"html": f"<p>{source}</p>"} | facts,
        )

    return write


def public(cable):
    """The keys of the notes that readers are shown, in the order of their numbers."""
    write_public_notes(cable, Decision.objects.filter(cable=cable).live())
    shown = PublicNote.objects.values("number")
    return list(Annotation.objects.filter(number__in=shown).order_by("number").values_list("pk", flat=True))


def test_only_notes_for_all_that_are_not_deleted_are_public(cable, note):
    kept = note()
    note(visibility="me")
    note(visibility="reviewers")
    note(source="", html="", deleted_at=timezone.now())
    assert public(cable) == [kept.pk]
    row = PublicNote.objects.get()
    assert (row.html, row.paragraph.identity, row.written_at) == ("<p>So.</p>", 1, kept.created_at)


def test_writing_twice_writes_each_once(cable, note):
    note()
    assert public(cable) == public(cable)


def test_no_notes_leave_none_behind(cable, note):
    written = note()
    assert public(cable) == [written.pk]
    written.delete()
    assert public(cable) == []


def test_note_on_a_paragraph_that_is_not_there_is_not_public(cable, note):
    note(identity=99)
    assert public(cable) == []


def test_note_on_a_paragraph_with_any_decision_is_not_public(cable, note, reviewer):
    note(identity=2)
    other = note(identity=1)
    withheld(cable, reviewer, 2, "smuggler", acknowledged=False)
    assert public(cable) == [other.pk]


@pytest.mark.parametrize(
    "facts",
    [
        {"source": "One Rischenheim paid."},
        {"source": "One RISCHEN-HEIM, I hear."},
        {"source": "So.", "quote": "did Rischenheim", "start": 49, "end": 64},
    ],
)
def test_note_that_repeats_or_quotes_withheld_words_is_not_public(cable, note, reviewer, facts):
    written = note(**facts)
    assert public(cable) == [written.pk]
    withheld(cable, reviewer, 2, "Rischenheim")
    assert public(cable) == []


def test_quote_that_the_paragraph_does_not_have_is_not_public(cable, note):
    note(quote="harbour mistress", start=4, end=20)
    assert public(cable) == []


@pytest.mark.parametrize(
    ("start", "stands"),
    [(31, 31), (4, 4), (7, 4)],
)
def test_quote_stands_in_its_old_place_or_where_its_words_come_first(cable, note, start, stands):
    note(quote="harbour", start=start, end=start + 7)
    public(cable)
    row = PublicNote.objects.get()
    assert (row.start, row.end) == (stands, stands + 7)


def test_answer_is_public_only_under_a_public_note_however_deep(cable, note):
    first = note()
    second = note(parent=first)
    third = note(parent=second)
    assert public(cable) == [first.pk, second.pk, third.pk]
    assert list(PublicNote.objects.order_by("number").values_list("number", "reply_to")) == [
        (1, None),
        (2, 1),
        (3, 2),
    ]
    Annotation.objects.filter(pk=second.pk).update(visibility="reviewers")
    assert public(cable) == [first.pk]


def test_note_of_another_cable_is_not_written_here(cable, note, import_text):
    written = note()
    other = import_text(telegram(serial=500, paragraphs=PARAGRAPHS))
    assert public(other) == []
    assert public(Cable.objects.get(pk=cable.pk)) == [written.pk]


def test_withheld_texts_are_those_of_the_decisions_given(cable, reviewer):
    one = withheld(cable, reviewer, 2, "smuggler")
    two = withheld(cable, reviewer, 2, "paid")
    assert withheld_texts([one]) == ["smuggler"]
    assert sorted(withheld_texts([one, two])) == ["paid", "smuggler"]
    assert withheld_texts([]) == []
