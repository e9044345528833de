"""What a list is asked for, in words: its heading, and the name of each value in its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cables.models import CableVersion
from cables.presenters.names import LEVEL_WORDS, collection_names, plain_date, post_names, tag_names
from cables.presenters.result import posts_in
from cables.search.address import EXCLUDABLE, NOT
from cables.search.chips import whole_year
from cables.search.filters import CableFilter
from cables.search.listing import Listing

PHRASES = {
    "origin": "from",
    "not_origin": "not from",
    "classification": "marked",
    "not_classification": "not marked",
    "mark": "with a paragraph at",
    "not_mark": "without a paragraph at",
    "caption": "with the caption",
    "not_caption": "without the caption",
    "collection": "in",
    "not_collection": "not in",
}
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
    """Of every tag, post and collection on the page; a query for the posts."""
    wanted = _conditions(listing.cables)
    known: dict[str, dict[str, str]] = {}
    for facet in listing.facets:
        known[facet.name] = {value.value: value.name for value in (*facet.values, *facet.excluded)}
    posts = post_names(wanted["origin"] | known["origin"].keys() | posts_in(listing.page.object_list))
    return Names(known["tag"], posts, known["collection"])


def names_of(cables: CableFilter) -> Names:
    """Of every tag, post and collection that is asked for; a query each."""
    values = _conditions(cables)
    return Names(
        tag_names(values["tag"]), post_names(values["origin"]), collection_names(values["collection"])
    )


def _conditions(cables: CableFilter) -> dict[str, set[str]]:
    """The values that are asked for or excluded."""
    return {name: {*cables.conditions[name], *cables.conditions[NOT[name]]} for name in EXCLUDABLE}


def labels(names: Names) -> Label:
    """A function from parameter and value to words."""
    classifications = dict(CableVersion.Classification.choices)

    def label(name: str, value: str) -> str:
        match name.removeprefix("not_"):
            case "tag":
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


def heading_of(cables: CableFilter, count: int, label: Label, none: str = "No cables") -> tuple[Words, ...]:
    """`31 cables`, `with demarche harbour`, `tagged PREL`: a sentence that says the whole address."""
    parts = [Words(counted_cables(count) if count else none)]
    conditions, query = cables.conditions, cables.query
    if query.excluded and not query.clauses:
        parts += [Words(" without "), Words(" or ".join(map(str, query.excluded)), typed=True)]
    elif query:
        parts += [Words(" with "), Words(query.text, typed=True)]
    phrases = [
        phrase("tagged", conditions["tag"], str),
        phrase("not tagged", conditions["not_tag"], str),
        *(
            phrase(words, conditions[name], lambda v, name=name: _worded(name, label(name, v)))
            for name, words in PHRASES.items()
        ),
        _sent(cables),
    ]
    parts += [
        Words(("," if at or len(parts) > 1 else "") + " " + phrase)
        for at, phrase in enumerate(filter(None, phrases))
    ]
    return tuple(parts)


def _worded(name: str, words: str) -> str:
    return words.lower() if name.endswith("mark") else words


def counted_cables(count: int) -> str:
    return f"{count:,} cable{'' if count == 1 else 's'}"


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
