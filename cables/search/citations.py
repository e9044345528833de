"""How many other released cables name a cable, in a REF line or in their text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as Some
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cables.models import Mention, Reference
from cables.visibility import shown_versions


def times_cited() -> Any:
    """As an expression for a query of versions."""
    return _citing(Reference.objects.all()) + _citing(
        Mention.objects.exclude(
            Exists(Reference.objects.filter(version=OuterRef("version"), target=OuterRef("target")))
        )
    )


def _citing(rows: QuerySet[Any]) -> Coalesce:
    counted = (
        rows.filter(shown_versions("version__"), target=OuterRef("cable"))
        .exclude(version__cable=OuterRef("cable"))
        .order_by()
        .values("target")
        .annotate(times=Count("version", distinct=True))
        .values("times")
    )
    return Coalesce(Subquery(counted), 0)


def times_cited_of(cables: Some[int]) -> Counter[int]:
    """By the key of the cable; those that nobody names are absent. Two queries."""
    found: set[tuple[int, int]] = set()
    for model in (Reference, Mention):
        rows = model.objects.filter(shown_versions("version__"), target__in=cables)
        found.update(rows.exclude(version__cable=F("target")).order_by().values_list("target", "version"))
    return Counter(target for target, _ in found)
