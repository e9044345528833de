"""One row of the Cablegate CSV: id, date, number, origin, classification, references, header, body.

Quotes inside a field are doubled or escaped with a backslash. Spans stay offsets into the row as it
stands, so every character of the cooked text knows where it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cables.parsing.spans import Places

COLUMNS = ("id", "date", "number", "origin", "classification", "references", "header", "body")
ROW_START = re.compile(
    r'^"?\d{1,9}"?,"?\d{1,4}[/-]\d{1,2}[/-]\d{1,4}[ T]?[\d:]{0,8}"?,"?[0-9A-Z]{3,60}"?,', re.MULTILINE
)
TITLES = re.compile(r'^"?id"?,"?date(?:time)?"?,', re.IGNORECASE)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def read(raw: str) -> tuple[dict[str, str], str, Places] | None:
    """(fields without header and body, the telegram's text, its places in the row), or None for no row."""
    start = _first(raw)
    if start is None or not ROW_START.match(raw, start):
        return None
    cells, _ = scan(raw, start)
    if len(cells) != len(COLUMNS):
        return None
    named = dict(zip(COLUMNS, cells, strict=True))
    fields = {name: _cook(raw, *named[name])[0] for name in COLUMNS[:6]}
    header, header_starts = _cook(raw, *named["header"])
    body, body_starts = _cook(raw, *named["body"])
    gap = named["header"][1]
    text = f"{header}\n\n{body}"
    starts = [*header_starts, gap, gap, *body_starts]
    return fields, text, Places(starts, _ends(starts, gap, len(header), named["body"][1]))


def _ends(starts: list[int], gap: int, before: int, last: int) -> list[int]:
    ends = [*starts[1:], last]
    if before:
        ends[before - 1] = gap
    return ends


def _first(raw: str) -> int | None:
    """Where the row begins: after a row of titles and blank lines."""
    at = len(raw) - len(raw.lstrip("\ufeff \r\n\t"))
    titles = TITLES.match(raw, at) or TITLES.match(raw[at : at + 40])
    if titles:
        end = raw.find("\n", at)
        at = end + 1 if end >= 0 else len(raw)
    return at if at < len(raw) else None


def scan(raw: str, start: int) -> tuple[list[tuple[int, int]], int]:
    """The cells of one row as (start, end) without their quotes, and where the next row begins."""
    cells: list[tuple[int, int]] = []
    at = start
    while True:
        if at < len(raw) and raw[at] == '"':
            end = _closing(raw, at + 1)
            cells.append((at + 1, end))
            at = min(end + 1, len(raw))
        else:
            end = re.compile(r"[,\r\n]|$").search(raw, at).start()  # type: ignore[union-attr]
            cells.append((at, end))
            at = end
        if at >= len(raw) or raw[at] != ",":
            break
        at += 1
    line_end = re.compile(r"\r\n|\n|\r").match(raw, at)
    return cells, line_end.end() if line_end else at


SPECIAL = re.compile(r'\\|"')


def _closing(raw: str, at: int) -> int:
    """The quote that closes a cell; the end of the text where none does."""
    while True:
        found = SPECIAL.search(raw, at)
        if found is None:
            return len(raw)
        if found[0] == "\\" or raw.startswith('""', found.start()):
            at = found.start() + 2
        else:
            return found.start()


def line_end(raw: str, at: int) -> str:
    """How a line end is written in the cell that holds the offset."""
    first = _first(raw)
    cells = scan(raw, first)[0] if first is not None else []
    return next(("\\n" for start, end in cells if start <= at <= end and _is_literal(raw, start, end)), "\n")


def _is_literal(raw: str, start: int, end: int) -> bool:
    """Whether line ends are written `\\n` in a cell, which then has no others."""
    return "\n" not in raw[start:end] and "\r" not in raw[start:end]


def _cook(raw: str, start: int, end: int) -> tuple[str, list[int]]:
    """A cell's text without escapes, and the offset of each of its characters in the row."""
    literal = _is_literal(raw, start, end)
    text: list[str] = []
    starts: list[int] = []
    at = start
    for found in SPECIAL.finditer(raw, start, end):
        if found.start() < at:
            continue
        text.append(raw[at : found.start()])
        starts.extend(range(at, found.start()))
        at = found.start()
        follower = raw[at + 1 : min(at + 2, end)]
        if found[0] == '"' or follower in ('"', "\\", "'") or (literal and follower in ESCAPES):
            text.append(ESCAPES.get(follower, follower) or found[0])
            starts.append(at)
            at += 2 if follower else 1
        else:
            text.append("\\")
            starts.append(at)
            at += 1
    text.append(raw[at:end])
    starts.extend(range(at, end))
    return "".join(text), starts


def begins(raw: str) -> bool:
    """Whether such a CSV begins so."""
    at = _first(raw)
    return at is not None and ROW_START.match(raw, at) is not None


def rows(raw: str) -> Iterator[tuple[int, int]]:
    """Every row of a file that is such a CSV; nothing for any other file.

    A row that has not eight cells, such as one without its last quote, ends where another begins.
    """
    at = _first(raw)
    if at is None or not ROW_START.match(raw, at):
        return
    while at < len(raw) and ROW_START.match(raw, at):
        cells, end = scan(raw, at)
        if len(cells) != len(COLUMNS):
            nearest = ROW_START.search(raw, at + 1)
            end = nearest.start() if nearest else len(raw)
        yield at, end
        blank = re.compile(r"[\r\n \t]*").match(raw, end)
        at = max(blank.end() if blank else end, end)
        if at < len(raw) and not ROW_START.match(raw, at):
            nearest = ROW_START.search(raw, at)
            at = nearest.start() if nearest else len(raw)
