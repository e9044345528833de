"""One collection: what it is, under which authority it is public, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from cables.models import CableVersion, Collection
from cables.presenters.counted import Counted, counted_posts, counted_tags, list_href, span, year_href
from cables.presenters.result import Result, results
from cables.presenters.timeline import Timeline, timeline
from cables.search.tallies import newest, posts_of, released_tags, tags_of, years_of

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
    versions = CableVersion.objects.released().filter(collection=collection)
    years = years_of(versions)
    cables = versions.count()
    slug = collection.slug
    return CollectionPage(
        name=collection.name,
        description=collection.description,
        legal_status=collection.legal_status,
        notice=collection.notice,
        cables=cables,
        years=span(years[0][0], years[-1][0]) if years else "",
        undated=cables - sum(count for _, count in years),
        list_href=list_href(collection=slug),
        timeline=timeline(((y, n, True) for y, n in years), lambda year: year_href(year, collection=slug)),
        tags=counted_tags(tags_of(released_tags().filter(version__collection=collection), TAGS)),
        posts=counted_posts(posts_of(versions, POSTS)),
        newest=results(newest(versions, NEWEST)),
    )
