"""A list answered by the index; rows are read only for the cables that are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any

from django.http import QueryDict
from tantivy import Occur, Order, Query

from cables.models import CableVersion, Collection
from cables.search import outbox
from cables.search import schema as s
from cables.search.asking import SCHEMA, query_of
from cables.search.citations import times_cited_of
from cables.search.counting import terms, with_counts
from cables.search.documents import BEFORE_NUMBER, seconds
from cables.search.facets import COUNTED, Counts, PostCount, Totals
from cables.search.filters import CITED, NEWEST, CableFilter
from cables.search.generations import Asked, Unanswered
from cables.search.spelling import Spellings, spellings

BY_NUMBER = "mrn"
BY_FIELD = {
    NEWEST: (s.NEWEST, Order.Desc),
    "sent": (s.OLDEST, Order.Asc),
    BY_NUMBER: (s.IN_ORDER, Order.Asc),
}
DATES = ("sent_after", "sent_before")
DAY = 24 * 60 * 60
MOST_LEFT_OUT = 10_000
"""Cables that a query names to leave them out: more take longer than the tables."""
MOST_VALUES = 5_000
MOST_OF_ALL = 200_000
REMEMBERED = 500
"""Answers that are kept until the index changes, for lists that many ask for."""
WHOLE = "whole"
EQUALS = (100, 1_000, 20_000)
"""So many after a page are looked at, one number after the other, until one of them fits less well than the
last of the page."""
RANKED = (200, 5_000, 100_000, 10_000_000)
"""Cables, by how often they are named, that are looked at one after another until a page is full."""


class FromIndex:
    """Asks one index, as it was when this was made, about one list."""

    indexed = True
    _besides: Hashable = None
    """What a query asks for besides the conditions of a list."""

    def __init__(self, asked: Asked, cables: CableFilter) -> None:
        self.asked, self.cables = asked, cables
        self.searcher = asked.searcher

    def totals(self) -> Totals:
        cables, found = int(self._whole["cables"]["value"]), self._whole["sent"]
        dated = int(found["count"])
        first, last = (found["min"], found["max"]) if dated else (None, None)
        return Totals(cables, cables - dated, _moment(first), _moment(last))

    def versions(self, start: int, stop: int) -> list[CableVersion]:
        """Those at these places of the list, for a list; without any that is not public any more."""
        keys = self.keys(start, stop)
        cited = times_cited_of(keys) if self.cables.sort_order == CITED else None
        rows = CableVersion.objects.released().filter(cable__in=keys).for_list()
        found = {version.cable_id: version for version in rows}
        for key, version in found.items():
            if cited is not None:
                version.cited = cited.get(key, 0)  # type: ignore[attr-defined]
        return [found[key] for key in keys if key in found]

    def numbers(self, start: int, stop: int) -> list[str]:
        """Of the cables at these places; "" for one that is not public any more."""
        keys = self.keys(start, stop)
        rows = CableVersion.objects.released().order_by().filter(cable__in=keys)
        found = dict(rows.values_list("cable", "cable__mrn"))
        return [found.get(key, "") for key in keys]

    def has(self, mrn: str) -> bool:
        return self._count(self._and(Query.term_query(SCHEMA, s.NUMBER, mrn), Occur.Must)) > 0

    def counted(self, names: Sequence[str]) -> dict[str, Counts]:
        """For each parameter its values and how many cables of the list have each."""
        found = {name: self._whole[name] for name in names if name in self._whole}
        for name in names:
            if name not in found:
                found |= self._counts([name], name)
        return found

    def all_of(self, name: str) -> Counts:
        """The same of one parameter, however many values there are."""
        wanted = terms([name], MOST_OF_ALL)
        return with_counts(self.searcher.aggregate(self._query(name), wanted))[name]

    def years(self) -> Counts:
        found = self._whole[s.YEAR] if s.YEAR in self._whole else self._counts([s.YEAR], *DATES)[s.YEAR]
        return [(int(year), count) for year, count in found]

    def months(self, years: Sequence[int]) -> Counts:
        """Of these years, whatever dates are asked for: ((year, month), cables)."""
        months = [(year, month) for year in years for month in range(1, 13)]
        starts = {seconds(dt.datetime(*month, 1, tzinfo=dt.UTC)): month for month in months}
        ends = [*list(starts)[1:], seconds(dt.datetime(years[-1], 12, 31, tzinfo=dt.UTC)) + DAY]
        ranges = [{"from": start, "to": end} for start, end in zip(starts, ends, strict=True)]
        wanted = {"n": {"range": {"field": s.SENT, "ranges": ranges}}}
        found = self.searcher.aggregate(self._query(*DATES), wanted)["n"]["buckets"]
        counts = {each["from"]: each["doc_count"] for each in found if "from" in each}
        return [(month, counts[start]) for start, month in starts.items() if counts.get(start)]

    def undated(self) -> int:
        """Cables without a date, whatever dates are asked for."""
        return self._count(self._query(*DATES)) - sum(count for _, count in self.years())

    def within(self, names: Sequence[str]) -> dict[str, Counts]:
        """The same with all conditions of the list."""
        found = {name: self._whole[name] for name in names if name in self._whole}
        others = [name for name in names if name not in found]
        return found | (self._counts(others) if others else {})

    def paragraphs(self) -> int:
        total = {"n": {"sum": {"field": s.PARAGRAPHS}}}
        return int(self.searcher.aggregate(self._query(), total)["n"]["value"] or 0)

    def posts(self) -> list[PostCount]:
        years = {name: {name: {"field": s.YEAR}} for name in ("min", "max")}
        wanted = {"n": {"terms": {"field": s.ORIGIN, "size": MOST_VALUES}, "aggs": years}}
        found = self._aggregated(wanted, "posts")
        return [
            PostCount(each["key"], each["doc_count"], *(_year(each[name]["value"]) for name in years))
            for each in found["n"]["buckets"]
        ]

    def counts_of(self, lists: Sequence[CableFilter]) -> list[int]:
        """How many cables each of these lists would have."""
        return [self._count(self._query(of=other)) for other in lists]

    def spellings(self) -> Spellings:
        return spellings(self.cables.query, self.searcher, self._everything())

    def keys(self, start: int, stop: int) -> list[int]:
        """The cables at these places of the list."""
        match self.cables.sort_order:
            case "relevance":
                return self._ranked(start, stop)
            case "-cited":
                return self._most_cited(start, stop)
        return self._sorted(self.cables.sort_order, start, stop)

    # --- inside ---

    @cached_property
    def _whole(self) -> dict[str, Any]:
        """What is asked of the list with all its conditions, at once: how many cables, their dates, and the
        counts by each parameter of which nothing is asked for."""
        conditions = self.cables.conditions
        free = [name for name in COUNTED if not conditions.get(name)]
        if not any(conditions[name] for name in DATES):
            free.append(s.YEAR)
        wanted = {"cables": {"value_count": {"field": s.ID}}, "sent": {"stats": {"field": s.SENT}}}
        return self._aggregated(wanted | terms(free, MOST_VALUES), WHOLE)

    def _ranked(self, start: int, stop: int) -> list[int]:
        """Those that fit best; of those that fit equally the newest first, of whatever files they are."""
        query, most = self._query(), stop + EQUALS[0]
        hits = self.searcher.search(query, most, count=False).hits
        for more in EQUALS[1:]:
            if len(hits) < most or hits[-1][0] < hits[stop - 1][0]:
                break
            most = stop + more
            hits = self.searcher.search(query, most, count=False).hits
        addresses = [address for _, address in hits]
        newest: Sequence[Any] = self.searcher.fast_field_values(s.NEWEST, addresses)
        keys: Sequence[Any] = self.searcher.fast_field_values(s.ID, addresses)
        ranked = zip((-score for score, _ in hits), (-place for place in newest), keys, strict=True)
        return [key for *_, key in sorted(ranked)[start:stop]]

    def _most_cited(self, start: int, stop: int) -> list[int]:
        """Those that are named by others, then the others, each the newest first. As many of the ranking are
        asked for as are needed for these places."""
        for most in RANKED:
            wanted = terms([s.CITED], most)
            found = self._aggregated(wanted, (s.CITED, most), of=self._all)
            ranking = dict(found[s.CITED])
            theirs = Query.term_set_query(SCHEMA, s.NUMBER, list(ranking))
            cited = self._by_citations(theirs, ranking) if ranking else []
            if len(cited) >= stop or len(ranking) < most:
                break
        shown = cited[start:stop]
        if len(shown) < stop - start:
            uncited = Query.empty_query() if not ranking else theirs
            after = max(0, start - len(cited))
            query = self._and(uncited, Occur.MustNot)
            shown += self._ids(self._hits(query, NEWEST, after, after + stop - start - len(shown)))
        return shown

    def _by_citations(self, named: Query, ranking: dict[str, int]) -> list[int]:
        """Of the list those that are named, the most cited first, of equals the newest."""
        hits = self._hits(self._and(named, Occur.Must), BY_NUMBER, 0, len(ranking))
        addresses = [address for _, address in hits]
        newest: Sequence[Any] = self.searcher.fast_field_values(s.NEWEST, addresses)
        keys: Sequence[Any] = self.searcher.fast_field_values(s.ID, addresses)
        numbers = [order.rpartition(BEFORE_NUMBER)[2] for order, _ in hits]
        ranked = zip(
            (-ranking[number] for number in numbers), (-place for place in newest), keys, strict=True
        )
        return [key for *_, key in sorted(ranked)]

    def _and(self, also: Query, occur: Occur) -> Query:
        return Query.boolean_query([(Occur.Must, self._query()), (occur, also)])

    def _sorted(self, sort: str, start: int, stop: int) -> list[int]:
        return self._ids(self._hits(self._query(), sort, start, stop))

    def _hits(self, query: Query, sort: str, start: int, stop: int) -> list[tuple[Any, Any]]:
        field, order = BY_FIELD[sort]
        most = min(stop, self.searcher.num_docs) - start
        if most <= 0:
            return []
        return self.searcher.search(
            query, most, count=False, offset=start, order_by_field=field, order=order
        ).hits

    @cached_property
    def _without(self) -> list[int]:
        """The cables that the index may still have as they were before something of them was withheld."""
        cables = outbox.withheld_since(self.asked.applied, MOST_LEFT_OUT + 1)
        if len(cables) > MOST_LEFT_OUT:
            raise Unanswered("The index has not followed for long what was withheld.")
        return cables

    @cached_property
    def _down(self) -> list[str]:
        """Collections that are down, of which the index may still have the cables."""
        down = Collection.objects.filter(standing=Collection.Standing.DOWN)
        return list(down.values_list("slug", flat=True))

    def _query(self, *leaving_out: str, of: CableFilter | None = None) -> Query:
        return query_of(of or self.cables, *leaving_out, without=self._without, down=self._down)

    def _everything(self) -> Query:
        """Every released cable, whatever the list asks for."""
        return query_of(self._all, without=self._without, down=self._down)

    @cached_property
    def _all(self) -> CableFilter:
        return CableFilter(QueryDict(), queryset=self.cables.queryset)

    def _count(self, query: Query) -> int:
        found: Any = self.searcher.search(query, 1)
        return found.count  # which its types leave out

    def _counts(self, fields: Sequence[str], *leaving_out: str) -> dict[str, Counts]:
        """Of the list without these conditions."""
        return self._aggregated(terms(fields, MOST_VALUES), tuple(fields), *leaving_out)

    def _aggregated(
        self, wanted: dict[str, Any], name: Hashable, *leaving_out: str, of: CableFilter | None = None
    ) -> dict[str, Any]:
        """What the engine makes of it, or made of it since the index was written last. `name` says what is
        wanted."""
        conditions = (of or self.cables).conditions.items()
        apart = {"sort", *leaving_out}
        asked = tuple((each, value) for each, value in conditions if value and each not in apart)
        key = name, asked, tuple(self._without), tuple(self._down), self._besides
        memory = self.asked.memory
        if (found := memory.get(key)) is None:
            if len(memory) >= REMEMBERED:
                memory.clear()
            counted = self.searcher.aggregate(self._query(*leaving_out, of=of), wanted)
            found = memory[key] = with_counts(counted)
        return found

    def _ids(self, hits: Sequence[tuple[Any, Any]]) -> list[int]:
        keys = self.searcher.fast_field_values(s.ID, [address for _, address in hits])
        return [key for key in keys if isinstance(key, int)]


def _year(value: float | None) -> int | None:
    return None if value is None else int(value)


def _moment(seconds: float | None) -> dt.datetime | None:
    if seconds is None:
        return None
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
