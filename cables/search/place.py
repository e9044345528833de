"""Where in a list a cable stands: what its own page knows of the list that a reader comes from.

The address of the page carries the list and the place, `/cables/08ZENDA412/?q=harbour&tag=PREL&at=7`. A list
changes meanwhile, so the place is looked for again, there and near it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cables.models import CableVersion
from cables.search.address import ORDER, Address
from cables.search.asking import levels_of
from cables.search.filters import CableFilter
from cables.search.listing import answers_to
from cables.search.marking import Marks, marks_of

AT = "at"
AROUND = 10
"""Places before and after the one that is told, at which the cable is looked for."""


@dataclass(frozen=True, slots=True)
class Place:
    cables: CableFilter
    marks: Marks
    levels: tuple[str, ...]  # of the paragraphs that words are looked for in; none are all
    count: int  # cables of the list
    asked: int  # the place in the address, 1 for the first, 0 for none
    at: int  # the place where the cable stands; 0 where none is told, or it is not found near that
    is_in: bool  # whether the list has the cable, where a place is told
    previous: str  # numbers of the neighbours, "" where there is none
    next: str

    @property
    def address(self) -> Address:
        return self.cables.address


def place_of(mrn: str, data: Mapping[str, Any]) -> Place | None:
    """`data` is the QueryDict of the address; None where it names no list."""
    asked = _number(data.get(AT) or "")
    if not asked and not any(name in data for name in ORDER):
        return None
    cables = CableFilter(data, queryset=CableVersion.objects.released())
    if not asked and not cables.address.pairs:
        return None
    answers = answers_to(cables)
    (count,) = answers.counts_of([cables])
    at, previous, following = 0, "", ""
    if asked and count:
        first = max(0, min(asked, count) - 1 - AROUND)
        numbers = answers.numbers(first, first + 2 * AROUND + 1)
        at, previous, following = _standing(mrn, numbers, first, asked)
    return Place(
        cables=cables,
        marks=marks_of(cables.query, indexed=answers.indexed),
        levels=levels_of(cables),
        count=count,
        asked=asked,
        at=at,
        is_in=bool(at) or bool(asked and count and answers.has(mrn)),
        previous=previous,
        next=following,
    )


def _standing(mrn: str, numbers: list[str], first: int, asked: int) -> tuple[int, str, str]:
    """The place nearest to the one that is asked for, and who stands beside it. "" is nobody any more."""
    places = [n for n, number in enumerate(numbers) if number == mrn]
    if not places:
        return 0, "", ""
    n = min(places, key=lambda n: abs(first + n + 1 - asked))
    before, after = filter(None, reversed(numbers[:n])), filter(None, numbers[n + 1 :])
    return first + n + 1, next(before, ""), next(after, "")


def _number(text: str) -> int:
    # Nine digits are more places than there can be; int() refuses thousands of them.
    return int(text[:9]) if text.isascii() and text.isdecimal() else 0
