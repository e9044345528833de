"""The finished copy, read again as a stranger would: whole, and nothing in it but what may be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.apps import apps

from cables.backup.tables import MADE_BY_MIGRATE, TABLES, VERSION
from cables.visibility import PUBLIC


def faults(file: Path) -> Iterator[str]:
    """What is wrong with a copy, as sentences; none if all is well. Reads nothing but the file."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as copy:

        def ask(question: str) -> list[tuple]:
            return copy.execute(question).fetchall()

        if ask("PRAGMA integrity_check") != [("ok",)]:
            yield "SQLite finds the file damaged."
        if ask("PRAGMA foreign_key_check"):
            yield "A row refers to one that is not there."
        if ask("PRAGMA journal_mode") == [("wal",)]:
            yield "The copy is not one file: it has a write-ahead log."
        for (name,) in ask(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sqlite_sequence'"
        ):
            if name not in _allowed() and ask(f'SELECT 1 FROM "{name}" LIMIT 1'):  # noqa: S608
                yield f"The table {name} has rows, and is not among those that may have any."
        if ask(f"SELECT 1 FROM {VERSION.name} WHERE state != '{PUBLIC}' LIMIT 1"):  # noqa: S608
            yield "A version in it is not public."
        for table in TABLES:
            ((rows, last),) = ask(f"SELECT count(*), coalesce(max(id), 0) FROM {table.name}")  # noqa: S608
            if rows != last:
                yield f"The keys of {table.name} have gaps."


def _allowed() -> set[str]:
    made = {model._meta.db_table for model in apps.get_models() if model._meta.label in MADE_BY_MIGRATE}
    return {table.name for table in TABLES} | made | {"django_migrations"}
