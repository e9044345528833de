"""A list answered by the index; rows are read only for the cables that are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from tantivy import Order, Query

from cables.models import CableVersion, Collection
from cables.search import outbox
from cables.search import schema as s
from cables.search.asking import query_of
from cables.search.citations import times_cited_of
from cables.search.facets import Counts, Totals
from cables.search.filters import CITED, NEWEST, CableFilter
from cables.search.generations import Asked

BY_FIELD = {NEWEST: (s.NEWEST, Order.Desc), "sent": (s.OLDEST, Order.Asc), "mrn": (s.IN_ORDER, Order.Asc)}
MOST_VALUES = 5_000
MOST_KEYS = 10_000_000


class FromIndex:
    """Asks one index, as it was when this was made, about one list."""

    indexed = True

    def __init__(self, asked: Asked, cables: CableFilter) -> None:
        self.asked, self.cables = asked, cables
        self.searcher = asked.searcher

    def totals(self) -> Totals:
        dates = {"sent": {"stats": {"field": s.SENT}}}
        found = self.searcher.aggregate(self._query(), dates)["sent"]
        cables, dated = self._count(self._query()), int(found["count"])
        first, last = (found["min"], found["max"]) if dated else (None, None)
        return Totals(cables, cables - dated, _moment(first), _moment(last))

    def versions(self, start: int, stop: int) -> list[CableVersion]:
        """Those at these places of the list, for a list; without any that is not public any more."""
        keys = self.keys(start, stop)
        cited = times_cited_of(keys) if self.cables.sort_order == CITED else {}
        rows = CableVersion.objects.released().filter(cable__in=keys).for_list()
        found = {version.cable_id: version for version in rows}
        for key, version in found.items():
            if cited:
                version.cited = cited.get(key, 0)  # type: ignore[attr-defined]
        return [found[key] for key in keys if key in found]

    def counted(self, names: Sequence[str]) -> dict[str, Counts]:
        """For each parameter its values and how many cables of the list have each."""
        free = [name for name in names if not self.cables.conditions.get(name)]
        found = self._aggregated(self._query(), free) if free else {}
        for name in names:
            if name not in found:
                found |= self._aggregated(self._query(name), [name])
        return found

    def years(self) -> Counts:
        found = self._aggregated(self._query("sent_after", "sent_before"), [s.YEAR])
        return [(int(year), count) for year, count in found[s.YEAR]]

    def counts_of(self, lists: Iterable[CableFilter]) -> list[int]:
        """How many cables each of these lists would have."""
        return [self._count(self._query(of=other)) for other in lists]

    def keys(self, start: int, stop: int) -> list[int]:
        """The cables at these places of the list."""
        match self.cables.sort_order:
            case "relevance":
                query = self._query(ranked=True)
                hits = self.searcher.search(query, stop - start, count=False, offset=start).hits
                return self._ids(hits)
            case "-cited":
                newest_first = self._sorted(NEWEST, 0, MOST_KEYS)
                cited = times_cited_of(newest_first)
                return sorted(newest_first, key=lambda key: -cited.get(key, 0))[start:stop]
        return self._sorted(self.cables.sort_order, start, stop)

    # --- inside ---

    def _sorted(self, sort: str, start: int, stop: int) -> list[int]:
        field, order = BY_FIELD[sort]
        most = max(1, min(stop, self.searcher.num_docs) - start)
        found = self.searcher.search(
            self._query(), most, count=False, offset=start, order_by_field=field, order=order
        )
        return self._ids(found.hits)

    @cached_property
    def _without(self) -> list[int]:
        """The cables that the index may still have as they were before something of them was withheld."""
        return outbox.withheld_since(self.asked.applied)

    @cached_property
    def _down(self) -> list[str]:
        """Collections that are down, of which the index may still have the cables."""
        down = Collection.objects.filter(standing=Collection.Standing.DOWN)
        return list(down.values_list("slug", flat=True))

    def _query(self, *leaving_out: str, ranked: bool = False, of: CableFilter | None = None) -> Query:
        return query_of(
            of or self.cables, *leaving_out, without=self._without, down=self._down, ranked=ranked
        )

    def _count(self, query: Query) -> int:
        found: Any = self.searcher.search(query, 1)
        return found.count  # which its types leave out

    def _aggregated(self, query: Query, fields: Iterable[str]) -> dict[str, Counts]:
        wanted = {field: {"terms": {"field": field, "size": MOST_VALUES}} for field in fields}
        found = self.searcher.aggregate(query, wanted)
        return {
            field: [(bucket["key"], bucket["doc_count"]) for bucket in found[field]["buckets"]]
            for field in wanted
        }

    def _ids(self, hits: Sequence[tuple[Any, Any]]) -> list[int]:
        keys = self.searcher.fast_field_values(s.ID, [address for _, address in hits])
        return [key for key in keys if isinstance(key, int)]


def _moment(seconds: float | None) -> dt.datetime | None:
    if seconds is None:
        return None
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
