"""The list of cables and all that stands around it: chips, facets, sorts, pages, help where it is empty."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page
from django.urls import reverse

from cables.presenters.facet_list import FacetList, facet_list
from cables.presenters.links import to_lists
from cables.presenters.list_words import (
    Label,
    Words,
    counted_cables,
    heading_of,
    labels,
    names_in,
    phrase,
)
from cables.presenters.result import Result, results
from cables.presenters.saving import Saving, saving
from cables.presenters.timeline import Timeline, timeline, timeline_of_months, ways_from
from cables.search.address import NOT, Address
from cables.search.chips import YEAR
from cables.search.filters import NEWEST, RELEVANCE, CableFilter
from cables.search.listing import Listing
from cables.search.relaxing import WORD, Relaxation

SORTS = {
    RELEVANCE: "relevance",
    NEWEST: "newest",
    "sent": "oldest",
    "-cited": "most cited",
    "mrn": "number",
}
CHIPS = {
    "q": "Words",
    "tag": "Tag",
    "not_tag": "Not",
    "origin": "From",
    "not_origin": "Not from",
    "classification": "Marked",
    "not_classification": "Not marked",
    "mark": "Paragraph",
    "not_mark": "No paragraph",
    "caption": "Caption",
    "not_caption": "Without caption",
    "collection": "Collection",
    "not_collection": "Not in",
    "sent_after": "From day",
    "sent_before": "To day",
    YEAR: "Year",
}
WITHOUT = {
    "q": "the words ",
    "tag": "the tag ",
    "origin": "the post ",
    "classification": "the marking ",
    "mark": "the level ",
    "caption": "the caption ",
    "collection": "the collection ",
    **dict.fromkeys(NOT.values(), "the ban on "),
    "sent_after": "the first day, ",
    "sent_before": "the last day, ",
    YEAR: "the year ",
}


ToLists = Callable[[Address], str]


@dataclass(frozen=True, slots=True)
class Chip:
    kind: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """A list that holds something, offered where this one is empty."""

    action: str  # `Without`, `With only`
    label: str
    href: str
    count: str  # `12 cables`


@dataclass(frozen=True, slots=True)
class Sort:
    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int  # 0 for a gap
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pages:
    previous: str
    next: str
    links: tuple[PageLink, ...]
    first: int  # place in the list of the page's first cable
    place: str  # `21–40 of 1,214`


@dataclass(frozen=True, slots=True)
class DateForm:
    query: str
    after: str
    before: str
    kept: tuple[tuple[str, str], ...]  # the rest of the address, as hidden inputs


@dataclass(frozen=True, slots=True)
class GoTo:
    """Cable numbers in what was searched for."""

    held: tuple[tuple[str, str], ...]  # number, href
    missing: tuple[str, str] | None  # the only thing asked for, and not held


@dataclass(frozen=True, slots=True)
class ResultList:
    heading: tuple[Words, ...]
    title: str
    notes: tuple[str, ...]
    go_to: GoTo | None
    chips: tuple[Chip, ...]
    clear: str
    facets: tuple[FacetList, ...]
    dates: DateForm
    timeline: Timeline | None
    undated: int
    sorts: tuple[Sort, ...]
    results: tuple[Result, ...]
    pages: Pages
    relaxations: tuple[Nearby, ...]
    meant: tuple[Nearby, ...]  # with other words
    is_bare: bool  # nothing was asked for: an empty list means an empty site
    cables: int
    count: str  # `1,214 cables`
    save: Saving


def result_list(listing: Listing) -> ResultList:
    names = names_in(listing)
    label = labels(names)
    heading = heading_of(listing.cables, listing.totals.cables, label)
    address, to = listing.cables.address, to_lists()
    return ResultList(
        heading=heading,
        title="".join(words.text for words in heading),
        notes=listing.notes,
        go_to=_go_to(listing),
        chips=tuple(
            Chip(CHIPS[chip.name], label(chip.name, chip.value), to(chip.address_without))
            for chip in listing.conditions
        ),
        clear=to(Address().put(sort=listing.cables.sort_order) if _is_sorted(listing) else Address()),
        facets=tuple(
            facet_list(facet, address, label) for facet in listing.facets if facet.values or facet.excluded
        ),
        dates=_dates(listing),
        timeline=_timeline(listing, to),
        undated=listing.undated,
        sorts=sorts_of(listing.cables, to),
        results=results(
            listing.page.object_list,
            listing.marks,
            listing.hits,
            names.posts,
            address=address,
            first=listing.page.start_index(),
        ),
        pages=pages_of(listing.page, lambda number: to(address.on_page(number))),
        relaxations=tuple(_nearby(*row, label, to) for row in listing.relaxations),
        meant=tuple(
            Nearby("", each.words, to(each.address), counted_cables(each.cables)) for each in listing.meant
        ),
        is_bare=not listing.conditions,
        cables=listing.totals.cables,
        count=counted_cables(listing.totals.cables),
        save=saving(address),
    )


def _is_sorted(listing: Listing) -> bool:
    return listing.cables.sort_order not in {NEWEST, RELEVANCE}


def _go_to(listing: Listing) -> GoTo | None:
    whole = listing.cables.query.whole_number
    missing = (whole, reverse("cable", args=[whole])) if whole and whole not in listing.held else None
    held = tuple((mrn, reverse("cable", args=[mrn])) for mrn in listing.held)
    return GoTo(held, missing) if held or missing else None


def _dates(listing: Listing) -> DateForm:
    address = listing.cables.address
    after, before = (listing.cables.conditions[name] for name in ("sent_after", "sent_before"))
    own = {"q", "sent_after", "sent_before"}
    return DateForm(
        query=listing.cables.query.text,
        after=after.isoformat() if after else "",
        before=before.isoformat() if before else "",
        kept=tuple(pair for pair in address if pair[0] not in own),
    )


def _nearby(relaxation: Relaxation, count: int, label: Label, to: ToLists) -> Nearby:
    href, cables = to(relaxation.address), counted_cables(count)
    if relaxation.name == WORD:
        return Nearby("With only", relaxation.values[0], href, cables)
    gone = [(relaxation.name, relaxation.values), *((each.name, each.values) for each in relaxation.also)]
    words = [
        WITHOUT[name] + phrase("", values, lambda value, name=name: label(name, value)).strip()
        for name, values in gone
    ]
    *first, last = words
    return Nearby("Without", f"{', '.join(first)} and {last}" if first else last, href, cables)


def _timeline(listing: Listing, to: ToLists) -> Timeline | None:
    undated = listing.cables.address.put(sent_after="", sent_before="")
    path, between = to(Address()), undated.adding("sent_after", "sent_before")

    def href_of_year(year: int) -> str:
        return path + between(f"{year:04}-01-01", f"{year:04}-12-31")

    def href_of_month(year: int, month: int) -> str:
        last = calendar.monthrange(year, month)[1]
        return path + between(f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{last}")

    years = [(each.year, each.count, each.chosen) for each in listing.years]
    if not listing.months:
        return timeline(years, href_of_year)
    here = to(listing.cables.address)
    ways = ways_from(years, href_of_year, to(undated))
    return timeline_of_months(
        [(each.year, each.month, each.count, each.chosen) for each in listing.months],
        href_of_month,
        [way for way in ways if way.href != here],
    )


def sorts_of(cables: CableFilter, to: ToLists) -> tuple[Sort, ...]:
    return tuple(
        Sort(
            words,
            to(cables.address.put(sort="" if sort == cables.usual_order else sort)),
            sort == cables.sort_order,
        )
        for sort, words in SORTS.items()
        if sort != RELEVANCE or cables.query
    )


def pages_of(page: Page, href: Callable[[int], str]) -> Pages:
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return Pages(
        previous=href(page.number - 1) if page.has_previous() else "",
        next=href(page.number + 1) if page.has_next() else "",
        links=tuple(
            PageLink(number, href(number), number == page.number)
            if isinstance(number, int)
            else PageLink(0, "", False)
            for number in numbers
        )
        if paginator.num_pages > 1
        else (),
        first=page.start_index(),
        place=f"{page.start_index():,}–{page.end_index():,} of {paginator.count:,}",
    )
