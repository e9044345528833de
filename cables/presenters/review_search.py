"""What reviewers find in the whole text of all cables, withheld words included. Restricted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cables.presenters.badge import cable_badge, paragraph_badge
from cables.presenters.found import pieces, snippet
from cables.presenters.names import post_names, short_date
from cables.presenters.result import Result, Snippet
from cables.presenters.result_list import CHIPS, SORTS, Chip, Pages, Sort, pages_of
from cables.presenters.review_decisions import decision_view
from cables.reviewing.full_index import HELD, WITHHELD
from cables.reviewing.searching import Found, ReviewListing
from cables.search.address import Address
from cables.search.chips import conditions
from cables.search.filters import RELEVANCE
from cables.search.hits import searched
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
    kept_fields: tuple[tuple[str, str], ...]  # the rest of the address, as hidden inputs of the form
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
    here, usual = _here(listing.kept), cables.usual_order
    posts = post_names({each.text.version.cable.post for each in found})
    count = listing.counts[listing.kept]
    return ReviewSearch(
        query=cables.query.text,
        kept=listing.kept,
        kept_fields=tuple(pair for pair in address if pair[0] != "q"),
        notes=listing.notes,
        count=f"{count:,} cable{'' if count == 1 else 's'}",
        choices=tuple(
            Choice(label, listing.counts[kept], _here(kept)(address), kept == listing.kept)
            for kept, label in KEPT.items()
        ),
        chips=tuple(
            Chip(CHIPS[each.name], each.value, here(each.address_without)) for each in conditions(cables)
        ),
        sorts=tuple(
            Sort(words, here(address.put(sort="" if sort == usual else sort)), sort == cables.sort_order)
            for sort, words in SORTS.items()
            if sort != RELEVANCE or cables.query
        ),
        results=tuple(_result(each, listing.marks, posts, user) for each in found),
        pages=pages_of(listing.page, lambda number: here(address.on_page(number))),
    )


def _here(kept: str) -> Callable[[Address], str]:
    path, own = reverse("review-search"), [("kept", kept)] if kept else []

    def href(address: Address) -> str:
        pairs = [*address, *own]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    return href


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
        badge=cable_badge(parsed.classification or "UNKNOWN"),
        post=posts.get(version.cable.post, ""),
        notice=" · ".join(why),
        incomplete=not parsed.complete,
        cited=None,
        snippet=_snippet(found, marks, href) if found.best else None,
    )


def _snippet(found: Found, marks: Marks, href: str) -> Snippet | None:
    if (best := found.best) is None:
        return None
    paragraph = best.paragraph
    return Snippet(
        number="¶" if paragraph.number is None else f"¶{paragraph.number}",
        name=best.name.capitalize(),
        href=f"{href}#i{best.identity}",
        badge=paragraph_badge(
            paragraph.portion_mark or "",
            paragraph.level or "",
            paragraph.inherited,
            paragraph.captions,
            found.text.parsed.classification or "UNKNOWN",
        ),
        pieces=snippet(searched(paragraph.heading or "", best.text), marks),
        paragraphs=found.paragraphs,
    )
