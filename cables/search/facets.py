"""What the list holds, counted: by marking, tag, post, collection, caption, paragraph level, year and month.

The counts of a facet leave out that facet's own conditions, so they say what choosing another of
its values would add.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cables.models import CableVersion, Collection, Paragraph
from cables.search.address import NOT
from cables.search.filters import CableFilter
from cables.search.kinds import Described, described

SHOWN = 12
OF_A_KIND = 3
"""As many tags of each kind are shown, where there are, though others are more frequent."""
LOOKED_AT = 100
"""The most frequent tags, of which the kind is looked up."""
COUNTED = ("classification", "tag", "origin", "collection", "caption", "mark")
ORDERED = {"classification": CableVersion.Classification.values, "mark": Paragraph.Level.values}

Counts = Sequence[tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Value:
    value: str
    count: int
    chosen: bool
    name: str = ""  # only of a tag or a collection
    kind: str = ""  # only of a tag


@dataclass(frozen=True, slots=True)
class Facet:
    name: str  # the parameter of the address
    values: tuple[Value, ...]  # the chosen ones, and the most frequent
    more: int = 0  # how many values are not among them
    excluded: tuple[Value, ...] = ()  # those that cables of the list do not have


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    month: int
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


def years_in_months(cables: CableFilter) -> tuple[int, ...]:
    """The one or two years within which the dates asked for lie; none where they lie farther apart."""
    after, before = cables.conditions["sent_after"], cables.conditions["sent_before"]
    if not after or not before or not 0 <= before.year - after.year <= 1:
        return ()
    return tuple(dict.fromkeys((after.year, before.year)))


def months(cables: CableFilter, counted: Counts) -> tuple[Month, ...]:
    """Of each year of `years_in_months` every month; `counted` is by (year, month)."""
    counts = dict(counted)
    after, before = cables.conditions["sent_after"], cables.conditions["sent_before"]
    return tuple(
        Month(
            *(year, month, counts.get((year, month), 0)),
            (after.year, after.month) <= (year, month) <= (before.year, before.month),
        )
        for year in years_in_months(cables)
        for month in range(1, 13)
    )


def ranked(name: str, counts: Mapping[str, int]) -> list[str]:
    """The values that are counted: markings from the lowest on, others the most frequent first."""
    if name in ORDERED:
        return [value for value in ORDERED[name] if value in counts]
    return sorted(counts, key=lambda value: (-counts[value], value))


def _facet(cables: CableFilter, name: str, counted: Counts, most: int) -> Facet:
    chosen, excluded = cables.conditions[name], cables.conditions[NOT[name]]
    counts = dict(counted)
    values = ranked(name, counts)
    tags: dict[str, Described] = {}
    names: dict[str, str] = {}
    shown = values[:most]
    if name == "tag":
        tags = described(dict.fromkeys([*values[:LOOKED_AT], *chosen, *excluded]))
        shown += _of_each_kind(values[:LOOKED_AT], tags, shown)
    # A chosen value stays in sight, so that it can be taken back, even when nothing has it.
    shown += [value for value in chosen if value not in shown]
    if name == "collection":
        names = _names([*shown, *excluded])

    def value_of(value: str) -> Value:
        kind, words = tags[value] if tags else ("", names.get(value, ""))
        return Value(value, counts.get(value, 0), value in chosen, words, kind)

    return Facet(
        name,
        tuple(map(value_of, shown)),
        more=len(counts.keys() - set(shown)),
        excluded=tuple(map(value_of, excluded)),
    )


def _of_each_kind(values: Sequence[str], tags: Mapping[str, Described], shown: Sequence[str]) -> list[str]:
    """Those to be added to what is shown, so that the first OF_A_KIND of every kind are."""
    seen = Counter(tags[value].kind for value in shown)
    added = []
    for value in values[len(shown) :]:
        if seen[tags[value].kind] < OF_A_KIND:
            seen[tags[value].kind] += 1
            added.append(value)
    return added


def _names(slugs: Sequence[str]) -> dict[str, str]:
    return dict(Collection.objects.released().filter(slug__in=slugs).values_list("slug", "name"))
