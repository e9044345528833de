"""Text in pieces, with the words that were searched for marked; no HTML is made here."""

from __future__ import annotations

from dataclasses import dataclass

from cables.search.marking import Marks

LENGTH = 240  # characters of a snippet
BEFORE = 70  # of them before the first word found
SLACK = 20  # how far a cut may move to the next space


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    found: bool = False


def pieces(text: str, marks: Marks) -> tuple[Piece, ...]:
    """The whole of `text`; joined, the pieces are the text again."""
    found, at = [], 0
    for start, end in marks.spans(text):
        found += [Piece(text[at:start]), Piece(text[start:end], found=True)]
        at = end
    return tuple(piece for piece in (*found, Piece(text[at:])) if piece.text)


def snippet(text: str, marks: Marks) -> tuple[Piece, ...]:
    """About LENGTH characters around the first word found, cut at spaces, with … where cut."""
    line = " ".join(text.split())
    first = next(iter(marks.spans(line)), None)
    start = max(0, first[0] - BEFORE) if first else 0
    end = min(len(line), start + LENGTH)
    if start:
        space = line.find(" ", start, start + SLACK)
        start = space + 1 if space >= 0 else start
    if end < len(line):
        space = line.rfind(" ", end - SLACK, end)
        end = space if space >= 0 else end
    opening = (Piece("… "),) if start else ()
    closing = (Piece(" …"),) if end < len(line) else ()
    return (*opening, *pieces(line[start:end], marks), *closing)
