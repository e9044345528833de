"""The whole cable as a strip of segments by mark, each a link to its paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH = 640
NARROWEST = 24
"""Pixels: what a finger can hit."""

MOST = 60
"""More segments than this are joined where neighbours have the same mark."""

HEIGHTS = {"": 8, "U": 8, "SBU": 11, "LOU": 11, "C": 14, "S": 18, "TS": 22}
"""A second notation beside colour: the higher the level, the taller the segment."""

FULL = 24


@dataclass(frozen=True, slots=True)
class Part:
    """What the strip needs to know of a paragraph."""

    href: str
    name: str  # 'Paragraph 3' or 'Unnumbered paragraph'
    words: str  # of its badge
    level: str
    inherited: bool
    length: int


@dataclass(frozen=True, slots=True)
class Segment:
    href: str
    words: str
    level: str
    inherited: bool
    width: int
    height: int
    top: int


def strip(parts: Sequence[Part]) -> tuple[Segment, ...]:
    """Empty for a cable of one paragraph, and for one with too many changes of mark to be read."""
    if len(parts) > MOST:
        runs = [list(run) for _, run in groupby(parts, key=lambda p: (p.level, p.inherited))]
        parts = [_joined(run) for run in runs]
    if not 2 <= len(parts) <= MOST:
        return ()
    total = sum(part.length for part in parts) or 1
    return tuple(
        Segment(
            part.href,
            f"{part.name}, {part.words}",
            part.level,
            part.inherited,
            max(NARROWEST, round(WIDTH * part.length / total)),
            HEIGHTS[part.level],
            FULL - HEIGHTS[part.level],
        )
        for part in parts
    )


def _joined(run: list[Part]) -> Part:
    first, last = run[0], run[-1]
    name = first.name if first is last else f"{first.name} to {last.name.lower()}"
    return Part(first.href, name, first.words, first.level, first.inherited, sum(part.length for part in run))
