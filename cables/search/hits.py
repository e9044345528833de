"""Of each cable found, the paragraph that answers most of the query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cables.models import CableVersion, Paragraph
from cables.search.marking import Marks


@dataclass(frozen=True, slots=True)
class Hit:
    paragraph: Paragraph
    paragraphs: int  # how many of the cable have a word in them


def hits(versions: Iterable[CableVersion], marks: Marks, levels: Sequence[str] = ()) -> dict[int, Hit]:
    """By the primary key of the version. One query; `levels` are those asked for, if any are."""
    if not marks:
        return {}
    rows = Paragraph.objects.filter(version__in=[version.pk for version in versions])
    if levels:
        rows = rows.filter(level__in=levels)
    fields = ("version", "number", "portion_mark", "level", "inherited", "captions", "heading", "text")
    answers: dict[int, list[tuple[int, Paragraph]]] = defaultdict(list)
    for paragraph in rows.only(*fields).order_by("version", "position"):
        if answered := marks.answered(f"{paragraph.heading} {paragraph.text}"):
            answers[paragraph.version_id].append((answered, paragraph))
    return {
        version: Hit(max(found, key=lambda each: each[0])[1], len(found))
        for version, found in answers.items()
    }
