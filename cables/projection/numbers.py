"""A message reference number in its parts, and the number that staff say a cable has."""

from __future__ import annotations

import re
from typing import NamedTuple

NUMBER = re.compile(r"(?P<year>\d\d)(?P<post>[A-Z]{1,40})(?P<serial>[0-9]{1,9})")


class Number(NamedTuple):
    """Of a cable: full year, code of the post, serial."""

    year: int
    post: str
    serial: int


def number_of(mrn: str | None) -> Number | None:
    """The parts of a message reference number, None of one that is not whole."""
    found = NUMBER.fullmatch(mrn or "")
    if found is None:
        return None
    year = int(found["year"])
    return Number(year + (1900 if year >= 50 else 2000), found["post"], int(found["serial"]))
