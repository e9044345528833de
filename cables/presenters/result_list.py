"""The list of cables and all that stands around it: chips, facets, sorts, pages, help where it is empty."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page
from django.urls import reverse

from cables.presenters.list_words import Label, Words, heading_of, labels, names_in, phrase
from cables.presenters.result import Result, results
from cables.presenters.timeline import Timeline, timeline
from cables.search.address import Address
from cables.search.chips import WORD, YEAR, Relaxation
from cables.search.facets import Facet
from cables.search.filters import NEWEST, RELEVANCE
from cables.search.listing import Listing

SORTS = {
    RELEVANCE: "relevance",
    NEWEST: "newest",
    "sent": "oldest",
    "-cited": "most cited",
    "mrn": "number",
}
FACETS = {
    "classification": "Marking of the cable",
    "tag": "Tags",
    "origin": "From",
    "collection": "Collection",
    "caption": "Caption",
    "mark": "Level of a paragraph",
}
CHIPS = {
    "q": "Words",
    "tag": "Tag",
    "not_tag": "Not",
    "origin": "From",
    "classification": "Marked",
    "mark": "Paragraph",
    "caption": "Caption",
    "collection": "Collection",
    "sent_after": "From day",
    "sent_before": "To day",
    YEAR: "Year",
}
WITHOUT = {
    "q": "the words ",
    "tag": "the tag ",
    "not_tag": "the ban on ",
    "origin": "the post ",
    "classification": "the marking ",
    "mark": "the level ",
    "caption": "the caption ",
    "collection": "the collection ",
    "sent_after": "the first day, ",
    "sent_before": "the last day, ",
    YEAR: "the year ",
}


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
    cables: int


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    code: str  # shown before the name, where readers know the code
    name: str
    count: int
    chosen: bool
    href: str
    href_not: str  # "" where a value cannot be excluded


@dataclass(frozen=True, slots=True)
class FacetList:
    name: str
    title: str
    values: tuple[FacetValue, ...]
    more: int
    href_more: str


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
    last: int


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
    is_bare: bool  # nothing was asked for: an empty list means an empty site
    cables: int


def result_list(listing: Listing) -> ResultList:
    names = names_in(listing)
    label = labels(names)
    heading = heading_of(listing.cables, listing.totals.cables, label)
    address = listing.cables.address
    return ResultList(
        heading=heading,
        title="".join(words.text for words in heading),
        notes=listing.notes,
        go_to=_go_to(listing),
        chips=tuple(
            Chip(CHIPS[chip.name], label(chip.name, chip.value), _href(chip.address_without))
            for chip in listing.conditions
        ),
        clear=_href(Address().put(sort=listing.cables.sort_order) if _is_sorted(listing) else Address()),
        facets=tuple(_facet(facet, address, label) for facet in listing.facets if facet.values),
        dates=_dates(listing),
        timeline=timeline(
            ((year.year, year.count, year.chosen) for year in listing.years),
            lambda year: _href(address.put(sent_after=f"{year:04}-01-01", sent_before=f"{year:04}-12-31")),
        ),
        undated=listing.totals.undated,
        sorts=_sorts(listing),
        results=results(
            listing.page.object_list,
            listing.marks,
            listing.hits,
            names.posts,
            address=address,
            first=listing.page.start_index(),
        ),
        pages=_pages(listing.page, address),
        relaxations=tuple(_nearby(*row, label) for row in listing.relaxations),
        is_bare=not listing.conditions,
        cables=listing.totals.cables,
    )


def _href(address: Address) -> str:
    return reverse("cable-list") + (str(address) if address.pairs else "")


def _is_sorted(listing: Listing) -> bool:
    return listing.cables.sort_order not in {NEWEST, RELEVANCE}


def _go_to(listing: Listing) -> GoTo | None:
    whole = listing.cables.query.whole_number
    missing = (whole, reverse("cable", args=[whole])) if whole and whole not in listing.held else None
    held = tuple((mrn, reverse("cable", args=[mrn])) for mrn in listing.held)
    return GoTo(held, missing) if held or missing else None


def _facet(facet: Facet, address: Address, label: Label) -> FacetList:
    def value_of(value: str, count: int, chosen: bool) -> FacetValue:
        excluded = address.minus("tag", value).plus("not_tag", value)
        has_code = facet.name == "tag"
        return FacetValue(
            value=value,
            code=value if has_code else "",
            name=label(facet.name, value).removeprefix(value).strip()
            if has_code
            else label(facet.name, value),
            count=count,
            chosen=chosen,
            href=_href(address.minus(facet.name, value) if chosen else address.plus(facet.name, value)),
            href_not=_href(excluded) if has_code and not chosen else "",
        )

    everything = {"tag": "tag-list", "origin": "post-list"}.get(facet.name)
    return FacetList(
        name=facet.name,
        title=FACETS[facet.name],
        values=tuple(value_of(value.value, value.count, value.chosen) for value in facet.values),
        more=facet.more if everything else 0,
        href_more=reverse(everything) if everything else "",
    )


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


def _nearby(relaxation: Relaxation, count: int, label: Label) -> Nearby:
    if relaxation.name == WORD:
        return Nearby("With only", relaxation.values[0], _href(relaxation.address), count)
    named = phrase("", relaxation.values, lambda value: label(relaxation.name, value))
    words = WITHOUT[relaxation.name] + named.strip()
    return Nearby("Without", words, _href(relaxation.address), count)


def _sorts(listing: Listing) -> tuple[Sort, ...]:
    return tuple(
        Sort(
            words,
            _href(listing.cables.address.put(sort="" if sort == NEWEST else sort)),
            sort == listing.cables.sort_order,
        )
        for sort, words in SORTS.items()
        if sort != RELEVANCE or listing.cables.query
    )


def _pages(page: Page, address: Address) -> Pages:
    def href(number: int) -> str:
        return _href(Address.of([*address, ("page", str(number))]) if number > 1 else address)

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
        last=page.end_index(),
    )
