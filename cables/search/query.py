"""What a reader typed into the search box, understood. Nothing in it is an error.

The language: words (all must be found), "phrases", the begin* of a word, -word or NOT word, OR between
two of these, and field:value (cables.search.fields). What is none of these is searched as plain text,
and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cables.search import notes
from cables.search.fields import DATES, Days, days, field_named, value_of
from cables.search.numbers import numbers_in
from cables.search.values import tidy

MAX_LENGTH = 300
MAX_TERMS = 16
SHORTEST_PREFIX = 2  # letters or digits
LONGEST_WORD_CUT = 60  # where the query is too long, the last word is left out rather than cut

_BRACKETS = "()[]{}<>"
_AROUND_A_WORD = ",;:!?" + _BRACKETS
_DASHES = "-–—"
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_PIECE = re.compile(
    rf"""
    (?P<lead> [-{re.escape(_AROUND_A_WORD)}]* )
    (?: (?P<field> [A-Za-z]+ ) : )?
    (?:
        " (?P<phrase> [^"]* ) (?P<closing> "? )
      | (?P<word> [^\s"]+ )
      | (?(field) (?= \s | $ ) | (?!) )  # nothing after the colon
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    field: str = ""  # one of FIELDS, or "" for subject and text
    quoted: bool = False  # its words as they stand, side by side; of subject and text only
    prefix: bool = False  # the beginning of a word; of subject and text only

    @property
    def days(self) -> Days:
        """What a term of DATES names: the first and the last day, both included; None is open."""
        return (days(self.field, self.text) if self.field in DATES else None) or (None, None)

    def __str__(self) -> str:
        """As it may be typed."""
        text = f'"{self.text}"' if self.quoted or " " in self.text else self.text + "*" * self.prefix
        return f"{self.field}:{text}" if self.field else text


@dataclass(frozen=True, slots=True)
class Query:
    text: str = ""  # as typed, spaces tidied and cut to what was searched
    clauses: tuple[tuple[Term, ...], ...] = ()  # all of them, and of each any one
    excluded: tuple[Term, ...] = ()
    numbers: tuple[str, ...] = ()  # cable numbers named in it, canonical
    whole_number: str = ""  # the number, when there is nothing else in it
    notes: tuple[str, ...] = ()  # sentences: what was not understood as typed, or left out

    @property
    def sought(self) -> tuple[Term, ...]:
        """What to look for in subject and text."""
        return tuple(term for clause in self.clauses for term in clause if not term.field)

    @property
    def words(self) -> tuple[str, ...]:
        """What to mark in subject and text."""
        return tuple(term.text for term in self.sought)

    def __bool__(self) -> bool:
        return bool(self.clauses or self.excluded)

    def __str__(self) -> str:
        """What was understood, as it may be typed: parsed again it has the same terms."""
        clauses = [" OR ".join(map(str, clause)) for clause in self.clauses]
        return " ".join([*clauses, *(f"-{term}" for term in self.excluded)])


_OPERATORS = {Term("AND"), Term("OR"), Term("NOT")}


def parse_query(typed: str) -> Query:
    text, said, is_whole = _line(typed)
    reading = _Reading(said)
    for piece in _PIECE.finditer(text.translate(_QUOTES)):
        term, why = _term(piece)
        minus = "-" in piece["lead"]
        is_operator = term in _OPERATORS and not minus  # -OR leaves out the word
        if term and not is_operator and reading.terms == MAX_TERMS:
            said.append(notes.TOO_MANY.format(limit=MAX_TERMS))
            text, is_whole = text[: piece.start()].rstrip(), False
            break
        said += why
        if is_operator and term:
            reading.operator(term.text)
        elif term:
            reading.take(term, minus)
    if is_whole:
        reading.end()
    if text and not reading.terms:
        said.append(notes.NO_WORD.format(typed=notes.shortened(text)))
    numbers, whole = numbers_in(text)
    unsaid = set()
    if whole:
        unsaid.add(notes.BRACKETS)  # ZENDA 412 (08)
    if not is_whole:
        unsaid.add(notes.OPEN_QUOTE)  # it may be closed in what was cut
    return Query(
        text=text,
        clauses=tuple(reading.clauses),
        excluded=tuple(reading.excluded),
        numbers=numbers,
        whole_number=whole,
        notes=tuple(note for note in dict.fromkeys(said) if note not in unsaid),
    )


class _Reading:
    """The terms so far, and the OR or NOT that waits for its word."""

    def __init__(self, said: list[str]) -> None:
        self.said = said
        self.clauses: list[tuple[Term, ...]] = []
        self.excluded: list[Term] = []
        self.joins = self.negates = self.has_just_excluded = False

    @property
    def terms(self) -> int:
        return len(self.excluded) + sum(map(len, self.clauses))

    def take(self, term: Term, minus: bool) -> None:
        excludes = minus or self.negates
        if excludes:
            if self.negates:
                self.said.append(notes.NOT)
            if self.joins:
                self.said.append(notes.OR_EXCLUDED)
            self.excluded.append(term)
        elif self.joins:
            self.clauses[-1] = (*self.clauses[-1], term)
        else:
            self.clauses.append((term,))
        self.has_just_excluded, self.joins, self.negates = excludes, False, False

    def operator(self, word: str) -> None:
        if word == "AND":
            self.said.append(notes.AND)
        elif word == "NOT":
            self.negates = True
        elif self.has_just_excluded:
            self.said.append(notes.OR_EXCLUDED)
        elif self.clauses:
            self.joins = True
        else:
            self.said.append(notes.OR_ALONE)

    def end(self) -> None:
        if self.joins:
            self.said.append(notes.OR_ALONE)
        if self.negates:
            self.said.append(notes.NOT_ALONE)


def _line(typed: str) -> tuple[str, list[str], bool]:
    """One line of at most MAX_LENGTH characters, what is said of the rest, and whether there is none."""
    text, said = tidy(typed), []
    is_whole = len(text) <= MAX_LENGTH
    if any(not (c.isprintable() or c.isspace()) for c in typed):
        said.append(notes.UNSEEN)
    if not is_whole:
        space = text.rfind(" ", MAX_LENGTH - LONGEST_WORD_CUT, MAX_LENGTH + 1)
        text = text[: space if space >= 0 else MAX_LENGTH].rstrip()
        said.append(notes.TOO_LONG.format(limit=MAX_LENGTH))
    return text, said, is_whole


def _term(piece: re.Match[str]) -> tuple[Term | None, list[str]]:
    """What a piece means, and what is to be said of it."""
    said = list(_about_signs(piece))
    if not (name := piece["field"]):
        term, why = _plain(piece)
        return term, said + why
    field, why_field = field_named(name)
    value, around = _bare(piece["phrase"] or piece["word"] or "", _AROUND_A_WORD + " ")
    if not value:
        return Term(name), [*said, notes.NO_VALUE.format(typed=name)] if field else said
    if field:
        understood, why_value = value_of(field, value, f"{name}:{value}")
        if understood:
            said += [why_field, why_value, notes.STAR if "*" in value else "", _about_brackets(around)]
            return Term(understood, field), [note for note in said if note]
        said.append(why_value)
    elif why_field:
        said.append(why_field)
    term, why = _plain(piece)
    return term, said + why


def _plain(piece: re.Match[str]) -> tuple[Term | None, list[str]]:
    """The piece as a phrase or a word of subject and text, its colon as a colon."""
    opening = f"{piece['field']}:" if piece["field"] else ""
    if piece["phrase"] is not None:
        text = opening + " ".join(piece["phrase"].split())
        return Term(text, quoted=True) if text else None, [notes.STAR] if "*" in text else []
    text, around = _bare(opening + (piece["word"] or ""), _AROUND_A_WORD, after="*")
    said = [_about_brackets(around)]
    prefix = "*" in around
    if prefix and not text:
        text, prefix = "*", False
    elif prefix and sum(map(str.isalnum, text)) < SHORTEST_PREFIX:
        said.append(notes.SHORT_PREFIX.format(typed=notes.shortened(text)))
        prefix = False
    if "*" in text:
        said.append(notes.STAR)
    is_word = bool(text.strip(_DASHES))
    if not is_word and (text or "-" in piece["lead"]):
        said.append(notes.MINUS_ALONE)
    return Term(text, prefix=prefix) if is_word else None, [note for note in said if note]


def _about_signs(piece: re.Match[str]) -> Iterator[str]:
    if note := _about_brackets(piece["lead"]):
        yield note
    if piece["phrase"] is not None and not piece["closing"]:
        yield notes.OPEN_QUOTE
    elif piece["phrase"] is not None and not piece["phrase"].strip() and not piece["field"]:
        yield notes.NO_PHRASE


def _about_brackets(signs: str) -> str:
    return "" if set(_BRACKETS).isdisjoint(signs) else notes.BRACKETS


def _bare(text: str, around: str, after: str = "") -> tuple[str, str]:
    """The text without the signs around and after it, and the signs; `1.4(b)` keeps its last."""
    left = text.lstrip(around)
    bare = left.rstrip(around + after)
    rest = left[len(bare) :]
    while rest and rest[0] in ")]}" and bare.count(_opening(rest[0])) > bare.count(rest[0]):
        bare, rest = bare + rest[0], rest[1:]
    return bare, text[: len(text) - len(left)] + rest


def _opening(bracket: str) -> str:
    return _BRACKETS[_BRACKETS.index(bracket) - 1]
