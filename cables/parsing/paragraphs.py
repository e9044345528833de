"""Paragraphs: what was drafted from the rows, unwrapped and repaired."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from cables.parsing.blocks import Group, group_rows
from cables.parsing.drafting import draft_paragraphs
from cables.parsing.drafts import Draft
from cables.parsing.parsed import Block, Break, Finding, Item, Paragraph, Repair
from cables.parsing.records import maker
from cables.parsing.repairs import PAGE_MARKER
from cables.parsing.rows import Row
from cables.parsing.spans import span_of
from cables.parsing.unwrapping import Piece, Placed, Unwrapped, unwrap
from cables.parsing.vocabulary import Vocabulary

ENTIRE = re.compile(r"ENTIRE (?:TEXT|MESSAGE|TELEGRAM|CABLE)\b", re.IGNORECASE)
_paragraph, _block_of = maker(Paragraph), maker(Block)


@dataclasses.dataclass(slots=True)
class Text:
    """All paragraphs, with what was repaired and found on the way."""

    paragraphs: list[Paragraph] = dataclasses.field(default_factory=list)
    repairs: list[Repair] = dataclasses.field(default_factory=list)
    findings: list[Finding] = dataclasses.field(default_factory=list)
    names: dict[int, str] = dataclasses.field(default_factory=dict)
    shown: list[Unwrapped] = dataclasses.field(default_factory=list)  # the blocks, placed in the record


def read_paragraphs(
    record: str,
    rows: Sequence[Row],
    width: int,
    level: str | None,
    vocabulary: Vocabulary,
    gaps: Sequence[int] = (),
) -> Text:
    """The text of a telegram. `level` is the cable's, for what is unmarked; `gaps` are the offsets at which
    a section is missing, after which the numbers may go on from a higher one."""
    found = draft_paragraphs(rows, width, gaps)
    drafts = found.drafts
    text = Text(names=found.names, findings=found.findings)
    entire = next((draft.portion for draft in drafts if draft.portion and _is_of_the_whole(draft)), None)
    inherited = entire.level if entire else level
    for draft in drafts:
        _finish(record, draft, inherited, vocabulary, width, text)
    return text


def _is_of_the_whole(draft: Draft) -> bool:
    """`(C - ENTIRE TEXT)`, or `(C) ENTIRE TEXT.`"""
    told = draft.portion is not None and draft.portion.entire
    return told or bool(draft.rows and ENTIRE.match(draft.rows[0].text))


def _finish(
    record: str, draft: Draft, level: str | None, vocabulary: Vocabulary, width: int, text: Text
) -> None:
    blocks: list[Block] = []
    items: list[Item] = []
    for group in group_rows(record, draft.rows, width):
        block, repairs, unwrapped = _block(record, group, draft, vocabulary)
        if not block.text:
            continue
        blocks.append(block)
        text.shown.append(unwrapped)
        text.repairs += repairs
        if block.kind == "item":
            items.append(Item(block.text, block.span))
    end = draft.rows[-1].end if draft.rows else max([draft.stop, *(row.end for row in draft.head)])
    portion = draft.portion
    span = span_of((draft.first, end if end > draft.first else draft.first))
    text.paragraphs.append(
        _paragraph(
            draft.number,
            draft.mark,
            portion.level if portion else level,
            portion.captions if portion else (),
            portion is None,
            draft.heading.strip(" :-.") or None if draft.heading else None,
            "\n".join([block.text for block in blocks if block.kind != "item"]),
            tuple(items),
            span,
            tuple([row.marker for row in draft.rows if row.marker and _breaks(row, draft)]),
            tuple(blocks),
        )
    )


def _breaks(row: Row, draft: Draft) -> bool:
    """True if a page begins at this row, within the paragraph."""
    return row.page is not None and row.marker is not None and row.marker.start >= draft.first


def _block(
    record: str, group: Group, draft: Draft, vocabulary: Vocabulary
) -> tuple[Block, list[Repair], Unwrapped]:
    verbatim = group.kind == "verbatim"
    rows = group.rows
    least = min(row.indent for row in rows) if verbatim else 0
    pieces: Sequence[Placed] = rows
    if verbatim:  # what is indented within the table stays so
        pieces = [_indented(record, row, least) for row in rows]
    unwrapped = unwrap(record, pieces, vocabulary, keep_lines=verbatim)
    repairs, breaks = unwrapped.repairs, unwrapped.breaks
    marker = rows[0].marker
    if marker is not None and marker.start >= draft.first:  # a page that begins with this block
        repairs = [Repair(marker, record[marker.start : marker.end], "", PAGE_MARKER), *repairs]
        breaks = (Break(0, rows[0].page or None), *breaks) if rows[0].page is not None else breaks
    block = _block_of(
        group.kind, unwrapped.text, span_of((rows[0].start, rows[-1].end)), breaks, unwrapped.joined.places
    )
    return block, repairs, unwrapped


def _indented(record: str, row: Row, least: int) -> Placed:
    """The row with the white space before it that goes beyond the table's own."""
    extra = row.indent - least
    if extra <= 0 or not record[row.start - row.indent : row.start].isspace():
        return row
    start = row.start - extra
    return Piece(record[start : row.end], start, row.page, row.marker)
