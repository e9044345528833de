"""The CSV of an import's problems: written for a spreadsheet, and read again when they are mended."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cables.importing.sources.cells import unguarded
from cables.importing.sources.records import Record, Unreadable, read_content
from cables.parsing.decoding import Undecodable, decode

HEADER = ("file", "character", "problem", "text")

NO_TEXT = "This row of a list of problems has no text. Put the telegram's text there, or leave the row out."
NOT_A_ROW = "This row of a list of problems has not four cells: file, character, problem, text."


def is_problems(head: bytes) -> bool:
    """Whether a file that begins so is such a list."""
    line = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].strip().replace(b'"', b"")
    return line == ",".join(HEADER).encode()


def read_problems(name: str, content: bytes) -> Iterator[Record | Unreadable]:
    """The telegrams in its last column. `start` is where the row begins, and more where it holds several."""
    try:
        text, _ = decode(content)
    except Undecodable as error:
        yield Unreadable(name, 0, str(error))
        return
    lines = _Counted(text.splitlines(keepends=True))
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    rows = csv.reader(lines)
    next(rows, None)
    start = lines.at
    for cells in rows:
        yield from _read_row(name, start, cells)
        start = lines.at


def _read_row(name: str, start: int, cells: list[str]) -> Iterator[Record | Unreadable]:
    if not cells:
        return
    if len(cells) != len(HEADER):
        yield Unreadable(name, start, NOT_A_ROW)
    elif not cells[-1].strip():
        yield Unreadable(name, start, NO_TEXT)
    else:
        for found in read_content(name, unguarded(cells[-1]).encode()):
            yield replace(found, start=start + found.start)


class _Counted:
    """Lines, and how many characters of them were taken."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines, self.at = iter(lines), 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.at += len(line)
        return line
