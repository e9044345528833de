"""The conditions of a list one by one, each with the address of the list without it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cables.search.address import Address
from cables.search.filters import CableFilter

YEAR, WORD = "year", "word"
MAX_RELAXATIONS = 12


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


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A list near this one: without all values of a parameter, or with one word of the query alone."""

    name: str  # the parameter, YEAR, or WORD
    values: tuple[str, ...]  # what is taken away; of WORD, what alone is kept
    address: Address


def relaxations(cables: CableFilter) -> tuple[Relaxation, ...]:
    """Without one value of several the list would only shrink (they are joined by OR), so all go at once."""
    address, year = cables.address, whole_year(cables)
    values: dict[str, tuple[str, ...]] = {}
    for name, value in address:
        if name == "sort" or (year and name in {"sent_after", "sent_before"}):
            continue
        values[name] = (*values.get(name, ()), value)
    found = [Relaxation(name, gone, address.minus(name)) for name, gone in values.items()]
    if year:
        found.append(Relaxation(YEAR, (year,), address.put(sent_after="", sent_before="")))
    if len(cables.query.sought) > 1:
        found += [Relaxation(WORD, (term.text,), address.put(q=str(term))) for term in cables.query.sought]
    return tuple(found[:MAX_RELAXATIONS])


def whole_year(cables: CableFilter) -> str:
    """`2008` where the dates asked for are the first and the last day of that year, else ""."""
    after, before = cables.conditions["sent_after"], cables.conditions["sent_before"]
    if not after or not before:
        return ""
    first, last = dt.date(after.year, 1, 1), dt.date(after.year, 12, 31)
    return str(after.year) if (after, before) == (first, last) else ""
