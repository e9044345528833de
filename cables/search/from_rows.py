"""A list read from the tables: where there is no index, and as the measure of what an index answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import ExtractMonth, ExtractYear

from cables.models import CableTag, CableVersion, Paragraph
from cables.search.facets import Counts, PostCount, Totals
from cables.search.filters import CableFilter, Versions
from cables.search.spelling import Spellings

TOGETHER = {"classification": "classification", "collection": "collection__slug", "caption": "captions"}
"""The columns of parameters of which a site has few combinations."""


class FromRows:
    indexed = False

    def __init__(self, cables: CableFilter) -> None:
        self.cables = cables

    def totals(self) -> Totals:
        row = self.cables.narrowed().aggregate(
            cables=Count("pk"),
            undated=Count("pk", filter=Q(sent_at=None)),
            first=Min("sent_at"),
            last=Max("sent_at"),
        )
        return Totals(**row)

    def versions(self, start: int, stop: int) -> list[CableVersion]:
        """Those at these places of the list, for a list."""
        return list(self.cables.qs.for_list()[start:stop])

    def keys(self, start: int, stop: int) -> list[int]:
        """The cables at these places of the list."""
        return list(self.cables.qs.values_list("cable", flat=True)[start:stop])

    def numbers(self, start: int, stop: int) -> list[str]:
        """Of the cables at these places."""
        return list(self.cables.qs.values_list("cable__mrn", flat=True)[start:stop])

    def has(self, mrn: str) -> bool:
        return self.cables.narrowed().filter(cable__mrn=mrn).exists()

    def counted(self, names: Sequence[str]) -> dict[str, Counts]:
        """For each parameter its values and how many cables of the list have each. One query each, but for
        those that few cables tell apart: these are counted at once, where none of them is asked for."""
        free = [name for name in TOGETHER if name in names and not self.cables.conditions[name]]
        found = _together(self.cables.narrowed(), free) if len(free) > 1 else {}
        return found | {
            name: _COUNTED[name](self.cables.narrowed(name)) for name in names if name not in found
        }

    def all_of(self, name: str) -> Counts:
        return self.counted([name])[name]

    def years(self) -> Counts:
        dated = self.cables.narrowed("sent_after", "sent_before").filter(sent_at__isnull=False)
        return list(dated.values_list(ExtractYear("sent_at")).annotate(count=Count("pk")))

    def months(self, years: Sequence[int]) -> Counts:
        """Of these years, whatever dates are asked for: ((year, month), cables)."""
        sent = self.cables.narrowed("sent_after", "sent_before").filter(sent_at__year__in=years)
        rows = sent.values_list(ExtractYear("sent_at"), ExtractMonth("sent_at")).annotate(count=Count("pk"))
        return [((year, month), count) for year, month, count in rows]

    def undated(self) -> int:
        """Cables without a date, whatever dates are asked for."""
        return self.cables.narrowed("sent_after", "sent_before").filter(sent_at=None).count()

    def counts_of(self, lists: Sequence[CableFilter]) -> list[int]:
        """How many cables each of these lists would have, in one query."""
        found = {
            f"n{i}": Count("pk", filter=Q(pk__in=other.narrowed().values("pk")))
            for i, other in enumerate(lists)
        }
        return list(CableVersion.objects.released().aggregate(**found).values()) if found else []

    def spellings(self) -> Spellings:
        """None: which words the tables have, nobody knows."""
        return {}

    def within(self, names: Sequence[str]) -> dict[str, Counts]:
        """The same with all conditions of the list."""
        versions = self.cables.narrowed()
        return {name: _COUNTED[name](versions) for name in names}

    def paragraphs(self) -> int:
        return Paragraph.objects.filter(version__in=self.cables.narrowed().values("pk")).count()

    def posts(self) -> list[PostCount]:
        counted = (
            self.cables.narrowed()
            .exclude(cable__post="")
            .values_list("cable__post")
            .annotate(n=Count("pk"), first=Min("sent_at"), last=Max("sent_at"))
        )
        return [
            PostCount(code, n, first.year if first else None, last.year if last else None)
            for code, n, first, last in counted
        ]


def _together(versions: Versions, names: Sequence[str]) -> dict[str, Counts]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    columns = [TOGETHER[name] for name in names]
    for *values, n in versions.values_list(*columns).annotate(n=Count("pk")):
        for name, value in zip(names, values, strict=True):
            for single in {value} if isinstance(value, str) else set(value):
                counts[name][single] += n
    return {name: list(each.items()) for name, each in counts.items()}


def _column(name: str) -> Any:
    def counted(versions: Versions) -> Counts:
        return list(versions.exclude(**{name: ""}).values_list(name).annotate(n=Count("pk")))

    return counted


def _tags(versions: Versions) -> Counts:
    rows = CableTag.objects.filter(version__in=versions.values("pk")).order_by()
    return list(rows.values_list("code").annotate(n=Count("version", distinct=True)))


def _levels(versions: Versions) -> Counts:
    rows = Paragraph.objects.filter(version__in=versions.values("pk")).exclude(level="").order_by()
    return list(rows.values_list("level").annotate(n=Count("version", distinct=True)))


def _captions(versions: Versions) -> Counts:
    """They are a list in one column, which the databases count each in its own way: so it is done here."""
    lists = versions.exclude(captions=[]).values_list("captions").annotate(n=Count("pk"))
    counts: Counter[str] = Counter()
    for captions, n in lists:
        for caption in set(captions):
            counts[caption] += n
    return list(counts.items())


_COUNTED = {
    "classification": _column("classification"),
    "origin": _column("cable__post"),
    "collection": _column("collection__slug"),
    "tag": _tags,
    "mark": _levels,
    "caption": _captions,
}
