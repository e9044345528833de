"""Bytes to records: decoding, and cutting a file of many cables between them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from cables.parsing import split_cables
from cables.parsing.decoding import Undecodable, decode

# A byte order mark stands once in a file and in none of its records.
WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": f"utf-16-{sys.byteorder[0]}e"}
# What is tried of a whole file before these, in which any bytes, or nearly any, are text.
NARROWER = {"cp1252": ("utf-8",), "latin-1": ("utf-8", "cp1252")}
NOT_A_CABLE = (
    "This is not a cable: no message number, date-time group, classification line, TAGS or "
    "numbered paragraph was found. Check that the file holds the telegram's text."
)
EMPTY = b"\x00 \t\r\n\xef\xbb\xbf"


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


@dataclass(frozen=True, slots=True)
class Piece:
    """A small file, or a row of a CSV: bytes that are yet to be read, by whoever has time for it."""

    file: str
    start: int
    content: bytes
    is_row: bool = False


Found = Piece | Record | Unreadable


def records_of(piece: Piece) -> Iterator[Record | Unreadable]:
    if not piece.is_row:
        yield from read_content(piece.file, piece.content)
        return
    try:
        yield Record(piece.file, piece.start, piece.content, *decode(piece.content))
    except Undecodable as error:
        yield Unreadable(piece.file, piece.start, str(error))


def read_content(name: str, content: bytes) -> Iterator[Record | Unreadable]:
    """The records of a whole file."""
    if not content.strip(EMPTY):
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
            yield _by_itself(Record(name, start, record.encode(plain), record, plain))


def _by_itself(record: Record) -> Record:
    """A file put together from others may have several encodings: each of its cables is read in its own."""
    for encoding in NARROWER.get(record.encoding, ()):
        with suppress(UnicodeDecodeError):
            return replace(record, text=record.content.decode(encoding), encoding=encoding)
    return record
