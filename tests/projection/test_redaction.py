"""Edits of a text: what becomes of the text, and which offset is which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.projection.redaction import CLOSING, MARK, OPENING, Edit, redact

TEXT = "One two three four."
ONE, TWO = (("FOIA", "b(1)"),), (("FOIA", "b(6)"), ("FOIA", "b(1)"))


def edit(words, shown=MARK, codes=None, gap=False):
    start = TEXT.index(words)
    return Edit(start, start + len(words), shown, codes, gap)


def test_text_without_edits_stays():
    redacted = redact(TEXT, [])
    assert (redacted.text, redacted.edits, redacted.starts, redacted.gaps) == (TEXT, [], [], [])


def test_mark_has_one_size_whatever_it_stands_for():
    assert redact(TEXT, [edit("two")]).text == f"One {MARK} three four."
    assert redact(TEXT, [edit("two three")]).text == f"One {MARK} four."


@pytest.mark.parametrize(
    ("words", "expected"),
    [("One", f"{MARK} two three four."), ("four.", f"One two three {MARK}"), (TEXT, MARK)],
)
def test_edit_may_stand_at_either_end_of_the_text(words, expected):
    assert redact(TEXT, [edit(words)]).text == expected


def test_edits_come_in_any_order():
    there, back = [edit("two"), edit("four")], [edit("four"), edit("two")]
    assert redact(TEXT, there) == redact(TEXT, back)
    assert redact(TEXT, there).text == f"One {MARK} three {MARK}."


def test_edits_that_touch_stay_two():
    redacted = redact(TEXT, [edit("two"), edit(" three")])
    assert redacted.text == f"One {MARK}{MARK} four."
    assert len(redacted.edits) == 2


def test_edit_within_another_is_part_of_it_and_its_codes_are_not_told():
    redacted = redact(TEXT, [edit("three", codes=TWO), edit("two three four", codes=ONE)])
    assert redacted.text == f"One {MARK}."
    assert [found.codes for found in redacted.edits] == [ONE]


def test_of_two_from_one_place_the_wider_gives_the_mark():
    redacted = redact(TEXT, [edit("two", "short"), edit("two three", "wide")])
    assert redacted.text == "One wide four."


def test_of_two_in_one_place_the_one_with_a_mark_is_told_in_whichever_order():
    pair = [edit("two", ""), edit("two", codes=ONE)]
    assert redact(TEXT, pair) == redact(TEXT, pair[::-1])
    assert redact(TEXT, pair).text == f"One {MARK} three four."


def test_edits_that_overlap_become_one_with_the_codes_of_both_once():
    redacted = redact(TEXT, [edit("three four", codes=TWO), edit("two three", codes=ONE)])
    assert redacted.text == f"One {MARK}."
    assert [found.codes for found in redacted.edits] == [(("FOIA", "b(1)"), ("FOIA", "b(6)"))]


def test_chain_of_overlaps_becomes_one():
    redacted = redact(TEXT, [edit("One tw"), edit("two thr"), edit("three four")])
    assert redacted.text == f"{MARK}."


@pytest.mark.parametrize(("first", "second"), [("", MARK), (MARK, "")])
def test_of_two_that_overlap_the_one_with_a_mark_is_told(first, second):
    codes = {"": None, MARK: ONE}
    redacted = redact(
        TEXT, [edit("two three", first, codes[first]), edit("three four", second, codes[second])]
    )
    assert redacted.text == f"One {MARK}."
    assert redacted.edits[0].codes == ONE


def test_edit_without_codes_makes_none_up():
    redacted = redact(TEXT, [edit("two three"), edit("three four")])
    assert redacted.edits[0].codes is None


@pytest.mark.parametrize("gaps", [(True, False), (False, True)])
def test_gap_outlives_an_overlap(gaps):
    redacted = redact(TEXT, [edit("two three", "", gap=gaps[0]), edit("three four", "", gap=gaps[1])])
    assert redacted.gaps == [4]


def test_gaps_are_offsets_in_the_redacted_text():
    redacted = redact(TEXT, [edit("One"), edit("three ", "", gap=True)])
    assert redacted.gaps == [redacted.text.index("four")]


# --- The telegram's own brackets --------------------------------------------------------------


def test_brackets_of_the_telegram_become_plain_and_marks_stay():
    redacted = redact(f"A {OPENING}withheld{CLOSING} B", [Edit(0, 1, MARK)])
    assert redacted.text == f"{MARK} [withheld] B"


def test_brackets_at_the_edges_of_an_edit():
    redacted = redact(f"{OPENING}{CLOSING}ab{OPENING}{CLOSING}", [Edit(1, 5, MARK)])
    assert redacted.text == f"[{MARK}]"


def test_mark_cannot_be_pieced_together_from_what_stands_round_a_deletion():
    redacted = redact(f"{OPENING}with-x-held{CLOSING}", [Edit(5, 8, "")])
    assert redacted.text == "[withheld]"


# --- Offsets ----------------------------------------------------------------------------------


def test_offset_before_between_and_behind_edits():
    redacted = redact(TEXT, [edit("two"), edit("four")])
    for word in ("One", "three", "."):
        assert redacted.original(redacted.text.index(word)) == TEXT.index(word)


def test_every_offset_in_a_mark_is_the_beginning_of_what_was_taken_out():
    redacted = redact(TEXT, [edit("two")])
    start = redacted.text.index(MARK)
    assert {redacted.original(start + n) for n in range(len(MARK))} == {TEXT.index("two")}


def test_offset_of_what_was_taken_out_without_a_mark_is_what_follows():
    redacted = redact(TEXT, [edit("two ", "")])
    assert redacted.original(redacted.text.index("three")) == TEXT.index("three")


# --- Any edits of any text --------------------------------------------------------------------

SMALL = st.text("ab \n⟦⟧", max_size=30)


@st.composite
def edited(draw):
    text = draw(SMALL)
    ends = st.integers(0, len(text))
    pairs = [sorted(pair) for pair in draw(st.lists(st.tuples(ends, ends), max_size=5))]
    shown = st.sampled_from([MARK, ""])
    return text, [Edit(start, end, draw(shown)) for start, end in pairs if start < end]


@given(edited())
def test_what_no_edit_covers_stays_in_order_and_nothing_else_does(case):
    text, edits = case
    redacted = redact(text, edits)
    covered = {n for edit in edits for n in range(edit.start, edit.end)}
    kept = "".join(letter for n, letter in enumerate(text) if n not in covered)
    left = redacted.text.replace(MARK, "")
    assert left == kept.replace(OPENING, "[").replace(CLOSING, "]")


@given(edited())
def test_there_is_a_mark_for_each_stretch_that_has_one_and_no_other(case):
    text, edits = case
    redacted = redact(text, edits)
    ours = [edit for edit in redacted.edits if edit.shown == MARK]
    assert redacted.text.count(MARK) == redacted.text.count(OPENING) == len(ours)
    assert len(ours) <= sum(edit.shown == MARK for edit in edits)
    assert all(one.end <= other.start for one, other in zip(redacted.edits, redacted.edits[1:], strict=False))


@given(edited())
def test_offset_of_every_kept_character_is_its_own(case):
    text, edits = case
    redacted = redact(text, edits)
    for edit, start in zip(redacted.edits, redacted.starts, strict=True):
        assert redacted.text[start : start + len(edit.shown)] == edit.shown
    marked = {
        n
        for edit, at in zip(redacted.edits, redacted.starts, strict=True)
        for n in range(at, at + len(edit.shown))
    }
    for at, letter in enumerate(redacted.text):
        if at not in marked:
            assert text[redacted.original(at)] == letter
