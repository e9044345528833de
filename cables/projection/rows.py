"""Projection → rows. The one place where derived rows are made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from cables.models import (
    Addressee,
    CableTag,
    CableVersion,
    Finding,
    Mention,
    Paragraph,
    PublicSource,
    Reference,
    Repair,
)
from cables.parsing import parsed as p
from cables.projection.derive import Projection
from cables.projection.names import Names
from cables.projection.sentence_case import sentence_case

MAX_INTEGER = 2**31 - 1
LONGEST_MRN = 80
MAX_CODE = 120
"""Indexed codes are cut here: PostgreSQL refuses index entries of more than 2,704 bytes."""


def header_facts(projection: Projection, names: Names) -> dict[str, Any]:
    """The columns of CableVersion that are derived from the text."""
    parsed = projection.parsed
    first, last = _summary_range(parsed)
    is_shown = not projection.subject_is_withheld
    return {
        "container": parsed.container,
        "metadata": dict(parsed.metadata),
        "released_at": parsed.released_at,
        "sent_at": parsed.sent_at,
        "transmission_id": parsed.transmission_id or "",
        "precedence": parsed.precedence or "",
        "info_precedence": parsed.info_precedence or "",
        "routing_indicators": list(parsed.routing_indicators),
        "de_line": parsed.de_line or "",
        "opsignal": parsed.opsignal or "",
        "dtg": parsed.dtg or "",
        "originator": parsed.originator or "",
        "office_copies": list(parsed.office_copies),
        "classification": parsed.classification or CableVersion.Classification.UNKNOWN,
        "captions": list(parsed.captions),
        "sections": [[section.number, section.of] for section in parsed.sections],
        "complete": parsed.complete,
        "executive_order": parsed.executive_order or "",
        "declassify_on": parsed.declassify_on,
        "declassify_event": parsed.declassify_event or "",
        "exemptions": list(parsed.exemptions),
        "classified_by": parsed.classified_by or "",
        "classified_by_names": list(parsed.classified_by_names),
        "reasons": list(parsed.reasons),
        "subject": (parsed.subject or "") if is_shown else "",
        "title": _title(parsed, names) if is_shown else "",
        "subject_codes": projection.subject_codes,
        "signers": list(parsed.signers),
        "summary_first": first,
        "summary_last": last,
    }


def write_rows(version: CableVersion, projection: Projection, names: Names) -> None:
    """Write every row derived for a public version. Call inside a transaction, after `clear_rows`."""
    parsed = projection.parsed
    paragraphs = _paragraphs(version, projection)
    PublicSource.objects.create(
        version=version, text=projection.text, spans=[list(span) for span in parsed.spans]
    )
    CableTag.objects.bulk_create(
        CableTag(version=version, position=n, code=tag.code[:MAX_CODE], raw=tag.raw, kind=tag.kind)
        for n, tag in enumerate(parsed.tags, 1)
    )
    Addressee.objects.bulk_create(
        Addressee(
            version=version,
            position=n,
            role=addressee.role,
            name=addressee.name,
            post=names.post(addressee.name),
            precedence=addressee.precedence or "",
            routing_indicator=addressee.routing_indicator or "",
            serial=addressee.serial or "",
            excluded=addressee.excluded,
        )
        for n, addressee in enumerate(parsed.addressees, 1)
    )
    Paragraph.objects.bulk_create(paragraphs)
    Reference.objects.bulk_create(
        Reference(
            version=version,
            position=n,
            label=reference.label or "",
            text=reference.text,
            kind=reference.kind,
            mrn=_indexable(reference.mrn),
            inferred=list(reference.inferred),
            notal=reference.notal,
            and_previous=reference.and_previous,
            start=reference.span.start,
            end=reference.span.end,
        )
        for n, reference in enumerate(parsed.references, 1)
    )
    Mention.objects.bulk_create(_mentions(version, parsed, paragraphs))
    home = _ParagraphAt(paragraphs)
    Finding.objects.bulk_create(
        Finding(
            version=version,
            paragraph=home(finding.span),
            code=finding.code,
            message=finding.message,
            start=finding.span.start,
            end=finding.span.end,
        )
        for finding in parsed.findings
    )
    Repair.objects.bulk_create(
        Repair(
            version=version,
            paragraph=home(repair.span),
            before=repair.before,
            after=repair.after,
            reason=repair.reason,
            start=repair.span.start,
            end=repair.span.end,
        )
        for repair in parsed.repairs
    )


def clear_rows(version: CableVersion) -> None:
    """Take away every row derived for a version."""
    for model in (Mention, Repair, Finding, Reference, Paragraph, Addressee, CableTag, PublicSource):
        model.objects.filter(version=version).delete()


def _title(parsed: p.ParsedCable, names: Names) -> str:
    """The subject for reading, by the evidence of the text and the names of the tags."""
    texts = (_layout(paragraph)[0] for paragraph in parsed.paragraphs)
    return sentence_case(parsed.subject or "", texts, (names.tag(tag.code) for tag in parsed.tags))


def _paragraphs(version: CableVersion, projection: Projection) -> list[Paragraph]:
    rows = []
    for n, paragraph in enumerate(projection.parsed.paragraphs):
        text, blocks, page_breaks = _layout(paragraph)
        rows.append(
            Paragraph(
                version=version,
                identity=projection.identities[n],
                position=n + 1,
                number=paragraph.number,
                portion_mark=paragraph.portion_mark or "",
                level=paragraph.level or "",
                inherited=paragraph.inherited,
                captions=list(paragraph.captions),
                heading=paragraph.heading or "",
                text=text,
                blocks=blocks,
                page_breaks=page_breaks,
                deletions=projection.deletions_of(n),
                start=paragraph.span.start,
                end=paragraph.span.end,
            )
        )
    return rows


def _layout(paragraph: p.Paragraph) -> tuple[str, list[list[Any]], list[list[Any]]]:
    """The paragraph's text with each block once, what each stretch is, and where pages begin."""
    pieces: list[str] = []
    blocks: list[list[Any]] = []
    page_breaks: list[list[Any]] = []
    at = 0
    for block in paragraph.blocks:
        blocks.append([block.kind, at, at + len(block.text)])
        page_breaks.extend([at + page_break.at, page_break.page] for page_break in block.breaks)
        pieces.append(block.text)
        at += len(block.text) + 1
    return "\n".join(pieces), blocks, page_breaks


