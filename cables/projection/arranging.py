"""Paragraphs as staff have put them right: one begun, one joined to the one before, one marked.

A change names its place in the text of its version. The text without the withheld words is arranged by
the same changes as the whole, each moved to where its place stands there. No database is asked here.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cables.parsing import consistency
from cables.parsing.classification import LEVEL_OF
from cables.parsing.drafts import MARK
from cables.parsing.parsed import Block, Break, Finding, Item, Paragraph, ParsedCable, Place, Span
from cables.parsing.portion_marks import PortionMark, portion_mark
from cables.parsing.quoting import stretches

SPLIT, MERGE, MARKED = "split", "merge", "mark"
NUMBER = re.compile(r"(\d{1,3})\s?[.)]\s{1,8}")
OF_MARKS = {"class-above-marks", "mark-above-class"}
"""Findings that hang on how the paragraphs are marked."""

COOKED = ("html", "csv_row")
"""Containers in whose text what stands before a paragraph's words is not what is read there."""


class Change(NamedTuple):
    """`at` is an offset into the text: of a split where the new paragraph begins, of the others where
    the paragraph does. `level` is what it is marked, "" for unmarked."""

    kind: str  # SPLIT | MERGE | MARKED
    at: int
    level: str = ""


class Unplaced(Exception):
    """A change has no place in the text. The message is a sentence."""


def arranged(text: str, parsed: ParsedCable, changes: Sequence[Change]) -> ParsedCable:
    """`parsed` is of `text`. Of the changes of one place the last counts; one that has none is a finding."""
    if not changes:
        return parsed
    findings: list[Finding] = []
    paragraphs = list(parsed.paragraphs)
    last = {change.at: change for change in changes if change.kind != MARKED}
    for change in sorted(last.values(), key=lambda change: (change.kind != SPLIT, change.at)):
        step = _split if change.kind == SPLIT else _merged
        try:
            paragraphs = step(text, parsed, paragraphs, change.at)
        except Unplaced as reason:
            findings.append(Finding("correction-unplaced", Span(change.at, change.at), str(reason)))
    for change in changes:
        if change.kind == MARKED:
            n = next((n for n, p in enumerate(paragraphs) if _covers(p, change.at)), None)
            if n is None:
                told = "A corrected mark has no paragraph here any more."
                findings.append(Finding("correction-unplaced", Span(change.at, change.at), told))
            else:
                paragraphs[n] = _marked(parsed, paragraphs[n], change.level)
    findings += (finding for finding in parsed.findings if finding.code not in OF_MARKS)
    findings += consistency.check_paragraphs(paragraphs, LEVEL_OF.get(parsed.classification or ""))
    found = sorted(findings, key=lambda finding: finding.span)
    return dataclasses.replace(parsed, paragraphs=tuple(paragraphs), findings=tuple(found))


def begins_at(paragraphs: Iterable[Paragraph], at: int) -> int:
    """Where a paragraph begun at `at` would begin: at the next words. Raises Unplaced."""
    found = next((p for p in paragraphs if p.span.start <= at < p.span.end), None)
    if found is None:
        raise Unplaced("A paragraph is to begin where no text of a paragraph stands.")
    _, after = _cut(found, at)
    return after[0].span.start


def _covers(paragraph: Paragraph, at: int) -> bool:
    start, end = paragraph.span
    return start <= at < max(end, start + 1)


# --- Begin one ----------------------------------------------------------------------------------


def _split(text: str, parsed: ParsedCable, paragraphs: list[Paragraph], at: int) -> list[Paragraph]:
    if any(paragraph.span.start == at for paragraph in paragraphs):
        return paragraphs
    n = next((n for n, p in enumerate(paragraphs) if p.span.start < at < p.span.end), None)
    if n is None:
        raise Unplaced("A paragraph is to begin where no text of a paragraph stands.")
    whole = paragraphs[n]
    before, after = _cut(whole, at)
    number, portion, after = _opening(after)
    first = _of_blocks(whole, before, Span(whole.span.start, before[-1].span.end))
    rest = dataclasses.replace(
        whole,
        number=number,
        portion_mark=portion.written if portion else None,
        # Unmarked, it was under the mark of what it stood in, and is no lower for standing apart.
        level=portion.level if portion else whole.level,
        captions=portion.captions if portion else whole.captions,
        inherited=portion is None,
        heading=None,
    )
    return [*paragraphs[:n], first, _of_blocks(rest, after, Span(at, whole.span.end)), *paragraphs[n + 1 :]]


def _cut(paragraph: Paragraph, at: int) -> tuple[list[Block], list[Block]]:
    """The blocks before and after an offset, neither empty. Raises Unplaced."""
    before: list[Block] = []
    after: list[Block] = []
    for block in paragraph.blocks:
        k = _position(block, at)
        before += _pieces(block, 0, k)
        after += _pieces(block, k, len(block.text))
    if not before or not after:
        raise Unplaced("A paragraph is to begin where nothing would be left before it, or nothing follows.")
    return before, after


def _position(block: Block, at: int) -> int:
    """The offset in a block's text of what stands at `at`, or first after it. Raises Unplaced."""
    for place, stop in stretches(block):
        if at <= place.start:
            return place.at
        if at < place.end:
            if stop - place.at != place.end - place.start:
                raise Unplaced("A paragraph is to begin within words that were put right as a whole.")
            return place.at + at - place.start
    return len(block.text)


