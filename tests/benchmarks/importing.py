"""Importing: parse, rows, one transaction a cable; floor: the same rows by a bare executemany."""

import sqlite3
import tempfile
from pathlib import Path

from django.db import connection

from cables.importing.batches import import_paths
from cables.importing.load import Outcome
from cables.inventing import invented, write
from cables.models import Collection, Paragraph
from tests.benchmarks.timing import best_of

MOST_QUERIES_A_CABLE = 40


def run(short: bool) -> None:
    count = 60 if short else 2000
    collection = Collection.objects.create(name="Benchmark", slug="benchmark")
    with tempfile.TemporaryDirectory() as folder:
        list(write(invented(count), Path(folder)))

        def load() -> list[str]:
            return [result.outcome for result in import_paths([Path(folder)], collection)]

        seconds = best_of(1, lambda: _expect(load(), Outcome.NEW, count))
        again = best_of(1, lambda: _expect(load(), Outcome.UNCHANGED, count))
        print(f"  {count} new on {connection.vendor}: {count / seconds:,.0f} cables/s")
        print(f"  the same again, unchanged: {count / again:,.0f} cables/s")
        _count_queries(Path(folder), collection)
    rows = list(
        Paragraph.objects.values_list("identity", "position", "number", "level", "text", "start", "end")
    )
    floor = best_of(3, lambda: _bare_insert(rows))
    print(f"  floor: {len(rows)} paragraph rows by executemany: {count / floor:,.0f} cables/s")


def _expect(outcomes: list[str], outcome: str, count: int) -> None:
    assert outcomes == [outcome] * count, f"{outcomes.count(outcome)} of {count} were {outcome}"


def _count_queries(folder: Path, collection: Collection) -> None:
    """The number of statements a cable costs does not grow with its paragraphs or the collection."""
    from django.test.utils import CaptureQueriesContext

    changed = folder / "changed.txt"
    changed.write_text(next(invented(1)).text.replace("TAGS: ", "TAGS:  "))
    with CaptureQueriesContext(connection) as queries:
        assert [result.outcome for result in import_paths([changed], collection)] == [Outcome.NEW_VERSION]
    print(f"  one new version: {len(queries)} statements")
    assert len(queries) <= MOST_QUERIES_A_CABLE


def _bare_insert(rows: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as folder, sqlite3.connect(Path(folder, "floor.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE paragraph (a, b, c, d, e, f, g)")
        database.executemany("INSERT INTO paragraph VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
