"""Sections: what the wire cut a long telegram into; later ones repeat its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_letters

from cables.parsing import dtg
from cables.parsing.class_line import ClassLine, class_line, class_line_of
from cables.parsing.classification import CORRECTED_COPY, caption_line
from cables.parsing.labels import field_label
from cables.parsing.lines import (
    BLANK,
    NO_TEXT,
    PAGE_HEAD,
    PROCEDURE,
    REPEATED_HEADER,
    TEXT,
    WHITE,
    Line,
    page_head,
)
from cables.parsing.parsed import Section, Span

FARTHEST = 120  # lines of heading that a section repeats at most (a long list of addressees)
BEFORE_DATE = re.compile(
    r"^(?:V?ZCZC|DE R|ZN[RY] |(?:ZZ|OO|PP|RR) |ACTION |ORIGIN |INFO |-{6,}|\d{1,4}(?:-\d\d| ?[A-Z])?$"
    r"|DRAFTED|APPROVED|/\d{1,4} [A-Z]+$)"
)
OFFICES = re.compile(r"[A-Z]+-\d\d\b")
FIRST_PAGE = ("PAGE 01 ", "PAGE 1 ")
STRANGEST = 2  # garbled lines between a page head and FM
# What a level begins with, in any case, and whatever white space is before and between its letters.
LEVEL_AHEAD = re.compile(
    r"\s*(?:S\s*(?:E\s*[NC]|B\s*U)|L\s*(?:I\s*M|O\s*U)|U\s*N\s*C|C\s*O\s*N|T\s*O\s*P)", re.I
)
LEVEL_BEGINS = frozenset(f"SLUCTsluct{NO_TEXT}")
# The first two characters of a line that a level begins without white space before it.
LEVEL_GOES_ON = frozenset(
    first + second
    for level in ("SE", "SB", "LI", "LO", "UN", "CO", "TO")
    for first in (level[0], level[0].lower())
    for second in (level[1], level[1].lower(), *WHITE)
)
NO_NUMBER_ENDS = frozenset(f"{ascii_letters}.,;:-)")  # of a line that ends in no digit
PARTIAL = re.compile(
    r"partial extract of the original|full text of the original cable is not available"
    r"|SECTION \d{1,2} OF \d{1,2} (?:NOT FOUND|MISSING)",
    re.I,
)
PARTIAL_PARTS = ("of the original", "not found", "missing")


def mark_repeated_headers(
    record: str, lines: Sequence[Line], body: int, attention: Sequence[Line], first: ClassLine | None
) -> list[Line]:
    """The lines of a record with the headings of later sections as furniture.

    A class line with another number belongs to a telegram that this one quotes: that is text.
    """
    out = list(lines)
    seen = {line.words for line in attention}
    pages: list[int] = []
    in_sections = "SECTION" in record
    for i in range(body, len(out)):
        line = out[i]
        kind = line.kind
        if kind == TEXT:
            text = line.text
            if in_sections or text[-1] not in NO_NUMBER_ENDS:
                may_be = _has_number_or_section(text) or bool(LEVEL_AHEAD.match(text))
            else:  # as most lines: no number ends them
                may_be = (
                    text[0] in LEVEL_BEGINS
                    and (text[:2] in LEVEL_GOES_ON or text[0] in NO_TEXT)
                    and bool(LEVEL_AHEAD.match(text))
                )
            if not may_be:
                continue
        elif kind == PAGE_HEAD:
            pages.append(i)
        else:
            continue
        classed = class_line_of(line)
        if classed and (classed.section or classed.serial) and _is_same(classed, first):
            _mark(out, i, body, seen)
    _mark_below_first_pages(out, pages, seen)
    return out


def _has_number_or_section(text: str) -> bool:
    """What a class line has whose level is garbled, whatever white space is behind it."""
    return text.rstrip()[-1:].isdigit() or "SECTION" in text


def _is_same(classed: ClassLine, first: ClassLine | None) -> bool:
    """True unless both class lines have a number, and not the same one."""
    if first is None or first.serial is None or classed.serial is None:
        return classed.section is not None
    return int(classed.serial) == int(first.serial)


def _mark(out: list[Line], at: int, body: int, seen: set[str]) -> None:
    """Around a class line: back to the heading's first line, on over what it repeats."""
    first = _first_line(out, at, body)
    if first is None:
        first = at
    last = _last_line(out, at, seen)
    for k in range(first, last + 1):
        if out[k].kind in (TEXT, BLANK):
            out[k] = out[k].as_kind(REPEATED_HEADER)


