"""A page of HTML that shows a cable in `<pre>`: tags left out, entities read, places kept."""

from __future__ import annotations

import html
import re

from cables.parsing.spans import Joined, Places

PRE = re.compile(r"<pre\b[^<>]{0,300}>", re.IGNORECASE)
PRE_END = re.compile(r"</pre\s{0,5}>", re.IGNORECASE)
MARKUP = re.compile(
    r"<(?:!--|/?[A-Za-z!?])[^<>]{0,2000}>|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
)
LINE_TAG = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b", re.IGNORECASE)
CELL = re.compile(r"<(t[hd])\b[^<>]{0,500}>(.{0,2000}?)</\1\s{0,5}>", re.IGNORECASE | re.DOTALL)
PAGE_START = re.compile(r"<!doctype html|<html\b", re.IGNORECASE)


def read(raw: str) -> tuple[str, Places, dict[str, str]] | None:
    """(the telegram's text, its places in the page, the table above it), or None for what is no such page."""
    begin = raw[:2000].lstrip("\ufeff \r\n\t")
    if not begin.startswith("<") or not PRE.search(raw):
        return None
    text = Joined()
    first, at = 0, 0
    while opening := PRE.search(raw, at):
        first = first or opening.start()
        closing = PRE_END.search(raw, opening.end())
        stop = closing.start() if closing else len(raw)
        if at:  # a block after another
            text.add("\n", opening.start(), opening.start())
        _cook(raw, opening.end(), stop, text)
        at = closing.end() if closing else len(raw)
    return text.text, Places(text), _table(raw[:first])


def _cook(raw: str, start: int, end: int, text: Joined) -> None:
    at = start
    for found in MARKUP.finditer(raw, start, end):
        text.add(raw[at : found.start()], at)
        at = found.end()
        if found[0].startswith("&"):
            # An entity may stand for two characters; both came from the whole of it.
            shown = html.unescape(found[0])
        else:
            shown = "\n" if LINE_TAG.match(found[0]) and not raw.startswith("\n", at) else ""
        for character in shown:
            text.add(character, found.start(), at)
    text.add(raw[at:end], at)


def _table(markup: str) -> dict[str, str]:
    """Cells of headings paired with cells of values, row by row or column by column."""
    heads: list[str] = []
    values: list[str] = []
    for cell in CELL.finditer(markup[-20_000:]):
        words = " ".join(html.unescape(MARKUP.sub(" ", cell[2])).split())
        (heads if cell[1].lower() == "th" else values).append(words)
    if not heads and len(values) % 2 == 0:
        heads, values = values[: len(values) // 2], values[len(values) // 2 :]
    return {head.rstrip(":"): value for head, value in zip(heads, values, strict=False) if head}
