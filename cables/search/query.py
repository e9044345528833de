"""What a reader typed into the search box, understood. Nothing in it is an error.

The language: words (all must be found), "phrases", -word, OR between two of these, and tag:PREL,
from:MOSCOW, mark:C, ref:09USNATO383. What is none of these is searched as plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cables.search.numbers import numbers_in
from cables.search.values import tidy

MAX_LENGTH = 300
MAX_TERMS = 16
FIELDS = frozenset({"tag", "from", "mark", "ref"})

_PIECE = re.compile(r'(?P<minus>-*)(?:(?P<field>[A-Za-z]{3,4}):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_AROUND_A_WORD = ",;:!?()[]{}<>"


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    field: str = ""  # one of FIELDS, or "" for subject and text


@dataclass(frozen=True, slots=True)
class Query:
    text: str = ""  # as typed, spaces tidied and cut to what was searched
    clauses: tuple[tuple[Term, ...], ...] = ()  # all of them, and of each any one
    excluded: tuple[Term, ...] = ()
    numbers: tuple[str, ...] = ()  # cable numbers named in it, canonical
    whole_number: str = ""  # the number, when there is nothing else in it
    notes: tuple[str, ...] = ()  # sentences: what was not understood, or left out

    @property
    def words(self) -> tuple[str, ...]:
        """What to look for in subject and text, and so what to mark there."""
        return tuple(term.text for clause in self.clauses for term in clause if not term.field)

    def __bool__(self) -> bool:
        return bool(self.clauses or self.excluded)


def parse_query(typed: str) -> Query:
    notes: list[str] = []
    text = tidy(typed)
    if len(text) > MAX_LENGTH:
        text = text[:MAX_LENGTH].rstrip()
        notes.append(f"Only the first {MAX_LENGTH} characters were searched.")
    clauses: list[tuple[Term, ...]] = []
    excluded: list[Term] = []
    either = False
    for count, piece in enumerate(_PIECE.finditer(text.translate(_QUOTES))):
        if count >= MAX_TERMS:
            notes.append(f"Only the first {MAX_TERMS} words were searched.")
            break
        if piece["word"] == "OR" and not piece["minus"] and not piece["field"]:
            either = bool(clauses)
            continue
        term = _term(piece)
        if term is None:
            continue
        if piece["minus"]:
            excluded.append(term)
        elif either:
            clauses[-1] = (*clauses[-1], term)
        else:
            clauses.append((term,))
        either = False
    if text and not clauses and not excluded:
        notes.append(f"There is no word to search for in “{text}”.")
    numbers, whole = numbers_in(text)
    return Query(
        text=text,
        clauses=tuple(clauses),
        excluded=tuple(excluded),
        numbers=numbers,
        whole_number=whole,
        notes=tuple(notes),
    )


def _term(piece: re.Match[str]) -> Term | None:
    field = (piece["field"] or "").lower()
    if piece["phrase"] is not None:
        text = " ".join(piece["phrase"].split())
    else:
        text = piece["word"].strip(_AROUND_A_WORD)
    if field and field not in FIELDS:
        # `http:` or `para:` is no field of ours: the colon is a colon.
        text, field = f"{piece['field']}:{text}", ""
    return Term(text, field) if text.strip("-") else None
