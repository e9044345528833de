"""Projection → the values of its rows, before any of them has a key. No database is asked here."""

from __future__ import annotations

import dataclasses
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cables.parsing import parsed as p
from cables.projection.authority import as_tables_say
from cables.projection.derive import Projection
from cables.projection.names import Names
from cables.projection.sentence_case import sentence_case

MAX_INTEGER = 2**31 - 1
LONGEST_MRN = 80
MAX_CODE = 120
"""Indexed codes are cut here: PostgreSQL refuses index entries of more than 2,704 bytes."""

UNKNOWN = "UNKNOWN"
"""The classification of a text that states none."""

TAG = ("position", "code", "raw", "kind")
ADDRESSEE = ("position", "role", "name", "post", "precedence", "routing_indicator", "serial", "excluded")
PARAGRAPH = (
    *("identity", "position", "number", "portion_mark", "level", "inherited", "captions", "heading"),
    *("text", "blocks", "page_breaks", "deletions", "start", "end"),
)
REFERENCE = (
    *("position", "label", "text", "kind", "mrn", "inferred", "notal", "and_previous", "start", "end"),
)
# Of these the first value is the index of their paragraph, None outside of any.
MENTION = ("kind", "text", "label", "mrn", "number", "start", "end")
FINDING = ("code", "message", "start", "end")
REPAIR = ("before", "after", "reason", "start", "end")

REFERENCE_MRN, MENTION_MRN = REFERENCE.index("mrn"), 1 + MENTION.index("mrn")
FINDING_CODE = 1 + FINDING.index("code")

Row = tuple[Any, ...]


class Values(NamedTuple):
    """Everything derived of one public version: the columns of its header, and rows as tuples.

    What a column keeps as JSON is JSON here: made where there is time for it, and one string from one
    process to another.
    """

    header: dict[str, Any]
    lists: dict[str, str | None]  # the columns of the header that are JSON
    text: str
    spans: str
    tags: list[Row]
    addressees: list[Row]
    paragraphs: list[Row]
    references: list[Row]
    mentions: list[Row]
    findings: list[Row]
    repairs: list[Row]

    def facts(self) -> dict[str, Any]:
        """All columns of the header as the model has them."""
        read = {name: None if text is None else json.loads(text) for name, text in self.lists.items()}
        return self.header | read

    def cited(self) -> set[str]:
        """The numbers of the cables that references and mentions name."""
        return {row[REFERENCE_MRN] for row in self.references} | {row[MENTION_MRN] for row in self.mentions}


def values_of(projection: Projection, names: Names) -> Values:
    parsed = as_tables_say(projection.parsed, names)
    if parsed is not projection.parsed:
        projection = dataclasses.replace(projection, parsed=parsed)
    layouts = [_layout(paragraph) for paragraph in parsed.paragraphs]
    home = _ParagraphAt(parsed.paragraphs)
    return Values(
        header=_header(projection, names, [text for text, _, _ in layouts]),
        lists=_lists(projection),
        text=projection.text,
        spans=_spans(parsed.spans),
        tags=[(n, tag.code[:MAX_CODE], tag.raw, tag.kind) for n, tag in enumerate(parsed.tags, 1)],
        addressees=[
            (
                *(n, a.role, a.name, names.post(a.name), a.precedence or "", a.routing_indicator or ""),
                *(a.serial or "", a.excluded),
            )
            for n, a in enumerate(parsed.addressees, 1)
        ],
        paragraphs=[_paragraph(projection, n, layout) for n, layout in enumerate(layouts)],
        references=[_reference(n, reference) for n, reference in enumerate(parsed.references, 1)],
        mentions=list(_mentions(parsed, home, [text for text, _, _ in layouts])),
        findings=[(home(f.span), f.code, f.message, *f.span) for f in parsed.findings],
        repairs=[(home(r.span), r.before, r.after, r.reason, *r.span) for r in parsed.repairs],
    )


def _header(projection: Projection, names: Names, texts: Sequence[str]) -> dict[str, Any]:
    """The columns of CableVersion that are derived from the text, but for those that are JSON."""
    parsed = projection.parsed
    first, last = _summary_range(parsed, texts)
    is_shown = not projection.subject_is_withheld
    return {
        "container": parsed.container,
        "released_at": parsed.released_at,
        "sent_at": parsed.sent_at,
        "transmission_id": parsed.transmission_id or "",
        "precedence": parsed.precedence or "",
        "info_precedence": parsed.info_precedence or "",
        "de_line": parsed.de_line or "",
        "opsignal": parsed.opsignal or "",
        "dtg": parsed.dtg or "",
        "originator": parsed.originator or "",
        "classification": parsed.classification or UNKNOWN,
        "complete": parsed.complete,
        "executive_order": parsed.executive_order or "",
        "declassify_on": parsed.declassify_on,
        "declassify_event": parsed.declassify_event or "",
        "classified_by": parsed.classified_by or "",
        "subject": (parsed.subject or "") if is_shown else "",
        "title": _title(parsed, texts, names) if is_shown else "",
        "summary_first": first,
        "summary_last": last,
    }


