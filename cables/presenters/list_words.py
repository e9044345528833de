"""What a list is asked for, in words: its heading, and the name of each value in its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cables.models import CableVersion
from cables.presenters.names import LEVEL_WORDS, plain_date, post_names, tag_names
from cables.presenters.result import posts_in
from cables.search.chips import whole_year
from cables.search.filters import CableFilter
from cables.search.listing import Listing

NAMED = 3  # values of one parameter; the others are counted

Label = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Names:
    tags: dict[str, str]
    posts: dict[str, str]
    collections: dict[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    typed: bool = False  # by the reader: set in italics


def names_in(listing: Listing) -> Names:
    """Of every tag and post on the page; a query each."""
    values: dict[str, set[str]] = {}
    collections = {}
    for facet in listing.facets:
        values.setdefault(facet.name, set()).update(value.value for value in facet.values)
        if facet.name == "collection":
            collections = {value.value: value.name for value in facet.values}
    for chip in listing.conditions:
        values.setdefault(chip.name.removeprefix("not_"), set()).add(chip.value)
    rows = listing.page.object_list
    return Names(
        tags=tag_names(values.get("tag", set())),
        posts=post_names(values.get("origin", set()) | posts_in(rows)),
        collections=collections,
    )


def labels(names: Names) -> Label:
    """A function from parameter and value to words."""
    classifications = dict(CableVersion.Classification.choices)

    def label(name: str, value: str) -> str:
        match name:
            case "tag" | "not_tag":
                return f"{value} {names.tags.get(value, '')}".strip()
            case "origin":
                return names.posts.get(value, value)
            case "collection":
                return names.collections.get(value) or value
            case "classification":
                return classifications[value]
            case "mark":
                return LEVEL_WORDS[value].capitalize()
            case "sent_after" | "sent_before":
                return plain_date(dt.date.fromisoformat(value))
        return value

    return label


def heading_of(cables: CableFilter, count: int, label: Label) -> tuple[Words, ...]:
    """`31 cables`, `with demarche harbour`, `tagged PREL`: a sentence that says the whole address."""
    parts = [Words(f"{count:,} cable{'' if count == 1 else 's'}" if count else "No cables")]
    conditions = cables.conditions
    query = cables.query
    if query.excluded and not query.clauses:
        parts += [Words(" without "), Words(" or ".join(map(str, query.excluded)), typed=True)]
    elif query:
        parts += [Words(" with "), Words(query.text, typed=True)]
    phrases = [
        phrase("tagged", conditions["tag"], str),
        phrase("not tagged", conditions["not_tag"], str),
        phrase("from", conditions["origin"], lambda v: label("origin", v)),
        phrase("marked", conditions["classification"], lambda v: label("classification", v)),
        phrase("with a paragraph at", conditions["mark"], lambda v: label("mark", v).lower()),
        phrase("with the caption", conditions["caption"], str),
        phrase("in", conditions["collection"], lambda v: label("collection", v)),
        _sent(cables),
    ]
    parts += [
        Words(("," if at or len(parts) > 1 else "") + " " + phrase)
        for at, phrase in enumerate(filter(None, phrases))
    ]
    return tuple(parts)


def phrase(opening: str, values: Iterable[str], word: Callable[[str], str]) -> str:
    words = [word(value) for value in values]
    if len(words) > NAMED:
        words = [*words[:NAMED], f"{len(words) - NAMED} more"]
    if not words:
        return ""
    *first, last = words
    return f"{opening} " + (f"{', '.join(first)} or {last}" if first else last)


def _sent(cables: CableFilter) -> str:
    if year := whole_year(cables):
        return f"sent in {year}"
    after, before = (cables.conditions[name] for name in ("sent_after", "sent_before"))
    if after and before:
        return f"sent {plain_date(after)} to {plain_date(before)}"
    if after:
        return f"sent on {plain_date(after)} or later"
    return f"sent on {plain_date(before)} or earlier" if before else ""
