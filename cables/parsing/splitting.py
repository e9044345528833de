"""A file may hold many telegrams: where each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cables.parsing import csv_row, dtg
from cables.parsing.class_line import class_line
from cables.parsing.containers import KEY_VALUE, MESSAGE_ATTRIBUTES, MESSAGE_TEXT, OWN_LABEL
from cables.parsing.html_page import PAGE_START
from cables.parsing.lines import Line, page_head, split_lines

NOT_TEXT = "\ufeff\x00 \t\r\n\x0b\x0c\x1a"


def split_cables(raw: str) -> list[tuple[int, int]]:
    """(start, end) of each cable in a file, in order; nothing where there is no text at all.

    Together they cover the file, but for the row of titles of a CSV and white space between its rows.
    """
    if not raw.strip(NOT_TEXT):
        return []
    rows = list(csv_row.rows(raw))
    if rows:
        return rows
    if raw[:2000].lstrip(NOT_TEXT).startswith("<"):
        return _cover(raw, _page_starts(raw))
    if len(MESSAGE_TEXT.findall(raw)) + len(MESSAGE_ATTRIBUTES.findall(raw)):
        return _cover(raw, _aad_starts(raw))
    return _cover(raw, _labelled_starts(raw) or _plain_starts(raw))


def _cover(raw: str, starts: list[int]) -> list[tuple[int, int]]:
    """Pieces from each start to the next; the first takes what stands before it."""
    bounds = [0, *sorted({start for start in starts if start > 0})]
    if len(bounds) > 1 and not raw[: bounds[1]].strip(NOT_TEXT):
        del bounds[1]
    return [(start, end) for start, end in zip(bounds, [*bounds[1:], len(raw)], strict=True) if start < end]


def _page_starts(raw: str) -> list[int]:
    """Each page begins with its doctype, or with <html> where it has none."""
    starts: list[int] = []
    for match in PAGE_START.finditer(raw):
        follows = starts and "<pre" not in raw[starts[-1] : match.start()].lower()
        if not follows:
            starts.append(match.start())
    return starts


def _aad_starts(raw: str) -> list[int]:
    """A telegram begins at the stamps before its Message Text, after the attributes of the one before."""
    starts: list[int] = []
    after = 0
    for head in MESSAGE_TEXT.finditer(raw):
        attributes = None
        for match in MESSAGE_ATTRIBUTES.finditer(raw, after, head.start()):
            attributes = match
        if attributes is None and starts:
            starts.append(head.start())
        elif attributes is None:
            starts.append(0)
        else:
            starts.append(_before_stamps(raw, attributes.end(), head.start()))
        after = head.end()
    return starts


STAMP_LINE = re.compile(r"^(?!Markings:).*(?:Declassified/Released|EO Systematic Review)|^[ \t]")


def _before_stamps(raw: str, first: int, head: int) -> int:
    """Back from Message Text over the indented lines that stamp the next telegram."""
    start = head
    lines = list(split_lines(raw, first, head))
    for line in reversed(lines):
        if line.text.strip() and not STAMP_LINE.search(line.text):
            break
        if line.text.strip():
            start = line.start
    return start


def _labelled_starts(raw: str) -> list[int]:
    """Blocks of `Key: value` whose first key comes again; a title line right above belongs to the block."""
    lines = list(split_lines(raw))
    first_key = None
    starts: list[int] = []
    for n, line in enumerate(lines):
        pair = KEY_VALUE.match(line.text.strip()) if len(line.text) < 200 else None
        if not pair or OWN_LABEL.match(line.text.strip()):
            continue
        following = KEY_VALUE.match(lines[n + 1].text.strip()) if n + 1 < len(lines) else None
        if first_key is None:
            if n > 20:
                break
            if not following:
                continue
            first_key = pair[1]
        if pair[1] == first_key and following:
            starts.append(_title_above(lines, n))
    return [0, *starts[1:]] if starts else []


TITLE_NUMBER = re.compile(r"\b\d{2}[A-Z]{3,40}\d{1,9}\b")


def _title_above(lines: list[Line], n: int) -> int:
    at = n
    while at > 0 and n - at < 3 and not lines[at - 1].text.strip():
        at -= 1
    above = lines[at - 1].text if at > 0 else ""
    alone = at < 2 or not lines[at - 2].text.strip()
    if 3 < len(above) < 100 and (alone or TITLE_NUMBER.search(above)):
        return lines[at - 1].start
    return lines[n].start


TRANSMISSION = re.compile(r"^(?:[A-Z ]{0,30})?V?ZCZC")


def _plain_starts(raw: str) -> list[int]:
    """Headings; one with the number of the telegram before it is a further section of that."""
    starts: list[int] = []
    current: str | None = None
    for start, number in _headings(raw):
        if starts and number is not None and number == current:
            continue
        starts.append(start)
        current = number
    return [0, *starts[1:]]


# What stands before the next telegram where nothing but its date begins it: else it is quoted in a text.
AT_END = re.compile(r"^(?:N{3,4}|BT|#\d+|[A-Z][A-Z'-]{2,20}|[-=*_ ]+)$")


def _headings(raw: str) -> Iterator[tuple[int, str | None]]:
    """(offset, post and serial or None) of every place where a telegram's heading begins."""
    lines = [line for line in split_lines(raw) if not line.is_blank]
    skip_to = -1
    for n, line in enumerate(lines):
        if n < skip_to or len(line.text) > 200:
            continue
        words = line.words
        head = page_head(line) if words.startswith("PAGE") else None
        opens = (
            TRANSMISSION.match(words) or (head and head.page in ("01", "1", "001")) or _is_routing(lines, n)
        )
        if not opens and dtg.read_line(words):
            opens = any(following.words.startswith("FM ") for following in lines[n + 1 : n + 3])
            opens = opens and (n == 0 or bool(AT_END.match(lines[n - 1].words)))
        if not opens:
            continue
        date = next(
            (k for k in range(n, min(n + 40, len(lines))) if dtg.read_line(lines[k].words[:100])), None
        )
        if date is None and not TRANSMISSION.match(words):
            continue
        number, end = _number(lines, date if date is not None else n)
        skip_to = end
        yield line.start, number


def _is_routing(lines: list[Line], n: int) -> bool:
    if not re.match(r"^(?:ZZ|OO|PP|RR) R[A-Z]{4}", lines[n].words):
        return False
    return any(following.words.startswith("DE R") for following in lines[n + 1 : n + 30])


def _number(lines: list[Line], date: int) -> tuple[str | None, int]:
    """Post and serial of the class line below a date-time group, and the index after it."""
    for k in range(date + 1, min(date + 700, len(lines))):
        words = lines[k].words if len(lines[k].text) <= 400 else ""
        if dtg.read_line(words):
            return None, k  # another heading
        found = class_line(words) if words else None
        if (found is None and "SECTION" in words) or "  " in lines[k].text:
            glued = re.search(
                r"\s(U N C L A S|C O N F I D|S E C R E T|UNCLAS |CONFIDENTIAL |SECRET ).*$",
                lines[k].text[-120:],
            )
            found = found or (class_line(" ".join(glued[0].split())) if glued else None)
        if found and found.serial:
            return f"{found.post} {int(found.serial)}", k + 1
        if re.match(r"^(?:E\.?O\.? ?1|TAGS|SUBJ|V?ZCZC)", words):
            return None, k
    return None, date + 1
