"""SQLite's own full-text search, with facets by join over the hits."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.peers import FACETS, SHOWN, Asked, Row

CHUNK = 1_000


class FTS5:
    name = "SQLite FTS5"

    def __init__(self, folder: Path, rows: Iterable[Row]) -> None:
        self.path = folder / "fts5.sqlite3"
        self.database = sqlite3.connect(self.path)
        self.database.executescript(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;
            PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 8000000000;
            CREATE TABLE cables (id INTEGER PRIMARY KEY, subject TEXT, body TEXT, tags TEXT, origin TEXT,
                                 classification TEXT, year INTEGER, sent TEXT);
            CREATE TABLE tags (id INTEGER, tag TEXT, PRIMARY KEY (id, tag)) WITHOUT ROWID;
            CREATE VIRTUAL TABLE words USING fts5(subject, body, content='cables', content_rowid='id',
                                                  tokenize='porter unicode61 remove_diacritics 2');
            """
        )
        chunk: list[Row] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                self._write(chunk)
                chunk = []
        self._write(chunk)
        self.database.executescript(
            """
            CREATE INDEX by_tag ON tags (tag, id);
            CREATE INDEX by_sent ON cables (sent, id);
            CREATE INDEX facts ON cables (id, origin, classification, year, sent);
            INSERT INTO words(words) VALUES ('optimize');
            ANALYZE;
            """
        )

    def ask(self, asked: Asked) -> int:
        ask = self.database.execute
        ask("DROP TABLE IF EXISTS temp.hits")
        where, values = ["1"], []
        if asked.words:
            where.append("id IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append(_match(asked))
        if asked.tag:
            where.append("id IN (SELECT id FROM tags WHERE tag = ?)")
            values.append(asked.tag)
        if asked.classification:
            where.append("classification = ?")
            values.append(asked.classification)
        if asked.after:
            where.append("sent >= ?")
            values.append(asked.after.isoformat())
        ask(
            "CREATE TEMP TABLE hits AS SELECT id, origin, classification, year, sent FROM cables "
            f"WHERE {' AND '.join(where)}",
            values,
        )
        ask("SELECT id FROM temp.hits ORDER BY sent DESC LIMIT ?", [SHOWN]).fetchall()
        for facet in FACETS:
            source = "temp.hits JOIN tags USING (id)" if facet == "tag" else "temp.hits"
            ask(f"SELECT {facet}, COUNT(*) FROM {source} GROUP BY 1 ORDER BY 2 DESC LIMIT 12").fetchall()
        return ask("SELECT COUNT(*) FROM temp.hits").fetchone()[0]

    def _write(self, rows: list[Row]) -> None:
        self.database.executemany(
            "INSERT INTO cables VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (r.id, r.subject, r.body, json.dumps(r.tags), r.origin, r.classification, r.year, r.sent)
                for r in rows
            ],
        )
        self.database.executemany(
            "INSERT INTO words (rowid, subject, body) VALUES (?, ?, ?)",
            [(r.id, r.subject, r.body) for r in rows],
        )
        self.database.executemany(
            "INSERT INTO tags VALUES (?, ?)", [(r.id, tag) for r in rows for tag in r.tags]
        )
        self.database.commit()


def _match(asked: Asked) -> str:
    if asked.phrase:
        return '"' + " ".join(asked.words) + '"'
    return " ".join(f'"{word}"' + ("*" if asked.prefix else "") for word in asked.words)
