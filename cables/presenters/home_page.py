"""The front page: what is here, counted, and the ways in. Ten queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.urls import reverse

from cables.models import CableVersion, Collection, Paragraph
from cables.presenters.badge import Badge, cable_badge, paragraph_badge
from cables.presenters.counted import Counted, counted_posts, counted_tags, span
from cables.presenters.names import post_names, tag_names
from cables.presenters.result import Result, posts_in, results
from cables.search.tallies import newest, posts_of, released_tags, tags_of
from cables.visibility import shown_versions

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
    released = CableVersion.objects.released()
    counts = released.aggregate(
        cables=Count("pk"),
        posts=Count("cable__post", distinct=True),
        first=Min("sent_at"),
        last=Max("sent_at"),
    )
    first, last = counts["first"], counts["last"]
    latest = newest(released, NEWEST)
    most_tags, most_posts = tags_of(released_tags(), TAGS), posts_of(released, POSTS)
    tags = tag_names(tally.code for tally in most_tags)
    posts = post_names(posts_in(latest) | {tally.code for tally in most_posts})
    return HomePage(
        cables=counts["cables"],
        paragraphs=Paragraph.objects.filter(shown_versions("version__")).count(),
        posts_count=counts["posts"],
        years=span(first.year if first else None, last.year if last else None),
        newest=results(latest, posts=posts),
        tags=counted_tags(most_tags, tags),
        posts=counted_posts(most_posts, posts),
        collections=collection_rows(),
        marked=tuple(
            Example(paragraph_badge(mark, level, False, (), classification), words)
            for mark, level, classification, words in EXAMPLES
        ),
        unmarked=paragraph_badge("", "C", True, (), "CONFIDENTIAL"),
        unstated=cable_badge("UNKNOWN"),
    )


def collection_rows() -> tuple[CollectionRow, ...]:
    """Collections of which something has been released, by name. One query."""
    counted = Count("versions", filter=shown_versions("versions__"))
    return tuple(
        CollectionRow(
            name=collection.name,
            href=reverse("collection", args=[collection.slug]),
            description=collection.description,
            legal_status=collection.legal_status,
            notice=collection.notice,
            cables=collection.cables,
        )
        for collection in Collection.objects.annotate(cables=counted).filter(cables__gt=0).order_by("name")
    )
