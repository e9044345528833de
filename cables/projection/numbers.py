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


def whole_numbers(typed: str | None, meant: str | None) -> list[str]:
    """The numbers under which a text may be known, each once, and only whole ones: as typed, then with the
    post that staff say was meant. A cable may still have the one that was typed, because something of it is
    withheld or because the other is taken: then the text is that cable's."""
    return [mrn for mrn in dict.fromkeys((typed, meant)) if mrn and number_of(mrn)]
