"""The front page: what is here, counted, and the ways in. Ten queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from cables.models import Collection
from cables.presenters.badge import Badge, cable_badge, paragraph_badge
from cables.presenters.counted import Counted, counted_posts, counted_tags, span
from cables.presenters.names import post_names, tag_names
from cables.presenters.result import Result, posts_in, results
from cables.search.tallies import Holding

NEWEST, TAGS, POSTS = 8, 10, 8
EXAMPLES = (
    ("U", "U", "UNCLASSIFIED", "Unclassified"),
    ("SBU", "SBU", "SBU", "Sensitive but unclassified; LOU, limited official use, before about 1995"),
    ("C", "C", "CONFIDENTIAL", "Confidential"),
    ("S/NF", "S", "SECRET", "Secret, and not for foreign nationals"),
    ("TS", "TS", "TOP SECRET", "Top secret"),
)


@dataclass(frozen=True, slots=True)
class Example:
    badge: Badge
    words: str


@dataclass(frozen=True, slots=True)
class CollectionRow:
    name: str
    href: str
    description: str
    legal_status: str
    notice: str
    cables: int


@dataclass(frozen=True, slots=True)
class HomePage:
    cables: int
    paragraphs: int
    posts_count: int
    years: str
    newest: tuple[Result, ...]
    tags: tuple[Counted, ...]
    posts: tuple[Counted, ...]
    collections: tuple[CollectionRow, ...]
    marked: tuple[Example, ...]
    unmarked: Badge
    unstated: Badge


def home_page() -> HomePage:
    everything = Holding()
    first, last = everything.totals.first, everything.totals.last
    latest, every_post = everything.newest(NEWEST), everything.posts()
    most_tags, most_posts = everything.tags(TAGS), every_post[:POSTS]
    tags = tag_names(tally.code for tally in most_tags)
    posts = post_names(posts_in(latest) | {tally.code for tally in most_posts})
    return HomePage(
        cables=everything.totals.cables,
        paragraphs=everything.answers.paragraphs(),
        posts_count=len(every_post),
        years=span(first.year if first else None, last.year if last else None),
        newest=results(latest, posts=posts),
        tags=counted_tags(most_tags, tags),
        posts=counted_posts(most_posts, posts),
        collections=collection_rows(everything.collections()),
        marked=tuple(
            Example(paragraph_badge(mark, level, False, (), classification), words)
            for mark, level, classification, words in EXAMPLES
        ),
        unmarked=paragraph_badge("", "C", True, (), "CONFIDENTIAL"),
        unstated=cable_badge("UNKNOWN"),
    )


def collection_rows(counts: Mapping[str, int]) -> tuple[CollectionRow, ...]:
    """Collections of which something has been released, by name; `counts` by slug. One query."""
    return tuple(
        CollectionRow(
            name=collection.name,
            href=reverse("collection", args=[collection.slug]),
            description=collection.description,
            legal_status=collection.legal_status,
            notice=collection.notice,
            cables=counts[collection.slug],
        )
        for collection in Collection.objects.filter(slug__in=counts).order_by("name")
    )
