"""Of each cable found, the paragraph that answers most of the query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from cables.models import CableVersion, Paragraph
from cables.models.paragraph import anchors
from cables.search.marking import Marks

FIELDS = ("number", "portion_mark", "level", "inherited", "captions", "heading", "text")


@dataclass(frozen=True, slots=True)
class Hit:
    paragraph: Paragraph  # with FIELDS only
    anchor: str  # its id in the cable's page
    paragraphs: int  # how many of the cable have a word in them


def hits(versions: Iterable[CableVersion], marks: Marks, levels: Sequence[str] = ()) -> dict[int, Hit]:
    """By the primary key of the version. One query; `levels` are those asked for, if any are."""
    keys = [version.pk for version in versions] if marks else []
    if not keys:
        return {}
    rows = Paragraph.objects.filter(version__in=keys).order_by("version", "position")
    found = {}
    for key, group in groupby(rows.values_list("version", *FIELDS), key=itemgetter(0)):
        paragraphs = [dict(zip(FIELDS, values, strict=True)) for _, *values in group]
        if hit := best_of(paragraphs, marks, levels, _anchors):
            found[key] = hit
    return found


def best_of(
    paragraphs: Sequence[dict[str, Any]],
    marks: Marks,
    levels: Sequence[str],
    ids: Callable[[Sequence[dict[str, Any]]], Sequence[str]],
) -> Hit | None:
    """The first of those that answer most, each given by FIELDS; `ids` gives theirs in the page."""
    best = answering = most = 0
    for at, paragraph in enumerate(paragraphs):
        if levels and paragraph["level"] not in levels:
            continue
        if answered := marks.answered(searched(paragraph["heading"], paragraph["text"])):
            answering += 1
            if answered > most:
                best, most = at, answered
    if not most:
        return None
    return Hit(Paragraph(**paragraphs[best]), ids(paragraphs)[best], answering)


def _anchors(paragraphs: Sequence[dict[str, Any]]) -> Sequence[str]:
    return anchors(paragraph["number"] for paragraph in paragraphs)


def searched(heading: str, text: str) -> str:
    """What of a paragraph is looked through, as one text."""
    return f"{heading}\n{text}" if heading else text
