"""Of each cable found, the first paragraph with a word of the query in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from cables.models import CableVersion, Paragraph
from cables.search.words import paragraph_hits


@dataclass(frozen=True, slots=True)
class Hit:
    paragraph: Paragraph
    paragraphs: int  # how many of the cable have a word in them


def first_hits(versions: Iterable[CableVersion], words: Iterable[str]) -> dict[int, Hit]:
    """By the primary key of the version. One query; the text of one paragraph a cable is read."""
    condition = paragraph_hits(words)
    if not condition:
        return {}
    ranked = Paragraph.objects.filter(condition, version__in=[version.pk for version in versions]).annotate(
        place=Window(RowNumber(), partition_by=F("version"), order_by="position"),
        paragraphs=Window(Count("pk"), partition_by=F("version")),
    )
    return {row.version_id: Hit(row, row.paragraphs) for row in ranked.filter(place=1)}
