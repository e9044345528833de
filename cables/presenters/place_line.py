"""The line above a cable's text that leads back to the list, and on to the next result of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from cables.models import CableVersion, Paragraph
from cables.models.paragraph import anchors
from cables.presenters.links import to_lists
from cables.presenters.list_words import Names, Words, heading_of, labels
from cables.presenters.names import post_names
from cables.presenters.result import anchor_of
from cables.search.address import Address
from cables.search.hits import searched
from cables.search.listing import PAGE_SIZE
from cables.search.place import AT, Place

MOST_MATCHES = 30
"""Paragraphs that are linked one by one."""


@dataclass(frozen=True, slots=True)
class Match:
    """A paragraph in which something of what was searched for stands."""

    label: str  # `¶3`
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    place: str  # `Result 7 of 214`, or what is to be said instead
    conditions: tuple[Words, ...]  # ` for `, `harbour`, `, tagged PREL`
    back: str
    back_words: str
    previous: str  # addresses of the neighbours' pages, "" where there is none
    next: str
    counted: str  # `5 paragraphs match`; "" where no words were searched for
    matches: tuple[Match, ...]
    more: int  # matches that are not linked


def place_line(place: Place, version: CableVersion) -> PlaceLine:
    """One query where the list is of some posts."""
    address = place.address
    found = _matches(place, list(version.paragraphs.all()))
    return PlaceLine(
        place=_said(place),
        conditions=_conditions(place, version),
        back=_back(place),
        back_words="Back to the results" if place.asked else "All results",
        previous=_page(place.previous, address, place.at - 1),
        next=_page(place.next, address, place.at + 1),
        counted=_counted(place, len(found)),
        matches=found[:MOST_MATCHES],
        more=max(0, len(found) - MOST_MATCHES),
    )


def _page(mrn: str, address: Address, at: int) -> str:
    """Of a neighbour."""
    return f"{reverse('cable', args=[mrn])}?{urlencode([*address, (AT, at)])}" if mrn else ""


def list_page(address: Address, at: int = 0) -> str:
    """The page of the list on which that place is, at the place; without one the first."""
    if not at:
        return to_lists()(address)
    return f"{to_lists()(address.on_page((at - 1) // PAGE_SIZE + 1))}#{anchor_of(at)}"


def _said(place: Place) -> str:
    if place.at:
        return f"Result {place.at:,} of {place.count:,}"
    if not place.asked:
        return f"{place.count:,} result{'' if place.count == 1 else 's'}"
    if place.is_in:
        return f"This cable is no longer number {place.asked:,} of the {place.count:,} results"
    return "This cable is no longer in the results"


def _conditions(place: Place, version: CableVersion) -> tuple[Words, ...]:
    """Without a name for a collection that is not this cable's: that would be one query more."""
    asked, own = place.cables.conditions, version.collection
    posts = {*asked["origin"], *asked["not_origin"]}
    names = Names({}, post_names(posts), {own.slug: own.name})
    _, *rest = heading_of(place.cables, place.count, labels(names))
    return tuple(Words(" for ") if words == Words(" with ") else words for words in rest)


def _back(place: Place) -> str:
    """To where the cable stands, else to where it stood."""
    return list_page(place.address, place.at or min(place.asked, place.count))


def _matches(place: Place, paragraphs: Sequence[Paragraph]) -> tuple[Match, ...]:
    found = []
    for paragraph, anchor in zip(paragraphs, anchors(p.number for p in paragraphs), strict=True):
        is_asked_for = not place.levels or paragraph.level in place.levels
        if is_asked_for and place.marks.answered(searched(paragraph.heading, paragraph.text)):
            number = paragraph.number
            name = "Unnumbered paragraph" if number is None else f"Paragraph {number}"
            found.append(Match("¶" if number is None else f"¶{number}", name, f"#{anchor}"))
    return tuple(found)


def _counted(place: Place, matches: int) -> str:
    if not place.marks:
        return ""
    if matches == 1:
        return "1 paragraph matches"
    return f"{matches:,} paragraphs match" if matches else "No paragraph matches"
