"""Runs on SQLite, then on PostgreSQL, with plain words about what was left out."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence

import psycopg

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
IN_CI = os.environ.get("CI") == "true"
AGAIN = "TRIED_ON_SQLITE"
"""In the environment of the second run: what does not hang on the database may be tried in short."""

OF_THE_SHELL = {"SECRET_KEY", "ALLOWED_HOSTS", "DEBUG"}
"""Settings that must not reach the tests."""


def passes_on_each(words: Sequence[str], *, shorter_again: bool = False, **environment: str) -> bool:
    """`words` go to pytest. With `shorter_again` the second run leaves out what is marked `once`."""

    def holds(url: str) -> bool:
        if url and shorter_again:
            return _passes(url, ["-m", "not once", *words], environment | {AGAIN: "1"})
        return _passes(url, words, environment)

    return holds_on_each(holds)


def holds_on_each(holds: Callable[[str], bool]) -> bool:
    """Asks of each engine by its DATABASE_URL, empty for SQLite.

    Where CI=true a missing PostgreSQL is a failure.
    """
    print("\n== On SQLite", flush=True)
    held = holds("")
    if _postgres_answers():
        print("\n== On PostgreSQL", flush=True)
        return holds(POSTGRES_URL) and held
    print(f"\nLeft out: the run on PostgreSQL, because none answers at {POSTGRES_URL}.")
    print("Start one, or name yours in TEST_POSTGRES_URL.")
    return held and not IN_CI


def _passes(url: str, words: Sequence[str], environment: dict[str, str]) -> bool:
    with tempfile.TemporaryDirectory(prefix="readingroom-test-") as data:
        clean = {name: value for name, value in os.environ.items() if name not in OF_THE_SHELL}
        clean |= {"DATA_DIR": data, "DATABASE_URL": url, **environment}
        return subprocess.run([sys.executable, "-m", "pytest", *words], env=clean).returncode == 0


def _postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES_URL, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True
