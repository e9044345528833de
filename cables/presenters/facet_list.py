"""The values of a facet as links: each adds, excludes or takes back its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse

from cables.presenters.links import to_lists
from cables.presenters.list_words import Label
from cables.presenters.names import TAG_KINDS
from cables.search.address import NOT, Address
from cables.search.facets import Facet, Value
from cables.search.kinds import KINDS

FACETS = {
    "classification": "Marking of the cable",
    "tag": "Tags",
    "origin": "From",
    "collection": "Collection",
    "caption": "Caption",
    "mark": "Level of a paragraph",
}


class FacetValue(NamedTuple):
    """In the order in which the template takes it apart."""

    value: str
    code: str  # shown before the name, where readers know the code
    name: str
    count: str  # as data
    shown: str  # as read
    state: str  # "chosen", "excluded" or ""
    href: str  # with this value, or without it where it is chosen or excluded
    href_not: str  # without the cables that have it; "" where it is chosen or excluded


@dataclass(frozen=True, slots=True)
class Group:
    title: str  # "" where a facet has one group only
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class FacetList:
    name: str
    title: str
    groups: tuple[Group, ...]
    all: str  # how many values there are; "" where all are shown
    href_all: str


def facet_list(facet: Facet, address: Address, label: Label) -> FacetList:
    return FacetList(
        name=facet.name,
        title=FACETS[facet.name],
        groups=tuple(groups(facet, address, label)),
        all=f"{len(facet.values) + facet.more:,}" if facet.more else "",
        href_all=reverse("facet", args=[facet.name]) + address.besides({}),
    )


def groups(facet: Facet, address: Address, label: Label) -> Iterator[Group]:
    """Tags by their kind; the values of any other facet are one group."""
    values = facet_values(facet, address, label)
    if facet.name != "tag":
        yield Group("", tuple(values))
        return
    kinds = [value.kind for value in (*facet.values, *facet.excluded)]
    pairs = sorted(zip(kinds, values, strict=True), key=lambda pair: KINDS.index(pair[0]))
    for kind, found in groupby(pairs, key=lambda pair: pair[0]):
        yield Group(TAG_KINDS[kind], tuple(value for _, value in found))


def facet_values(facet: Facet, address: Address, label: Label) -> Iterator[FacetValue]:
    name, to, path = facet.name, to_lists(), reverse("cable-list")
    adding, excluding = address.adding(name), address.adding(NOT[name])

    def worded(value: Value) -> tuple[str, str, str, str, str]:
        words = label(name, value.value)
        code = value.value if name == "tag" else ""
        return value.value, code, words[len(code) :].strip(), str(value.count), f"{value.count:,}"

    for value in facet.values:
        if value.chosen:
            without = to(address.minus(name, value.value))
            yield FacetValue(*worded(value), "chosen", without, "")
        else:
            yield FacetValue(*worded(value), "", path + adding(value.value), path + excluding(value.value))
    for value in facet.excluded:
        yield FacetValue(*worded(value), "excluded", to(address.minus(NOT[name], value.value)), "")
