"""A cable that is not here: what its number says, who cites it, what is held near it.

Built from released versions alone, so a withheld cable and an absent one read the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from cables.models import CableVersion, Post
from cables.parsing.dtg import full_year
from cables.parsing.mrn import read_number
from cables.presenters.citations import CitedBy, cited_by
from cables.presenters.deletions import Pairs, as_cited
from cables.presenters.mentioned import Mentioned, mentioned
from cables.presenters.reasons import Code, meaning_in

NEIGHBOURS = 3
"""Of each side."""


@dataclass(frozen=True, slots=True)
class NotHeld:
    mrn: str
    post: str  # name of the post, or its code
    post_href: str
    year: int
    serial: int
    cited_by: CitedBy
    neighbours: tuple[Mentioned, ...]


def not_held(mrn: str) -> NotHeld:
    """`mrn` is a canonical number. At most nine queries."""
    number = read_number(mrn)
    if number is None or number.year is None:
        raise ValueError("not a canonical number")
    code, year = number.post.name, full_year(number.year)
    post = Post.objects.filter(code=code).values_list("name", flat=True).first()
    return NotHeld(
        mrn=mrn,
        post=post or code,
        post_href=reverse("post", args=[code]) if post else "",
        year=year,
        serial=number.serial,
        cited_by=cited_by(mrn),
        neighbours=_neighbours(code, year, number.serial),
    )


def _neighbours(post: str, year: int, serial: int) -> tuple[Mentioned, ...]:
    same = CableVersion.objects.released().filter(cable__post=post, cable__year=year)
    before = same.filter(cable__serial__lt=serial).order_by("-cable__serial")[:NEIGHBOURS]
    after = same.filter(cable__serial__gt=serial).order_by("cable__serial")[:NEIGHBOURS]
    nearest = [*before.values_list("pk", flat=True), *after.values_list("pk", flat=True)]
    if not nearest:
        return ()
    versions = CableVersion.objects.filter(pk__in=nearest).order_by("cable__serial")
    return tuple(mentioned(versions).values())


@dataclass(frozen=True, slots=True)
class WithheldPage:
    """A cable withheld as a whole whose existence is acknowledged."""

    mrn: str
    codes: tuple[Code, ...]
    cited_by: CitedBy


def withheld_page(mrn: str, codes: Pairs) -> WithheldPage:
    """`codes` as in WithheldCable. Two queries."""
    explained = (Code(as_cited(scheme, code), meaning_in(scheme, code)) for scheme, code in codes)
    return WithheldPage(mrn, tuple(explained), cited_by(mrn))
