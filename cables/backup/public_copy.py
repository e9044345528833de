"""Makes the public copy: an SQLite file that a site can be started on, whatever the site here runs on."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from cables.backup.checking import faults
from cables.backup.filling import fill
from cables.backup.snapshot import snapshot
from cables.models import Decision
from cables.projection.write_ahead_log import empty_wal


class NoCopy(Exception):
    """No file was made. The message is a sentence."""


def write_public_copy(file: Path) -> Counter[str]:
    """A new `file`; how many rows it has, by table. Raises NoCopy, and then leaves no file."""
    file = file.absolute()
    if file.exists():
        raise NoCopy(f"{file} is there already, and a copy overwrites nothing. Name a new file.")
    if not file.parent.is_dir():
        raise NoCopy(f"There is no folder {file.parent}. Make it first.")
    with _beside(file) as unfinished:
        _make_tables(unfinished)
        with _opened(unfinished) as copy, copy.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = DELETE")
            with snapshot():
                before = _withholdings()
                cursor.execute("BEGIN")
                counts = fill(copy)
                cursor.execute("COMMIT")
            cursor.execute("VACUUM")
        empty_wal()  # a withholding meanwhile could not: the snapshot was in its way
        if found := list(faults(unfinished)):
            raise NoCopy(f"The copy was thrown away. {' '.join(found)} Please report this.")
        if _withholdings() != before:
            raise NoCopy(
                "Something was withheld while the copy was being written, and may be in it: it was thrown "
                "away. Start again."
            )
        _give_name(unfinished, file)
    return counts


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """An empty file that only its owner can read; gone at the end, with what SQLite put beside it."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-", suffix=".unfinished")
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)


def _make_tables(file: Path) -> None:
    """By the migrations, in a process that knows no other database: some of them read and write rows."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{quote(str(file))}"}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise NoCopy(f"The tables of the copy could not be made: {done.stderr.strip()[-500:]}")


@contextmanager
def _opened(file: Path) -> Iterator[BaseDatabaseWrapper]:
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    copy = ConnectionHandler({DEFAULT_DB_ALIAS: database})[DEFAULT_DB_ALIAS]
    try:
        yield copy
    finally:
        copy.close()


def _withholdings() -> int:
    """Grows with each: decisions are never deleted. Holds by the importer keep back nothing public."""
    return Decision.objects.filter(withheld_by__isnull=False).count()


def _give_name(unfinished: Path, file: Path) -> None:
    try:
        os.link(unfinished, file)  # unlike a renaming, it fails where somebody has made the file meanwhile
    except FileExistsError:
        raise NoCopy(f"{file} was made by somebody else meanwhile. Name a new file.") from None
    except OSError:  # a file system without links
        unfinished.rename(file)
