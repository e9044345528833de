"""One collection: what it is, under which authority it is public, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from cables.models import Collection
from cables.presenters.counted import Counted, counted_posts, counted_tags, list_href, span, year_href
from cables.presenters.result import Result, results
from cables.presenters.timeline import Timeline, timeline
from cables.search.tallies import Holding

NEWEST, TAGS, POSTS = 10, 12, 8


@dataclass(frozen=True, slots=True)
class CollectionPage:
    name: str
    description: str
    legal_status: str
    notice: str
    cables: int
    years: str
    undated: int
    list_href: str
    timeline: Timeline | None
    tags: tuple[Counted, ...]
    posts: tuple[Counted, ...]
    newest: tuple[Result, ...]


def collection_page(collection: Collection) -> CollectionPage:
    slug = collection.slug
    held = Holding(collection=slug)
    years = held.years
    return CollectionPage(
        name=collection.name,
        description=collection.description,
        legal_status=collection.legal_status,
        notice=collection.notice,
        cables=held.totals.cables,
        years=span(years[0][0], years[-1][0]) if years else "",
        undated=held.totals.undated,
        list_href=list_href(collection=slug),
        timeline=timeline(((y, n, True) for y, n in years), lambda year: year_href(year, collection=slug)),
        tags=counted_tags(held.tags(TAGS)),
        posts=counted_posts(held.posts(POSTS)),
        newest=results(held.newest(NEWEST)),
    )
