"""Checks of one part of a telegram against another: each mismatch is a finding, nothing is changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from cables.parsing.classification import RANK
from cables.parsing.parsed import Finding, Paragraph, Span, Tag
from cables.parsing.tags import known
from cables.parsing.transport import Transport

LEVELS_OF_LETTER = {
    "U": ("U", "SBU", "LOU"),
    "E": ("U", "SBU", "LOU"),
    "C": ("C",),
    "S": ("S",),
    "T": ("TS",),
}
NOWHERE = Span(0, 0)
MOST_TOLD, LONGEST_TOLD = 5, 24  # codes that one sentence names, characters of each
DELETIONS = re.compile(
    r"X{8,}|\[\d{1,3}(?: \d/\d)?(?: or more)? (?:lines?|paragraphs?|pages?"
    r"|words?)[^\[\]\n]{0,30} not declassified\]",
    re.IGNORECASE,
)


def check_heading(
    transport: Transport, level: str | None, sent: dt.datetime | None, serial: int | None
) -> Iterator[Finding]:
    """Day of the year, security letters, station serial and copy count against what they should equal."""
    places = transport.places
    if (
        transport.station_day
        and sent
        and transport.date
        and transport.station_day != sent.timetuple().tm_yday
    ):
        yield Finding(
            "day-mismatch",
            places.get("de_line", NOWHERE),
            f"The line DE was filed on day {transport.station_day} of the year, "
            f"but the date-time group is of day {sent.timetuple().tm_yday}.",
        )
    letter = transport.security_letter
    if letter in LEVELS_OF_LETTER and level and level not in LEVELS_OF_LETTER[letter]:
        yield Finding(
            "security-letter-mismatch",
            places.get("opsignal", NOWHERE),
            f"The security letters are {letter * 5}, but the class line says {level}.",
        )
    if transport.station_serial and serial and serial % 10000 != transport.station_serial % 10000:
        yield Finding(
            "station-serial-mismatch",
            places.get("de_line", NOWHERE),
            f"The station counts this message as #{transport.station_serial}, "
            f"but its number ends in {serial}.",
        )
    if transport.checksum and transport.checksum[0] != transport.checksum[1]:
        yield Finding(
            "copies-mismatch",
            places.get("office_copies", NOWHERE),
            f"The distribution list says {transport.checksum[0]} copies, "
            f"but its offices add up to {transport.checksum[1]}.",
        )


def check_tags(
    tags: Sequence[Tag], place: Span, is_known: Callable[[str], bool] = lambda code: code in known()
) -> Iterator[Finding]:
    """Codes that the table of TAGS does not know, persons aside."""
    unknown = [tag.code for tag in tags if tag.kind != "person" and not is_known(tag.code)]
    if unknown:
        told = ", ".join(code[:LONGEST_TOLD] for code in unknown[:MOST_TOLD])
        more = f" and {len(unknown) - MOST_TOLD} more" if len(unknown) > MOST_TOLD else ""
        verb = "is" if len(unknown) == 1 else "are"
        yield Finding("unknown-tag", place, f"{told}{more} {verb} in no table of TAGS.")


def check_paragraphs(paragraphs: Sequence[Paragraph], level: str | None) -> Iterator[Finding]:
    """No portion may be marked higher than its telegram, and one must be as high where all are marked."""
    marked = [p.level for p in paragraphs if not p.inherited and p.level]
    if level and marked and len(marked) == len(paragraphs) and all(RANK[m] < RANK[level] for m in marked):
        message = f"The telegram is {level}, but no paragraph is marked so high."
        yield Finding("class-above-marks", NOWHERE, message)
    for paragraph in paragraphs:
        if not paragraph.inherited and paragraph.level and level and RANK[paragraph.level] > RANK[level]:
            name = f"Paragraph {paragraph.number}" if paragraph.number else "A paragraph without number"
            yield Finding(
                "mark-above-class",
                paragraph.span,
                f"{name} is marked {paragraph.level}, above the telegram's {level}.",
            )


def source_deletions(text: str, lowered: str, start: int) -> Iterator[Finding]:
    """What the source itself had cut out before it came here; `lowered` is the text in small letters."""
    if "x" * 8 not in lowered and "not declassified" not in lowered:
        return
    for match in DELETIONS.finditer(text, start):
        yield Finding(
            "source-deletion",
            Span(match.start(), match.end()),
            "The source deleted something here before release.",
        )
