"""What a database's error means for an import: this record's fault, nobody's, or the end of it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import TypeVar

from django.db import DatabaseError

log = logging.getLogger(__name__)
SQLITE = {
    sqlite3.SQLITE_FULL: "The disk is full.",
    sqlite3.SQLITE_READONLY: "The database cannot be written: it, or its folder, is read-only.",
    sqlite3.SQLITE_IOERR: "The disk answered with an error.",
    sqlite3.SQLITE_CANTOPEN: "The database cannot be opened.",
    sqlite3.SQLITE_CORRUPT: "The database is damaged.",
    sqlite3.SQLITE_NOTADB: "The database is damaged.",
    sqlite3.SQLITE_PERM: "The database cannot be opened.",
    sqlite3.SQLITE_NOMEM: "The disk or the memory of the database is full.",
    sqlite3.SQLITE_BUSY: "Somebody else kept the database locked.",
    sqlite3.SQLITE_LOCKED: "Somebody else kept the database locked.",
    sqlite3.SQLITE_PROTOCOL: "Somebody else kept the database locked.",
}
POSTGRESQL = {
    "53": "The disk or the memory of the database is full.",
    "25006": "The database cannot be written: it is read-only.",
    "58": "The disk of the database answered with an error.",
    "57P": "The database was shut down.",
    "08": "The connection to the database was lost.",
    "55P03": "Somebody else kept the database locked.",
    "57014": "The database took too long.",
    "25P03": "The database took too long.",
    "25P04": "The database took too long.",
    "40": "Two writers were in each other's way.",
}


PASSING = frozenset(("Somebody else kept the database locked.", "Two writers were in each other's way."))
PATIENCE = 3  # times that something is tried while others are in its way, each as long as the database waits
T = TypeVar("T")


class Stopped(Exception):
    """An import cannot go on. The message is a sentence; what was imported before stays."""


def why_it_cannot_go_on(error: DatabaseError) -> str:
    """A sentence where no record could be written now; empty where only this one is at fault."""
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return SQLITE.get(code & 0xFF, "")
    state = getattr(cause, "sqlstate", None)
    if state is None:  # psycopg has none where there is no connection
        return POSTGRESQL["08"] if type(cause).__name__ == "OperationalError" else ""
    return next((sentence for prefix, sentence in POSTGRESQL.items() if state.startswith(prefix)), "")


def patiently(act: Callable[[], T]) -> T:
    """Do what is one transaction; again where others were in its way, who are done soon."""
    for _ in range(PATIENCE - 1):
        try:
            return act()
        except DatabaseError as error:
            if why_it_cannot_go_on(error) not in PASSING:
                raise
            log.warning("Others were in the way (%s); trying again", type(error).__name__)
    return act()


@contextmanager
def told(then: str) -> Iterator[None]:
    """Raises Stopped, its sentence followed by `then`, where the database could take nothing now."""
    try:
        yield
    except BrokenExecutor as error:
        raise Stopped(f"A process that reads for it was ended, perhaps for want of memory. {then}") from error
    except DatabaseError as error:
        if reason := why_it_cannot_go_on(error):
            raise Stopped(f"{reason} {then}") from error
        raise
