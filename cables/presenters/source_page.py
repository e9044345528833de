"""The public source line by line: what each stretch of it is, what was repaired, what was found.

Offsets are into PublicSource.text. One pass over the text and over the sorted marks, so a megabyte
on one line costs no more than the same megabyte on many.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cables.models import CableVersion
from cables.presenters.badge import Badge, cable_badge
from cables.presenters.cable_facts import marked_at_origin
from cables.presenters.repairs import counted_noun, visible

MOST_LINES = 6_000
"""More lines than this are shown as they stand, without numbers."""

MOST_INVISIBLE = 2_000
"""More invisible characters than this are shown as U+FFFD."""

MOST_FINDINGS = 500
LINE_END = re.compile(r"\r\n|\n|\r")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Controls and format characters: shown by name, so that they cannot hide or reorder anything."""

UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str  # 'text' | 'repair' | 'invisible'
    text: str
    after: str = ""  # of a repair
    reason: str = ""
    number: int = 0  # of a repair, for its permalink; 0 where it goes on from the line before
    code: str = ""  # 'U+202E', of an invisible character
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of one line that is one thing."""

    tone: str  # 'a' | 'b' in turn, '' for what is not placed
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    labels: tuple[str, ...]  # of the stretches that begin here
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Found:
    message: str
    code: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Of the contents: a stretch and the line it begins in."""

    label: str
    line: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    mrn: str
    reading: str
    address: str
    text: str  # where it is to be had as a file
    badge: Badge
    at_origin: str
    notice: str
    lines: tuple[Line, ...]
    rest: str  # what comes after the last numbered line
    contents: tuple[Entry, ...]
    findings: tuple[Found, ...]
    more_findings: int
    counts: str


@dataclass(frozen=True, slots=True)
class _Repair:
    start: int
    end: int
    number: int
    after: str
    reason: str


def source_page(version: CableVersion) -> SourcePage:
    """From a version with its public source, repairs and findings at hand."""
    source = getattr(version, "public_source", None)
    text, spans = (source.text, _spans(source.spans, len(source.text))) if source else ("", [])
    limits = list(_lines(text))
    starts = [start for start, _ in limits]
    numbered, rest = limits[:MOST_LINES], ""
    if len(limits) > MOST_LINES:
        rest = text[limits[MOST_LINES][0] :]
    findings = list(version.findings.all())
    repairs = list(version.repairs.all())
    found = tuple(Found(f.message, f.code, _line_of(starts, f.start)) for f in findings[:MOST_FINDINGS])
    mrn = version.cable.mrn
    return SourcePage(
        mrn=mrn,
        reading=reverse("cable", args=[mrn]),
        address=reverse("cable-source", args=[mrn]),
        text=reverse("cable-text", args=[mrn]),
        badge=cable_badge(version.classification),
        at_origin=marked_at_origin(version),
        notice=version.collection.notice,
        lines=tuple(_Layout(text, spans, _in_order(repairs, len(text))).lines(numbered)),
        rest=_without_controls(rest),
        contents=tuple(_contents(spans, starts)),
        findings=found,
        more_findings=len(findings) - len(found),
        counts=" · ".join(
            filter(
                None,
                [
                    counted_noun(len(limits), "line"),
                    counted_noun(len(text), "character"),
                    counted_noun(len(repairs), "repair"),
                    counted_noun(len(findings), "finding"),
                ],
            )
        ),
    )


def span_label(name: str) -> str:
    """`paragraph 3` → `¶3`; else the name with blanks."""
    plain = name.replace("_", " ").strip()
    paragraph = re.fullmatch(r"paragraphs? ?(\d+)", plain)
    return f"¶{paragraph[1]}" if paragraph else plain


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end, without the line end; a line end at the very end begins no line."""
    at = 0
    for found in LINE_END.finditer(text):
        yield at, found.start()
        at = found.end()
    if at < len(text):
        yield at, len(text)


def _line_of(starts: Sequence[int], offset: int) -> int:
    return max(bisect_right(starts, offset), 1)


def _spans(rows: Iterable[Sequence], length: int) -> list[tuple[str, int, int]]:
    """The partition as it is stored, held to what can be shown."""
    spans, at = [], 0
    for name, start, end in rows:
        start, end = max(start, at), min(end, length)
        if end <= start:
            continue
        if start > at:
            spans.append((UNPLACED, at, start))
        spans.append((name, start, end))
        at = end
    if at < length:
        spans.append((UNPLACED, at, length))
    return spans


def _in_order(repairs: Iterable, length: int) -> list[_Repair]:
    """Numbered as on the cable's page; without those that overlap an earlier one or have no place."""
    kept: list[_Repair] = []
    for number, repair in enumerate(repairs, 1):
        if repair.start >= (kept[-1].end if kept else 0) and repair.start < repair.end <= length:
            kept.append(_Repair(repair.start, repair.end, number, visible(repair.after), repair.reason))
    return kept


