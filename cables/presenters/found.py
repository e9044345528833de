"""Text in pieces, with the words that were searched for marked; no HTML is made here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LENGTH = 240  # characters of a snippet
BEFORE = 70  # of them before the first word found
SLACK = 20  # how far a cut may move to the next space


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    found: bool = False


def pieces(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """The whole of `text`; joined, the pieces are the text again."""
    pattern = _pattern(words)
    if pattern is None:
        return (Piece(text),) if text else ()
    split = pattern.split(text)
    return tuple(Piece(part, found=bool(i % 2)) for i, part in enumerate(split) if part)


def snippet(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """About LENGTH characters around the first word found, cut at spaces, with … where cut."""
    line = " ".join(text.split())
    words = list(words)
    pattern = _pattern(words)
    first = pattern.search(line) if pattern else None
    start = max(0, first.start() - BEFORE) if first else 0
    end = min(len(line), start + LENGTH)
    if start:
        space = line.find(" ", start, start + SLACK)
        start = space + 1 if space >= 0 else start
    if end < len(line):
        space = line.rfind(" ", end - SLACK, end)
        end = space if space >= 0 else end
    opening = (Piece("… "),) if start else ()
    closing = (Piece(" …"),) if end < len(line) else ()
    return (*opening, *pieces(line[start:end], words), *closing)


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted({word for word in words if word}, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, longest_first))
    return re.compile(f"({alternatives})", re.IGNORECASE) if alternatives else None
