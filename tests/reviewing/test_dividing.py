"""Paragraphs begun, joined and marked: at once or after placing, in the version they were made on."""

import json

import pytest

from cables.models import AuditEvent, Cable, CableVersion, Finding, Override, Paragraph, SourceText
from cables.projection.sources import source_of, text_of
from cables.reviewing.correcting import Correction, correct_together, reparse
from cables.reviewing.placing import accept_anew
from cables.reviewing.refusals import Forbidden, Refused, Stale
from cables.reviewing.withholding import Target, withhold
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import CODES, newest, public_rows, released, what_is_shown, withheld
from tests.telegrams import telegram

PARAGRAPHS = (
    "1. (U) The harbour master called at noon. He asked for time.",
    "2. (C) The smuggler paid him. 3) (S) Rischenheim knew of it.",
    "3. (C) COMMENT: Nobody was surprised. END COMMENT.",
)
WHY = "The typist forgot the line."
pytestmark = pytest.mark.django_db


@pytest.fixture
def cable(import_text):
    return import_text(telegram(paragraphs=PARAGRAPHS))


@pytest.fixture
def both(db):
    """Somebody who imports and reviews."""
    return a_user(Role.IMPORTER, Role.REVIEWER, name="fritz")


def at(version, words):
    return text_of(source_of(version)).index(words)


def of(version, field, words, value=""):
    return Correction(field, value, version, at(version, words))


def change(cable, by, field, words, value=""):
    return correct_together(cable, [of(newest(cable), field, words, value)], WHY, by)


def shown():
    return list(Paragraph.objects.filter(version__shown=True).values_list("number", "level", "text"))


DIVIDED = [
    (1, "U", "The harbour master called at noon. He asked for time."),
    (2, "C", "The smuggler paid him."),
    (3, "S", "Rischenheim knew of it."),
    (3, "C", "COMMENT: Nobody was surprised. END COMMENT."),
]


def test_paragraph_begun_is_shown_and_survives_the_next_derivation(cable, importer):
    change(cable, importer, "split", "3) (S)")
    assert shown() == DIVIDED
    before = what_is_shown()
    reparse(cable)
    assert what_is_shown() == before
    override = Override.objects.get()
    start = at(newest(cable), "3) (S)")
    assert json.loads(override.value) == {
        "start": start,
        "end": start + len("3) (S) Rischenheim knew of it."),
    }
    assert (override.version, override.reason) == (newest(cable), WHY)
    assert AuditEvent.objects.get().details == {"field": "split", "version": 1, "waits": False}


def test_first_part_keeps_the_identity_and_the_other_gets_a_new_one(cable, importer):
    change(cable, importer, "split", "3) (S)")
    assert list(Paragraph.objects.values_list("identity", flat=True)) == [1, 2, 4, 3]


def test_paragraph_joined_keeps_the_first_identity(cable, importer):
    change(cable, importer, "merge", "3. (C)")
    assert list(Paragraph.objects.values_list("identity", "number")) == [(1, 1), (2, 2)]


def test_marks(cable, importer):
    change(cable, importer, "mark", "1. (U)", "S")
    assert shown()[0][1] == "S"
    assert Finding.objects.filter(code="mark-above-class").exists()
    change(cable, importer, "mark", "1. (U)", "")
    first = Paragraph.objects.get(position=1)
    assert (first.level, first.inherited, first.portion_mark) == ("C", True, "")
    assert not Finding.objects.filter(code="mark-above-class").exists()


def test_same_bytes_again_change_nothing(cable, importer, import_text):
    change(cable, importer, "split", "3) (S)")
    before = what_is_shown()
    import_text(telegram(paragraphs=PARAGRAPHS))
    assert what_is_shown() == before


def test_another_text_is_not_divided_by_what_was_said_of_the_first(cable, importer, import_text):
    change(cable, importer, "split", "3) (S)")
    change(cable, importer, "mark", "1. (U)", "S")
    import_text(
        telegram(subject="HARBOUR FEES", paragraphs=("1. (U) Longer before it. " * 4, *PARAGRAPHS[1:]))
    )
    assert [number for number, _, _ in shown()] == [1, 2, 3]
    assert shown()[0][1] == "U"
    first = CableVersion.objects.get(ordinal=1)
    assert list(first.paragraphs.values_list("text", flat=True)) == [text for _, _, text in DIVIDED]


def test_paragraphs_of_a_new_text_are_known_by_what_was_divided(cable, importer, import_text):
    change(cable, importer, "split", "3) (S)")
    import_text(
        telegram(subject="HARBOUR FEES", paragraphs=(*PARAGRAPHS[:1], "2. (S) Rischenheim knew of it."))
    )
    assert list(newest(cable).paragraphs.values_list("identity", flat=True)) == [1, 4]


def test_several_at_once_are_checked_one_after_the_other(cable, importer):
    version = newest(cable)
    corrections = [of(version, "split", "3) (S)"), of(version, "mark", "3) (S)", "TS")]
    correct_together(cable, [*corrections, Correction("subject", "FEES")], WHY, importer)
    assert shown()[2] == (3, "TS", "Rischenheim knew of it.")
    assert newest(cable).subject == "FEES"
    assert {(o.reason, o.author) for o in Override.objects.all()} == {(WHY, importer)}


