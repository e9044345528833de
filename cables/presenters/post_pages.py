"""All posts that sent something, and what one post is and sent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from cables.models import Post
from cables.presenters.counted import Counted, counted_tags, list_href, span, year_href
from cables.presenters.names import tag_names
from cables.presenters.result import Result, results
from cables.presenters.timeline import Timeline, timeline
from cables.search.tallies import Holding, Tally

KINDS = {
    "embassy": "Embassies",
    "consulate": "Consulates",
    "mission": "Missions",
    "department": "Washington",
    "other": "Others",
    "unknown": "Not in the table of posts",
}
KIND = {
    "embassy": "Embassy",
    "consulate": "Consulate",
    "mission": "Mission",
    "department": "Department or agency",
    "other": "Other",
}
NEWEST, CITED, TAGS = 5, 5, 12


@dataclass(frozen=True, slots=True)
class PostRow:
    code: str
    name: str
    place: str  # `La Paz, Bolivia`, or ""
    cables: int
    years: str
    href: str
    list_href: str


@dataclass(frozen=True, slots=True)
class Kind:
    slug: str
    title: str
    posts: tuple[PostRow, ...]


@dataclass(frozen=True, slots=True)
class PostPage:
    code: str
    name: str
    known: bool  # stands in the table of posts
    kind: str
    place: str
    geo_tag: str
    geo_name: str
    geo_href: str
    routing_indicator: str
    aliases: tuple[str, ...]
    source: str
    cables: int
    years: str
    undated: int
    list_href: str
    timeline: Timeline | None
    tags: tuple[Counted, ...]
    newest: tuple[Result, ...]
    most_cited: tuple[Result, ...]


def post_kinds() -> tuple[Kind, ...]:
    """Two queries."""
    tallies = Holding().posts_with_years()
    known = Post.objects.in_bulk([tally.code for tally in tallies], field_name="code")
    groups: dict[str, list[PostRow]] = defaultdict(list)
    for tally in sorted(tallies, key=lambda t: known[t.code].name if t.code in known else t.code):
        post = known.get(tally.code)
        kind = post.kind if post else "unknown"
        groups[kind if kind in KINDS else "other"].append(_row(tally, post))
    return tuple(Kind(kind, title, tuple(groups[kind])) for kind, title in KINDS.items() if groups[kind])


def _row(tally: Tally, post: Post | None) -> PostRow:
    return PostRow(
        code=tally.code,
        name=post.name if post else tally.code,
        place=_place(post),
        cables=tally.count,
        years=span(tally.first, tally.last),
        href=reverse("post", args=[tally.code]),
        list_href=list_href(origin=tally.code),
    )


def _place(post: Post | None) -> str:
    return ", ".join(filter(None, (post.city, post.country))) if post else ""


def post_page(code: str, post: Post | None) -> PostPage:
    sent = Holding(origin=code)
    years = sent.years
    geo_tag = post.geo_tag if post else ""
    latest = sent.newest(NEWEST)
    # One call for both lists: names and texts are asked for once.
    shown = results([*latest, *sent.most_cited(CITED)])
    return PostPage(
        code=code,
        name=post.name if post else code,
        known=post is not None,
        kind=KIND.get(post.kind, KIND["other"]) if post else "",
        place=_place(post),
        geo_tag=geo_tag,
        geo_name=tag_names([geo_tag]).get(geo_tag, ""),
        geo_href=reverse("tag", args=[geo_tag]) if geo_tag else "",
        routing_indicator=post.routing_indicator if post else "",
        aliases=tuple(post.aliases) if post else (),
        source=post.source if post else "",
        cables=sent.totals.cables,
        years=span(years[0][0], years[-1][0]) if years else "",
        undated=sent.totals.undated,
        list_href=list_href(origin=code),
        timeline=timeline(((y, n, True) for y, n in years), lambda year: year_href(year, origin=code)),
        tags=counted_tags(sent.tags(TAGS)),
        newest=shown[: len(latest)],
        most_cited=shown[len(latest) :],
    )
