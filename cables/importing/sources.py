"""From paths to records: which files there are, and which cables stand in each.

A record is one cable as it stands in its file. Joined with what lies between them the records of a
file give its bytes back; a file with a single cable is one record, byte for byte.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cables.parsing import split_cables
from cables.parsing.decoding import Undecodable, decode

MAX_FILE_BYTES = 64 * 1024 * 1024
# A byte order mark stands once in a file and in none of its records.
WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": f"utf-16-{sys.byteorder[0]}e"}


@dataclass(frozen=True, slots=True)
class Record:
    """One cable: `start` is its offset in the decoded file, in code points."""

    file: str
    start: int
    content: bytes
    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a stretch of one, that gives no record. `reason` is a sentence for staff."""

    file: str
    start: int
    reason: str


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


def read_file(path: Path) -> Iterator[Record | Unreadable]:
    """The records of one file, or the reason why there are none."""
    name = str(path)
    try:
        if path.is_symlink() or not path.is_file():
            yield Unreadable(name, 0, _why_not_a_file(path))
            return
        if (size := path.stat().st_size) > MAX_FILE_BYTES:
            yield Unreadable(
                name,
                0,
                f"The file has {size:,} bytes; one file may have {MAX_FILE_BYTES:,}. "
                "Cut it into smaller files between two cables.",
            )
            return
        content = path.read_bytes()
    except OSError as error:
        yield Unreadable(name, 0, f"The file could not be read: {error.strerror}.")
        return
    yield from read_content(name, content)


def read_content(name: str, content: bytes) -> Iterator[Record | Unreadable]:
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        yield Unreadable(name, 0, "The file is empty; a telegram was expected.")
        return
    try:
        text, encoding = decode(content)
    except Undecodable as error:
        yield Unreadable(name, 0, str(error))
        return
    spans = split_cables(text)
    if not spans:
        yield Unreadable(name, 0, NOT_A_CABLE)
    elif len(spans) == 1:
        yield Record(name, spans[0][0], content, text, encoding)
    else:
        for start, end in spans:
            record, plain = text[start:end], WITHOUT_MARK.get(encoding, encoding)
            yield Record(name, start, record.encode(plain), record, plain)


NOT_A_CABLE = (
    "This is not a cable: no message number, date-time group, classification line, TAGS or "
    "numbered paragraph was found. Check that the file holds the telegram's text."
)


def _why_not_a_file(path: Path) -> str:
    if path.is_symlink():
        return "This is a symbolic link, which the importer does not follow. Name the file itself."
    if not path.exists():
        return "There is no such file or folder."
    return "This is not a regular file; a text file, or a folder of text files, was expected."