def _pieces(block: Block, low: int, high: int) -> list[Block]:
    """text[low:high] of a block without white space at its ends, as a block; none if nothing is left."""
    piece = block.text[low:high]
    low += len(piece) - len(piece.lstrip())
    high = low + len(piece.strip())
    if low >= high:
        return []
    if (low, high) == (0, len(block.text)):
        return [block]
    places = []
    for place, stop in stretches(block):
        begin, end = max(place.at, low), min(stop, high)
        if begin < end:
            shift = place.start - place.at
            same = stop - place.at == place.end - place.start
            where = (begin + shift, end + shift) if same else (place.start, place.end)
            places.append(Place(begin - low, *where))
    kind = "text" if low and block.kind == "item" else block.kind
    breaks = tuple(Break(each.at - low, each.page) for each in block.breaks if low <= each.at < high)
    return [Block(kind, block.text[low:high], Span(places[0].start, places[-1].end), breaks, tuple(places))]


def _opening(blocks: list[Block]) -> tuple[int | None, PortionMark | None, list[Block]]:
    """The number and the mark with which the words of a paragraph begin, and the blocks without them."""
    words, at, number = blocks[0].text, 0, None
    if found := NUMBER.match(words):
        number, at = int(found[1]), found.end()
    marked = MARK.match(words[at : at + 120])
    portion = portion_mark(marked[1]) if marked else None
    if marked and portion:
        at += marked.end()
    rest = [*_pieces(blocks[0], at, len(words)), *blocks[1:]]
    return (number, portion, rest) if rest else (None, None, blocks)


# --- Join one to the one before -----------------------------------------------------------------


def _merged(text: str, parsed: ParsedCable, paragraphs: list[Paragraph], at: int) -> list[Paragraph]:
    n = next((n for n, paragraph in enumerate(paragraphs) if paragraph.span.start == at), None)
    if n is None:  # the parser does not part them
        return paragraphs
    if n == 0:
        raise Unplaced("A paragraph is to be joined to the one before it, and there is none.")
    first, second = paragraphs[n - 1], paragraphs[n]
    blocks = [*first.blocks, *_with_its_head(text, parsed, second)]
    k = len(first.blocks)
    if 0 < k < len(blocks) and blocks[k - 1].kind == blocks[k].kind == "text":
        blocks[k - 1 : k + 1] = [_joined(blocks[k - 1], blocks[k])]
    whole = _of_blocks(first, blocks, Span(first.span.start, max(first.span.end, second.span.end)))
    breaks = tuple(sorted({*first.page_breaks, *second.page_breaks}))
    whole = dataclasses.replace(whole, page_breaks=breaks)
    return [*paragraphs[: n - 1], whole, *paragraphs[n + 1 :]]


def _with_its_head(text: str, parsed: ParsedCable, paragraph: Paragraph) -> list[Block]:
    """The blocks, and before them as words what was read as number, mark and heading."""
    start = paragraph.span.start
    end = paragraph.blocks[0].span.start if paragraph.blocks else paragraph.span.end
    if parsed.container in COOKED:
        number = f"{paragraph.number}." if paragraph.number is not None else ""
        mark = f"({paragraph.portion_mark})" if paragraph.portion_mark else ""
        words = " ".join(filter(None, [number, mark, paragraph.heading]))
    else:
        words = " ".join(text[start:end].split())
    if not words:
        return list(paragraph.blocks)
    head = Block("text", words, Span(start, end), (), (Place(0, start, end),))
    if paragraph.blocks and paragraph.blocks[0].kind == "text":
        return [_joined(head, paragraph.blocks[0]), *paragraph.blocks[1:]]
    return [head, *paragraph.blocks]


def _joined(one: Block, other: Block) -> Block:
    """Two blocks of text as one, a space between them."""
    shift = len(one.text) + 1
    places = [
        *one.places,
        Place(len(one.text), one.span.end, max(other.span.start, one.span.end)),
        *(Place(place.at + shift, place.start, place.end) for place in other.places),
    ]
    breaks = (*one.breaks, *(Break(each.at + shift, each.page) for each in other.breaks))
    span = Span(one.span.start, other.span.end)
    return Block("text", f"{one.text} {other.text}", span, breaks, tuple(places))


# --- Both ---------------------------------------------------------------------------------------


def _of_blocks(paragraph: Paragraph, blocks: Sequence[Block], span: Span) -> Paragraph:
    return dataclasses.replace(
        paragraph,
        text="\n".join(block.text for block in blocks if block.kind != "item"),
        items=tuple(Item(block.text, block.span) for block in blocks if block.kind == "item"),
        span=span,
        page_breaks=tuple(b for b in paragraph.page_breaks if span.start <= b.start < span.end),
        blocks=tuple(blocks),
    )


def _marked(parsed: ParsedCable, paragraph: Paragraph, level: str) -> Paragraph:
    if not level:
        cable = LEVEL_OF.get(parsed.classification or "")
        return dataclasses.replace(paragraph, portion_mark=None, level=cable, captions=(), inherited=True)
    written = portion_mark(paragraph.portion_mark or "")
    is_as_written = written is not None and written.level == level
    return dataclasses.replace(
        paragraph,
        portion_mark=paragraph.portion_mark if is_as_written else None,
        level=level,
        captions=paragraph.captions if is_as_written else (),
        inherited=False,
    )
