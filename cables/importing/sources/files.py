"""The files to read, and each opened as what its first bytes say it is, whatever its name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cables.importing.sources.archives import GZIP, TAR, ZIP, read_gzip, read_zip
from cables.importing.sources.caps import Caps
from cables.importing.sources.problems import is_problems, read_problems
from cables.importing.sources.records import Found, Piece, Record, Unreadable, read_content, records_of
from cables.importing.sources.rows import BUFFER, is_csv, read_rows

SMALL = 64 * 1024  # bytes of a file that somebody else may read


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to read, in a stable order: a file is itself, a folder all its files below.

    Hidden files and folders are passed over. Links are not followed: they lead out of what was
    named. A path that does not exist is given as it is, for `read_file` to refuse.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, subfolders, names in os.walk(path, followlinks=False):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def read_file(path: Path, caps: Caps | None = None) -> Iterator[Record | Unreadable]:
    """The records of one file, or of all files in an archive, or the reason why there are none."""
    for found in open_file(path, caps or Caps()):
        if isinstance(found, Piece):
            yield from records_of(found)
        else:
            yield found


def open_file(path: Path, caps: Caps) -> Iterator[Found]:
    """The same, what is small not yet decoded and not cut into records."""
    name = str(path)
    if path.is_symlink() or not path.is_file():
        yield Unreadable(name, 0, _why_not_a_file(path))
        return
    try:
        with path.open("rb") as file:
            head = file.read(512)
            if head.startswith(ZIP):
                yield from read_zip(path, lambda name, member: _read_member(name, member, caps), caps)
            elif head.startswith(GZIP):
                yield from read_gzip(path, lambda name, member: _read_member(name, member, caps), caps)
            else:
                file.seek(0)
                yield from _read_stream(name, file, caps)
    except OSError as error:
        yield Unreadable(name, 0, f"The file could not be read: {error.strerror}.")


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
    if path.is_symlink():
        return "This is a symbolic link, which the importer does not follow. Name the file itself."
    if not path.exists():
        return "There is no such file or folder."
    return "This is not a regular file; a text file, or a folder of text files, was expected."
