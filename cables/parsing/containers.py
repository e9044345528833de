"""What a telegram comes wrapped in, told by its shape and never by the language of its labels.

A container gives the text to read, the lines of it that are wrapper, and the wrapper's own key/values.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice

from cables.parsing import csv_row, html_page
from cables.parsing.dtg import month_number
from cables.parsing.lines import Line, split_lines
from cables.parsing.mrn import read_number
from cables.parsing.spans import Places

DATE_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?")
DATE_US = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d{2}))?")
DATE_DAY_FIRST = re.compile(r"\b(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})\b")
# Only a hint where two dates are alike: the later one is the release.
RELEASE_WORDS = re.compile(r"releas|publi|frigi|freig|veröff|liber|divulg|offentlig", re.IGNORECASE)


@dataclasses.dataclass(slots=True)
class Container:
    kind: str
    text: str  # what is read: the record itself, or cooked from it
    places: Places = dataclasses.field(default_factory=Places)
    metadata: dict[str, str] = dataclasses.field(default_factory=dict)
    wrapper: tuple[tuple[int, int], ...] = ()  # ranges of the text that are not telegram
    stamps: frozenset[str] = frozenset()  # lines that the container stamps on every page
    created_at: dt.datetime | None = None
    released_at: dt.datetime | None = None

    @property
    def number(self) -> str | None:
        """The record's own number, as it stands in the wrapper."""
        for value in self.metadata.values():
            if IDENTIFIER.match(value.strip()):
                return value.strip()
        return None


IDENTIFIER = re.compile(r"^(?:\d{2}|\d{4})[A-Z][A-Z0-9]{2,40}\d(?:_[a-z])?$")


def open_container(raw: str) -> Container:
    """The record's container. `plain` is what has no wrapper at all."""
    row = csv_row.read(raw)
    if row is not None:
        fields, text, places = row
        created = as_moment(fields.get("date", ""))
        return Container("csv_row", text, places, fields, created_at=created)
    page = html_page.read(raw)
    if page is not None:
        text, places, metadata = page
        created, released = _dates(metadata)
        return Container("html", text, places, metadata, created_at=created, released_at=released)
    return _aad(raw) or _labelled(raw) or Container("plain", raw)


# --- NARA's Access to Archival Databases ------------------------------------------------------

MOST_INDENT = 40  # blanks before the words that stand alone on a line
MESSAGE_TEXT = re.compile(rf"^[ \t]{{0,{MOST_INDENT}}}Message Text[ \t]{{0,40}}\r?$", re.MULTILINE)
MESSAGE_ATTRIBUTES = re.compile(
    rf"^[ \t]{{0,{MOST_INDENT}}}Message Attributes[ \t]{{0,40}}\r?$", re.MULTILINE
)
ATTRIBUTE = re.compile(r"^(TAGS|[A-Za-z][A-Za-z /-]{1,40}):(?: |$)")


def _aad(raw: str) -> Container | None:
    if "Message " not in raw:
        return None
    head = next(lines_alone(MESSAGE_TEXT, "Message Text", raw), None)
    tail = next(lines_alone(MESSAGE_ATTRIBUTES, "Message Attributes", raw), None)
    if head is None and tail is None:
        return None
    start = head.end() if head else 0
    end = tail.start() if tail and tail.start() >= start else len(raw)
    before = raw[: head.start()] if head else ""
    stamps = {" ".join(line.split()) for line in before.splitlines()} - {""}
    attributes, stray = _attributes(raw[end:]) if end < len(raw) else ({}, [])
    stamps |= {" ".join(attributes["Markings"].split())} if attributes.get("Markings") else set()
    created = as_moment(attributes.get("Draft Date") or attributes.get("Sent Date", ""))
    released = _last_moment([*stamps, *stray])
    wrapper = tuple(piece for piece in ((0, start), (end, len(raw))) if piece[0] < piece[1])
    kept = {key: value for key, value in attributes.items() if key != "Message Attributes"}
    return Container("aad", raw, Places(), kept, wrapper, frozenset(stamps), created, released)


def lines_alone(expression: re.Pattern[str], words: str, raw: str) -> Iterator[re.Match[str]]:
    """The lines that an expression for these words alone finds, the words looked for first."""
    at = raw.find(words)
    while at >= 0:
        line = raw.rfind("\n", max(at - MOST_INDENT - 1, 0), at) + 1
        match = expression.match(raw, line) if line or at <= MOST_INDENT else None
        if match:
            yield match
        at = raw.find(words, at + 1)


def _attributes(text: str) -> tuple[dict[str, str], list[str]]:
    """The rows after Message Attributes, run-on values joined; and lines that belong to none (stamps)."""
    rows: dict[str, str] = {}
    stray: list[str] = []
    key = ""
    for line in text.splitlines()[1:]:
        match = ATTRIBUTE.match(line) if ":" in line and len(line) < 4000 else None
        if match and (match[1] == "TAGS" or any(c.islower() for c in match[1])):
            key = match[1]
            rows[key] = line[match.end() :].strip()
        elif not line.strip():
            key = "" if not rows.get(key) else key
        elif key and not line.startswith((" ", "\t")) and rows[key]:
            rows[key] += " " + line.strip()
        else:
            stray.append(" ".join(line.split()))
    return rows, stray


def _last_moment(texts: list[str]) -> dt.datetime | None:
    moments = [moment for text in texts if (moment := as_moment(text))]
    return max(moments, default=None)


