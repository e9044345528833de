"""Wrapped lines joined to one line of text, with every change of a character logged."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from cables.parsing.parsed import Break, Repair, Span
from cables.parsing.repairs import CUT_WORD, PAGE_MARKER, WRAPPED_WORD, misread_characters
from cables.parsing.spans import Joined
from cables.parsing.vocabulary import Vocabulary

LAST_WORD = re.compile(r"(?s:.*[\s\-(\"'])?([^\s\-(\"']+)$")  # what is before it gone over once
FIRST_WORD = re.compile(r"^([^\s\-.,;:)\"']+)")
LONGEST_REST = 12  # characters of a word that was cut
MARGIN = 66  # columns: a machine cut words only beyond it


class Piece:
    """One line's share of a text."""

    __slots__ = ("end", "goes_on", "marker", "page", "start", "text")

    def __init__(self, text: str, start: int, page: str | None = None, marker: Span | None = None) -> None:
        self.text, self.start, self.end = text, start, start + len(text)
        self.goes_on = False  # nothing is known of the piece before
        self.page = page  # number of the page that begins here, '' where none is printed
        self.marker = marker  # the furniture before it, if any; a stamp is one and begins no page


@dataclasses.dataclass(slots=True)
class Unwrapped:
    joined: Joined
    text: str
    repairs: list[Repair]
    breaks: tuple[Break, ...]

    def span(self, start: int, end: int) -> Span:
        return self.joined.span(start, end)


class Placed(Protocol):
    """What can be unwrapped: a piece, or a row of the text."""

    text: str
    start: int
    end: int
    page: str | None
    marker: Span | None
    goes_on: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Seam:
    """How one piece joins the next: by a space, a line end, or nothing within a word."""

    glue: str
    hyphen: int = 0  # characters of the first piece that only the wrap put there
    reason: str | None = None


SPACED, KEPT, FUSED = Seam(" "), Seam("\n"), Seam("")
WRAPPED, CUT = Seam("", 1, WRAPPED_WORD), Seam("", 0, CUT_WORD)


def unwrap(
    record: str, pieces: Sequence[Placed], vocabulary: Vocabulary, keep_lines: bool = False
) -> Unwrapped:
    """Join the pieces with single spaces, or keep their lines (a table, a letter)."""
    joined = Joined()
    repairs: list[Repair] = []
    breaks: list[Break] = []
    # No character of ASCII was misread.
    is_ascii = record.isascii() or all(piece.text.isascii() for piece in pieces)
    misread = None if is_ascii else repairs
    apart = KEPT if keep_lines else SPACED
    run: list[str] = []  # lines that follow one another with one character between
    begun = pieces[0].start if pieces else 0
    for piece, following in pairwise(pieces):
        # What goes on stands below the end of a word, without a hyphen; so long, it is no rest of that word.
        plain = keep_lines or (following.goes_on and len(following.text) > LONGEST_REST)
        seam = apart if plain else _seam(piece, following, vocabulary)
        if seam is apart and misread is None and following.start == piece.end + 1 and not following.marker:
            run.append(piece.text)
            continue
        end = piece.end - seam.hyphen
        run.append(record[piece.start : end])
        _add(record, begun, end, apart.glue.join(run), joined, misread)
        if seam.reason is not None or following.marker is not None:
            repairs += _repairs_of(record, piece, following, seam)
        joined.add(seam.glue, end, following.start)
        if following.page is not None:
            breaks.append(Break(joined.length, following.page or None))
        run, begun = [], following.start
    if pieces:
        run.append(pieces[-1].text)
        _add(record, begun, pieces[-1].end, apart.glue.join(run), joined, misread)
    return Unwrapped(joined, joined.text, repairs, tuple(breaks))


def _seam(piece: Placed, following: Placed, vocabulary: Vocabulary) -> Seam:
    text = piece.text
    if text[-1:] == "-":
        halves = _halves(piece, following)
        if halves is not None:
            return FUSED if vocabulary.keeps_hyphen(*halves) else WRAPPED
    # A machine cut a word only beyond its margin, and then what is left of it stands alone.
    if (
        len(text) >= MARGIN
        and len(following.text) <= LONGEST_REST
        and " " not in following.text
        and _is_cut(piece, following, vocabulary)
    ):
        return CUT
    return SPACED


def _halves(piece: Placed, following: Placed) -> tuple[str, str] | None:
    """The two halves of a word with a hyphen at the wrap."""
    if piece.text.endswith(("--", " -")):
        return None
    first = LAST_WORD.match(piece.text[:-1][-60:])
    second = FIRST_WORD.match(following.text[:60])
    return (first[1], second[1]) if first and second else None


def _is_cut(piece: Placed, following: Placed, vocabulary: Vocabulary) -> bool:
    first, second = LAST_WORD.match(piece.text[-60:]), FIRST_WORD.match(following.text)
    return first is not None and second is not None and vocabulary.was_cut(first[1], second[1])


def _repairs_of(record: str, piece: Placed, following: Placed, seam: Seam) -> list[Repair]:
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


def _add(record: str, start: int, end: int, text: str, joined: Joined, repairs: list[Repair] | None) -> None:
    """Add what stands for record[start:end], its misread characters put right where `repairs` takes them."""
    if repairs is None:
        joined.add(text, start)
        return
    at = start
    for wrong, stop, after, reason in misread_characters(record, start, end):
        if wrong < at:
            continue
        joined.add(record[at:wrong], at)
        joined.add(after, wrong, stop)
        repairs.append(Repair(Span(wrong, stop), record[wrong:stop], after, reason))
        at = stop
    joined.add(record[at:end], at)
