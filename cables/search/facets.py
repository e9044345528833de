"""What the list holds, counted: by marking, tag, post, collection, caption, paragraph level, and year.

The counts of a facet leave out that facet's own conditions, so they say what choosing another of
its values would add.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cables.models import CableVersion, Collection, Paragraph
from cables.search.filters import CableFilter

SHOWN = 12
COUNTED = ("classification", "tag", "origin", "collection", "caption", "mark")
ORDERED = {"classification": CableVersion.Classification.values, "mark": Paragraph.Level.values}

Counts = Sequence[tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Value:
    value: str
    count: int
    chosen: bool
    name: str = ""  # only of a collection


@dataclass(frozen=True, slots=True)
class Facet:
    name: str  # the parameter of the address
    values: tuple[Value, ...]  # the chosen ones, and the most frequent
    more: int = 0  # how many values are not among them


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Totals:
    cables: int
    undated: int
    first: dt.datetime | None
    last: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PostCount:
    """A post that sent cables of a list, and the years of the first and the last that has a date."""

    code: str
    cables: int
    first: int | None
    last: int | None


def facets(cables: CableFilter, counted: dict[str, Counts], shown: int = SHOWN) -> tuple[Facet, ...]:
    """Of the counts by parameter, in the order of the page."""
    return tuple(_facet(cables, name, counted[name], shown) for name in COUNTED if name in counted)


def years(cables: CableFilter, counted: Counts) -> tuple[Year, ...]:
    """Every year that has a cable, whatever dates are asked for; `chosen` are those asked for."""
    after, before = cables.conditions["sent_after"], cables.conditions["sent_before"]
    first, last = after.year if after else dt.MINYEAR, before.year if before else dt.MAXYEAR
    return tuple(Year(year, count, first <= year <= last) for year, count in sorted(counted))


def _facet(cables: CableFilter, name: str, counted: Counts, most: int) -> Facet:
    chosen, counts = cables.conditions[name], dict(counted)
    if name in ORDERED:
        values = [value for value in ORDERED[name] if value in counts]
    else:
        values = sorted(counts, key=lambda value: (-counts[value], value))
    shown = values[:most]
    # A chosen value stays in sight, so that it can be taken back, even when nothing has it.
    shown += [value for value in chosen if value not in shown]
    names = _names(shown) if name == "collection" else {}
    found = (Value(v, counts.get(v, 0), v in chosen, names.get(v, "")) for v in shown)
    return Facet(name, tuple(found), more=len(counts.keys() - set(shown)))


def _names(slugs: Sequence[str]) -> dict[str, str]:
    return dict(Collection.objects.filter(slug__in=slugs).values_list("slug", "name"))