def _mark_below_first_pages(out: list[Line], pages: Sequence[int], seen: set[str]) -> None:
    """The heading below a further PAGE 01 to which no class line led: it lacks, or has another number."""
    for i in pages:
        last = _end_below(out, i) if out[i].words.startswith(FIRST_PAGE) else None
        if last is None:
            continue
        for k in range(i + 1, _last_line(out, last, seen) + 1):
            if out[k].kind in (TEXT, BLANK):
                out[k] = out[k].as_kind(REPEATED_HEADER)


def _end_below(out: Sequence[Line], page: int) -> int | None:
    """The last line of the heading below a page head; None where text follows it at once."""
    last, strange, apart = None, 0, False
    for k in range(page + 1, min(page + FARTHEST, len(out))):
        line = out[k]
        if line.kind == REPEATED_HEADER or line.kind == PAGE_HEAD:
            break
        if line.is_blank:
            apart = last is not None
        elif line.kind != TEXT:
            continue
        elif last is None and not line.words.startswith("FM "):
            strange += not (BEFORE_DATE.match(line.words) or OFFICES.search(line.words))
            if strange > STRANGEST or (strange and k <= page + 2):
                return None
        elif class_line(line.words[:200]) is not None:
            return k
        elif apart:
            break
        else:
            last = k
    return last


def _first_line(out: Sequence[Line], at: int, body: int) -> int | None:
    """The line at which the repeated heading begins; None where only the class line is repeated."""
    date = None
    for k in range(at - 1, max(body, at - FARTHEST) - 1, -1):
        if out[k].kind == TEXT and dtg.read_line(out[k].words):
            date = k
            break
    if date is None:
        return None
    first = date
    for k in range(date - 1, max(body, date - FARTHEST) - 1, -1):
        line = out[k]
        if line.kind == TEXT and not BEFORE_DATE.match(line.words) and not OFFICES.search(line.words):
            break
        if line.kind in (PAGE_HEAD, PROCEDURE):
            return k
        if line.kind == TEXT:
            first = k
    return first


def _last_line(out: Sequence[Line], at: int, seen: set[str]) -> int:
    """The last line of what stands again below the class line: captions, attention, declared fields."""
    last, field = at, None
    for k in range(at + 1, min(len(out), at + 40)):
        line = out[k]
        if line.is_furniture:
            continue
        if line.is_blank:
            field = None
            continue
        label = field_label(line.words)
        if label:
            field = label[0]
        elif not (
            caption_line(line.words) or line.words in seen or field or CORRECTED_COPY.match(line.words)
        ):
            break
        last = k
    return last


def read_sections(
    lines: Sequence[Line], first: ClassLine | None, start: int, end: int
) -> tuple[Section, ...]:
    """Every section that is there, each to the beginning of the next. A telegram in one piece is 1 of 1."""
    places: dict[int, tuple[int, int]] = {}  # number → (of, offset)
    if first is not None and first.section and first.of:
        places[first.section] = (first.of, start)
    for line in [line for line in lines if line.is_furniture]:
        number = _section_of(line)
        if number and number[0] not in places and 0 < number[0] <= number[1] <= 400:
            places[number[0]] = (number[1], line.start)
    if not places:
        return (Section(1, 1, Span(start, end)),) if end > start else ()
    total = max(of for of, _ in places.values())
    if 1 not in places and total > 1 and first is not None and first.section is None:
        places[1] = (total, start)
    ordered = sorted(places.items(), key=lambda place: place[1][1])
    offsets = [offset for _, (_, offset) in ordered[1:]] + [end]
    return tuple(
        Section(number, of, Span(offset, max(stop, offset)))
        for (number, (of, offset)), stop in zip(ordered, offsets, strict=True)
    )


def _section_of(line: Line) -> tuple[int, int] | None:
    if line.kind not in (PAGE_HEAD, REPEATED_HEADER):
        return None
    head = page_head(line)
    if head and head.section and head.of:
        return head.section, head.of
    classed = class_line_of(line) if len(line.text) < 300 else None
    return (classed.section, classed.of) if classed and classed.section and classed.of else None


def is_partial(told: str) -> bool:
    """Whether a text says of the telegram that it is not whole."""
    return may_be_partial(told.lower()) and bool(PARTIAL.search(told))


def may_be_partial(lowered: str) -> bool:
    """Whether a text in small letters has words of which such a text has some."""
    return any(words in lowered for words in PARTIAL_PARTS)


def missing(sections: Sequence[Section]) -> list[int]:
    """The numbers of the sections that are not there."""
    if not sections:
        return []
    present = {section.number for section in sections}
    return [
        number for number in range(1, max(section.of for section in sections) + 1) if number not in present
    ]


def gaps(sections: Sequence[Section]) -> list[int]:
    """Offsets at which a section follows whose predecessor is missing."""
    present = {section.number for section in sections}
    return [
        section.span.start for section in sections if section.number > 1 and section.number - 1 not in present
    ]
