"""One record into one ParsedCable: container, lines, heading, fields, text, checks, partition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from operator import itemgetter

from cables.parsing import consistency, precedence, sections
from cables.parsing.classification import CLASSIFICATION_OF, level_at_start, with_captions
from cables.parsing.containers import Container, open_container
from cables.parsing.declared import Declared
from cables.parsing.dtg import full_year
from cables.parsing.fields import read_fields
from cables.parsing.furniture import classify
from cables.parsing.lines import (
    BANNER,
    CONTAINER,
    PAGE_HEAD,
    PROCEDURE,
    REPEATED_HEADER,
    STAMP,
    TEXT,
    Line,
    split_lines,
)
from cables.parsing.mentions import Context, find_mentions
from cables.parsing.mrn import Number, read_number
from cables.parsing.numbering import find_number
from cables.parsing.paragraphs import Text, read_paragraphs
from cables.parsing.parsed import Finding, NamedSpan, ParsedCable, Reference, Span
from cables.parsing.placing import name_lines, place
from cables.parsing.records import maker
from cables.parsing.rows import rows_of, width_of
from cables.parsing.sections import mark_repeated_headers, read_sections
from cables.parsing.segments import Fields
from cables.parsing.signers import take_signature
from cables.parsing.spans import partition
from cables.parsing.splitting import NOT_TEXT
from cables.parsing.summary import find_summary
from cables.parsing.transport import Transport, read_transport
from cables.parsing.ungluing import unglue_heading, unglue_signature
from cables.parsing.vocabulary import Vocabulary

_parsed = maker(ParsedCable)


def parse_cable(raw: str, gaps: Iterable[int] = ()) -> ParsedCable:
    """The cable in one record. Never raises on any text; what has no place becomes a finding.

    `gaps` are offsets at which paragraphs are known to have been taken out: after each the numbers
    may go on from a higher one, as they do after a missing section.
    """
    if not raw.strip(NOT_TEXT):
        finding = Finding("no-text", Span(0, len(raw)), "There is no text in this record.")
        return ParsedCable(findings=(finding,), spans=partition([NamedSpan("blank", 0, len(raw))], len(raw)))
    return _Parse(raw, gaps).result()


class _Parse:
    """The steps in their order, each reading what those before it left."""

    def __init__(self, raw: str, gaps: Iterable[int]) -> None:
        self.raw = raw
        self.container: Container = open_container(raw)
        self.gaps = [self.container.places.position(gap) for gap in gaps]
        self.record = self.container.text
        self.findings: list[Finding] = []
        self.names: dict[int, str] = {}
        self.lowered = self.record.lower()
        classified = classify(self._wrapped_lines(), self.record, self.lowered)
        self.lines: list[Line] = unglue_heading(classified, self.lowered)
        self.transport: Transport = read_transport(self.lines)
        self.fields: Fields = read_fields(self.lines, self.transport.body)
        self.lines = mark_repeated_headers(
            self.record, self.lines, self.fields.body, self.fields.attention, self.transport.class_line
        )
        self.vocabulary = Vocabulary([line.text for line in self.lines if line.kind == TEXT])
        self.declared = Declared(self.record, self.fields, self.vocabulary)
        self.names |= self.transport.names | self.fields.names

    def _wrapped_lines(self) -> list[Line]:
        """All lines, a stretch of the wrapper as one, the stamps of the wrapper marked as what they are."""
        lines: list[Line] = []
        at = 0
        for start, end in self.container.wrapper:
            lines += split_lines(self.record, at, start)
            lines.append(Line(start, end, self.record[start:end], CONTAINER, ""))
            at = end
        lines += split_lines(self.record, at)
        stamps = self.container.stamps
        if stamps:
            lines = [line.as_kind(STAMP) if line.words in stamps and line.words else line for line in lines]
        return lines

    # --- Years, numbers, dates ---

    @property
    def near(self) -> int | None:
        """A full year near the telegram, from its number or its container."""
        created = self.container.created_at
        if created:
            return created.year
        number = read_number(self.container.number or "")
        return full_year(number.year) if number and number.year is not None else None

    def _sent_at(self) -> dt.datetime | None:
        group = self.transport.date
        sent = group.when(self.near) if group else None
        if group and sent is None:
            span = self.transport.places["dtg"]
            self._find(
                "impossible-date", span, f"The date-time group {group.text} is no date of the calendar."
            )
        return sent or self.container.created_at

    def _find(self, code: str, span: Span, message: str) -> None:
        self.findings.append(Finding(code, span, message))

    def _captions(self) -> tuple[str, ...]:
        below = self.declared.captions()
        if "DUPE" in self.record and any(
            line.kind in (BANNER, PAGE_HEAD) and "POSS DUPE" in line.words for line in self.lines
        ):
            below.append((len(self.record), "POSS DUPE"))
        line = self.transport.class_line
        found = [
            *(line.captions if line else ()),
            *(caption for _, caption in sorted(below, key=itemgetter(0))),
        ]
        return tuple(dict.fromkeys(found))

    def _level(self, captions: tuple[str, ...]) -> str | None:
        line = self.transport.class_line
        return with_captions(line.level, captions) if line else self._level_of_pages()

    def _level_of_pages(self) -> str | None:
        """What the pages of the 1970s say at head and foot, where the class line is lost or garbled."""
        if not any(line.kind == PAGE_HEAD for line in self.lines):
            return None
        levels = (level_at_start(line.words) for line in self.lines if line.kind == BANNER)
        return next((level[0] for level in levels if level), None)

    # --- The text ---

    def _text(self, level: str | None, gaps: Sequence[int]) -> tuple[Text, tuple[str, ...], int]:
        """(paragraphs, signers, the index of the first line after the text)."""
        first = self.fields.body
        last = self._end_of_text(first)
        self.lines[first:last] = unglue_signature(self.lines[first:last])
        last = self._end_of_text(first)
        rows = rows_of(self.lines, first, last)
        width = width_of(rows)
        signers, signed, junk = take_signature(rows, width)
        text = read_paragraphs(self.record, rows, width, level, self.vocabulary, gaps)
        self.names.update(text.names)
        self.names.update({row.index: "signature" for row in signed})
        self.names.update({row.index: "after_end" for row in junk})
        self._name_tail(last)
        return text, signers, last

    def _end_of_text(self, first: int) -> int:
        """The line at which the telegram ends: its last NNNN, or NNN where no further page follows."""
        for i in range(len(self.lines) - 1, first - 1, -1):
            line = self.lines[i]
            if line.kind in (PAGE_HEAD, REPEATED_HEADER):
                break
            if line.kind == PROCEDURE and line.words.startswith("NN"):
                return i
        return len(self.lines)

    def _name_tail(self, last: int) -> None:
        for i in range(last, len(self.lines)):
            if self.lines[i].kind == TEXT:
                self.names[i] = "after_end"

    # --- The whole ---

    def result(self) -> ParsedCable:
        transport, container = self.transport, self.container
        sent = self._sent_at()
        year = sent.year if sent else self.near
        captions = self._captions()
        level = self._level(captions)
        number, doubts = find_number(
            container, transport, self.fields, self.lines, sent.year % 100 if sent else None
        )
        self.findings += doubts
        if number and year is None and number.year is not None:
            year = full_year(number.year)
        parts = self._sections()
        text, signers, _ = self._text(level, sorted([*sections.gaps(parts), *self.gaps]))
        missing = sections.missing(parts)
        for absent in missing:
            self._find("section-missing", Span(0, 0), f"Section {absent} of {parts[0].of} is missing.")
        declassification = self.declared.declassification(year)
        references = self.declared.references(number, year, transport.addressees)
        self.findings += self.declared.findings
        names, reasons, classified = self.declared.classified_by(text.paragraphs)
        mrn = number.canonical() if number else None
        mentions = find_mentions(text.shown, self._context(references, text, mrn, year))
        tags = self.declared.tags(year)
        self.findings += consistency.check_tags(tags, self.declared.place_of("tags"))
        self._check(level, sent, number, text)
        action, info = precedence.of_prosigns(transport.date.prosigns if transport.date else ())
        routed, _ = precedence.of_prosigns(tuple(transport.routing_precedence[:1]))
        parsed = _parsed(
            mrn=mrn,
            container=container.kind,
            metadata=container.metadata,
            released_at=container.released_at,
            sent_at=sent,
            transmission_id=transport.transmission_id,
            precedence=action or routed,
            info_precedence=info,
            routing_indicators=tuple(transport.routing_indicators),
            de_line=transport.de_line,
            opsignal=transport.opsignal,
            dtg=transport.date.text if transport.date else None,
            originator=transport.originator,
            addressees=transport.addressees,
            office_copies=transport.office_copies,
            classification=CLASSIFICATION_OF[level] if level else None,
            captions=captions,
            sections=parts,
            complete=not missing and not self._is_partial(),
            executive_order=declassification.executive_order,
            declassify_on=declassification.on,
            declassify_event=declassification.event,
            exemptions=declassification.exemptions,
            classified_by=classified,
            classified_by_names=names,
            reasons=reasons,
            tags=tags,
            subject=self.declared.subject(),
            references=tuple(references),
            mentions=mentions,
            summary=find_summary(text.paragraphs),
            signers=signers,
            paragraphs=tuple(text.paragraphs),
            repairs=tuple(text.repairs),
            findings=tuple(sorted([*self.findings, *text.findings], key=lambda finding: finding.span)),
            spans=name_lines(self.lines, self.names, container, len(self.raw)),
        )
        return place(parsed, container)

    def _sections(self) -> tuple[sections.Section, ...]:
        start = self.lines[self.transport.body - 1].start if self.transport.body else 0
        end = next((line.end for line in reversed(self.lines) if line.kind == TEXT), start)
        return read_sections(self.lines, self.transport.class_line, start, max(end, start))

    def _is_partial(self) -> bool:
        told = " ".join(value for value in self.container.metadata.values())[:20_000]
        if sections.is_partial(told):
            return True
        ends = (self.record[-4000:], self.record[:4000]) if sections.may_be_partial(self.lowered) else ()
        return any(map(sections.is_partial, ends))

    def _context(self, references: list[Reference], text: Text, mrn: str | None, year: int | None) -> Context:
        numbers = frozenset(p.number for p in text.paragraphs if p.number is not None)
        two = year % 100 if year is not None else None
        cited = frozenset(number.strip("0123456789") for r in references if (number := r.mrn)) | {
            (mrn or "").strip("0123456789")
        }
        return Context(references, numbers, two, mrn, cited - {""}, self.vocabulary.capitals)

    def _check(self, level: str | None, sent: dt.datetime | None, number: Number | None, text: Text) -> None:
        self.findings += consistency.check_heading(
            self.transport, level, sent, number.serial if number else None
        )
        self.findings += consistency.check_paragraphs(text.paragraphs, level)
        start = self.lines[self.fields.body].start if self.fields.body < len(self.lines) else len(self.record)
        self.findings += consistency.source_deletions(self.record, self.lowered, start)
        whole = Span(0, 0)
        if number is None:
            self._find("no-number", whole, "No message reference number was found.")
        if self.transport.class_line is None:
            stated = "its pages state the classification" if level else "the classification is not stated"
            self._find("no-class-line", whole, f"No class line was found: {stated}.")
        if sent is None:
            self._find("no-date", whole, "No date was found, neither a date-time group nor the container's.")
        if not text.paragraphs:
            self._find("no-paragraphs", whole, "No paragraph of text was found.")
        for line in self.transport.unplaced:
            message = "A line of the heading is none that a heading has; it was left where it stands."
            self._find("unplaced-line", Span(line.start, line.end), message)
