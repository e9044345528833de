"""The declassification line: `E.O. 12958: DECL: 09/14/2019`, `E.O. 11652: XGDS-2`, `DECL: X1, X5`.

A printed date says what was meant to happen; that it has passed proves nothing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

from cables.parsing.dtg import full_year, month_number

ORDER = re.compile(r"^[ :;.,M]{0,6}([1IL][0-9OIL]{4})")
NUMERIC = re.compile(r"(?<!\d)(\d{1,2}) ?[/.-]{1,2} ?(\d{1,2}) ?[/.-]{1,2} ?(\d{4}|\d{2})(?!\d)")
# Strokes lost or other signs (`09 14 2019`, `09/142019`): with four digits of the year only.
STROKES_LOST = re.compile(r"(?<!\d)(\d{1,2})[ ,:\\](\d{1,2})[ ,:\\](\d{4})(?!\d)")
STROKE_LOST = re.compile(r"(?<!\d)(\d{2})/?(\d{2})/?(\d{4})(?!\d)")
NEARLY = re.compile(r"(?<!\d)\d{1,4}/\d{1,4}/\d{1,6}")  # a date was meant
LETTER_FOR_DIGIT = re.compile(r"(?<![A-Z])[OIL]+(?=[\d/.-]*\d)|(?<=[\d/])[OIL]+(?![A-Z])")
ORDINAL = re.compile(r"(?<=\d)(?:ST|ND|RD|TH)\b")
DIGITS = str.maketrans("OIL", "011")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)")
COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})[ /-]?([A-Z]{3,9})\.?,?[ /-]?(\d{4}|\d{2})(?!\d)")
MONTH_DAY = re.compile(r"([A-Z]{3,9})\.? ?(\d{1,2})(?:, ?| )(\d{4}|\d{2})(?!\d)")
DATES = (YEAR_FIRST, NUMERIC, COMPACT, STROKES_LOST, STROKE_LOST, DAY_MONTH, MONTH_DAY)
FIRST_IS_YEAR = (YEAR_FIRST, COMPACT)
FIRST_IS_MONTH = (NUMERIC, STROKES_LOST, STROKE_LOST)
CODES = re.compile(
    r"\b(XG?DS-?\d?|GDS|ADS|RDS-?\d?|OADR|25X\d(?:-HUM)?|50X\d-(?:HUM|WMD)|X-?[1-8](?!\d)|MR)\b"
    r"|(?<=1\.[56])(X[1-8])(?!\d)"
)
EXEMPTED = re.compile(r"(XG?DS|RDS)-?(\d)")
GARBLED_CODES = re.compile(r"\b(X?G?DS|RDS)[ .]?[-(]?[ ]?([1-4])\b\)?(?![/.-]\d)")
# What is printed in place of a date: a term of years, or a month without its day.
TERM = re.compile(
    r"\bDECL(?:ASSIFY)?(?: ON)?[:. ]{1,3}(\d{1,2}/(?:19|20)\d\d|[A-Z]{3,9} (?:19|20)\d\d|(?:19|20)\d\d"
    r"|(?:\d{1,3}|[A-Z]{3,7}(?:[ -][A-Z]{3,5})?) YEARS?\b[^()/:;]{0,60})(?!\S)"
)
WORDS = re.compile(r"\bDECL(?:ASSIFY)?(?: ON)?[:. ]{1,3}([A-Z][A-Z0-9' ,-]{4,120})")  # any other event
NO_EVENT = re.compile(r"\b(?:REASONS?|CLASSIFIED|DERIVED|SOURCE|INDEF|TAGS|SUBJECT)\b")
NOT_APPLICABLE = re.compile(r"\bN ?[/.] ?A\b|\bNA\b|\bNONE\b")
LABEL = re.compile(r"\b(?:DECL(?:ASSIFY)?|GDS)\b[ :]*(?:ON\b:?)?")
EVENT = re.compile(
    r"\b((?:AFTER|UPON|WHEN|ON|AT|FOLLOWING|ONCE|UNTIL|COMPLETION|CLOSURE|TERMINATION"
    r"|WITHDRAWAL)\b[^()]{3,160})|\b([A-Z]{4,20} (?:UNIFICATION|REUNIFICATION))"
)
EARLIEST = 1900  # of any date in an order: 0914 is no year


@dataclasses.dataclass(slots=True)
class Declassification:
    executive_order: str | None = None
    on: dt.date | None = None
    event: str | None = None  # also a term or a month: `10 YEARS`, `06/2018`
    exemptions: tuple[str, ...] = ()
    bad_date: str | None = None  # printed, but no date of the calendar


def read_declassification(text: str, sent: int | None = None) -> Declassification:
    """Read the value after the label; `sent` is the year of the cable, before which no date can lie."""
    plain = " ".join(text.upper().split())[:600]
    order = ORDER.match(plain)
    rest = plain[order.end() :] if order else plain
    number = order[1].translate(DIGITS) if order else None
    on, bad = _date(_in_digits(rest), sent)
    codes = _codes(rest)
    event = _event(rest, bool(codes)) if on is None and not NOT_APPLICABLE.search(rest) else None
    return Declassification(number, on, event, codes, bad)


def _in_digits(rest: str) -> str:
    """`O9/14/2O19`, `14TH SEPTEMBER` with digits only."""
    return ORDINAL.sub("", LETTER_FOR_DIGIT.sub(lambda match: match[0].translate(DIGITS), rest))


def _event(rest: str, coded: bool) -> str | None:
    """What has to happen first, or the term or the month that stands for a date."""
    found = EVENT.search(LABEL.sub(" ", rest))
    written = (found[1] or found[2]) if found else None
    if written is None:
        term = TERM.search(rest) or (None if coded else WORDS.search(rest))
        written = term[1] if term and not NO_EVENT.search(term[1]) else None
    return " ".join(written.split()).strip(" .,;") or None if written else None


def _codes(rest: str) -> tuple[str, ...]:
    found = []
    for printed in CODES.findall(GARBLED_CODES.sub(r"\1-\2", rest)):
        code = (printed[0] or printed[1]).replace("X-", "X")
        match = EXEMPTED.fullmatch(code)
        found.append(f"{match[1]}-{match[2]}" if match else code)
    return tuple(dict.fromkeys(found))


def _date(rest: str, sent: int | None) -> tuple[dt.date | None, str | None]:
    """(the date, what looked like one and is none)."""
    bad: str | None = None
    for expression in DATES:
        match = expression.search(rest)
        if not match:
            continue
        date = _calendar(expression, match, sent)
        if date:
            return date, None
        if expression in (YEAR_FIRST, NUMERIC) or month_number(match[1 if expression is MONTH_DAY else 2]):
            bad = bad or match[0]
    nearly = NEARLY.search(rest)
    return None, bad or (nearly[0] if nearly else None)


def _calendar(expression: re.Pattern[str], match: re.Match[str], sent: int | None) -> dt.date | None:
    if expression in FIRST_IS_YEAR:
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if month > 12 >= day:
            month, day = day, month
    elif expression in FIRST_IS_MONTH:
        month, day, year = int(match[1]), int(match[2]), _not_before(match[3], sent)
        if month > 12 >= day:
            month, day = day, month
    elif expression is DAY_MONTH:
        day, month, year = int(match[1]), month_number(match[2]) or 0, _not_before(match[3], sent)
    else:
        month, day, year = month_number(match[1]) or 0, int(match[2]), _not_before(match[3], sent)
    try:
        return dt.date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


def _not_before(written: str, sent: int | None) -> int:
    """Two digits mean the first such year that is not before the cable."""
    year = int(written)
    if len(written) == 4:
        return year
    if sent is None:
        return full_year(year)
    guess = sent - sent % 100 + year
    return guess if guess >= sent else guess + 100
