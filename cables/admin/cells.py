"""What stands in the cells of lists."""

from __future__ import annotations

import datetime as dt

from django.utils.text import Truncator

NOTHING = "-"  # as Django's own lists have it
LONG = 100  # characters: two lines of the widest column


def moment(at: dt.datetime | None) -> str:
    """To the minute, so that the digits of a column stand below each other."""
    return f"{at:%Y-%m-%d %H:%M} Z" if at else NOTHING


def day(at: dt.datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else NOTHING


def shortened(text: str, most: int = LONG) -> str:
    return Truncator(" ".join(text.split())).chars(most) or NOTHING


def number(count: int) -> str:
    return f"{count:,}" if count else NOTHING
