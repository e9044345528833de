"""Datasette over the same SQLite file, as JSON, with its facets: what a newsroom sets up in an afternoon."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.peers import SHOWN, Asked

LONGEST = 60_000  # milliseconds that it may take, in place of its usual one second


class Datasette:
    name = "Datasette"

    def __init__(self, path: Path) -> None:
        """Raises ImportError where it is not installed."""
        from datasette.app import Datasette as App

        self.app: Any = App(
            [str(path)],
            settings={
                "sql_time_limit_ms": LONGEST,
                "facet_time_limit_ms": LONGEST,
                "max_returned_rows": 1000,
            },
            metadata={
                "databases": {path.stem: {"tables": {"cables": {"fts_table": "words", "fts_pk": "id"}}}}
            },
        )
        self.path = f"/{path.stem}/cables.json"
        self.loop = asyncio.new_event_loop()

    def ask(self, asked: Asked) -> int:
        pairs = [
            *(("_facet", name) for name in ("origin", "classification", "year")),
            *(("_facet_array", "tags"), ("_sort_desc", "sent"), ("_size", str(SHOWN)), ("_col", "id")),
            *(("_facet_size", "12"), ("_searchmode", "raw")),
        ]
        if asked.words:
            words = " ".join(asked.words)
            pairs.append(("_search", f'"{words}"' if asked.phrase else words + "*" * asked.prefix))
        if asked.tag:
            pairs.append(("tags__arraycontains", asked.tag))
        if asked.classification:
            pairs.append(("classification", asked.classification))
        if asked.after:
            pairs.append(("sent__gte", asked.after.isoformat()))
        answer = self.loop.run_until_complete(self.app.client.get(f"{self.path}?{urlencode(pairs)}"))
        answer.raise_for_status()
        return answer.json()["filtered_table_rows_count"]
