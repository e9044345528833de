"""Of each cable found, the paragraph that answers most of the query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cables.models import CableVersion, Paragraph
from cables.search.marking import Marks


class Found(NamedTuple):
    """The columns of a paragraph that a list shows; no model, as many are read for the few that are shown."""

    version_id: int
    number: int | None
    portion_mark: str
    level: str
    inherited: bool
    captions: list[str]
    heading: str
    text: str


class Hit(NamedTuple):
    paragraph: Found
    paragraphs: int  # how many of the cable have a word in them


def hits(versions: Iterable[CableVersion], marks: Marks, levels: Sequence[str] = ()) -> dict[int, Hit]:
    """By the primary key of the version. One query; `levels` are those asked for, if any are."""
    if not marks:
        return {}
    rows = Paragraph.objects.filter(version__in=[version.pk for version in versions])
    if levels:
        rows = rows.filter(level__in=levels)
    answers: dict[int, list[tuple[int, Found]]] = defaultdict(list)
    for row in rows.order_by("version", "position").values_list(*Found._fields):
        paragraph = Found(*row)
        if answered := marks.answered(f"{paragraph.heading} {paragraph.text}"):
            answers[paragraph.version_id].append((answered, paragraph))
    return {
        version: Hit(max(found, key=lambda each: each[0])[1], len(found))
        for version, found in answers.items()
    }
