"""What the list holds, counted: by marking, tag, post, collection, paragraph level, and year.

The counts of a facet leave out that facet's own conditions, so they say what choosing another of
its values would add. One query each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import ExtractYear

from cables.models import CableTag, CableVersion, Paragraph
from cables.search.chips import Relaxation
from cables.search.filters import CableFilter, Versions

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Value:
    value: str
    count: int
    chosen: bool
    name: str = ""  # only where the row that was counted has it


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


def totals(versions: Versions) -> Totals:
    row = versions.aggregate(
        cables=Count("pk"),
        undated=Count("pk", filter=Q(sent_at=None)),
        first=Min("sent_at"),
        last=Max("sent_at"),
    )
    return Totals(**row)


def facets(cables: CableFilter) -> tuple[Facet, ...]:
    return (
        _classifications(cables),
        _tags(cables),
        _origins(cables),
        _collections(cables),
        _levels(cables),
    )


def years(cables: CableFilter) -> tuple[Year, ...]:
    """Every year that has a cable, whatever dates are asked for; `chosen` are those asked for."""
    rows = (
        cables.narrowed("sent_after", "sent_before")
        .filter(sent_at__isnull=False)
        .values_list(ExtractYear("sent_at"))
        .annotate(count=Count("pk"))
    )
    after, before = cables.conditions["sent_after"], cables.conditions["sent_before"]
    first, last = after.year if after else dt.MINYEAR, before.year if before else dt.MAXYEAR
    return tuple(Year(year, count, first <= year <= last) for year, count in sorted(rows))


def counts_of(cables: CableFilter, nearby: Iterable[Relaxation]) -> list[int]:
    """How many cables each of these lists would have, in one query."""
    found = {
        f"n{i}": Count("pk", filter=Q(pk__in=_narrowed(cables, relaxation).values("pk")))
        for i, relaxation in enumerate(nearby)
    }
    return list(CableVersion.objects.released().aggregate(**found).values()) if found else []


def _narrowed(cables: CableFilter, relaxation: Relaxation) -> Versions:
    return CableFilter(relaxation.address.as_data(), queryset=cables.queryset).narrowed()


def _classifications(cables: CableFilter) -> Facet:
    rows = cables.narrowed("classification").values_list("classification").annotate(n=Count("pk"))
    order = CableVersion.Classification.values
    return _facet(cables, "classification", sorted(rows, key=lambda row: order.index(row[0])))


def _tags(cables: CableFilter) -> Facet:
    rows = (
        CableTag.objects.filter(version__in=cables.narrowed("tag").values("pk"))
        .order_by()
        .values_list("code")
        .annotate(n=Count("version", distinct=True))
    )
    return _facet(cables, "tag", _most_first(rows))


def _origins(cables: CableFilter) -> Facet:
    rows = (
        cables.narrowed("origin").exclude(cable__post="").values_list("cable__post").annotate(n=Count("pk"))
    )
    return _facet(cables, "origin", _most_first(rows))


def _collections(cables: CableFilter) -> Facet:
    rows = list(
        cables.narrowed("collection")
        .values_list("collection__slug", "collection__name")
        .annotate(n=Count("pk"))
    )
    names = {slug: name for slug, name, _ in rows}
    return _facet(cables, "collection", _most_first((slug, n) for slug, _, n in rows), names)


def _levels(cables: CableFilter) -> Facet:
    rows = (
        Paragraph.objects.filter(version__in=cables.narrowed("mark").values("pk"))
        .exclude(level="")
        .order_by()
        .values_list("level")
        .annotate(n=Count("version", distinct=True))
    )
    order = Paragraph.Level.values
    return _facet(cables, "mark", sorted(rows, key=lambda row: order.index(row[0])))


def _most_first(rows: Iterable[Any]) -> list[tuple[str, int]]:
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _facet(
    cables: CableFilter, name: str, counted: Iterable[tuple[str, int]], names: dict[str, str] | None = None
) -> Facet:
    chosen = cables.conditions[name]
    counts = dict(counted)
    shown = list(counts)[:SHOWN]
    # A chosen value stays in sight, so that it can be taken back, even when nothing has it.
    shown += [value for value in chosen if value not in shown]
    values = (Value(v, counts.get(v, 0), v in chosen, (names or {}).get(v, "")) for v in shown)
    return Facet(name, tuple(values), more=len(counts.keys() - set(shown)))
