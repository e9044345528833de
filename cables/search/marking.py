"""Where in a text the words stand that were searched for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cables.search.analysis import folded, parts, stems
from cables.search.query import Query, Term

Span = tuple[int, int]

_UNIT = re.compile(
    r"[^\W_]+(?:['’ʼ‘][^\W_]+|(?:(?<=\d),(?=\d{3}(?!\d))|\.(?<=\b[A-Za-z]\.)(?=[A-Za-z]\b))[^\W_]+)*"
)
"""A word with the signs that may stand inside of it, as `analysis.plain` has them."""


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
        return bool(self.words)

    def spans(self, text: str) -> list[Span]:
        pattern = _literal(self.words)
        return [match.span() for match in pattern.finditer(text)] if pattern else []

    def answered(self, text: str) -> int:
        lower = text.lower()
        return sum(word.lower() in lower for word in self.words)


@lru_cache(100)
def _literal(words: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted({word for word in words if word}, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, longest_first))
    return re.compile(alternatives, re.IGNORECASE) if alternatives else None


@dataclass(frozen=True, slots=True)
class AsIndexed:
    """Words and phrases as the index compares them: without accents, case and endings."""

    wanted: tuple[tuple[tuple[str, ...], ...], ...]  # of each clause the phrases of which any will do
    prefixes: tuple[tuple[int, str], ...] = ()  # the clause, and what its words begin with

    @classmethod
    def of(cls, query: Query) -> AsIndexed:
        wanted: list[tuple[tuple[str, ...], ...]] = []
        prefixes: list[tuple[int, str]] = []
        for n, clause in enumerate(query.clauses):
            phrases: list[tuple[str, ...]] = []
            for term in clause:
                if not term.field:
                    phrases += _phrases(term)
                    if term.prefix and len(words := folded(term.text)) == 1:
                        prefixes.append((n, words[0]))
            wanted.append(tuple(dict.fromkeys(phrases)))
        return cls(tuple(wanted), tuple(prefixes))

    def __bool__(self) -> bool:
        return any(self.wanted) or bool(self.prefixes)

    def spans(self, text: str) -> list[Span]:
        found = sorted(span for _, span in self._found(text))
        apart: list[Span] = []
        for start, end in found:
            if apart and start < apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((start, end))
        return apart

    def answered(self, text: str) -> int:
        return len({clause for clause, _ in self._found(text)})

    def _found(self, text: str) -> Iterator[tuple[int, Span]]:
        if not self or not _may_have(_roots(self), text):
            return
        units = list(_units(text))
        begins: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for n, phrases in enumerate(self.wanted):
            for phrase in phrases:
                begins.setdefault(phrase[0], []).append((n, phrase))
        for at, (stem, plain, start, end) in enumerate(units):
            for n, phrase in begins.get(stem, ()):
                if len(phrase) == 1:
                    yield n, (start, end)
                elif tuple(unit[0] for unit in units[at : at + len(phrase)]) == phrase:
                    yield n, (start, units[at + len(phrase) - 1][3])
            for n, prefix in self.prefixes:
                if plain.startswith(prefix):
                    yield n, (start, end)


def _phrases(term: Term) -> list[tuple[str, ...]]:
    words = tuple(stems(term.text))
    if not words:
        return []
    found = [words]
    if len(words) > 1 and not any(c.isspace() for c in term.text.strip()):
        found += [tuple(stems("".join(words)))]
    elif len(words) == 1 and len(split := parts(words[0])) > 1:
        found += [tuple(split)]
    return [phrase for phrase in found if phrase]


def _units(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Each word: as the index has it, the same with its ending, and where it stands."""
    for match in _UNIT.finditer(text):
        stem, plain = _analysed(match[0])
        yield stem, plain, *match.span()


@lru_cache(50_000)
def _analysed(word: str) -> tuple[str, str]:
    return "".join(stems(word)), "".join(folded(word))


@lru_cache(100)
def _roots(marks: AsIndexed) -> re.Pattern[str]:
    """What a text must have of it, found without looking at its words one by one."""
    words = {phrase[0] for phrases in marks.wanted for phrase in phrases} | {
        word for _, word in marks.prefixes
    }
    return re.compile("|".join(sorted(re.escape(_root(word)) for word in words)), re.IGNORECASE)


def _root(stem: str) -> str:
    """What all words with this stem begin with: studi is of study too."""
    return stem[:-1] if stem.endswith("i") and len(stem) > 2 else stem


def _may_have(roots: re.Pattern[str], text: str) -> bool:
    if text.isascii():
        # Signs inside of words are left out where words are compared: O'Brien, U.S.
        return bool(roots.search(text) or (_SIGNS.search(text) and roots.search(_SIGNS.sub("", text))))
    return bool(roots.search(_without_accents(_SIGNS.sub("", text))))


_SIGNS = re.compile(r"['’ʼ‘.,]")


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def marks_of(query: Query, *, indexed: bool) -> Marks:
    return AsIndexed.of(query) if indexed else AsTyped(query.words)


NO_MARKS = AsTyped(())
