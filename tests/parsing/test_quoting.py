"""From the words as they are read to the record, and back."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cables.parsing import parse_cable
from cables.parsing.quoting import locate, reading_text, stretch, words_at
from tests.telegrams import telegram

WRAPPED = "1. (C) The smuggler was seen with\nRischenheim twice."
ITEMS = "2. (C) He asked for:\n\n-- more time;\n\n-- a longer rope and a\nsecond boat."
PAGES = (
    "3. (C) The dues are paid, he said.\n\nCONFIDENTIAL\n\nPAGE 02 ZENDA 000412\n\nLong after noon it rained."
)
REPAIRED = "4. (C) The Allīs patience ended in the after-\nnoon."
TEXT = telegram(paragraphs=(WRAPPED, ITEMS, PAGES, REPAIRED))
ONE, TWO, THREE, FOUR = parse_cable(TEXT).paragraphs


def found(paragraph, words):
    """The stretch of the record for words of the paragraph as it is read."""
    start = reading_text(paragraph).index(words)
    span = locate(paragraph, start, start + len(words))
    return span and TEXT[span.start : span.end]


def test_paragraph_is_read_block_by_block():
    assert reading_text(TWO) == "He asked for:\nmore time;\na longer rope and a second boat."
    assert reading_text(THREE) == "The dues are paid, he said.\nLong after noon it rained."


# --- To the record ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paragraph", "words", "there"),
    [
        (ONE, "The smuggler", "The smuggler"),
        (ONE, "twice.", "twice."),
        (ONE, "with Rischenheim", "with\nRischenheim"),
        (TWO, "for:\nmore", "for:\n\n-- more"),
        (TWO, "rope and a second", "rope and a\nsecond"),
        (TWO, "second", "second"),
    ],
)
def test_words_are_where_they_stand(paragraph, words, there):
    assert found(paragraph, words) == there


def test_words_over_a_page_break_take_in_what_lies_between():
    assert (
        found(THREE, "he said.\nLong after")
        == "he said.\n\nCONFIDENTIAL\n\nPAGE 02 ZENDA 000412\n\nLong after"
    )


def test_what_was_repaired_is_taken_whole():
    repaired = next(word for word in reading_text(FOUR).split() if word.startswith("All"))
    assert found(FOUR, repaired) == "Allīs"
    assert found(FOUR, reading_text(FOUR)) == REPAIRED[len("4. (C) ") :]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (9, 3), (13, 14), (500, 510)])
def test_stretch_without_a_character_of_any_block_is_nowhere(start, end):
    assert locate(TWO, start, end) is None
    assert reading_text(TWO)[13] == "\n"


# --- From the record --------------------------------------------------------------------------


def stands(words):
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("paragraph", "there", "words"),
    [
        (ONE, "smuggler was", "smuggler was"),
        (ONE, "with\nRischenheim", "with Rischenheim"),
        (ONE, WRAPPED, "The smuggler was seen with Rischenheim twice."),
        (TWO, "time;\n\n-- a longer", "time;\na longer"),
        (TWO, "boat.", "boat."),
        (THREE, "said.\n\nCONFIDENTIAL\n\nPAGE 02 ZENDA 000412\n\nLong", "said.\nLong"),
        (THREE, "PAGE 02", ""),
        (TWO, "smuggler", ""),
    ],
)
def test_words_of_a_stretch_of_the_record(paragraph, there, words):
    assert words_at(paragraph, *stands(there)) == words


def test_part_of_what_was_repaired_gives_all_that_stands_for_it():
    start, _ = stands("īs pat")
    assert words_at(FOUR, start, start + 1) in reading_text(FOUR)
    assert words_at(FOUR, start, start + 1) != ""


def test_stretch_is_where_those_words_are_read():
    low, high = stretch(ONE, *stands("with\nRischenheim"))
    assert reading_text(ONE)[low:high] == "with Rischenheim"
    low, high = stretch(TWO, *stands("time;\n\n-- a longer"))
    assert reading_text(TWO)[low:high] == "time;\na longer"
    assert stretch(ONE, *stands("PAGE 02")) is None


# --- There and back ---------------------------------------------------------------------------


@given(st.sampled_from([ONE, TWO, THREE, FOUR]), st.integers(0, 90), st.integers(1, 90))
def test_words_taken_from_a_paragraph_are_found_in_it_again(paragraph, start, length):
    text = reading_text(paragraph)
    words = text[start : start + length]
    span = locate(paragraph, start, start + length)
    assume(words.strip("\n"))
    again = words_at(paragraph, *span)
    assert words.strip("\n") in again
    low, high = stretch(paragraph, *span)
    assert text[low:high] == again
    assert locate(paragraph, low, high) == span
