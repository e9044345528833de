"""A paragraph's text cut into what a template can print: stretches of text, links, marks.

Offsets are into Paragraph.text; every character of a block is in exactly one segment, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from cables.presenters.found import Piece, cut
from cables.search.placing import Span

DELETION = re.compile(
    r"X{6,}|\[[^\[\]\n]{0,40}(?:not declassified|withheld|excised|redacted)[^\[\]\n]{0,20}\]",
    re.IGNORECASE,
)
"""What the source itself took out: `XXXXXXXXXXXX`, `[1 line not declassified]`."""

LEAD = re.compile(
    r"(?:(?:^|(?<=\n))(?:summary|comment|background|introduction|action requested|action request|note)"
    r"|\b(?:begin|end) (?:of )?(?:summary|comments?|points|text|note))(?: and (?:comment|action))?[.:]",
    re.IGNORECASE,
)
"""Words that open or close a part of a paragraph, as drafters write them: `Summary.`, `End comment.`"""

MOST_MARKS = 1_000
"""Of each kind in one paragraph; a text with more of them is hostile, and reads without."""


@dataclass(frozen=True, slots=True)
class Segment:
    # 'text' | 'found' | 'cable' | 'link' | 'note' | 'lead' | 'break' | 'deletion' (the source's)
    # | 'withheld' (ours)
    kind: str
    text: str
    href: str = ""
    mrn: str = ""  # of a cable that is linked to
    held: bool = True  # whether that cable can be read here
    words: str = ""  # what a link or a mark stands for
    pieces: tuple[Piece, ...] = ()  # of the text, where something in it was searched for


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place in the text that is more than text."""

    start: int
    end: int
    segment: Segment


@dataclass(frozen=True, slots=True)
class Block:
    kind: str  # 'text' | 'item' | 'verbatim'
    id: str  # of an item, for linking; else ""
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring items are one list; any other block stands alone."""

    kind: str  # 'text' | 'list' | 'verbatim'
    blocks: tuple[Block, ...]


def groups(
    text: str,
    blocks: Sequence[Sequence],
    page_breaks: Sequence[Sequence],
    stretches: Iterable[Stretch],
    paragraph_id: str,
    found: Sequence[Span] = (),
) -> tuple[Group, ...]:
    """`blocks` and `page_breaks` as in the columns of Paragraph; `found` as Marks have it."""
    whole = blocks or ([["text", 0, len(text)]] if text else [])
    marked = _in_order([*stretches, *_deletions(text), *_leads(text)])
    breaks = [
        (at, Segment("break", f"p. {page.lstrip('0')}" if page else "new page", words="A page begins here"))
        for at, page in sorted(page_breaks, key=lambda page_break: page_break[0])
    ]
    made: list[Block] = []
    sought = _Sought(text, found)
    items = next_mark = next_break = 0
    for kind, start, end in whole:
        while next_mark < len(marked) and marked[next_mark].start < start:
            next_mark += 1
        last_mark = next_mark
        while last_mark < len(marked) and marked[last_mark].end <= end:
            last_mark += 1
        last_break = next_break
        while last_break < len(breaks) and breaks[last_break][0] <= end:
            last_break += 1
        items += kind == "item"
        made.append(
            Block(
                kind,
                f"{paragraph_id}-b{items}" if kind == "item" else "",
                _segments(sought, start, end, marked[next_mark:last_mark], breaks[next_break:last_break]),
            )
        )
        next_mark, next_break = last_mark, last_break
    return _grouped(made)


def _deletions(text: str) -> Iterable[Stretch]:
    for found in islice(DELETION.finditer(text), MOST_MARKS):
        yield Stretch(
            found.start(), found.end(), Segment("deletion", found[0], words="deleted in the source")
        )


def _leads(text: str) -> Iterable[Stretch]:
    for found in islice(LEAD.finditer(text), MOST_MARKS):
        yield Stretch(found.start(), found.end(), Segment("lead", found[0]))


def _in_order(stretches: list[Stretch]) -> list[Stretch]:
    """By place, without those that overlap an earlier one or are empty."""
    kept: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: (s.start, -s.end)):
        if stretch.end > stretch.start >= (kept[-1].end if kept else 0):
            kept.append(stretch)
    return kept


class _Sought:
    """A text with what was found in it, read from its beginning to its end."""

    def __init__(self, text: str, found: Sequence[Span]) -> None:
        self.text, self.found, self.at = text, found, 0

    def within(self, start: int, end: int) -> list[Span]:
        """What was found between these places, cut to them. No call begins before the last one ended."""
        while self.at < len(self.found) and self.found[self.at][1] <= start:
            self.at += 1
        spans = []
        for first, last in islice(self.found, self.at, None):
            if first >= end:
                break
            spans.append((max(first, start), min(last, end)))
        return spans

    def segments(self, start: int, end: int) -> Iterator[Segment]:
        for piece in cut(self.text, start, end, self.within(start, end)):
            yield Segment("found" if piece.found else "text", piece.text)

    def marked(self, stretch: Stretch) -> Segment:
        """Its segment with the words found in it, where it shows the text that stands there."""
        spans = self.within(stretch.start, stretch.end)
        if not spans or stretch.segment.text != self.text[stretch.start : stretch.end]:
            return stretch.segment
        return replace(stretch.segment, pieces=cut(self.text, stretch.start, stretch.end, spans))


def _segments(
    sought: _Sought, start: int, end: int, marked: Sequence[Stretch], breaks: Sequence[tuple[int, Segment]]
) -> tuple[Segment, ...]:
    """A break inside a link comes after the link."""
    made: list[Segment] = []
    at, waiting = start, list(reversed(breaks))

    def text_until(stop: int) -> None:
        nonlocal at
        while waiting and waiting[-1][0] <= stop:
            place, mark = waiting.pop()
            if place > at:
                made.extend(sought.segments(at, place))
                at = place
            made.append(mark)
        if stop > at:
            made.extend(sought.segments(at, stop))
            at = stop

    for stretch in marked:
        text_until(stretch.start)
        made.append(sought.marked(stretch))
        at = stretch.end
    text_until(end)
    return tuple(made)


def _grouped(blocks: list[Block]) -> tuple[Group, ...]:
    made: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if block.kind == "item" and made and made[-1][0] == "list":
            made[-1][1].append(block)
        else:
            made.append(("list" if block.kind == "item" else block.kind, [block]))
    return tuple(Group(kind, tuple(members)) for kind, members in made)