# --- A block of `Key: value` before the telegram ----------------------------------------------

KEY_VALUE = re.compile(r"^([^\W\d_][\w ./()-]{0,39}):[ \t]{0,8}(\S.*)$")
LABEL_ALONE = re.compile(r"^([^\W\d_][\w ()-]{1,39}):[ \t]{0,8}$")
# Labels of the telegram itself, which begin a bare telegram too.
OWN_LABEL = re.compile(
    r"^(?:E\.? ?[O0]|TAGS?\b|SUBJ|SUJ|REF|CLASSIFIED|DERIVED|DECL|REASON|FM\b|TO\b|INFO\b|DE\b"
    r"|SUMMARY|COMMENT|FOR\b|FROM\b)",
    re.I,
)
TELEGRAM_LINE = re.compile(
    r"^(?:[A-Z ]{0,40}\bV?ZCZC|(?:ZZ|OO|PP|RR) RU|DE RU|ZN[RY] [A-Z]{5}"
    r"|(?:[ZOPRY] ){0,4}\d{6}[A-Z] [A-Z]{3}|FM [A-Z])"
)
FOOTER_DATE = re.compile(r"^[ \t]{0,8}\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?: [\w()/ -]{0,60})?$")
FOOTER_LINE = re.compile(r"^[ \t]{0,8}[A-Z][A-Z0-9-]{1,9}(?: \([^()]{1,80}\))?[ \t]{0,8}$")
BLOCK = 60  # lines: no wrapper seen has more above the telegram
TALLEST_FOOTER = 40


def _labelled(raw: str) -> Container | None:
    if TELEGRAM_LINE.match(raw.lstrip()):
        return None  # nothing stands above the telegram
    metadata: dict[str, str] = {}
    wrapper: list[tuple[int, int]] = []
    pending: list[str] = []
    first: int | None = None
    lines = split_lines(raw)
    for line in islice(lines, BLOCK):
        words = line.text.strip()
        if TELEGRAM_LINE.match(words):
            first = line.start
            break
        pair = KEY_VALUE.match(words) if len(words) < 500 else None
        if pair and not OWN_LABEL.match(words):
            metadata.setdefault(pair[1].strip(), pair[2].strip())
        elif words and not LABEL_ALONE.match(words):
            pending.append(words)
        wrapper.append((line.start, line.stop))
    if len(metadata) < 2 or first is None or len(pending) > 4:
        return None
    if pending:
        metadata.setdefault("title", pending[0])
    below = [line, *lines]
    wrapper += _inner_labels(below)
    footer = _footer(below)
    if footer:
        metadata.setdefault("footer", raw[footer[0] : footer[1]].strip())
        wrapper.append(footer)
    created, released = _dates(metadata)
    merged = _merge(wrapper)
    return Container("labelled", raw, Places(), metadata, merged, frozenset(), created, released)


def _inner_labels(lines: list[Line]) -> list[tuple[int, int]]:
    """A label alone on its line between header and body (`Hovedtekst:`), in any language."""
    for line in lines[: 2 * BLOCK + 200]:
        words = line.text.strip()
        if re.match(r"^(?:E\.? ?[O0][., ]|TAGS?\b|1\. )", words):
            break
        match = LABEL_ALONE.match(words) if len(words) < 50 else None
        if match and not OWN_LABEL.match(words) and any(c.islower() for c in match[1]):
            return [(line.start, line.stop)]
    return []


def _footer(lines: list[Line]) -> tuple[int, int] | None:
    """From a date line to the end, where nothing but codes follows it."""
    for line in reversed(lines[-TALLEST_FOOTER:]):
        text = line.text.rstrip()
        if FOOTER_DATE.match(text):
            return (line.start, lines[-1].stop)
        if text and not FOOTER_LINE.match(text):
            return None
    return None


def _merge(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and merged[-1][1] >= start:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


# --- Dates of wrappers ------------------------------------------------------------------------


def _dates(metadata: dict[str, str]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """(created, released): by the word in the label, else the earlier and the later of two."""
    created: dt.datetime | None = None
    released: dt.datetime | None = None
    for key, value in metadata.items():
        moment = as_moment(value) if key not in ("footer", "title") and len(value) < 60 else None
        if moment is None or read_number(value) is not None:
            continue
        if RELEASE_WORDS.search(key):
            released = released or moment
        elif created is None:
            created = moment
        elif released is None:
            created, released = min(created, moment), max(created, moment)
    return created, released


def as_moment(text: str) -> dt.datetime | None:
    """The first date of a text, with its time where there is one; containers' times are UTC."""
    for expression in (DATE_ISO, DATE_US, DATE_DAY_FIRST):
        match = expression.search(text[:400])
        if not match:
            continue
        year, month, day = _year_month_day(expression, match)
        hour, minute, second = [int(part or 0) for part in (*match.groups()[3:], None, None, None)][:3]
        try:
            return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
        except ValueError:
            continue
    return None


def _year_month_day(expression: re.Pattern[str], match: re.Match[str]) -> tuple[int, int, int]:
    if expression is DATE_ISO:
        return int(match[1]), int(match[2]), int(match[3])
    if expression is DATE_US:
        return int(match[3]), int(match[1]), int(match[2])
    return int(match[3]), month_number(match[2].upper()) or 0, int(match[1])