def _lists(projection: Projection) -> dict[str, str | None]:
    parsed = projection.parsed
    return {
        "metadata": json.dumps(parsed.metadata) if parsed.metadata else "{}",
        "routing_indicators": _json(parsed.routing_indicators),
        "office_copies": _json(parsed.office_copies),
        "captions": _json(parsed.captions),
        "sections": _json([(section.number, section.of) for section in parsed.sections]),
        "exemptions": _json(parsed.exemptions),
        "classified_by_names": _json(parsed.classified_by_names),
        "reasons": _json(parsed.reasons),
        "subject_codes": None if projection.subject_codes is None else _json(projection.subject_codes),
        "signers": _json(parsed.signers),
    }


def _title(parsed: p.ParsedCable, texts: Sequence[str], names: Names) -> str:
    """The subject for reading, by the evidence of the text and the names of the tags."""
    return sentence_case(parsed.subject or "", texts, (names.tag(tag.code) for tag in parsed.tags))


Layout = tuple[str, str, list[list[Any]]]


def _layout(paragraph: p.Paragraph) -> Layout:
    """The paragraph's text with each block once, what each stretch is as JSON, and where pages begin."""
    pieces: list[str] = []
    blocks: list[str] = []
    page_breaks: list[list[Any]] = []
    at = 0
    for block in paragraph.blocks:
        blocks.append(f'["{block.kind}", {at}, {at + len(block.text)}]')
        page_breaks.extend([at + page_break.at, page_break.page] for page_break in block.breaks)
        pieces.append(block.text)
        at += len(block.text) + 1
    return "\n".join(pieces), f"[{', '.join(blocks)}]", page_breaks


def _paragraph(projection: Projection, n: int, layout: Layout) -> Row:
    paragraph = projection.parsed.paragraphs[n]
    text, blocks, page_breaks = layout
    return (
        *(projection.identities[n], n + 1, paragraph.number, paragraph.portion_mark or ""),
        *(paragraph.level or "", paragraph.inherited, _json(paragraph.captions), paragraph.heading or ""),
        *(text, blocks, _json(page_breaks), _json(projection.deletions_of(n)), *paragraph.span),
    )


def _reference(n: int, reference: p.Reference) -> Row:
    return (
        *(n, reference.label or "", reference.text, reference.kind, _indexable(reference.mrn)),
        *(_json(reference.inferred), reference.notal, reference.and_previous, *reference.span),
    )


def _mentions(parsed: p.ParsedCable, home: _ParagraphAt, texts: Sequence[str]) -> Iterator[Row]:
    """With offsets into their paragraph's text.

    The parser finds them in the joined text in reading order, so each is the next occurrence of its
    own words after the one before.
    """
    cursors: dict[int, int] = {}
    for mention in parsed.mentions:
        n = home(mention.span)
        if n is None:
            continue
        start = texts[n].find(mention.text, cursors.get(n, 0))
        if start < 0 or not mention.text:
            continue
        cursors[n] = end = start + len(mention.text)
        mrn, number = _target(mention)
        yield n, mention.kind, mention.text, mention.label or "", mrn, number, start, end


def _target(mention: p.Mention) -> tuple[str, int | None]:
    """The number of a cable, or that of a paragraph."""
    target = mention.target
    if isinstance(target, int):
        return "", target if target <= MAX_INTEGER else None
    return _indexable(target), None


def _json(values: Sequence[Any]) -> str:
    return json.dumps(values) if values else "[]"  # most are empty


def _spans(spans: Sequence[p.NamedSpan]) -> str:
    """As JSON; there are many, and no name of one has a character that JSON writes otherwise."""
    stretches = [f'["{name}", {start}, {end}]' for name, start, end in spans]
    return f"[{', '.join(stretches)}]"


def _indexable(mrn: str | None) -> str:
    return mrn if mrn and len(mrn) <= LONGEST_MRN else ""


class _ParagraphAt:
    """The index of the paragraph in whose span a span begins, or None."""

    def __init__(self, paragraphs: Sequence[p.Paragraph]) -> None:
        self.bounds = sorted((each.span.start, each.span.end, n) for n, each in enumerate(paragraphs))
        self.starts = [start for start, _, _ in self.bounds]

    def __call__(self, span: p.Span) -> int | None:
        at = bisect_right(self.starts, span.start) - 1
        return self.bounds[at][2] if at >= 0 and span.start < self.bounds[at][1] else None


def _summary_range(parsed: p.ParsedCable, texts: Sequence[str]) -> tuple[int | None, int | None]:
    """Positions of the first and last paragraph of the summary, which the parser gives as text."""
    if not parsed.summary:
        return None, None
    opening, ending = parsed.summary[:40], parsed.summary[-40:]
    first = next((n for n, text in enumerate(texts, 1) if opening in text), None)
    if first is None:
        return None, None
    last = next((n for n, text in enumerate(texts[first - 1 :], first) if ending in text), first)
    return first, last
