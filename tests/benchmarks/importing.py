"""Importing: parse in processes, one writer; floors: parsing alone, writing the same rows alone."""

import os
import sqlite3
import tempfile
import time
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from cables.importing.batches import import_paths
from cables.importing.load import Outcome
from cables.importing.processes import CHUNK, few_collections
from cables.inventing import invented, write
from cables.models import Cable, Collection
from cables.parsing import parse_cable
from tests.benchmarks.timing import best_of
from tests.importing.tables import TABLES

MOST_QUERIES_A_VERSION = 60  # those of its batch included
MOST_QUERIES_A_CHUNK = 38
MORE_TO_COPY = 5  # on PostgreSQL, whose sequences are asked for keys
PARSED = 400  # cables of which the floor of parsing is taken


def run(short: bool) -> None:
    count = 60 if short else int(os.environ.get("CABLES", "10000"))
    collection = Collection.objects.create(name="Benchmark", slug="benchmark")
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        list(write(invented(count), corpus))
        tenths = _tenths(corpus, collection, count)
        print(
            f"  {count:,} new on {connection.vendor}, {settings.IMPORT_PROCESSES} processes: "
            f"{count / sum(tenths):,.0f} cables/s"
        )
        if count >= 10 * CHUNK:  # else several tenths come at once
            first, last = (count / 10 / seconds for seconds in (tenths[0], tenths[-1]))
            print(f"  the first tenth {first:,.0f}, the last {last:,.0f}")
        again = best_of(1, lambda: _expect(corpus, collection, Outcome.UNCHANGED, count))
        print(f"  the same again, unchanged: {count / again:,.0f} cables/s")
        _count_queries(Path(folder), collection)
    texts = [each.text for each in invented(min(count, PARSED))]
    with few_collections():
        parsing = best_of(1, lambda: [parse_cable(text) for text in texts])
    print(f"  floor: parsing alone, on one core: {len(texts) / parsing:,.0f} cables/s")
    how, alone = ("executemany", _rows_alone) if connection.vendor == "sqlite" else ("COPY", _copied_alone)
    print(f"  floor: their rows alone, by {how}: {count / alone(count):,.0f} cables/s")


def _tenths(corpus: Path, collection: Collection, count: int) -> list[float]:
    """Seconds for each tenth of the cables, all of them new."""
    results = import_paths([corpus], collection)
    tenths = []
    for _ in range(10):
        start = time.perf_counter()
        outcomes = [result.outcome for result in islice(results, count // 10)]
        tenths.append(time.perf_counter() - start)
        assert outcomes == [Outcome.NEW] * (count // 10)
    assert next(results, None) is None
    return tenths


def _expect(corpus: Path, collection: Collection, outcome: str, count: int) -> None:
    outcomes = [result.outcome for result in import_paths([corpus], collection)]
    assert outcomes == [outcome] * count, f"{outcomes.count(outcome)} of {count} were {outcome}"


def _count_queries(folder: Path, collection: Collection) -> None:
    """The number of statements grows neither with the paragraphs nor with the cables of a chunk."""
    first = next(invented(1))
    changed, others = folder / "changed.txt", folder / "others"
    changed.write_text(first.text.replace("TAGS: ", "TAGS:  "))
    held = set(Cable.objects.values_list("mrn", flat=True))
    more = MORE_TO_COPY if connection.vendor == "postgresql" else 0
    list(write(islice((each for each in invented(5000, seed=2) if each.mrn not in held), CHUNK), others))
    for path, what, outcome, most in (
        (changed, "one new version", Outcome.NEW_VERSION, MOST_QUERIES_A_VERSION + more),
        (others, f"a chunk of {CHUNK} new cables", Outcome.NEW, MOST_QUERIES_A_CHUNK + more),
    ):
        asked = _queries_of(path, collection, outcome)
        print(f"  {what}: {asked} statements (of {most})")
        assert asked <= most


def _queries_of(path: Path, collection: Collection, outcome: str) -> int:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert {result.outcome for result in import_paths([path], collection)} == {outcome}
    return len(queries)


def _rows_alone(count: int) -> float:
    """Seconds to write the rows of so many cables into the same tables, in as many transactions."""
    with tempfile.TemporaryDirectory() as folder, sqlite3.connect(Path(folder, "floor.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        rows = {}
        with connection.cursor() as cursor:
            for model in TABLES:
                table = model._meta.db_table
                cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql NOT NULL", [table])
                for (statement,) in cursor.fetchall():
                    database.execute(statement)
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY rowid LIMIT 2000000')
                rows[table] = cursor.fetchall()
        chunks = max(1, count // CHUNK)
        start = time.perf_counter()
        for chunk in range(chunks):
            for table, all_rows in rows.items():
                part = all_rows[len(all_rows) * chunk // chunks : len(all_rows) * (chunk + 1) // chunks]
                if part:
                    places = ", ".join("?" * len(part[0]))
                    database.executemany(f'INSERT INTO "{table}" VALUES ({places})', part)
            database.commit()
        return time.perf_counter() - start


def _copied_alone(count: int) -> float:
    """Seconds that PostgreSQL takes to copy the rows of so many cables into tables like these, in as many
    transactions, given as the text that it made of them itself."""
    tables = [model._meta.db_table for model in TABLES]
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA floor")
        texts = {}
        for table in tables:
            cursor.execute(f'CREATE TABLE floor."{table}" (LIKE "{table}" INCLUDING ALL)')
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                texts[table] = [bytes(line) for line in copy]
        chunks = max(1, count // CHUNK)
        start = time.perf_counter()
        for chunk in range(chunks):
            with transaction.atomic():
                for table, lines in texts.items():
                    part = lines[len(lines) * chunk // chunks : len(lines) * (chunk + 1) // chunks]
                    with cursor.copy(f'COPY floor."{table}" FROM STDIN') as copy:
                        copy.write(b"".join(part))
        return time.perf_counter() - start
