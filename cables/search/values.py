"""Single values of an address, made safe to compare: text, codes, dates."""

from __future__ import annotations

import calendar
import datetime as dt
import re

MAX_CODE = 200
_YEAR_MONTH_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


def tidy(text: str) -> str:
    """One line without control characters. PostgreSQL refuses a NUL even in a comparison."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def code(text: str) -> str:
    """A tag or post as a reader may type it, in the form in which rows carry it."""
    return tidy(text)[:MAX_CODE].upper()


def day(text: str, *, last: bool = False) -> dt.date | None:
    """2008-08-14, 2008-08, 2008 or 14/8/2008; a year or month means its first or `last` day."""
    if match := _YEAR_MONTH_DAY.fullmatch(text):
        year, month, number = (int(part) if part else None for part in match.groups())
    elif match := _DAY_MONTH_YEAR.fullmatch(text):
        number, month, year = (int(part) for part in match.groups())
    else:
        return None
    try:
        month = month or (12 if last else 1)
        return dt.date(year or 0, month, number or (calendar.monthrange(year or 0, month)[1] if last else 1))
    except ValueError:  # 31 February, month 13, year 0
        return None
