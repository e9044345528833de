"""A file may hold many telegrams: where each begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, pairwise

from cables.parsing import csv_row, dtg
from cables.parsing.class_line import class_line
from cables.parsing.containers import KEY_VALUE, MESSAGE_ATTRIBUTES, MESSAGE_TEXT, OWN_LABEL, lines_alone
from cables.parsing.html_page import PAGE_START
from cables.parsing.lines import LINE_END, NO_TEXT, TEXT, Line, page_head, split_lines

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
    heads = list(lines_alone(MESSAGE_TEXT, "Message Text", raw))
    tails = list(lines_alone(MESSAGE_ATTRIBUTES, "Message Attributes", raw))
    if heads or tails:
        return _cover(raw, _aad_starts(raw, heads, [tail.end() for tail in tails]))
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
    has_text = False  # whether the page gone through has come to its telegram
    at = 0
    for match in PAGE_START.finditer(raw):
        has_text = has_text or "<pre" in raw[at : match.start()].lower()
        at = match.start()
        if has_text or not starts:
            starts.append(at)
            has_text = False
    return starts


def _aad_starts(raw: str, heads: list[re.Match[str]], tails: list[int]) -> list[int]:
    """A telegram begins at the stamps before its Message Text, after the attributes of the one before."""
    starts: list[int] = []
    after = 0
    for head in heads:
        k = bisect_left(tails, head.start()) - 1
        if k >= 0 and tails[k] > after:
            starts.append(_before_stamps(raw, tails[k], head.start()))
        else:
            starts.append(head.start() if starts else 0)
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


TOP = 22  # lines: the first key stands above the last of them
LONGEST_PAIR = 200  # characters


def _labelled_starts(raw: str) -> list[int]:
    """Blocks of `Key: value` whose first key comes again; a title line right above belongs to the block."""
    first_key = _first_key(raw)
    if first_key is None:
        return []
    if raw.count(f"{first_key}:") == 1:
        return [0]
    lines = list(split_lines(raw))
    starts = [
        _title_above(lines, n)
        for n, (line, below) in enumerate(pairwise(lines))
        if _key(line.text) == first_key and KEY_VALUE.match(below.text.strip())
    ]
    return [0, *starts[1:]]


def _first_key(raw: str) -> str | None:
    """The key of the first `Key: value` near the top that has another right below it."""
    for line, below in pairwise(LINE_END.split(raw[: _after_lines(raw, TOP)])[:TOP]):
        key = _key(line)
        if key is not None and KEY_VALUE.match(below.strip()):
            return key
    return None


def _key(line: str) -> str | None:
    """The key of a short line that is `Key: value`, and no label of the telegram's own."""
    if ":" not in line or len(line) >= LONGEST_PAIR:
        return None
    words = line.strip()
    pair = KEY_VALUE.match(words)
    return pair[1] if pair and not OWN_LABEL.match(words) else None


def _after_lines(raw: str, count: int) -> int:
    """An offset behind so many lines or more; the end of the text where it has fewer line feeds."""
    at = 0
    for _ in range(count):
        at = raw.find("\n", at) + 1
        if not at:
            return len(raw)
    return at


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
ROUTING = re.compile(r"^(?:ZZ|OO|PP|RR) R[A-Z]{4}")
# What stands before the next telegram where nothing but its date begins it: else it is quoted in a text.
AT_END = re.compile(r"^(?:N{3,4}|BT|#\d+|[A-Z][A-Z'-]{2,20}|[-=*_ ]+)$")
GLUED = re.compile(r"\s(U N C L A S|C O N F I D|S E C R E T|UNCLAS |CONFIDENTIAL |SECRET ).*$")
AFTER_HEADING = re.compile(r"^(?:E\.?O\.? ?1|TAGS|SUBJ|V?ZCZC)")
# What lines begin with that open a heading or stand below the date of one. The rules read lines in single
# spaces, so any white space but a line end may stand where a rule has a space, and before the first word.
SIGNS = re.compile(r"\n[^\S\n]*(?:PAGE|(?:ZZ|OO|PP|RR)[^\S\n]+R[A-Z]{4}|(FM)[^\S\n])")
LONGEST_OPENING = 200  # characters
# Lines with text, the first of them the line that they are counted from.
FARTHEST_DATE, FARTHEST_STATION, FARTHEST_SENDER, FARTHEST_NUMBER = 40, 30, 3, 700


