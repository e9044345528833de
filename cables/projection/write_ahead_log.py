"""SQLite's write-ahead log holds older pages of the database, text that was public among them."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.db import DatabaseError, connection

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds. Whoever withholds waits no longer than this for other people's readers to end."""
PAUSE = 0.05


def empty_wal() -> bool:
    """Move the log into the database file and cut it to nothing; True where none is left.

    A reader whose transaction began before the last change keeps the log: then it is tried again
    until the reader ends or PATIENCE does. Not inside a transaction. Other databases have no such file.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        # SQLite's own waiting would hold the writers' lock for as long as it waits for readers.
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            emptied = _tried(cursor)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
    if not emptied:
        log.warning(
            "The write-ahead log could not be emptied: somebody has been reading the database for more than "
            "%g seconds. It may hold text that has just been withheld. It is tried again at the next "
            "withholding; manage.py empty_wal tries now.",
            PATIENCE,
        )
    return emptied


def _tried(cursor: Any) -> bool:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except DatabaseError:
            busy = True
        if not busy or time.monotonic() >= end:
            return not busy
        time.sleep(PAUSE)