class _Layout:
    """Walks text, spans and repairs once, each with an index that only goes forward."""

    def __init__(self, text: str, spans: Sequence[tuple[str, int, int]], repairs: Sequence[_Repair]) -> None:
        self.text, self.spans, self.repairs = text, spans, repairs
        self.tones = list(_tones(spans))
        self.span = self.repair = self.numbered = self.invisible = 0

    def lines(self, limits: Sequence[tuple[int, int]]) -> Iterator[Line]:
        before = 0  # the end of the line before: a stretch may begin with a line end
        for number, (start, end) in enumerate(limits, 1):
            while self.span < len(self.spans) and self.spans[self.span][2] <= start < end:
                self.span += 1
            while self.repair < len(self.repairs) and self.repairs[self.repair].end <= start:
                self.repair += 1
            stretches, labels, at = [], [], start
            while at < end and self.span < len(self.spans):
                name, begins, ends = self.spans[self.span]
                stop = min(ends, end)
                if begins >= before and name != UNPLACED:  # or in the line end before this line
                    labels.append(span_label(name))
                stretches.append(Stretch(self.tones[self.span], tuple(self._pieces(at, stop))))
                at = stop
                if ends <= end:
                    self.span += 1
            following = limits[number][0] if number < len(limits) else len(self.text)
            if at_line_end := tuple(self._repairs_of_line_end(end, following)):
                stretches.append(Stretch("", at_line_end))
            before = end
            yield Line(number, tuple(labels), tuple(stretches))

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        at = start
        while self.repair < len(self.repairs) and self.repairs[self.repair].start < end:
            repair = self.repairs[self.repair]
            low, high = max(repair.start, at), min(repair.end, end)
            if high > at:
                yield from self._shown(at, low)
                yield self._marked(repair, _without_controls(self.text[low:high]))
                at = high
            if repair.end > end:
                break  # goes on in the next stretch
            self.repair += 1
        yield from self._shown(at, end)

    def _repairs_of_line_end(self, start: int, end: int) -> Iterator[Piece]:
        """A repair that begins with the line end has its address there."""
        index = self.repair
        while index < len(self.repairs) and self.repairs[index].start < end:
            if self.repairs[index].start >= start:
                yield self._marked(self.repairs[index], "")
            index += 1

    def _marked(self, repair: _Repair, text: str) -> Piece:
        """The first piece of a repair carries its number."""
        is_first = repair.number > self.numbered
        self.numbered = max(self.numbered, repair.number)
        return Piece("repair", text, repair.after, repair.reason, repair.number if is_first else 0)

    def _shown(self, start: int, end: int) -> Iterator[Piece]:
        at = start
        for found in INVISIBLE.finditer(self.text, start, end):
            if self.invisible >= MOST_INVISIBLE:
                yield Piece("text", _without_controls(self.text[at:end]))
                return
            self.invisible += 1
            if found.start() > at:
                yield Piece("text", self.text[at : found.start()])
            yield _named(found[0])
            at = found.end()
        if at < end:
            yield Piece("text", self.text[at:end])


def _named(character: str) -> Piece:
    """A control has no place in HTML; a format character is kept, for who copies the text."""
    name = unicodedata.name(character, "control character").lower()
    text = "" if unicodedata.category(character) == "Cc" else character
    return Piece("invisible", text, code=f"U+{ord(character):04X}", name=name)


def _tones(spans: Iterable[tuple[str, int, int]]) -> Iterator[str]:
    turn = False
    for name, _, _ in spans:
        turn = turn if name == UNPLACED else not turn
        yield "" if name == UNPLACED else "ab"[turn]


def _without_controls(text: str) -> str:
    return INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _contents(spans: Sequence[tuple[str, int, int]], starts: Sequence[int]) -> Iterator[Entry]:
    """Each stretch once, by name; what comes in several pieces is listed where it begins."""
    seen = {UNPLACED}
    for name, start, _ in spans:
        if name not in seen and len(seen) <= 200:
            seen.add(name)
            line = _line_of(starts, start)
            if line <= MOST_LINES:
                yield Entry(span_label(name), line)
