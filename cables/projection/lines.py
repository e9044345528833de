"""Lines set anew where a passage is withheld, since where a line ends tells how long its words were.

A telegram is typed to a width. If the lines ended where they did, the one with the mark would say how
many characters stood there, which is enough to tell one name from another. So the text around the
mark is filled again from what may be shown. A table keeps its lines and loses the white space beside
the mark. Heads of pages stay between the words where they stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from cables.parsing import csv_row
from cables.parsing.parsed import Block, Paragraph, ParsedCable
from cables.projection.redaction import Edit

WIDTH = 69
"""Characters of a line, as ACP 127 has them typed."""

EARLY = 30
"""A line of fewer is read as one that ended on purpose, as the last of a block does."""

INDENT = {"text": "", "item": "   "}
"""Before each line of a block but its first; after one more the parser would see another block."""

BLANK = " \t\N{NO-BREAK SPACE}"

SOFT = re.compile(r"(?:\s|\\[nrt]|<br ?/?>|-)*")
"""What parts two lines and no more: where there is anything else, a page ends."""


class Passage(NamedTuple):
    start: int
    end: int
    width: int  # of its mark


class Atom(NamedTuple):
    """text[start:end], and what is read there."""

    start: int
    end: int
    shown: str


@dataclass(slots=True)
class Word:
    """What no line end parts, with the white space before it: places that are read as one space."""

    white: list[Atom] = field(default_factory=list)
    width: int = 0
    page_ends: bool = False  # in the white space


def set_anew(text: str, parsed: ParsedCable, passages: Sequence[Passage]) -> Iterator[Edit]:
    """The edits that go with those of the passages, for every paragraph that has one."""
    passages = _merged(passages)
    for paragraph in parsed.paragraphs:
        for n, block in enumerate(paragraph.blocks):
            if not block.places:
                continue
            start, end = block.places[0].start, block.places[-1].end
            here = [passage for passage in passages if passage.start < end and passage.end > start]
            if here and block.kind == "verbatim":
                yield from _bare_sides(text, here, start, end)
            elif here:
                indent = INDENT[block.kind]
                line_end = csv_row.line_end(text, start) if parsed.container == "csv_row" else "\n"
                column = _column(text, paragraph, start) if n == 0 else len(indent)
                following = paragraph.blocks[n + 1 :]
                is_close = bool(following) and _is_close(text, end, following[0], line_end)
                yield from _filled(text, block, here, column, line_end, indent, ends_early=is_close)
            if here and (padded := padding(text, end)) > end:
                yield Edit(end, padded, "")


def _merged(passages: Sequence[Passage]) -> list[Passage]:
    """Of those that overlap one, as they are redacted: with a mark if any has one."""
    merged: list[Passage] = []
    for passage in sorted(passages):
        if merged and passage.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Passage(last.start, max(last.end, passage.end), max(last.width, passage.width))
        else:
            merged.append(passage)
    return merged


def _is_close(text: str, end: int, following: Block, line_end: str) -> bool:
    """Whether only the length of the last line parts a block from the next."""
    return bool(following.places) and text.count(line_end, end, following.places[0].start) < 2


def padding(text: str, at: int) -> int:
    """The end of the blanks at `at`: lines that are padded to a width tell how long their words are."""
    while at < len(text) and text[at] in BLANK:
        at += 1
    return at


def _column(text: str, paragraph: Paragraph, start: int) -> int:
    """How far number, mark and heading reach; what stands before them on the line does not count."""
    before = text[paragraph.span.start : start]
    return len(before) if len(before) < WIDTH and "\n" not in before else 0


def _filled(
    text: str,
    block: Block,
    passages: Sequence[Passage],
    column: int,
    line_end: str,
    indent: str,
    *,
    ends_early: bool,
) -> Iterator[Edit]:
    words = list(_words(text, block, passages))
    for n, word in enumerate(words):
        is_last_of_a_long_line = ends_early and n == len(words) - 1 and column > EARLY
        if word.page_ends:
            column = 0
        elif not word.width or n == 0:  # a passage that leaves no trace was the first word, or the last
            yield from _become(text, word.white, "")
        elif column + 1 + word.width > WIDTH or is_last_of_a_long_line:
            yield from _become(text, word.white, line_end + indent)
            column = len(indent)
        else:
            yield from _become(text, word.white, " ")
            column += 1
        column += word.width
    for atom in _atoms(text, block):
        if not atom.shown and not _touched(atom, passages) and SOFT.fullmatch(text, atom.start, atom.end):
            yield Edit(atom.start, atom.end, "")  # a word that went on in the next line


def _become(text: str, white: Sequence[Atom], shown: str) -> Iterator[Edit]:
    """White space within a line stays as it was typed, but where a passage leaves two together."""
    joined = any(a.end != b.start for a, b in pairwise(white))
    if shown == " " and not joined and all(text[a.start : a.end] == a.shown for a in white):
        return
    for atom in white:
        if text[atom.start : atom.end] != shown:
            yield Edit(atom.start, atom.end, shown)
        shown = ""


def _words(text: str, block: Block, passages: Sequence[Passage]) -> Iterator[Word]:
    word = Word()
    marked: set[Passage] = set()
    for atom in _atoms(text, block):
        if passage := _touched(atom, passages):
            word.width += 0 if passage in marked else passage.width
            marked.add(passage)
        elif atom.shown.isspace():
            if word.width:
                yield word
                word = Word()
            word.white.append(atom)
            word.page_ends |= not SOFT.fullmatch(text, atom.start, atom.end)
        else:
            word.width += len(atom.shown)
    yield word


def _atoms(text: str, block: Block) -> Iterator[Atom]:
    """Character by character, where they are the same; what is between two places is read as nothing."""
    stops = [place.at for place in block.places[1:]] + [len(block.text)]
    at = block.places[0].start
    for place, stop in zip(block.places, stops, strict=True):
        if at < place.start:
            yield Atom(at, place.start, "")
        shown = block.text[place.at : stop]
        if len(shown) == place.end - place.start:
            yield from (Atom(place.start + n, place.start + n + 1, shown[n]) for n in range(len(shown)))
        else:
            yield Atom(place.start, place.end, shown)
        at = place.end


def _touched(atom: Atom, passages: Sequence[Passage]) -> Passage | None:
    return next((p for p in passages if p.start < atom.end and p.end > atom.start), None)


def _bare_sides(text: str, passages: Sequence[Passage], start: int, end: int) -> Iterator[Edit]:
    """One space where a column's width would tell."""
    for passage in passages:
        before = re.compile(r"[ \t]*\Z").search(text, start, max(start, passage.start))
        after = re.compile(r"[ \t]*").match(text, min(end, passage.end), end)
        for found, stays in ((before, passage.width > 0), (after, True)):
            if found and found.end() - found.start() > 1:
                yield Edit(found.start(), found.end(), " " if stays else "")
