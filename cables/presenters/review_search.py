"""What reviewers find in the whole text of all cables, withheld words included. Restricted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cables.presenters.badge import cable_badge
from cables.presenters.found import pieces
from cables.presenters.list_words import counted_cables
from cables.presenters.names import post_names, short_date
from cables.presenters.result import Result, snippet_of
from cables.presenters.result_list import CHIPS, Chip, Pages, Sort, ToLists, pages_of, sorts_of
from cables.presenters.review_decisions import decision_view
from cables.projection.values import UNKNOWN
from cables.reviewing.full_index import HELD, WITHHELD
from cables.reviewing.searching import Found, ReviewListing
from cables.search.chips import conditions
from cables.search.marking import Marks

KEPT = {"": "All cables", WITHHELD: "Something withheld", HELD: "Held"}


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class ReviewSearch:
    query: str
    kept: str
    hidden_fields: tuple[tuple[str, str], ...]  # the rest of the address, as hidden inputs of the form
    notes: tuple[str, ...]
    count: str  # `12 cables`
    choices: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    sorts: tuple[Sort, ...]
    results: tuple[Result, ...]
    pages: Pages


def review_search(listing: ReviewListing, user: Any) -> ReviewSearch:
    """Asks one query for the names of posts."""
    cables, address, found = listing.cables, listing.cables.address, listing.page.object_list
    here = _here(listing.kept)
    posts = post_names({each.text.version.cable.post for each in found})
    return ReviewSearch(
        query=cables.query.text,
        kept=listing.kept,
        hidden_fields=tuple(pair for pair in address if pair[0] != "q"),
        notes=listing.notes,
        count=counted_cables(listing.counts[listing.kept]),
        choices=tuple(
            Choice(label, listing.counts[kept], _here(kept)(address), kept == listing.kept)
            for kept, label in KEPT.items()
        ),
        chips=tuple(
            Chip(CHIPS[each.name], each.value, here(each.address_without)) for each in conditions(cables)
        ),
        sorts=sorts_of(cables, here),
        results=tuple(_result(each, listing.marks, posts, user) for each in found),
        pages=pages_of(listing.page, lambda number: here(address.on_page(number))),
    )


def _here(kept: str) -> ToLists:
    path, own = reverse("review-search"), {"kept": kept} if kept else {}
    return lambda address: path + address.besides(own)


def _result(found: Found, marks: Marks, posts: dict[str, str], user: Any) -> Result:
    version, parsed = found.text.version, found.text.parsed
    href = reverse("review-cable", args=[version.cable.mrn])
    views = [decision_view(decision, user) for decision in found.decisions]
    why = [f"{each.what}: {each.state.lower()} {each.deletion.codes}".strip() for each in views]
    return Result(
        mrn=version.cable.mrn,
        anchor="",
        href=href,
        subject=pieces(parsed.subject or "", marks),
        sent=f"{parsed.sent_at:%Y-%m-%d}" if parsed.sent_at else "",
        sent_in_words=short_date(parsed.sent_at) if parsed.sent_at else "No date",
        badge=cable_badge(parsed.classification or UNKNOWN),
        post=posts.get(version.cable.post, ""),
        notice=" · ".join(why),
        incomplete=not parsed.complete,
        cited=None,
        snippet=snippet_of(found.hit, marks, href, parsed.classification or UNKNOWN),
    )
