"""What the parser gives back: frozen records of plain values, no behaviour.

A span is a pair of offsets in code points into the record as it stands (line ends and escapes
untouched), the end exclusive. An absent value is None, an absent list an empty tuple.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, NamedTuple


class Span(NamedTuple):
    start: int
    end: int


class NamedSpan(NamedTuple):
    """One piece of the partition of the raw text."""

    name: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Addressee:
    role: str  # 'action' | 'info'
    name: str  # as written, without route, precedence and serial
    precedence: str | None = None
    routing_indicator: str | None = None
    serial: str | None = None
    excluded: bool = False  # named after XMT: exempted from the collective before it


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    number: int
    of: int
    span: Span


@dataclasses.dataclass(frozen=True, slots=True)
class Tag:
    code: str  # canonical for the year of the cable
    raw: str  # as typed
    kind: str  # 'subject' | 'geo' | 'organization' | 'program' | 'person' | 'unknown'


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    label: str | None
    text: str  # as written, without its bullet
    kind: str  # 'cable' | 'airgram' | 'email' | 'telcon' | 'report' | 'book' | 'dtg' | 'other'
    mrn: str | None
    inferred: tuple[str, ...]  # which of 'year', 'post', 'label' are not in the text
    notal: bool
    and_previous: bool
    span: Span


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    kind: str  # 'ref' | 'reftel' | 'septel' | 'paragraph' | 'cable'
    text: str
    label: str | None
    target: str | int | None  # an MRN, a paragraph number, or nothing to link to
    span: Span


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    text: str
    span: Span


@dataclasses.dataclass(frozen=True, slots=True)
class Break:
    """A page that begins inside a block: `at` is an offset into the block's text."""

    at: int
    page: str | None  # as printed, None where the furniture has no number


class Place(NamedTuple):
    """Where a stretch of a block's text came from: the text from `at` stands for [start, end).

    A stretch as long as its place stands for it character by character: the same ones, or a space for
    a line end. Any other was put in the place of the whole.
    """

    at: int
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """One displayable piece of a paragraph, in reading order."""

    kind: str  # 'text' (lines joined) | 'item' (a bullet) | 'verbatim' (a table or letter, lines kept)
    text: str
    span: Span
    breaks: tuple[Break, ...] = ()
    places: tuple[Place, ...] = ()  # the whole text, in order


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    number: int | None
    portion_mark: str | None  # as written, without brackets: 'C/NF'
    level: str | None  # 'U' | 'SBU' | 'LOU' | 'C' | 'S' | 'TS'
    captions: tuple[str, ...]
    inherited: bool  # unmarked in the source: the level is the cable's, or unknown
    heading: str | None
    text: str  # repaired and unwrapped; items, heading and page markers are not in it
    items: tuple[Item, ...]
    span: Span
    page_breaks: tuple[Span, ...]
    # Text and items once more, in the order in which they are read. Not part of the JSON form.
    blocks: tuple[Block, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Repair:
    span: Span
    before: str
    after: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    code: str
    span: Span
    message: str


@dataclasses.dataclass(frozen=True, slots=True)
class ParsedCable:
    """One telegram, as far as the parser could place it. See docs/parsing.md for each field."""

    mrn: str | None = None
    container: str = "plain"  # 'labelled' | 'html' | 'csv_row' | 'aad' | 'plain'
    metadata: dict[str, str] = dataclasses.field(default_factory=dict)
    released_at: dt.datetime | None = None
    sent_at: dt.datetime | None = None
    transmission_id: str | None = None
    precedence: str | None = None
    info_precedence: str | None = None
    routing_indicators: tuple[str, ...] = ()
    de_line: str | None = None
    opsignal: str | None = None
    dtg: str | None = None
    originator: str | None = None
    addressees: tuple[Addressee, ...] = ()
    office_copies: tuple[str, ...] = ()
    classification: str | None = None
    captions: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    complete: bool = True
    executive_order: str | None = None
    declassify_on: dt.date | None = None
    declassify_event: str | None = None
    exemptions: tuple[str, ...] = ()
    classified_by: str | None = None
    classified_by_names: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    subject: str | None = None
    references: tuple[Reference, ...] = ()
    mentions: tuple[Mention, ...] = ()
    summary: str | None = None
    signers: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    repairs: tuple[Repair, ...] = ()
    findings: tuple[Finding, ...] = ()
    spans: tuple[NamedSpan, ...] = ()


def as_json(value: Any) -> Any:
    """The record as JSON values: dates ISO, spans `{"start", "end"}`, tuples lists.

    Left out: `Paragraph.blocks`, which repeats text and items.
    """
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Span | NamedSpan):
        return value._asdict()
    if dataclasses.is_dataclass(value):
        fields = (f.name for f in dataclasses.fields(value))
        return {name: as_json(getattr(value, name)) for name in fields if name != "blocks"}
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    return value