def test_all_or_none(cable, importer):
    wrong = Correction("classification", "MOST SECRET")
    with pytest.raises(Refused):
        correct_together(cable, [of(newest(cable), "split", "3) (S)"), wrong], WHY, importer)
    assert len(shown()) == 3
    assert not Override.objects.exists()


def test_stale_page_changes_nothing(cable, importer):
    seen = Cable.objects.get().revision
    change(cable, importer, "split", "3) (S)")
    with pytest.raises(Stale):
        correct_together(cable, [Correction("subject", "FEES")], WHY, importer, seen=seen)
    assert newest(cable).subject == "HARBOUR DUES"


@pytest.mark.parametrize(
    ("field", "words", "value", "told"),
    [
        ("split", "VZC", "", "where no text of a paragraph stands"),
        ("split", "2. (C)", "", "A paragraph begins there already"),
        ("split", "The smuggler", "", "nothing would be left before it"),
        ("merge", "1. (U)", "", "there is none"),
        ("merge", "The smuggler", "", "No paragraph begins there"),
        ("mark", "The smuggler", "S", "No paragraph begins there"),
        ("mark", "2. (C)", "MOST SECRET", "Choose the mark: unmarked, U, SBU, LOU, C, S, TS"),
    ],
)
def test_what_has_no_place_is_refused(cable, importer, field, words, value, told):
    with pytest.raises(Refused, match=told):
        change(cable, importer, field, words, value)
    assert not Override.objects.exists()


def test_version_has_to_be_the_cables(cable, importer, import_text):
    other = import_text(telegram(serial=500))
    with pytest.raises(Refused, match="Say in which version"):
        correct_together(cable, [Correction("split", "", newest(other), 5)], WHY, importer)
    with pytest.raises(Refused, match="Say in which version"):
        correct_together(cable, [Correction("split", "", None, 5)], WHY, importer)


# --- With something withheld ------------------------------------------------------------------


def test_importer_who_may_not_read_the_text_does_not_divide_it(cable, importer, reviewer, officer):
    decision = withheld(cable, reviewer, 2)
    with pytest.raises(Forbidden, match="may not read its whole text"):
        change(cable, importer, "split", "3) (S)")
    released(decision, reviewer, officer)
    with pytest.raises(Forbidden):
        change(cable, importer, "mark", "1. (U)", "S")


def test_it_waits_and_the_public_keeps_the_old_rows(cable, both, reviewer):
    withheld(cable, reviewer, 3)
    before = what_is_shown()
    change(cable, both, "split", "3) (S)")
    assert what_is_shown() == before
    assert SourceText.objects.get().pending == "corrected"
    withheld(cable, reviewer, 1)
    assert len(shown()) == 3
    accept_anew(cable, reviewer)
    assert [(number, level) for number, level, _ in shown()] == [(1, "U"), (2, "C"), (3, "S"), (3, "C")]
    assert "⟦withheld⟧" in shown()[3][2]
    assert "surprised" not in public_rows()


def test_withheld_paragraph_that_is_divided_stays_withheld_whole(cable, both, reviewer, officer):
    decision = withheld(cable, reviewer, 2)
    change(cable, both, "split", "3) (S)")
    accept_anew(cable, reviewer)
    assert "Rischenheim" not in public_rows()
    assert "smuggler" not in public_rows()
    released(decision, reviewer, officer)
    assert shown() == DIVIDED


def test_withheld_paragraph_that_is_joined_takes_the_other_along(cable, both, reviewer):
    withheld(cable, reviewer, 2)
    change(cable, both, "merge", "3. (C)")
    accept_anew(cable, reviewer)
    assert "surprised" not in public_rows()
    assert "smuggler" not in public_rows()


@pytest.mark.parametrize("acknowledged", [True, False])
def test_what_is_withheld_after_it_was_divided(cable, importer, reviewer, acknowledged):
    change(cable, importer, "split", "3) (S)")
    change(cable, importer, "mark", "2. (C)", "U")
    withheld(cable, reviewer, 2, acknowledged=acknowledged)
    assert "smuggler" not in public_rows()
    levels = [(number, level) for number, level, _ in shown()]
    assert levels == ([(1, "U"), (2, "U")] if acknowledged else [(1, "U")]) + [(3, "S"), (3, "C")]


def test_words_withheld_of_a_paragraph_that_was_begun(cable, importer, reviewer):
    change(cable, importer, "split", "3) (S)")
    change(cable, importer, "mark", "3) (S)", "C")
    found = Paragraph.objects.get(position=3)
    seen = Cable.objects.get().revision
    target = Target(newest(cable), "passage", seen, found.identity, 0, 11, "Rischenheim")
    withhold(target, CODES, reviewer, sure=True)
    assert "Rischenheim" not in public_rows()
    assert shown()[2] == (3, "C", "⟦withheld⟧ knew of it.")


def test_words_withheld_of_paragraphs_that_were_joined(cable, importer, reviewer):
    change(cable, importer, "merge", "3. (C)")
    withheld(cable, reviewer, 2, "Nobody")
    assert "Nobody" not in public_rows()
    assert shown()[1][2].endswith("3. (C) COMMENT: ⟦withheld⟧ was surprised. END COMMENT.")