def _plain_starts(raw: str) -> list[int]:
    """Headings; one with the number of the telegram before it is a further section of that."""
    # Lines without text are passed over from here on, so there may be one more, between CR and LF.
    text = raw.replace("\r", "\n")
    starts: list[int] = []
    current: str | None = None
    below = 0  # where the heading ends that was read last
    openings = sorted(_openings(text))
    for start in openings:
        dated = _dated(text, start) if start >= below else None
        if dated is None:
            continue
        if not starts and openings[-1] < dated:
            break  # no other can follow, so its number is of no use
        number, below = _number(text, dated)
        if not starts or number is None or number != current:
            starts.append(start)
            current = number
    return [0, *starts[1:]]


def _openings(text: str) -> set[int]:
    """Where the lines begin that may open a heading: of no others are the rules asked.

    A transmission has ZCZC, whatever stands before it on the line. A first page, a routing line and the
    sender below a date begin with their signs. The first line is always asked: SIGNS begins at a line end.
    """
    starts = {line.start for line in islice(_lines(text, 0), 1)}
    for sign in SIGNS.finditer(text):
        line = sign.start() + 1
        if sign[1]:
            starts.update(islice(_lines_above(text, line), FARTHEST_SENDER - 1))
        else:
            starts.add(line)
    at = text.find("ZCZC")
    while at >= 0:
        starts.add(text.rfind("\n", 0, at) + 1)
        end = text.find("\n", at)
        at = text.find("ZCZC", end) if end >= 0 else -1
    return starts


def _lines(text: str, at: int) -> Iterator[Line]:
    """The lines with text from an offset on, where line feeds end them all."""
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        content = text[at:end]
        if content.strip(NO_TEXT):
            yield Line(at, end, content, TEXT)
        at = end + 1


def _lines_above(text: str, start: int) -> Iterator[int]:
    """Where the lines with text above a line begin, the nearest first."""
    while start > 0:
        end = start - 1
        start = text.rfind("\n", 0, end) + 1
        if text[start:end].strip(NO_TEXT):
            yield start


def _dated(text: str, start: int) -> int | None:
    """The end of the line that dates the heading which begins here; None where none begins.

    What a transmission begins with needs no date.
    """
    line = next(_lines(text, start))
    if len(line.text) > LONGEST_OPENING:
        return None
    is_transmission = TRANSMISSION.match(line.words) is not None
    if not (is_transmission or _is_first_page(line) or _is_routing(text, line) or _is_date(text, line)):
        return None
    for near in islice(_lines(text, start), FARTHEST_DATE):
        if dtg.read_line(near.words[:100]):
            return near.stop
    return line.stop if is_transmission else None


def _is_first_page(line: Line) -> bool:
    head = page_head(line) if line.words.startswith("PAGE") else None
    return head is not None and head.page in ("01", "1", "001")


def _is_routing(text: str, line: Line) -> bool:
    if not ROUTING.match(line.words):
        return False
    below = islice(_lines(text, line.stop), FARTHEST_STATION - 1)
    return any(following.words.startswith("DE R") for following in below)


def _is_date(text: str, line: Line) -> bool:
    """A date with its sender below, after the end of another telegram or after nothing."""
    if not dtg.read_line(line.words):
        return False
    below = islice(_lines(text, line.stop), FARTHEST_SENDER - 1)
    if not any(following.words.startswith("FM ") for following in below):
        return False
    above = next(_lines_above(text, line.start), None)
    return above is None or AT_END.match(next(_lines(text, above)).words) is not None


def _number(text: str, dated: int) -> tuple[str | None, int]:
    """Post and serial of the class line below a date-time group, and where the heading is read to."""
    for line in islice(_lines(text, dated), FARTHEST_NUMBER - 1):
        words = line.words if len(line.text) <= 400 else ""
        if dtg.read_line(words):
            return None, line.start  # another heading
        found = class_line(words) if words else None
        if (found is None and "SECTION" in words) or "  " in line.text:
            glued = GLUED.search(line.text[-120:])
            found = found or (class_line(" ".join(glued[0].split())) if glued else None)
        if found and found.serial:
            return f"{found.post} {int(found.serial)}", line.stop
        if AFTER_HEADING.match(words):
            return None, line.start
    return None, dated
