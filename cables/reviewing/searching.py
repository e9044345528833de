"""What reviewers find in the whole text of every cable, withheld or not. Restricted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from tantivy import Occur, Query

from cables.models import CableVersion, Decision
from cables.reviewing.full_index import HELD, WITHHELD
from cables.reviewing.full_text import FullText, full_text
from cables.search import schema as s
from cables.search.asking import SCHEMA, levels_of
from cables.search.filters import CableFilter
from cables.search.from_index import FromIndex
from cables.search.generations import FULL, Asked, Unanswered, home
from cables.search.hits import Hit, best_of
from cables.search.listing import page_of
from cables.search.marking import Marks, marks_of

KEPT = (WITHHELD, HELD)


class FromFull(FromIndex):
    """Leaves nothing out that is withheld: that is what it is for."""

    _without: Sequence[int] = ()  # type: ignore[assignment]
    _down: Sequence[str] = ()  # type: ignore[assignment]

    def __init__(self, asked: Asked, cables: CableFilter, kept: str) -> None:
        super().__init__(asked, cables)
        self.kept = self._besides = kept

    def kept_counts(self) -> dict[str, int]:
        """Of all cables that answer, how many have each value of KEPT; under "" all."""
        everything = super()._query()
        wanted = {"n": {"terms": {"field": s.KEPT}}}
        found = self.searcher.aggregate(everything, wanted)
        counts = {each["key"]: each["doc_count"] for each in found["n"]["buckets"]}
        return {"": self._count(everything)} | {value: counts.get(value, 0) for value in KEPT}

    def _query(self, *leaving_out: str, of: CableFilter | None = None) -> Query:
        query = super()._query(*leaving_out, of=of)
        if not self.kept:
            return query
        is_kept = Query.const_score_query(Query.term_query(SCHEMA, s.KEPT, self.kept), 0.0)
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, is_kept)])


@dataclass(frozen=True, slots=True)
class Found:
    text: FullText
    decisions: tuple[Decision, ...]  # those that are live
    hit: Hit | None


@dataclass(frozen=True, slots=True)
class ReviewListing:
    cables: CableFilter
    kept: str
    counts: dict[str, int]  # by value of KEPT, and of all
    page: Page  # of Found
    marks: Marks
    notes: tuple[str, ...]


def review_listing(data: Mapping[str, Any]) -> ReviewListing | None:
    """`data` is the QueryDict of the address; None where there is no full index that can be asked."""
    if (asked := home(FULL).ask()) is None:
        return None
    cables = CableFilter(data, queryset=CableVersion.objects.none())
    kept = data.get("kept", "")
    answers = FromFull(asked, cables, kept if kept in KEPT else "")
    marks = marks_of(cables.query, indexed=True)

    def read(start: int, stop: int) -> list[Found]:
        return list(_found(answers.keys(start, stop), marks, levels_of(cables)))

    try:
        counts = answers.kept_counts()
        page, notes = page_of(read, counts[answers.kept], data)
    except Unanswered:
        return None
    return ReviewListing(cables, answers.kept, counts, page, marks, (*cables.notes, *notes))


def _found(keys: Sequence[int], marks: Marks, levels: Sequence[str]) -> Iterable[Found]:
    """Those of the cables that are there still, in this order."""
    versions = CableVersion.objects.filter(cable__in=keys).select_related("cable", "collection")
    newest = {version.cable_id: version for version in versions.order_by("ordinal")}
    live: dict[int, list[Decision]] = {}
    for decision in Decision.objects.live().filter(cable__in=keys).with_people().order_by("pk"):
        live.setdefault(decision.cable_id, []).append(decision)
    for key in keys:
        if key in newest:
            text = full_text(newest[key])
            yield Found(text, tuple(live.get(key, ())), _hit(text, marks, levels))


def _hit(text: FullText, marks: Marks, levels: Sequence[str]) -> Hit | None:
    paragraphs = [
        {
            "number": each.paragraph.number,
            "portion_mark": each.paragraph.portion_mark or "",
            "level": each.paragraph.level or "",
            "inherited": each.paragraph.inherited,
            "captions": list(each.paragraph.captions),
            "heading": each.paragraph.heading or "",
            "text": each.text,
        }
        for each in text.paragraphs
    ]
    return best_of(paragraphs, marks, levels, lambda _: [f"i{each.identity}" for each in text.paragraphs])
