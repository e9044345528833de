"""Decisions about one version → edits of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cables.parsing import csv_row
from cables.parsing.labels import field_label
from cables.parsing.parsed import NamedSpan, Paragraph, ParsedCable
from cables.parsing.quoting import reading_text
from cables.parsing.subject import strip_mark
from cables.projection.copies import LEAST, copies, letters_of, streams
from cables.projection.lines import Passage, padding, set_anew
from cables.projection.redaction import MARK, Codes, Edit

PARAGRAPH, PASSAGE, SUBJECT = "paragraph", "passage", "subject"
LOOSE = {"container", "repeated_header", "heading", "attention", "stamp", "unplaced", "after_end", "drafting"}
"""Names of the spans where a copy of the text may stand; the others are fields with a form of their own."""

FIELDS = {"subject", "references", "classified_by", "rule"}
"""Where, besides, a copy of a subject may stand."""

SUBJECT_KEYS = re.compile(r"(?i)^(?:subj|suj|objet|betreff|asunto|assunto|emne|oggetto)")

WHITE = {
    "html": re.compile(r"(?:\s|<[^<>]{0,2000}>|&(?:nbsp|#1[03]|#32|#[xX]0{0,4}[AaDd]|#[xX]0{0,4}20);)+\Z"),
    "csv_row": re.compile(r"(?:\s|\\[nrt])+\Z"),
}
SPACE = re.compile(r"\s+\Z")
"""By container, what stands for white space at the end of a line."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One live decision where it takes effect: text[start:end], and its words as they were read.

    A subject is wherever it stands by the parser, and where it stood when it was withheld.
    """

    scope: str  # PARAGRAPH | PASSAGE | SUBJECT
    start: int
    end: int
    acknowledged: bool
    codes: Codes
    words: str = ""

    @property
    def mark(self) -> str:
        return MARK if self.acknowledged else ""


def edits(text: str, parsed: ParsedCable, cuts: Sequence[Cut]) -> Iterator[Edit]:
    """What is withheld, and every copy of it outside the paragraphs."""
    subject_is_public = all(cut.scope != SUBJECT for cut in cuts)
    public = letters_of(parsed.subject or "") if subject_is_public else ""
    for cut in cuts:
        if cut.scope == SUBJECT:
            yield from _subject(text, parsed, cut)
        else:
            yield _of_text(text, parsed, cut)
        yield from _copies(text, parsed, cut, public)
    passages = [Passage(cut.start, cut.end, len(cut.mark)) for cut in cuts if cut.scope == PASSAGE]
    yield from set_anew(text, parsed, passages)


def paragraphs_within(parsed: ParsedCable, start: int, end: int) -> list[Paragraph]:
    return [p for p in parsed.paragraphs if start <= p.span.start < end]


def subject_place(parsed: ParsedCable) -> tuple[int, int]:
    """Where the subject stands with its label; (0, 0) where there is none."""
    spans = [span for span in parsed.spans if span.name == "subject"]
    return (spans[0].start, spans[-1].end) if spans else (0, 0)


def _of_text(text: str, parsed: ParsedCable, cut: Cut) -> Edit:
    """A paragraph keeps its number and its mark, and what the text has of headings of a new section."""
    shown = cut.mark
    if cut.scope == PARAGRAPH and cut.acknowledged:
        first = next(iter(paragraphs_within(parsed, cut.start, cut.end)), None)
        number = f"{first.number}. " if first and first.number is not None else ""
        mark = f"({first.portion_mark}) " if first and first.portion_mark else ""
        shown = f"{number}{mark}{MARK}"
    headings = "".join(
        text[max(span.start, cut.start) : min(span.end, cut.end)]
        for span in parsed.spans
        if span.start < cut.end and span.end > cut.start and _begins_section(span, parsed)
    )
    if cut.scope == PARAGRAPH or headings:
        # What follows stands apart, as a paragraph does.
        line_end = csv_row.line_end(text, cut.start) if parsed.container == "csv_row" else "\n"
        shown = f"{shown}{line_end}{headings}{line_end}"
    codes = cut.codes if cut.acknowledged else None
    end = padding(text, cut.end) if cut.scope == PARAGRAPH else cut.end
    return Edit(cut.start, end, shown, codes, gap=cut.scope == PARAGRAPH and not cut.acknowledged)


def _begins_section(span: NamedSpan, parsed: ParsedCable) -> bool:
    """Whether it is a heading that tells of a section; other heads of pages go with what is withheld."""
    if span.name == "page_head":
        return any(span.start <= section.span.start < span.end for section in parsed.sections)
    return span.name == "repeated_header"


def _subject(text: str, parsed: ParsedCable, cut: Cut) -> Iterator[Edit]:
    stands = [(start, end) for name, start, end in parsed.spans if name == "subject"]
    for start, end in _merged([*stands, (cut.start, cut.end)]):
        written = text[start:end]
        label, value = _label(" ".join(written.split()))
        mark = strip_mark(value)[1]
        words = [label, f"({mark})" if mark and cut.acknowledged else "", cut.mark]
        white = WHITE.get(parsed.container, SPACE).search(written)
        yield Edit(start, end, " ".join(filter(None, words)) + (white[0] if white else ""))


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(pair for pair in ranges if pair[0] < pair[1]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _label(words: str) -> tuple[str, str]:
    """The label of a subject and what follows it; all of it follows where there is no label."""
    found = field_label(words)
    at = found[1] if found and found[0] == "subject" else 0
    return words[:at].rstrip(), words[at:]


def _copies(text: str, parsed: ParsedCable, cut: Cut, public: str) -> Iterator[Edit]:
    names = LOOSE | FIELDS if cut.scope == SUBJECT else LOOSE
    ranges = [(span.start, span.end) for span in parsed.spans if span.name in names]
    least = 1 if cut.scope == SUBJECT else LEAST
    withheld = _letters(text, parsed, cut)
    for outside in streams(text, ranges, parsed.container):
        for letters in withheld:
            for start, end in copies(text, outside, letters, public=public, least=least):
                yield Edit(start, end, cut.mark)


def _letters(text: str, parsed: ParsedCable, cut: Cut) -> Iterable[str]:
    """The withheld words as they stand in the source and as they are read, where the two differ."""
    if cut.scope == SUBJECT:
        told = [value for key, value in parsed.metadata.items() if SUBJECT_KEYS.match(key)]
        words = [parsed.subject or "", *told, cut.words]
        return dict.fromkeys(filter(None, map(letters_of, words)))
    ranges = [
        (max(start, cut.start), min(end, cut.end))
        for name, start, end in parsed.spans  # not what stands between two pages
        if name.startswith("paragraph") and start < cut.end and end > cut.start
    ]
    written = [stream.letters for stream in streams(text, ranges, parsed.container)]
    within = paragraphs_within(parsed, cut.start, cut.end)
    read = [f"{p.heading or ''} {reading_text(p)}" for p in within]
    return dict.fromkeys(filter(None, [*written, *map(letters_of, [*read, cut.words])]))
