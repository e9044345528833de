"""The files to read, and each opened as what its first bytes say it is, whatever its name."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.db import connection

from cables.importing.sources.archives import GZIP, TAR, ZIP, read_gzip, read_zip
from cables.importing.sources.caps import Caps
from cables.importing.sources.names import name_of
from cables.importing.sources.problems import is_problems, read_problems
from cables.importing.sources.records import Found, Piece, Record, Unreadable, read_content, records_of
from cables.importing.sources.rows import BUFFER, is_csv, read_rows

OF_SQLITE = ("", "-wal", "-shm", "-journal")  # what follows a database's name in those of its files
SMALL = 64 * 1024  # bytes of a file that somebody else may read


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to read, in a stable order: a file is itself, a folder all its files below.

    Hidden files and folders are passed over. Links are not followed: they lead out of what was
    named. A link, a folder that cannot be listed and a path that does not exist are given as they
    are, for `read_file` to refuse.
    """
    for path in paths:
        if not os.path.isdir(path):  # the method raises where one may not look
            yield path
            continue
        unlisted: list[OSError] = []
        for folder, subfolders, names in os.walk(path, onerror=unlisted.append, followlinks=False):
            yield from _taken(unlisted)
            links = [name for name in subfolders if Path(folder, name).is_symlink()]
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            yield from (Path(folder, name) for name in sorted(names + links) if not name.startswith("."))
        yield from _taken(unlisted)


def _taken(errors: list[OSError]) -> Iterator[Path]:
    """The folders that could not be listed, each once."""
    while errors:
        yield Path(errors.pop(0).filename)


def read_file(path: Path, caps: Caps | None = None) -> Iterator[Record | Unreadable]:
    """The records of one file, or of all files in an archive, or the reason why there are none."""
    for found in open_file(path, caps or Caps()):
        if isinstance(found, Piece):
            yield from records_of(found)
        else:
            yield found


def open_file(path: Path, caps: Caps) -> Iterator[Found]:
    """The same, what is small not yet decoded and not cut into records."""
    name = name_of(path)
    try:
        if reason := _why_not_a_file(path):
            yield Unreadable(name, 0, reason)
            return
        with _opened(path) as file:
            head = file.read(512)
            if head.startswith(ZIP):
                yield from read_zip(path, lambda name, member: _read_member(name, member, caps), caps)
            elif head.startswith(GZIP):
                yield from read_gzip(path, lambda name, member: _read_member(name, member, caps), caps)
            else:
                file.seek(0)
                yield from _read_stream(name, file, caps)
    except OSError as error:
        what = "folder" if os.path.isdir(path) else "file"
        yield Unreadable(name, 0, f"The {what} could not be read: {error.strerror}.")


def _opened(path: Path) -> BinaryIO:
    """What was put in the file's place since it was looked at is neither followed nor waited for."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _read_member(name: str, file: BinaryIO, caps: Caps) -> Iterator[Found]:
    return _read_stream(name, file, caps, is_packed=True)


def _read_stream(name: str, file: BinaryIO, caps: Caps, is_packed: bool = False) -> Iterator[Found]:
    head = file.read(BUFFER)
    if (is_packed and head.startswith((*ZIP, GZIP))) or head[TAR[0] :].startswith(TAR[1]):
        yield Unreadable(name, 0, "An archive within an archive, or a tar, is not unpacked. Unpack it first.")
        return
    if len(head) == BUFFER and is_csv(head):
        yield from read_rows(name, head, file, caps)
        return
    content = [head]
    size = len(head)
    while size <= caps.file and (more := file.read(BUFFER)):
        content.append(more)
        size += len(more)
    if size > caps.file:
        reason = (
            f"The file has more than {caps.file:,} bytes, as many as one may have that is no CSV of cables. "
            "Cut it into smaller files between two cables."
        )
        yield Unreadable(name, 0, reason)
        return
    if is_problems(head):
        yield from read_problems(name, b"".join(content))
    elif size <= SMALL:
        yield Piece(name, 0, head)
    else:
        yield from read_content(name, b"".join(content))


def _why_not_a_file(path: Path) -> str:
    """Empty for a file. Raises OSError where one may not look."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in its name
        return "There is no such file or folder."
    if stat.S_ISLNK(mode):
        return "This is a symbolic link, which the importer does not follow. Name the file itself."
    if stat.S_ISDIR(mode):
        os.scandir(path).close()
    if not stat.S_ISREG(mode):
        return "This is not a regular file; a text file, or a folder of text files, was expected."
    if _is_of_the_database(path):
        return (
            "This is a file of the site's own database, which is not opened. Name the folder of the cables."
        )
    return ""


def _is_of_the_database(path: Path) -> bool:
    """To open and close it here would take away the locks that SQLite holds in this process: another that
    begins to write then takes itself for the only one, and the database may be damaged."""
    if connection.vendor != "sqlite":
        return False
    database = Path(connection.settings_dict["NAME"])
    its = {database.name + suffix for suffix in OF_SQLITE}
    return path.name in its and path.parent.samefile(database.parent)
