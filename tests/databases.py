"""The test's database as a site has it: on SQLite a file in WAL mode, where pytest's is in memory."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.utils import ConnectionHandler


@contextmanager
def in_a_file(file: Path) -> Iterator[None]:
    """The site's tables as they are now in a file of their own, and everything inside happens there.

    On PostgreSQL nothing is to be done.
    """
    if connection.vendor != "sqlite":
        yield
        return
    in_memory = connections[DEFAULT_DB_ALIAS]
    in_memory.ensure_connection()
    with another_connection(file) as in_file:
        in_memory.connection.backup(in_file.connection)
        connections[DEFAULT_DB_ALIAS] = in_file
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = in_memory


@contextmanager
def another_connection(file: Path | None = None):
    """What another process has: a second connection to the site's database, or one to `file`."""
    settings = dict(connection.settings_dict)
    if file is not None:
        settings["NAME"] = str(file)
    other = ConnectionHandler({DEFAULT_DB_ALIAS: settings})[DEFAULT_DB_ALIAS]
    other.ensure_connection()
    try:
        yield other
    finally:
        other.close()


def elsewhere(act: Callable[[], object], file: Path) -> None:
    """Do it to the site's database as another process would, and wait until it is done."""

    def run() -> None:
        with another_connection(file if connection.vendor == "sqlite" else None) as other:
            connections[DEFAULT_DB_ALIAS] = other
            act()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(run).result()
