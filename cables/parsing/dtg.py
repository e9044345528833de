"""Date-time groups: `O P 190243Z DEC 89`. The day, the time with its zone letter, the month, the year."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

FULL_MONTHS = "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER".split()
GROUP = re.compile(r"\b(\d{6}) ?([A-Z]) ?([A-Z]{3,9})\.? ?(\d{4}|\d{2})?\b")
LINE = re.compile(r"^((?:[ZOPRY] ){0,4})(\d{6}) ?([A-Z]) ?([A-Z]{3,9})\.? ?'?(\d{4}|\d{2})(?!\d)(.{0,60})$")
# As teletypes garbled it: letters for figures, a stroke for Z, no space, a figure in the month.
GARBLED = re.compile(
    r"^((?:[ZOPRY]{1,2} ?){0,4}|[A-Z] )([\dOLI]{6}) ?([A-Z/]) ?"
    r"([A-Z]{3,9})[.\d]? ?'?(\d{4}|\d{2})(?!\d)(.{0,60})$"
)
# A month in full or in three letters or more, as its number; the first one that a word begins.
MONTHS = {
    full[:size]: number for number, full in enumerate(FULL_MONTHS, 1) for size in range(3, len(full) + 1)
}
FIGURES_AHEAD = re.compile(r"[A-Z ]{0,12}[0-9]")
FIGURES = str.maketrans("OLI", "011")
PIVOT = 50  # 50–99 are of the last century, 00–49 of this


@dataclasses.dataclass(slots=True)
class DateTimeGroup:
    text: str  # as written, without precedence: 151248Z SEP 09
    prosigns: tuple[str, ...]  # of precedence, first for action, second for info
    year: int  # as written, two or four digits
    digits: str
    zone: str
    month: int | None

    def when(self, century_from: int | None = None) -> dt.datetime | None:
        """The instant in UTC; None for a date that does not exist. `century_from` is a full year near it."""
        year = full_year(self.year, century_from)
        day, hour, minute = int(self.digits[:2]), int(self.digits[2:4]), int(self.digits[4:])
        if self.month is None:
            return None
        try:
            local = dt.datetime(year, self.month, day, hour, minute, tzinfo=dt.UTC)
            return local - dt.timedelta(hours=zone_offset(self.zone))
        except (ValueError, OverflowError):
            return None


def full_year(year: int, near: int | None = None) -> int:
    """1974 for 74 and 2009 for 09, or the year that ends so within fifty of `near`."""
    if year >= 100:
        return year
    if near is not None:
        guess = near - near % 100 + year
        return min((guess - 100, guess, guess + 100), key=lambda full: abs(full - near))
    return year + (1900 if year >= PIVOT else 2000)


def zone_offset(letter: str) -> int:
    """Hours east of Greenwich of a military zone: Z is 0, A–M without J are +1…+12, N–Y are -1…-12."""
    east, west = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
    if letter in east:
        return east.index(letter) + 1
    return -(west.index(letter) + 1) if letter in west else 0


def month_number(name: str) -> int | None:
    """1–12 for JAN, SEPT, JANUARY; None for a word that only begins like a month (DECL, MARCHED)."""
    return MONTHS.get(name)


def read_line(words: str) -> DateTimeGroup | None:
    """A whole line that is a date-time group; what follows the year is an operating signal."""
    # Before the figures stand four prosigns at most, and what follows them is no address.
    if len(words) > 100 or not FIGURES_AHEAD.match(words):
        return None
    match = LINE.match(words) or GARBLED.match(words)
    if not match or (match[6] and not match[6].startswith((" ", "/"))):
        return None
    prosigns, digits, zone, month, year, _ = match.groups()
    if month_number(month) is None and not prosigns:
        return None
    text = f"{digits}{zone} {month} {year}"
    letters = tuple(dict.fromkeys(letter for letter in prosigns if letter != " "))
    figures = digits.translate(FIGURES)
    return DateTimeGroup(text, letters, int(year), figures, zone, month_number(month))
