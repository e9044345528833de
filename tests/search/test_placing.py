"""The words of a text are those that the index has, and each stands where it is said to stand."""

import itertools
import unicodedata

import pytest
from hypothesis import example, given

from cables.search.analysis import LONGEST_WORD, plain, stems
from cables.search.placing import Placed
from tests.search.wordings import TEXTS


def places(text):
    placed = Placed.of(text)
    return [(word.stem, *placed.span(word.start, word.end)) for word in placed.words()]


def shown(text):
    return [text[start:end] for _, start, end in places(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. said O'Brien owes 1,000.", ["The", "U.S", "said", "O'Brien", "owes", "1,000"]),
        ("Al-Qaida, F-16", ["Al", "Qaida", "F", "16"]),
        ("zero\u200bwidth word", ["zero\u200bwidth", "word"]),
        ("\u202ethe harbor\u202c", ["the", "harbor"]),
        ("\N{LATIN SMALL LIGATURE FI}nance\u2026 dues", ["\N{LATIN SMALL LIGATURE FI}nance", "dues"]),
        ("Sa\u0303o Paulo", ["Sa\u0303o", "Paulo"]),
        ("\N{SHIP}\ufe0f of 3\N{VULGAR FRACTION ONE HALF} tons", ["of", "3½", "½", "tons"]),
        ("\u1112\u1161\u11ab end", ["\u1112\u1161\u11ab", "end"]),
        ("\uff88\uff9e x", ["\uff88\uff9e", "x"]),
        ("", []),
    ],
)
def test_words_are_shown_as_they_are_written(text, words):
    assert shown(text) == words


@given(TEXTS)
@example("\u093f\u0301x\u0345")
@example("\U0001f46e\u200d\U0001f3fd 1\ufe0f\u20e3")
@example("a" * 200 + " b")
@example("'" * 50 + "a'b.c.d,111")
def test_words_are_those_of_the_index(text):
    assert [word for word, _, _ in Placed.of(text).words() if word] == stems(text)
    assert Placed.of(text).plain == plain(text)


@given(TEXTS)
def test_places_are_in_order_and_hold_the_word(text):
    before = 0
    for word, start, end in places(text):
        assert 0 <= start < end <= len(text)
        assert start >= before or text[start:end] == unicodedata.normalize("NFC", text[start:end])
        assert not word or word in stems(text[start:end])
        before = start


@given(TEXTS.filter(str.isascii))
def test_places_of_plain_words_do_not_overlap(text):
    spans = [span for _, *span in places(text)]
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


def test_word_that_is_too_long_is_no_word_but_keeps_its_place():
    words = Placed.of(f"a {'x' * (LONGEST_WORD + 1)} b").words()
    assert [word.stem for word in words] == ["a", "", "b"]
