"""Wrapped lines joined to one line of text, with every change of a character logged."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from cables.parsing.parsed import Break, Repair, Span
from cables.parsing.repairs import CUT_WORD, PAGE_MARKER, WRAPPED_WORD, misread_characters
from cables.parsing.spans import Joined
from cables.parsing.vocabulary import Vocabulary

LAST_WORD = re.compile(r"([^\s\-(\"']+)$")
FIRST_WORD = re.compile(r"^([^\s\-.,;:)\"']+)")
MARGIN = 66  # columns: a machine cut words only beyond it


@dataclasses.dataclass(slots=True)
class Piece:
    """One line's share of a text. `page` tells the furniture that stood before it."""

    text: str
    start: int
    page: str | None = None  # number of the page that begins here, '' where none is printed
    marker: Span | None = None  # the furniture, if any; a stamp is one and begins no page

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclasses.dataclass(slots=True)
class Unwrapped:
    joined: Joined
    text: str
    repairs: list[Repair]
    breaks: tuple[Break, ...]

    def span(self, start: int, end: int) -> Span:
        return self.joined.span(start, end)


@dataclasses.dataclass(slots=True)
class Seam:
    """How one piece joins the next: by a space, a line end, or nothing within a word."""

    glue: str
    hyphen: int = 0  # characters of the first piece that only the wrap put there
    reason: str | None = None


def unwrap(
    record: str, pieces: Sequence[Piece], vocabulary: Vocabulary, keep_lines: bool = False
) -> Unwrapped:
    """Join the pieces with single spaces, or keep their lines (a table, a letter)."""
    joined = Joined()
    repairs: list[Repair] = []
    breaks: list[Break] = []
    for n, piece in enumerate(pieces):
        following = pieces[n + 1] if n + 1 < len(pieces) else None
        seam = Seam("\n") if keep_lines or following is None else _seam(piece, following, vocabulary)
        _add(record, piece.start, piece.end - seam.hyphen, joined, repairs)
        if following is None:
            continue
        repairs += _repairs_of(record, piece, following, seam)
        joined.add(seam.glue, piece.end - seam.hyphen, following.start)
        if following.page is not None:
            breaks.append(Break(joined.length, following.page or None))
    return Unwrapped(joined, joined.text, repairs, tuple(breaks))


def _seam(piece: Piece, following: Piece, vocabulary: Vocabulary) -> Seam:
    halves = _halves(piece, following)
    if halves is not None:
        return Seam("") if vocabulary.keeps_hyphen(*halves) else Seam("", 1, WRAPPED_WORD)
    return Seam("", 0, CUT_WORD) if _is_cut(piece, following, vocabulary) else Seam(" ")


def _halves(piece: Piece, following: Piece) -> tuple[str, str] | None:
    """The two halves of a word with a hyphen at the wrap."""
    if not piece.text.endswith("-") or piece.text.endswith(("--", " -")):
        return None
    first = LAST_WORD.search(piece.text[:-1][-60:])
    second = FIRST_WORD.match(following.text[:60])
    return (first[1], second[1]) if first and second else None


def _is_cut(piece: Piece, following: Piece, vocabulary: Vocabulary) -> bool:
    if len(piece.text) < MARGIN or len(following.text) > 12 or " " in following.text:
        return False
    first, second = LAST_WORD.search(piece.text[-60:]), FIRST_WORD.match(following.text)
    return first is not None and second is not None and vocabulary.was_cut(first[1], second[1])


def _repairs_of(record: str, piece: Piece, following: Piece, seam: Seam) -> list[Repair]:
    """The changes at a seam; a page marker within a broken word is a change of its own."""
    found: list[Repair] = []
    if following.marker is None:
        if seam.reason:
            span = Span(piece.end - seam.hyphen, following.start)
            found.append(Repair(span, record[span.start : span.end], "", seam.reason))
        return found
    if seam.hyphen:
        found.append(Repair(Span(piece.end - 1, piece.end), "-", "", WRAPPED_WORD))
    gap = Span(piece.end, following.start)
    found.append(Repair(gap, record[gap.start : gap.end], seam.glue, PAGE_MARKER))
    return found


def _add(record: str, start: int, end: int, joined: Joined, repairs: list[Repair]) -> None:
    """Add record[start:end], its misread characters put right."""
    at = start
    for wrong, stop, after, reason in misread_characters(record, start, end):
        if wrong < at:
            continue
        joined.add(record[at:wrong], at)
        joined.add(after, wrong, stop)
        repairs.append(Repair(Span(wrong, stop), record[wrong:stop], after, reason))
        at = stop
    joined.add(record[at:end], at)
