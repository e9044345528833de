"""The words of a text as the index has them, each with the place where it stands in the text.

The index is given `analysis.plain` of a text, in which signs inside of words are missing and some characters
are others. Here the way back is kept, so that what is found can be shown as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from cables.search.analysis import INSIDE_A_WORD, is_of_words, stem_of

Span = tuple[int, int]

_WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    stem: str  # as the index has it, "" where it is too long for one
    start: int
    end: int


@dataclass(frozen=True)
class Placed:
    """A text as the index is given it, and the way back: offsets are into `plain`, spans into the text."""

    _clean: str  # with the signs inside of its words
    _origins: tuple[Span, ...]  # where each character of it came from; none where all stand where they stood

    @classmethod
    def of(cls, text: str) -> Placed:
        return cls(*_cleaned(text))

    @cached_property
    def plain(self) -> str:
        return INSIDE_A_WORD.sub("", self._clean)

    def words(self, start: int = 0) -> Iterator[Word]:
        """From this place in `plain` on, where a word begins."""
        for word in _WORD.finditer(self._shape, start):
            yield Word(stem_of(self.plain[word.start() : word.end()]), *word.span())

    def starts(self, roots: Iterable[str]) -> Iterable[int]:
        """Where words begin in `plain` that may be among those with these roots; each once, in any order."""
        if self._has_other_letters:
            return [word.start() for word in _WORD.finditer(self._shape)]
        lower = self.plain.lower()
        return {at for root in roots for at in _beginning_with(root, lower)}

    def span(self, start: int, end: int) -> Span:
        """Where that which stands there in `plain` stands in the text."""
        first = start + bisect_right(self._gaps, start)
        last = end - 1 + bisect_right(self._gaps, end - 1)
        return (self._origins[first][0], self._origins[last][1]) if self._origins else (first, last + 1)

    @cached_property
    def _gaps(self) -> list[int]:
        """Of each sign the offset in `plain` at which it is missing."""
        if len(self.plain) == len(self._clean):
            return []
        return [sign.start() - n for n, sign in enumerate(INSIDE_A_WORD.finditer(self._clean))]

    @cached_property
    def _has_other_letters(self) -> bool:
        """Whether any are in it that are not ASCII's, and so may be others when accents are taken off."""
        return not self.plain.isascii() and any(
            is_of_words(c) or c.isalnum() for c in set(self.plain) if not c.isascii()
        )

    @cached_property
    def _shape(self) -> str:
        """The same with `a` for each letter that Python does not know, so that words are the index's."""
        if not self._has_other_letters:
            return self.plain
        strange = {c for c in self.plain if not c.isascii() and is_of_words(c) != c.isalnum()}
        return self.plain.translate({ord(c): "a" if is_of_words(c) else " " for c in strange})


def _beginning_with(root: str, lower: str) -> Iterator[int]:
    at = lower.find(root)
    while at >= 0:
        if at == 0 or not lower[at - 1].isalnum():
            yield at
        at = lower.find(root, at + 1)


def _cleaned(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text as `analysis.plain` has it before signs are taken out, and where each character came from."""
    if text.isascii() or (unicodedata.is_normalized("NFKC", text) and not any(map(_is_unseen, set(text)))):
        return text, ()
    characters: list[str] = []
    origins: list[Span] = []
    for start, end in _clusters(text):
        for c in unicodedata.normalize("NFKC", text[start:end]):
            if not _is_unseen(c):
                characters.append(c)
                origins.append((start, end))
    return "".join(characters), tuple(origins)


def _clusters(text: str) -> Iterator[Span]:
    """Stretches that become others each by itself when the text is normalised."""
    start = 0
    for at in range(1, len(text)):
        if _begins(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


@lru_cache(10_000)
def _begins(c: str) -> bool:
    """Whether it never joins the character before it."""
    first = unicodedata.normalize("NFKC", c)[0]
    is_middle_of_a_syllable = "\u1160" <= first <= "\u11ff"  # of Hangul
    return not unicodedata.category(first).startswith("M") and not is_middle_of_a_syllable


@lru_cache(10_000)
def _is_unseen(c: str) -> bool:
    return unicodedata.category(c) == "Cf"
