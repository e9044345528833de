"""One page of the list with everything that stands around it: the reading side of /cables/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from cables.models import Cable, CableVersion
from cables.search.chips import Condition, Relaxation, conditions, relaxations
from cables.search.facets import Facet, Totals, Year, counts_of, facets, totals, years
from cables.search.filters import RELEVANCE, CableFilter
from cables.search.hits import Hit, first_hits
from cables.search.numbers import holders, series
from cables.search.values import tidy

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Listing:
    cables: CableFilter
    totals: Totals
    page: Page
    hits: dict[int, Hit]
    facets: tuple[Facet, ...]
    years: tuple[Year, ...]
    conditions: tuple[Condition, ...]
    relaxations: tuple[tuple[Relaxation, int], ...]  # where nothing was found: lists that hold something
    held: tuple[str, ...]  # numbers in the query of which a cable is held
    notes: tuple[str, ...]


def listing(data: Mapping[str, Any]) -> Listing:
    """`data` is the QueryDict of the address; whatever stands in it, there is an answer."""
    cables = CableFilter(data, queryset=CableVersion.objects.released())
    counted = totals(cables.narrowed())
    page, notes = _page(cables, counted.cables, tidy(data.get("page") or ""))
    if data.get("sort") == RELEVANCE and not cables.query:
        notes.append("Relevance needs words to be relevant to: the newest come first.")
    nearby = relaxations(cables) if not counted.cables else ()
    counts = zip(nearby, counts_of(cables, nearby), strict=True)
    return Listing(
        cables=cables,
        totals=counted,
        page=page,
        hits=first_hits(page.object_list, cables.query.words),
        facets=facets(cables),
        years=years(cables),
        conditions=conditions(cables),
        relaxations=tuple((relaxation, count) for relaxation, count in counts if count),
        held=_held(cables),
        notes=(*cables.notes, *notes),
    )


def _page(cables: CableFilter, count: int, asked: str) -> tuple[Page, list[str]]:
    paginator = Paginator(cables.qs.for_list(), PAGE_SIZE)
    paginator.count = count  # known already, so it is not asked for again
    # Nine digits are more pages than there can be; int() refuses thousands of them.
    page = paginator.get_page(max(1, int(asked[:9])) if asked.isdecimal() else 1)
    if not asked or asked == str(page.number):
        return page, []
    shown = asked if len(asked) <= 12 else asked[:12] + "…"
    return page, [f"There is no page {shown}: this is page {page.number} of {paginator.num_pages}."]


def _held(cables: CableFilter) -> tuple[str, ...]:
    query = cables.query
    if query.numbers:
        named = Q(mrn__in=query.numbers) | Q(former_numbers__mrn__in=query.numbers)
        held = Cable.objects.released().filter(named).distinct()
        return tuple(held.values_list("mrn", flat=True))
    wanted = series(query.text)
    return tuple(cable.mrn for cable in holders(wanted)) if wanted else ()
