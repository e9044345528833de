"""Where in a text the words stand that were searched for."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol, TypeVar

from cables.search.analysis import begun, folded, parts, stems
from cables.search.placing import Placed, Span, Word
from cables.search.query import Query, Term

Phrase = tuple[str, ...]
"""Words as the index has them, one after the other."""

_Value = TypeVar("_Value")

SHORTEST_PREFIX = 2
LONGEST_LETTER = 20
"""Marks over and under one letter that are marked with it."""


class Marks(Protocol):
    """What was searched for, to be found again in a text that is shown."""

    def __bool__(self) -> bool: ...

    def spans(self, text: str) -> list[Span]:
        """Where something of it stands, from left to right, not overlapping."""
        ...

    def answered(self, text: str) -> int:
        """How many of the things that were searched for stand in it."""
        ...


@dataclass(frozen=True, slots=True)
class AsTyped:
    """Words as they were typed, of any case, inside of others too: without an index they are found so."""

    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(self.words)

    def spans(self, text: str) -> list[Span]:
        pattern = _literal(self.words)
        return [match.span() for match in pattern.finditer(text)] if pattern else []

    def answered(self, text: str) -> int:
        patterns = (_literal((word,)) for word in self.words)
        return sum(bool(pattern and pattern.search(text)) for pattern in patterns)


@lru_cache(1_000)
def _literal(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Either apostrophe finds the other."""
    longest_first = sorted({word for word in words if word}, key=len, reverse=True)
    alternatives = "|".join(re.sub("['’]", "['’]", re.escape(word)) for word in longest_first)
    return re.compile(alternatives, re.IGNORECASE) if alternatives else None


@dataclass(frozen=True)
class AsIndexed:
    """Words and phrases as the index compares them: without accents, case and endings."""

    phrases: tuple[tuple[Phrase, ...], ...]  # of each clause those of which any will do
    beginnings: tuple[tuple[str, ...], ...]  # and of each what a word may begin with

    @classmethod
    def of(cls, query: Query) -> AsIndexed:
        read = [[_read(term) for term in clause if not term.field] for clause in query.clauses]
        return cls(
            tuple(_once(phrase for phrases, _ in clause for phrase in phrases) for clause in read),
            tuple(_once(beginning for _, beginning in clause if beginning) for clause in read),
        )

    def __bool__(self) -> bool:
        return any(self.phrases) or any(self.beginnings)

    def spans(self, text: str) -> list[Span]:
        if not self._may_be_in(text):
            return []
        placed = Placed.of(text)
        apart: list[Span] = []
        for start, end in sorted(placed.span(start, end) for _, start, end in self._found(placed)):
            if apart and start < apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((start, end))
        return apart if text.isascii() else _with_whole_letters(apart, text)

    def answered(self, text: str) -> int:
        if not self._may_be_in(text):
            return 0
        answered: set[int] = set()
        for clause, _, _ in self._found(Placed.of(text)):
            answered.add(clause)
            if len(answered) == len(self.phrases):
                break
        return len(answered)

    def _found(self, placed: Placed) -> Iterator[tuple[int, int, int]]:
        """The clause of each thing that is found, its start and its end in the plain text."""
        for start in placed.starts(self._roots):
            word = next(placed.words(start))
            for clause, phrase in self._by_first_word.get(word.stem, ()):
                if end := word.end if len(phrase) == 1 else _end_of(phrase, placed.words(start)):
                    yield clause, start, end
            for clause, beginning in self._beginnings:
                if word.stem.startswith(beginning):
                    yield clause, start, word.end

    def _may_be_in(self, text: str) -> bool:
        """Whether it is worth a closer look; quickly, as most texts are not."""
        if not text.isascii():
            return bool(self)
        lower = text.lower()
        bare = lower.replace("'", "").replace(".", "").replace(",", "")
        return any(root in lower or root in bare for root in self._roots)

    @cached_property
    def _by_first_word(self) -> dict[str, list[tuple[int, Phrase]]]:
        found = defaultdict(list)
        for clause, phrases in enumerate(self.phrases):
            for phrase in phrases:
                found[phrase[0]].append((clause, phrase))
        return dict(found)

    @cached_property
    def _beginnings(self) -> list[tuple[int, str]]:
        return [(clause, each) for clause, beginnings in enumerate(self.beginnings) for each in beginnings]

    @cached_property
    def _roots(self) -> frozenset[str]:
        """One of which is in every word that is wanted."""
        return frozenset(map(root, [*self._by_first_word, *(beginning for _, beginning in self._beginnings)]))


def _end_of(phrase: Phrase, words: Iterator[Word]) -> int | None:
    """Where it ends, if these words begin with it."""
    end = None
    for wanted in phrase:
        word = next(words, None)
        if word is None or word.stem != wanted:
            return None
        end = word.end
    return end


def root(stem: str) -> str:
    """What all words with this stem begin with: studi is of study, hope of hoping, tie of tying."""
    if len(stem) < 3:
        return stem
    return stem[:1] if len(stem) == 3 and stem.endswith("ie") else stem[:-1]


def _read(term: Term) -> tuple[list[Phrase], str]:
    """What a term is found by, as `asking` asks the index for it: phrases, and the beginning of a word."""
    words = tuple(stems(term.text))
    if term.prefix and (beginning := _beginning(term.text)):
        return [(word,) for word in begun(beginning)], beginning
    if not words:
        return [], ""
    found = [words]
    if len(words) > 1 and not term.quoted and " " not in term.text:
        found += [(word,) for word in stems("".join(words))]  # Al-Qaida as AlQaida
    elif len(words) == 1 and len(split := parts(words[0])) > 1:
        found.append(tuple(split))  # F16 as F-16
    return found, ""


def _beginning(text: str) -> str:
    words = folded(text)
    is_one = len(words) == 1 and len(words[0]) >= SHORTEST_PREFIX and words[0].isalnum()
    return words[0] if is_one else ""


def _once(values: Iterable[_Value]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(values))


def _with_whole_letters(spans: list[Span], text: str) -> list[Span]:
    """With the marks that stand over or under the last letter of each."""
    whole = []
    for start, end in spans:
        most = min(len(text), end + LONGEST_LETTER)
        while end < most and unicodedata.category(text[end]).startswith("M"):
            end += 1
        whole.append((start, end))
    return whole


def words_of(text: str, stem: str) -> Iterator[str]:
    """Those of a text that the index has as this one, as they are written there."""
    placed = Placed.of(text)
    places = (placed.span(word.start, word.end) for word in placed.words() if word.stem == stem)
    return (text[start:end] for start, end in places)


def marks_of(query: Query, *, indexed: bool) -> Marks:
    return AsIndexed.of(query) if indexed else AsTyped(query.words)


NO_MARKS = AsTyped(())
