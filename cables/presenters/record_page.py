"""One record of an import: its raw text, numbered line by line, beside what the parser made of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from textwrap import shorten

from cables.parsing import ParsedCable, parse_cable
from cables.parsing.parsed import Paragraph
from cables.parsing.quoting import reading_text
from cables.presenters.badge import Badge, paragraph_badge
from cables.presenters.source_page import INVISIBLE
from cables.projection.authority import as_tables_say
from cables.projection.derive import shown
from cables.projection.names import Names

LONGEST = 1_000_000
"""Characters of a record that are parsed for a page; of a longer one its beginning is shown, no more."""

MOST_LINES = 6_000
OPENING = 160
"""Characters of a paragraph: it is to be recognised beside the raw text, and read there."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str
    doubts: tuple[str, ...]  # sentences of what was found there


@dataclass(frozen=True, slots=True)
class Doubt:
    message: str
    line: int
    code: str


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str  # '' where the telegram does not say


@dataclass(frozen=True, slots=True)
class Section:
    number: str
    badge: Badge
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class RecordPage:
    lines: tuple[Line, ...]
    rest: int  # lines that are not shown
    facts: tuple[Fact, ...]
    paragraphs: tuple[Section, ...]
    doubts: tuple[Doubt, ...]
    is_parsed: bool


def record_page(text: str) -> RecordPage:
    text = shown(text)
    is_parsed = len(text) <= LONGEST
    parsed = as_tables_say(parse_cable(text), Names.of_tables()) if is_parsed else None
    raw = text.splitlines(keepends=True)
    starts, at = [], 0
    for line in raw:
        starts.append(at)
        at += len(line)
    doubts = tuple(
        Doubt(found.message, _line(starts, found.span.start), found.code)
        for found in (parsed.findings if parsed else ())
    )
    by_line: dict[int, list[str]] = {}
    for doubt in doubts:
        by_line.setdefault(doubt.line, []).append(doubt.message)
    lines = tuple(
        Line(n, INVISIBLE.sub("\ufffd", line.rstrip("\r\n")), tuple(by_line.get(n, ())))
        for n, line in enumerate(raw[:MOST_LINES], 1)
    )
    return RecordPage(
        lines=lines,
        rest=max(len(raw) - MOST_LINES, 0),
        facts=tuple(_facts(parsed)) if parsed else (),
        paragraphs=tuple(_paragraphs(parsed, starts)) if parsed else (),
        doubts=doubts,
        is_parsed=is_parsed,
    )


def _line(starts: list[int], at: int) -> int:
    return max(bisect_right(starts, at), 1)


def _facts(parsed: ParsedCable) -> list[Fact]:
    sent = f"{parsed.sent_at:%-d %B %Y %H:%MZ}" if parsed.sent_at else ""
    to = [addressee.name for addressee in parsed.addressees]
    return [
        Fact("Number", parsed.mrn or ""),
        Fact("Subject", parsed.subject or ""),
        Fact("Date", sent),
        Fact("From", parsed.originator or ""),
        Fact("To", ", ".join(to[:12]) + (f" and {len(to) - 12} more" if len(to) > 12 else "")),
        Fact("Classification", parsed.classification or ""),
        Fact("Captions", ", ".join(parsed.captions)),
        Fact("TAGS", ", ".join(tag.code for tag in parsed.tags)),
        Fact("References", "; ".join(reference.mrn or reference.text for reference in parsed.references)),
        Fact("Classification authority", parsed.classified_by or ""),
        Fact("Declassify on", f"{parsed.declassify_on:%-d %B %Y}" if parsed.declassify_on else ""),
    ]


def _badge(paragraph: Paragraph, classification: str | None) -> Badge:
    return paragraph_badge(
        paragraph.portion_mark or "",
        paragraph.level or "",
        paragraph.inherited,
        paragraph.captions,
        classification or "UNKNOWN",
    )


def _paragraphs(parsed: ParsedCable, starts: list[int]) -> list[Section]:
    found = []
    for paragraph in parsed.paragraphs:
        text = " ".join([paragraph.heading or "", reading_text(paragraph)]).strip()
        found.append(
            Section(
                number=str(paragraph.number) if paragraph.number is not None else "–",
                badge=_badge(paragraph, parsed.classification),
                text=shorten(text, OPENING, placeholder=" …"),
                line=_line(starts, paragraph.span.start),
            )
        )
    return found