def _mentions(version: CableVersion, parsed: p.ParsedCable, rows: Sequence[Paragraph]) -> list[Mention]:
    """Mentions with offsets into their paragraph's text.

    The parser finds them in the joined text in reading order, so each is the next occurrence of its
    own words after the one before.
    """
    home = _ParagraphAt(rows)
    cursors: dict[int, int] = {}
    mentions = []
    for mention in parsed.mentions:
        row = home(mention.span)
        if row is None:
            continue
        start = row.text.find(mention.text, cursors.get(row.position, 0))
        if start < 0 or not mention.text:
            continue
        end = cursors[row.position] = start + len(mention.text)
        is_number = isinstance(mention.target, int)
        mentions.append(
            Mention(
                version=version,
                paragraph=row,
                kind=mention.kind,
                text=mention.text,
                label=mention.label or "",
                mrn="" if is_number else _indexable(mention.target),  # type: ignore[arg-type]
                number=mention.target if is_number and mention.target <= MAX_INTEGER else None,  # type: ignore[operator]
                start=start,
                end=end,
            )
        )
    return mentions


def _indexable(mrn: str | None) -> str:
    return mrn if mrn and len(mrn) <= LONGEST_MRN else ""


class _ParagraphAt:
    """The paragraph in whose span a span begins, or None."""

    def __init__(self, rows: Sequence[Paragraph]) -> None:
        self.rows = sorted(rows, key=lambda row: row.start)
        self.starts = [row.start for row in self.rows]

    def __call__(self, span: p.Span) -> Paragraph | None:
        index = bisect_right(self.starts, span.start) - 1
        return self.rows[index] if index >= 0 and span.start < self.rows[index].end else None


def _summary_range(parsed: p.ParsedCable) -> tuple[int | None, int | None]:
    """Positions of the first and last paragraph of the summary, which the parser gives as text."""
    if not parsed.summary:
        return None, None
    texts = [_layout(paragraph)[0] for paragraph in parsed.paragraphs]
    opening, ending = parsed.summary[:40], parsed.summary[-40:]
    first = next((n for n, text in enumerate(texts, 1) if opening in text), None)
    if first is None:
        return None, None
    last = next((n for n, text in enumerate(texts[first - 1 :], first) if ending in text), first)
    return first, last
