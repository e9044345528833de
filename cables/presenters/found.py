"""Text in pieces, with the words that were searched for marked; no HTML is made here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cables.search.marking import Marks
from cables.search.placing import Span

LENGTH = 240  # characters of a snippet
BEFORE = 70  # of them before the first word found
SLACK = 20  # how far a cut may move to the next space
JOINING = {"Mn", "Mc", "Me", "Cf", "Sk"}
"""Categories of what belongs to its neighbour: accents, joiners, colours of skin."""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    found: bool = False


def pieces(text: str, marks: Marks) -> tuple[Piece, ...]:
    """The whole of `text`; joined, the pieces are the text again."""
    return cut(text, 0, len(text), marks.spans(text))


def cut(text: str, start: int, end: int, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """text[start:end] at the spans, which lie in it one after the other."""
    found, at = [], start
    for first, last in spans:
        found += [Piece(text[at:first]), Piece(text[first:last], found=True)]
        at = last
    return tuple(piece for piece in (*found, Piece(text[at:end])) if piece.text)


def snippet(text: str, marks: Marks) -> tuple[Piece, ...]:
    """About LENGTH characters where most of what was found stands, cut at spaces, with … where cut."""
    line = " ".join(text.split())
    spans = marks.spans(line)
    start = max(0, _fullest(spans) - BEFORE)
    end = min(len(line), start + LENGTH)
    if start:
        space = line.find(" ", start, start + SLACK)
        start = space + 1 if space >= 0 else _between_letters(line, start)
    if end < len(line):
        space = line.rfind(" ", end - SLACK, end)
        end = space if space >= 0 else _between_letters(line, end)
    shown = [(max(first, start), min(last, end)) for first, last in spans if first < end and last > start]
    opening = (Piece("… "),) if start else ()
    closing = (Piece(" …"),) if end < len(line) else ()
    return (*opening, *cut(line, start, end, shown), *closing)


def _fullest(spans: Sequence[Span]) -> int:
    """Where the first span begins after which as many as anywhere fit into a snippet."""
    best = most = last = 0
    for at, (start, _) in enumerate(spans):
        while last < len(spans) and spans[last][1] <= start + LENGTH - BEFORE:
            last += 1
        if last - at > most:
            best, most = start, last - at
    return best if most else next((start for start, _ in spans), 0)


def _between_letters(line: str, at: int) -> int:
    """This place, or one shortly before that parts no letter from its accents, no sign from its joiners."""
    for place in range(at, max(0, at - SLACK), -1):
        if not any(unicodedata.category(c) in JOINING for c in line[place - 1 : place + 1]):
            return place
    return at
