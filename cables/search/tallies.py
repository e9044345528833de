"""Counts over released cables, for the pages of tags, posts and collections. One query each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.db.models.functions import ExtractYear

from cables.models import CableTag, CableVersion
from cables.search.citations import times_cited
from cables.search.filters import Versions
from cables.visibility import shown_versions


@dataclass(frozen=True, slots=True)
class Tally:
    code: str
    count: int
    kind: str = ""  # of a tag, as the cables have it
    first: int | None = None  # year, where one is asked for and known
    last: int | None = None


def tagged(code: str) -> Versions:
    carrying = CableTag.objects.filter(version=OuterRef("pk"), code=code)
    return CableVersion.objects.released().filter(Exists(carrying))


def sent_by(post: str) -> Versions:
    return CableVersion.objects.released().filter(cable__post=post)


def released_tags() -> QuerySet[CableTag]:
    return CableTag.objects.filter(shown_versions("version__"))


def tags_of(rows: QuerySet[CableTag], limit: int | None = None) -> list[Tally]:
    """Tags by how many cables carry them, the most frequent first."""
    counted = (
        rows.order_by().values_list("code").annotate(n=Count("version", distinct=True), kind=Min("kind"))
    )
    return [Tally(code, n, kind) for code, n, kind in counted.order_by("-n", "code")[:limit]]


def posts_of(versions: Versions, limit: int | None = None) -> list[Tally]:
    counted = (
        versions.exclude(cable__post="")
        .order_by()
        .values_list("cable__post")
        .annotate(n=Count("pk"), first=Min("sent_at"), last=Max("sent_at"))
        .order_by("-n", "cable__post")[:limit]
    )
    return [
        Tally(code, n, first=first.year if first else None, last=last.year if last else None)
        for code, n, first, last in counted
    ]


def years_of(versions: Versions) -> list[tuple[int, int]]:
    """(year, cables); those without a date are in no year."""
    dated = versions.order_by().filter(sent_at__isnull=False)
    return sorted(dated.values_list(ExtractYear("sent_at")).annotate(n=Count("pk")))


def newest(versions: Versions, limit: int) -> list[CableVersion]:
    return list(versions.newest_first().for_list()[:limit])


def most_cited(versions: Versions, limit: int) -> list[CableVersion]:
    """Only cables that another released cable names; each has `cited`."""
    rows = versions.for_list().annotate(cited=times_cited()).filter(cited__gt=0)
    return list(rows.order_by("-cited", "cable__mrn")[:limit])
