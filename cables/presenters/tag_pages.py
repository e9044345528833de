"""All tags in use, by kind; and what one tag is, where it is used, and beside what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cables.models import Tag
from cables.presenters.counted import (
    Counted,
    counted_posts,
    counted_tags,
    list_href,
    span,
    year_href,
)
from cables.presenters.names import TAG_KINDS
from cables.presenters.result import Result, results
from cables.presenters.timeline import Timeline, timeline
from cables.search.kinds import described
from cables.search.tallies import Holding, Tally

KIND = {
    "subject": "Subject",
    "geo": "Country or region",
    "organization": "Organization",
    "program": "Program",
    "person": "Person",
    "unknown": "Unknown",
}
ERAS = {
    "modern": "Later telegrams, from about 1980",
    "1970s": "Telegrams of the 1970s",
    "both": "From the 1970s on",
}
BESIDE, POSTS, NEWEST = 12, 8, 5


@dataclass(frozen=True, slots=True)
class Kind:
    slug: str
    title: str
    tags: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class TagPage:
    code: str
    name: str  # "" where the table does not know it
    kind: str
    category: str
    era: str
    source: str
    known: bool  # stands in the TAGS table
    typed: tuple[str, ...]  # other spellings under which cables carry it
    cables: int
    years: str
    undated: int
    list_href: str
    timeline: Timeline | None
    posts: tuple[Counted, ...]
    beside: tuple[Counted, ...]
    newest: tuple[Result, ...]


def tag_kinds() -> tuple[Kind, ...]:
    """A tag is of the kind the table says; what it does not know, as the cables say."""
    tallies = Holding().tags()
    tags = described(tally.code for tally in tallies)
    groups: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        groups[tags[tally.code].kind].append(tally)
    counted = {tag.code: tag for tag in counted_tags(tallies, {c: tag.name for c, tag in tags.items()})}
    return tuple(
        Kind(kind, title, tuple(counted[tally.code] for tally in groups[kind]))
        for kind, title in TAG_KINDS.items()
        if groups[kind]
    )


def tag_page(code: str, tag: Tag | None, typed: Iterable[str], kind: str) -> TagPage:
    """`kind` is the one the cables give, for a tag that is not in the table."""
    carrying = Holding(tag=code)
    years = carrying.years
    return TagPage(
        code=code,
        name=tag.name if tag else "",
        kind=KIND.get(tag.kind if tag else kind, KIND["unknown"]),
        category=tag.category if tag else "",
        era=ERAS.get(tag.era, tag.era) if tag else "",
        source=tag.source if tag else "",
        known=tag is not None,
        typed=tuple(typed),
        cables=carrying.totals.cables,
        years=span(years[0][0], years[-1][0]) if years else "",
        undated=carrying.totals.undated,
        list_href=list_href(tag=code),
        timeline=timeline(((y, n, True) for y, n in years), lambda year: year_href(year, tag=code)),
        posts=counted_posts(carrying.posts(POSTS)),
        beside=counted_tags(carrying.tags(BESIDE, but=code)),
        newest=results(carrying.newest(NEWEST)),
    )
