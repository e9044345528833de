"""The number that a line begins with, in all the ways drafters typed it and teletypes garbled it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.rows import Row

NUMBER = re.compile(r"^(?:¶ ?(\d{1,5})\b ?[.)]?|(\d{1,5}) ?\.(?!\d)|(\d{1,5}) ?(?=\())\s{0,8}")
DIGITS = frozenset("¶0123456789")  # what a number begins with
BRACKET = re.compile(r"^(\d{1,3}) ?\)\s{1,8}(?=\S)")
# The point lost, or another sign for it: only apart from the line above, in the number that was to come.
ODD = re.compile(r"^(\d{1,3})(?: {1,4}| ?[,;:] {0,4})(?=[A-Z][A-Za-z])")
FIRST_GARBLED = re.compile(r"^[IL!|]\. ?(?=[A-Z(])")
SECOND = re.compile(r"^2 ?[.,;:) ] {0,4}[A-Z(]")


class TypedNumbers:
    """Those of one telegram: `1)` is a number only if the first was, `I.` is 1 if a 2 follows."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.bracketed = False
        self.goes_on = any(row.text[0] == "2" and SECOND.match(row.text) for row in rows if row.stands_apart)

    def read(self, n: int, row: Row, last: int) -> tuple[int, int] | None:
        """(number, where the text begins) of the row in place `n`, whatever number `last` came before.

        None for a row without one. It is asked of rows that begin with one of the DIGITS, and of the first
        where a 2 follows.
        """
        if n == 0 and self.goes_on and FIRST_GARBLED.match(row.text[:4]):
            return 1, 2
        match = NUMBER.match(row.text[:24])
        if match is None and (self.bracketed or (last == 0 and row.text[:2] in ("1)", "1 "))):
            match = BRACKET.match(row.text[:12])
            self.bracketed = self.bracketed or match is not None
        if match is None and (row.stands_apart or n == 0):
            match = ODD.match(row.text[:12])
            if match and (int(match[1]) != last + 1 or (n == 0 and not self.goes_on)):
                return None
        return (value_of(match), match.end()) if match else None


def value_of(match: re.Match[str]) -> int:
    return int(match[match.lastindex or 0])
