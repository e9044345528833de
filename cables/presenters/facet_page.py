"""Every value of one facet on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from cables.presenters.facet_list import FACETS, FacetValue, facet_values
from cables.presenters.links import to_lists
from cables.presenters.list_words import Names, Words, heading_of, labels, names_of
from cables.presenters.result_list import Pages, pages_of
from cables.search.facets import Facet
from cables.search.whole_facet import BY_NAME, WholeFacet

FEW = 12
"""Values that are seen at one look: a box to find one is shown where there are more."""


@dataclass(frozen=True, slots=True)
class Order:
    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class FacetPage:
    name: str
    title: str
    of: tuple[Words, ...]  # the list whose values these are
    href_list: str
    values: tuple[FacetValue, ...]
    summary: str  # `1,203 values`, `12 of 1,203 values`
    is_whole: bool  # all values stand on this page
    has_box: bool
    find: str
    kept: tuple[tuple[str, str], ...]  # the rest of the address, as hidden inputs
    orders: tuple[Order, ...]
    pages: Pages
    query: str
    notes: tuple[str, ...]


def facet_page(facet: WholeFacet) -> FacetPage:
    address, here = facet.cables.address, reverse("facet", args=[facet.name])
    label = labels(_names(facet))

    def href(**own: str) -> str:
        own = {name: value for name, value in own.items() if value}
        return here + address.besides(own)

    by = BY_NAME if facet.by_name else ""
    shown = facet.page.paginator.count
    every = f"{facet.values:,} value{'' if facet.values == 1 else 's'}"
    return FacetPage(
        name=facet.name,
        title=FACETS[facet.name],
        of=heading_of(facet.cables, facet.totals.cables, label, none="no cables"),
        href_list=to_lists()(address),
        values=tuple(
            facet_values(Facet(facet.name, tuple(facet.page), excluded=facet.excluded), address, label)
        ),
        summary=f"{shown:,} of {every}" if facet.find else every,
        is_whole=not facet.find and not facet.page.has_other_pages(),
        has_box=facet.values > FEW,
        find=facet.find,
        kept=(*address, *((("by", by),) if by else ())),
        orders=(
            Order("number of cables", href(find=facet.find), not by),
            Order("name", href(find=facet.find, by=BY_NAME), bool(by)),
        ),
        pages=pages_of(
            facet.page,
            lambda number: href(find=facet.find, by=by, page=str(number) if number > 1 else ""),
        ),
        query=facet.cables.query.text,
        notes=tuple(facet.cables.notes),
    )


def _names(facet: WholeFacet) -> Names:
    names = names_of(facet.cables)
    return Names(
        names.tags | (facet.names if facet.name == "tag" else {}),
        names.posts | (facet.names if facet.name == "origin" else {}),
        names.collections | (facet.names if facet.name == "collection" else {}),
    )
