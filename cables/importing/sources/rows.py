"""A CSV of any size, row by row: no more of it is in memory than a few megabytes.

The quotes, commas and line ends that part rows are single bytes in UTF-8, Windows-1252 and Latin-1
alike, so rows are found in the bytes, and each is decoded by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cables.importing.sources.caps import Caps
from cables.importing.sources.records import Piece, Unreadable
from cables.parsing import csv_row

BUFFER = 4 * 1024 * 1024  # bytes
MARK = b"\xef\xbb\xbf"
LONGEST_START = 200  # bytes, and more than the cells have by which a row is known


def is_csv(head: bytes) -> bool:
    """Whether a file that begins so is such a CSV. One in UTF-16 is none: it is read whole."""
    return csv_row.begins(_bytewise(head.removeprefix(MARK)))


def read_rows(name: str, head: bytes, file: BinaryIO, caps: Caps) -> Iterator[Piece | Unreadable]:
    """The rows of a CSV of which `head` was read already; a row longer than `caps` allows is refused."""
    buffer = head.removeprefix(MARK)
    at = 0  # in code points: where the buffer begins
    while buffer:
        more = file.read(BUFFER)
        rows = list(csv_row.rows(_bytewise(buffer)))
        if more and rows:
            rows.pop()  # it may go on
        done = 0
        for start, end in rows:
            at += _size(buffer[done:start])
            yield Piece(name, at, buffer[start:end], is_row=True)
            at += _size(buffer[start:end])
            done = end
        buffer = buffer[done:] + more
        if not more:
            return
        if len(buffer) - len(more) > caps.file:
            yield Unreadable(name, at, f"A row of this CSV has more than {caps.file:,} bytes; {_ENDS}")
            skipped, buffer = _from_next_row(buffer, file)
            at += skipped


_ENDS = "its last quote may be missing. It was passed over; the rows after it were read."


def _from_next_row(buffer: bytes, file: BinaryIO) -> tuple[int, bytes]:
    """How many code points stand before the next row but the first, and what stands from it on."""
    skipped = 0
    after = 1
    while True:
        found = csv_row.ROW_START.search(_bytewise(buffer), after)
        if found:
            return skipped + _size(buffer[: found.start()]), buffer[found.start() :]
        keep = min(len(buffer), LONGEST_START)
        skipped += _size(buffer[:-keep])
        more = file.read(BUFFER)
        if not more:
            return skipped, b""
        buffer, after = buffer[-keep:] + more, 0


def _bytewise(content: bytes) -> str:
    """A character for each byte."""
    return content.decode("latin-1")


def _size(content: bytes) -> int:
    """In code points."""
    try:
        return len(content.decode())
    except UnicodeDecodeError:
        return len(content)
