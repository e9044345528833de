"""The distribution list of the 1970s: `ACTION ARA-15`, `INFO  OCT-01 ISO-00 … /071 W`.

Offices in the Department that got copies, not addressees. The figure after the stroke is the sum.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.lines import Line

OFFICE = re.compile(r"^[A-Z][A-Z/]{0,6}-\d{1,3}$")
SUM = re.compile(r" ?[A-Z]?/\d{2,4} [A-Z]$")
PRINTED = re.compile(r"/(\d{2,4}) [A-Z]\b")
HEAD = re.compile(r"^(ACTION|ORIGIN|INFO)\b *(.*)$")


def is_distribution(words: str) -> bool:
    """A line of such a list, its head or a continuation."""
    if "-" not in words and "/" not in words and not words.startswith(("ACTION", "ORIGIN")):
        return False
    match = HEAD.match(words)
    if "-" in words:  # as in every office
        tokens = SUM.sub("", match[2] if match else words).split()
        offices = sum(bool(OFFICE.match(token)) for token in tokens)
        if offices:
            return offices * 2 >= len(tokens)
    return bool(SUM.fullmatch(words)) or (match is not None and match[1] != "INFO")


def read_office_copies(lines: Sequence[Line]) -> tuple[str, ...]:
    """The offices with their counts, as written, action first."""
    found: list[str] = []
    for line in lines:
        found += [token for token in line.words.split() if OFFICE.match(token)]
    return tuple(found)


def checksum(lines: Sequence[Line]) -> tuple[int, int] | None:
    """(the sum as printed, the sum of the copies of action and info), or None where none is printed."""
    text = " ".join(line.words for line in lines)
    printed = PRINTED.search(text)
    if not printed:
        return None
    return int(printed[1]), sum(int(office.rsplit("-", 1)[1]) for office in read_office_copies(lines))
