"""The text that may be shown: the source with a mark of fixed size where something is withheld.

Public rows are parsed from this text and from nothing else, so they cannot depend on what was
withheld: not on its words, its length, its lines, nor on what it mentions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OPENING, CLOSING = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
MARK = f"{OPENING}withheld{CLOSING}"
PLAIN = {OPENING: "[", CLOSING: "]"}
"""What a telegram's own brackets of this kind become, so that every mark in the text is ours."""


Codes = tuple[tuple[str, str], ...]
"""Pairs of scheme and code."""


@dataclass(frozen=True, slots=True)
class Edit:
    """text[start:end] becomes `shown`; with codes, which stand beside its mark in a paragraph.

    At a gap a paragraph was taken out without a mark: the numbers go on from a higher one.
    """

    start: int
    end: int
    shown: str
    codes: Codes | None = None
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Redacted:
    text: str
    edits: Sequence[Edit]  # in order, none within another
    starts: Sequence[int]  # of each edit in the redacted text

    @property
    def gaps(self) -> list[int]:
        """In the redacted text."""
        return [start for edit, start in zip(self.edits, self.starts, strict=True) if edit.gap]

    def original(self, at: int) -> int:
        """The offset in the source of what stands at `at`; the beginning of what was taken out."""
        n = bisect_right(self.starts, at) - 1
        if n < 0:
            return at
        edit, start = self.edits[n], self.starts[n]
        beyond = at - start - len(edit.shown)
        return edit.start if beyond < 0 else edit.end + beyond

    def position(self, at: int) -> int | None:
        """Where in the redacted text stands what the source has at `at`; None where that was taken out."""
        n = bisect_right([edit.start for edit in self.edits], at) - 1
        if n < 0:
            return at
        edit, start = self.edits[n], self.starts[n]
        if at >= edit.end:
            return start + len(edit.shown) + at - edit.end
        return start if at == edit.start else None


def redact(text: str, edits: Iterable[Edit]) -> Redacted:
    """Edits in any order; one that lies within another, or overlaps an earlier one, is made part of it."""
    whole = joined(edits)
    whole = sorted([*whole, *_foreign_brackets(text, whole)], key=lambda edit: edit.start)
    pieces: list[str] = []
    starts: list[int] = []
    at = length = 0
    for edit in whole:
        for piece in (text[at : edit.start], edit.shown):
            pieces.append(piece)
            length += len(piece)
        starts.append(length - len(edit.shown))
        at = edit.end
    return Redacted("".join([*pieces, text[at:]]), whole, starts)


def joined(edits: Iterable[Edit]) -> list[Edit]:
    """In order, none within another. The wider of two edits gives the mark; of two that are alike or
    overlap the first, or the one that has a mark."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end, not edit.shown)):
        if kept and edit.start < kept[-1].end:
            last = kept[-1]
            if edit.end > last.end:
                shown, gap = last.shown or edit.shown, last.gap or edit.gap
                kept[-1] = Edit(last.start, edit.end, shown, _both(last, edit), gap)
            continue
        kept.append(edit)
    return kept


def _both(one: Edit, other: Edit) -> Codes | None:
    if one.codes is None or other.codes is None:
        return other.codes if one.codes is None else one.codes
    return tuple(dict.fromkeys([*one.codes, *other.codes]))


def _foreign_brackets(text: str, edits: Sequence[Edit]) -> list[Edit]:
    starts = [edit.start for edit in edits]
    found = []
    for bracket, plain in PLAIN.items():
        at = text.find(bracket)
        while at >= 0:
            n = bisect_right(starts, at) - 1
            if n < 0 or at >= edits[n].end:
                found.append(Edit(at, at + 1, plain))
            at = text.find(bracket, at + 1)
    return found
