"""A code with its name and how many cables have it: one row of any list of tags or posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cables.presenters.names import post_names, tag_names
from cables.search.tallies import Tally

COUNT_PARAMETER = {"tag": "tag", "post": "origin"}


@dataclass(frozen=True, slots=True)
class Counted:
    code: str
    name: str  # "" for a tag that no table knows
    count: int
    href: str  # of its own page
    list_href: str  # of the list narrowed to it


def counted_tags(tallies: Sequence[Tally], names: Mapping[str, str] | None = None) -> tuple[Counted, ...]:
    """Asks for the names where they are not given."""
    if names is None:
        names = tag_names(tally.code for tally in tallies)
    return tuple(_counted(tally, names.get(tally.code, ""), "tag") for tally in tallies)


def counted_posts(tallies: Sequence[Tally], names: Mapping[str, str] | None = None) -> tuple[Counted, ...]:
    if names is None:
        names = post_names(tally.code for tally in tallies)
    return tuple(_counted(tally, names.get(tally.code, tally.code), "post") for tally in tallies)


def list_href(**conditions: str) -> str:
    return reverse("cable-list", query=conditions)


def _counted(tally: Tally, name: str, page: str) -> Counted:
    return Counted(
        code=tally.code,
        name=name,
        count=tally.count,
        href=reverse(page, args=[tally.code]),
        list_href=list_href(**{COUNT_PARAMETER[page]: tally.code}),
    )


def year_href(year: int, **conditions: str) -> str:
    return list_href(**conditions, sent_after=f"{year:04}-01-01", sent_before=f"{year:04}-12-31")


def span(first: int | None, last: int | None) -> str:
    """`1974 to 2009`, `1974`, or "" where no cable has a date."""
    if first is None or last is None:
        return ""
    return str(first) if first == last else f"{first} to {last}"
