"""The conditions of a list one by one, each with the address of the list without it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cables.search.address import Address
from cables.search.filters import CableFilter

YEAR = "year"


@dataclass(frozen=True, slots=True)
class Condition:
    name: str  # the parameter, or "year" for the two dates that make one
    value: str
    address_without: Address


def conditions(cables: CableFilter) -> tuple[Condition, ...]:
    year = whole_year(cables)
    found = [
        Condition(name, value, cables.address.minus(name, value))
        for name, value in cables.address
        if name != "sort" and not (year and name in {"sent_after", "sent_before"})
    ]
    if year:
        found.append(Condition(YEAR, year, cables.address.put(sent_after="", sent_before="")))
    return tuple(found)


def whole_year(cables: CableFilter) -> str:
    """`2008` where the dates asked for are the first and the last day of that year, else ""."""
    after, before = cables.conditions["sent_after"], cables.conditions["sent_before"]
    if not after or not before:
        return ""
    first, last = dt.date(after.year, 1, 1), dt.date(after.year, 12, 31)
    return str(after.year) if (after, before) == (first, last) else ""
