"""PostgreSQL's full-text search: a GIN index, facets by join over the hits."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

import psycopg

from tests.benchmarks.peers import FACETS, SHOWN, Asked, Row

CHUNK = 1_000


class PostgreSQL:
    name = "PostgreSQL FTS"

    def __init__(self, address: str, rows: Iterable[Row]) -> None:
        self.connection = psycopg.connect(address, autocommit=True)
        ask = self.connection.execute
        ask("DROP SCHEMA IF EXISTS peer CASCADE")
        ask("CREATE SCHEMA peer")
        ask("SET search_path = peer")
        ask("SET work_mem = '256MB'")
        ask(
            "CREATE TABLE cables (id bigint PRIMARY KEY, words tsvector, origin text, classification text, "
            "year int, sent text)"
        )
        ask("CREATE TABLE tags (id bigint, tag text)")
        rows = iter(rows)
        with self.connection.cursor() as cursor:
            while chunk := list(islice(rows, CHUNK)):
                cursor.executemany(
                    "INSERT INTO cables VALUES (%s, setweight(to_tsvector('english', %s), 'A') || "
                    "to_tsvector('english', %s), %s, %s, %s, %s)",
                    [(r.id, r.subject, r.body, r.origin, r.classification, r.year, r.sent) for r in chunk],
                )
                with cursor.copy("COPY tags FROM STDIN") as copy:
                    for row in chunk:
                        for tag in row.tags:
                            copy.write_row((row.id, tag))
        for statement in (
            "CREATE INDEX ON cables USING gin (words)",
            "CREATE INDEX ON cables (sent DESC)",
            "CREATE INDEX ON cables (classification)",
            "CREATE INDEX ON tags (tag, id)",
            "CREATE INDEX ON tags (id)",
            "VACUUM ANALYZE cables",
            "VACUUM ANALYZE tags",
        ):
            ask(statement)

    def ask(self, asked: Asked) -> int:
        ask: Any = self.connection.execute
        where, values = ["true"], []
        if asked.words:
            where.append("words @@ " + _tsquery(asked))
            values.append(_text(asked))
        if asked.tag:
            where.append("id IN (SELECT id FROM tags WHERE tag = %s)")
            values.append(asked.tag)
        if asked.classification:
            where.append("classification = %s")
            values.append(asked.classification)
        if asked.after:
            where.append("sent >= %s")
            values.append(asked.after.isoformat())
        ask("DROP TABLE IF EXISTS hits")
        ask(
            "CREATE TEMP TABLE hits AS SELECT id, origin, classification, year, sent FROM cables "
            f"WHERE {' AND '.join(where)}",
            values,
        )
        ask("SELECT id FROM hits ORDER BY sent DESC LIMIT %s", [SHOWN]).fetchall()
        for facet in FACETS:
            source = "hits JOIN tags USING (id)" if facet == "tag" else "hits"
            ask(f"SELECT {facet}, COUNT(*) FROM {source} GROUP BY 1 ORDER BY 2 DESC LIMIT 12").fetchall()
        return ask("SELECT COUNT(*) FROM hits").fetchone()[0]

    def close(self) -> None:
        self.connection.execute("DROP SCHEMA peer CASCADE")
        self.connection.close()


def _tsquery(asked: Asked) -> str:
    if asked.prefix:
        return "to_tsquery('english', %s)"
    return f"{'phraseto' if asked.phrase else 'plainto'}_tsquery('english', %s)"


def _text(asked: Asked) -> str:
    return " & ".join(f"{word}:*" for word in asked.words) if asked.prefix else " ".join(asked.words)
