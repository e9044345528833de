"""The index alone: what it takes for a query that has been built already, and nothing around it."""

from __future__ import annotations

from tantivy import Order, Query, Searcher

from cables.search import schema as s
from cables.search.asking import query_of
from cables.search.filters import CableFilter
from tests.benchmarks.peers import FACETS, SHOWN, Asked
from tests.benchmarks.peers.ours import list_of


class BareTantivy:
    """The floor: one search and one aggregation over the same query."""

    name = "bare tantivy"

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.built: dict[Asked, Query] = {}
        columns = [column for name in FACETS for column in s.columns(name)]
        self.aggregations = {column: {"terms": {"field": column, "size": 12}} for column in columns}

    def prepare(self, asked: Asked) -> None:
        cables: CableFilter = list_of(asked)
        self.built[asked] = query_of(cables)

    def ask(self, asked: Asked) -> int:
        query = self.built[asked]
        found = self.searcher.search(query, SHOWN, order_by_field=s.NEWEST, order=Order.Desc)
        self.searcher.aggregate(query, self.aggregations)
        return found.count  # type: ignore[attr-defined, no-any-return]
