"""One row of the Cablegate CSV: id, date, number, origin, classification, references, header, body.

Quotes inside a field are doubled or escaped with a backslash. Spans stay offsets into the row as it
stands, so every character of the cooked text knows where it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cables.parsing.spans import Joined, Places

COLUMNS = ("id", "date", "number", "origin", "classification", "references", "header", "body")
ROW_START = re.compile(
    r'^"?\d{1,9}"?,"?\d{1,4}[/-]\d{1,2}[/-]\d{1,4}[ T]?[\d:]{0,8}"?,"?[0-9A-Z]{3,60}"?,', re.MULTILINE
)
TITLES = re.compile(r'^"?id"?,"?date(?:time)?"?,', re.IGNORECASE)
CELL_END = re.compile(r"[,\r\n]|$")
LINE_END = re.compile(r"\r\n|\n|\r")
BLANKS = re.compile(r"[\r\n \t]*")
SPECIAL = re.compile(r'[\\"]')
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def read(raw: str) -> tuple[dict[str, str], str, Places] | None:
    """(fields without header and body, the telegram's text, its places in the row), or None for no row."""
    start = _first(raw)
    if start is None or not ROW_START.match(raw, start):
        return None
    cells, _ = scan(raw, start)
    if len(cells) != len(COLUMNS):
        return None
    *told, header, body = cells
    fields = {name: _cook(raw, *cell, Joined()).text for name, cell in zip(COLUMNS, told, strict=False)}
    text = _cook(raw, *header, Joined())
    gap = header[1]
    text.add("\n", gap, gap)
    text.add("\n", gap, body[0])
    _cook(raw, *body, text)
    return fields, text.text, Places(text)


def _first(raw: str) -> int | None:
    """Where the row begins: after a row of titles and blank lines."""
    at = len(raw) - len(raw.lstrip("\ufeff \r\n\t"))
    titles = TITLES.match(raw, at) or TITLES.match(raw[at : at + 40])
    if titles:
        end = raw.find("\n", at)
        at = end + 1 if end >= 0 else len(raw)
    return at if at < len(raw) else None


def scan(raw: str, start: int) -> tuple[list[tuple[int, int]], int]:
    """The cells of one row as (start, end) without their quotes, and where the next row begins.

    It ends with one cell too many: that is no row, and it might go on to the end of the file.
    """
    cells: list[tuple[int, int]] = []
    at = start
    while True:
        if raw.startswith('"', at):
            end = _closing(raw, at + 1)
            cells.append((at + 1, end))
            at = min(end + 1, len(raw))
        else:
            end = CELL_END.search(raw, at).start()  # type: ignore[union-attr]
            cells.append((at, end))
            at = end
        if not raw.startswith(",", at) or len(cells) > len(COLUMNS):
            break
        at += 1
    line_end = LINE_END.match(raw, at)
    return cells, line_end.end() if line_end else at


def _closing(raw: str, at: int) -> int:
    """The quote that closes a cell; the end of the text where none does."""
    quote = raw.find('"', at)
    while quote >= 0:
        escape = raw.find("\\", at, quote)
        if escape >= 0:
            at = escape + 2
        elif raw.startswith('"', quote + 1):
            at = quote + 2
        else:
            return quote
        if quote < at:
            quote = raw.find('"', at)
    return len(raw)


def line_end(raw: str, at: int) -> str:
    """How a line end is written in the cell that holds the offset."""
    first = _first(raw)
    cells = scan(raw, first)[0] if first is not None else []
    return next(("\\n" for start, end in cells if start <= at <= end and _is_literal(raw, start, end)), "\n")


def _is_literal(raw: str, start: int, end: int) -> bool:
    """Whether line ends are written `\\n` in a cell, which then has no others."""
    return raw.find("\n", start, end) < 0 and raw.find("\r", start, end) < 0


def _cook(raw: str, start: int, end: int, text: Joined) -> Joined:
    """The text with that of a cell added, without escapes; an escape has the place of its two characters."""
    if raw.find('"', start, end) < 0 and raw.find("\\", start, end) < 0:
        text.add(raw[start:end], start)
        return text
    literal = _is_literal(raw, start, end)
    at = start
    for found in SPECIAL.finditer(raw, start, end):
        escape = found.start()
        if escape < at:
            continue
        follower = raw[escape + 1 : min(escape + 2, end)]
        if found[0] == '"' or follower in ('"', "\\", "'") or (literal and follower in ESCAPES):
            text.add(raw[at:escape], at)
            at = escape + 1 + len(follower)
            text.add(ESCAPES.get(follower, follower) or found[0], escape, at)
    text.add(raw[at:end], at)
    return text


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
        at = BLANKS.match(raw, end).end()  # type: ignore[union-attr]
        if at < len(raw) and not ROW_START.match(raw, at):
            nearest = ROW_START.search(raw, at)
            at = nearest.start() if nearest else len(raw)
