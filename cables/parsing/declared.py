"""The fields that a telegram declares between its class line and its text, as values."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from cables.parsing.cited_numbers import Home
from cables.parsing.classification import CORRECTED_COPY
from cables.parsing.classified_by import read_names, read_reasons
from cables.parsing.declassification import Declassification, read_declassification
from cables.parsing.mrn import Number, post_named
from cables.parsing.parsed import Addressee, Finding, Paragraph, Reference, Span, Tag
from cables.parsing.references import read_references, with_only_label
from cables.parsing.segments import Fields, Segment
from cables.parsing.subject import TitleVocabulary, read_subject
from cables.parsing.tags import read_tags
from cables.parsing.unwrapping import Piece, Unwrapped, unwrap
from cables.parsing.vocabulary import Vocabulary

ORDER = re.compile(r"[1I][0-9O]{4}")
CLASSIFIED_BY = re.compile(r"classified by", re.IGNORECASE)
DECLASSIFY_WITHIN = re.compile(r"\bDECL(?:ASSIFY)?\b(?: ON)? ?:?", re.IGNORECASE)
PERSON_OF_ORDER = re.compile(r"\(([A-Z][A-Z'’ -]{1,30}, ?[A-Z][A-Z. ]{0,30})\)")


class Declared:
    """Reads the fields of one record; what is wrong with them is in `findings`."""

    def __init__(self, record: str, fields: Fields, vocabulary: Vocabulary) -> None:
        self.record, self.fields, self.vocabulary = record, fields, vocabulary
        self.findings: list[Finding] = []
        if fields.are_quoted and fields.segments:
            first = fields.segments[0].lines[0]
            message = "The fields stand within the text, as those of a telegram that this one repeats."
            self.findings.append(Finding("fields-of-quoted", Span(first.start, first.end), message))

    def captions(self) -> list[tuple[int, str]]:
        """(offset, caption) of those that stand below the class line."""
        below = [(stood.start, caption) for caption, stood in self.fields.captions]
        for attention in self.fields.attention:
            if CORRECTED_COPY.match(attention.words):
                below.append((attention.start, "CORRECTED COPY"))
        return below

    def declassification(self, year: int | None) -> Declassification:
        segments = self.fields.of("executive_order")[:1] + self.fields.of("declassify")[:1]
        joined = self._join(segments)
        text = joined.text
        if segments:
            label = segments[0].lines[0].words
            order = ORDER.search(label)
            text = (
                text if order is None or text[:8].strip(" :.").startswith(order[0]) else f"{order[0]} {text}"
            )
        found = read_declassification(text, year)
        if not segments or (found.executive_order and text.strip(" :") == found.executive_order):
            found = self._declassification_of_classifier(found, year)
        if found.bad_date:
            span = Span(segments[0].lines[0].start, segments[-1].lines[-1].end)
            message = f"The declassification date {found.bad_date} is no date of the calendar."
            self.findings.append(Finding("impossible-date", span, message))
        return found

    def _declassification_of_classifier(self, found: Declassification, year: int | None) -> Declassification:
        """`Classified By: … Reason: 1.4 (b). Declassify on: 09/14/2019`, where no line of its own says it."""
        written = self._with_labels(self.fields.of("classified_by"))
        told = DECLASSIFY_WITHIN.search(written[:1000])
        if told is None:
            return found
        said = read_declassification(written[told.start() : told.start() + 200], year)
        return dataclasses.replace(said, executive_order=found.executive_order, bad_date=None)

    def references(
        self, number: Number | None, year: int | None, addressees: Sequence[Addressee] = ()
    ) -> list[Reference]:
        """All REF fields, their labels in one list. Of the addressees the only one for action is YOU."""
        action = [addressee.name for addressee in addressees if addressee.role == "action"]
        post = post_named(action[0]) if len(action) == 1 else None
        home = Home(
            year % 100 if year is not None else None,
            number.post.name if number else None,
            number.serial if number else None,
            post.name if post else None,
        )
        found: list[Reference] = []
        for segment in self.fields.of("references"):
            pieces = [Piece(text, start) for text, start in segment.pieces()]
            joined = unwrap(self.record, pieces, self.vocabulary).joined
            starts = [joined.position(piece.start) for piece in pieces]
            references, findings = read_references(joined, home, [s for s in starts if s])
            found += references
            self.findings += findings
            if not references:
                span = Span(segment.lines[0].start, segment.lines[-1].end)
                self.findings.append(Finding("empty-reference", span, "The field REF names nothing."))
        return with_only_label(found)

    def subject(self) -> str | None:
        pieces = [
            Piece(text, start)
            for segment in self.fields.of("subject")[:1]
            for text, start in segment.pieces()
        ]
        return read_subject(unwrap(self.record, pieces, TitleVocabulary(self.vocabulary)).text)

    def place_of(self, name: str) -> Span:
        """Where the lines of a field stand, from the first to the last."""
        lines = [line for segment in self.fields.of(name) for line in segment.lines]
        return Span(lines[0].start, lines[-1].end) if lines else Span(0, 0)

    def tags(self, year: int | None) -> tuple[Tag, ...]:
        return read_tags(self._join(self.fields.of("tags")).text, year)

    def classified_by(
        self, paragraphs: Sequence[Paragraph]
    ) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
        """(names, reasons, the whole as written): from its field, from a paragraph, from the E.O. line."""
        written = self._with_labels(self.fields.of("classified_by"))
        if not written:
            written = next((p.text for p in paragraphs[:2] if CLASSIFIED_BY.match(p.text)), "")
        if written:
            return read_names(written), read_reasons(written), written
        order = self._join(self.fields.of("executive_order")[:1]).text
        person = PERSON_OF_ORDER.search(order[:300])
        return ((person[1],), (), order[person.start() :].strip()) if person else ((), (), None)

    def _with_labels(self, segments: Sequence[Segment]) -> str:
        """The lines of the segments as written, label included, joined."""
        pieces = [
            Piece(line.text.strip(), line.start + len(line.text) - len(line.text.lstrip()))
            for segment in segments
            for line in segment.lines
        ]
        return unwrap(self.record, pieces, TitleVocabulary(self.vocabulary)).text

    def _join(self, segments: Iterable[Segment]) -> Unwrapped:
        pieces = [Piece(text, start) for segment in segments for text, start in segment.pieces()]
        return unwrap(self.record, pieces, self.vocabulary)
