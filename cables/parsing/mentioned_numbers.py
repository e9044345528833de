"""Telegrams that the text names by number: a post before a serial, which is more often a year or a count."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cables.parsing.mrn import Number, endings, is_known, letters, post_named, posts, read_number
from cables.parsing.parsed import Reference
from cables.parsing.years_cited import year_after

DIGITS = re.compile(r"[0-9][0-9]+")  # begins with a plain range, which is searched for quickly
AFTER_A_POST = (" ", "-")
SERIAL = re.compile(r"(?<![\w$.,/:-])(\d{2,7})(?![\w%:]|[.,]\d|-(?!\d\d(?!\d))\d)")
FUSED = re.compile(r"\b((?:19|20)?\d{2})([A-Z]{4,20})(\d{1,7})\b")
YEAR_WITHIN = re.compile(r"[0-9][0-9] ")
YEAR_BEFORE = re.compile(r"(?<!\w)'?(\d{2}|(?:19|20)\d{2})\s$")
WORDS_BEFORE = re.compile(r"((?:[A-Z][A-Za-z.']{0,20}[ -]){1,4})$")
FURTHER_SERIAL = re.compile(
    r"(?:,? and |,? AND |, ?| ?/ ?| & )(\d{3,7})(?= ?(?:$|[;:()/&]|[.,](?!\d)|and\b|AND\b))"
)
CENTURIES = ("19", "20", "18", "17", "16", "15")  # four digits that begin so may be a year
CUES = re.compile(
    r"(?:\(|\b(?:REF|REFTELS?|SEE|CABLE|TELEGRAM|TEL|MSG|MESSAGE|PER|AND|CF\.?|VIDE|REPORTED|OUR|SEEN|RE)\s|,\s?)$",
    re.IGNORECASE,
)
WEAK_CUES = re.compile(r"\b(?:IN|BY|OF|WITH|FROM|TO|AT|VIA|THROUGH)\s$", re.IGNORECASE)
# What a telegram does, or is: `MOSCOW 1234 REPORTED`, `LIMA 12 (NOTAL)`.
ACTS = re.compile(
    r"^ (?:\(NOTAL|REPORT(?:S|ED)\b|NOTE[SD]\b|REQUEST(?:S|ED)\b|INSTRUCT(?:S|ED)\b|REFERS\b|DESCRIBE[SD]\b"
    r"|TRANSMIT(?:S|TED)\b|CONVEY(?:S|ED)\b|PROVIDE[SD]\b|\(?PARA)",
    re.IGNORECASE,
)
TELEGRAMS = frozenset(("EMBTEL", "DEPTEL", "MYTEL", "OURTEL", "CONTEL"))  # always followed by a serial
LONGEST_OF_A_POST = 5  # digits; only STATE sends more telegrams in a year

# (start, end, kind, label, target) in the text of a block.
Placed = tuple[int, int, str, str | None, str | int | None]


@dataclasses.dataclass(slots=True)
class Context:
    """What mentions are resolved against."""

    references: Sequence[Reference]
    numbers: frozenset[int]  # of the paragraphs of this cable
    year: int | None
    own: str | None  # the cable's own number
    cited: frozenset[str]  # posts of these numbers, whether a table knows them or not
    capitals: bool


def numbered_telegrams(text: str, context: Context) -> Iterator[Placed]:
    """Each telegram named by number in the text of one block, and where."""
    for digits in DIGITS.finditer(text):
        at, end = digits.span()
        fused = FUSED.match(text, at) if text[end : end + 1].isupper() else None
        if fused:
            post = post_named(fused[2])
            if post and (is_known(fused[2]) or post.corrected_from or _cited_post(fused[2], context)):
                yield at, fused.end(), "cable", None, _mrn(int(fused[1]), post.name, fused[3])
            continue
        match = SERIAL.match(text, at) if text[at - 1 : at] in AFTER_A_POST else None
        placed = _telegram_at(text, match, context) if match else None
        if placed:
            yield placed
            yield from _further(text, placed)


def _mrn(year: int, post: str, serial: str) -> str:
    return f"{year % 100:02d}{post}{int(serial)}"


def _telegram_at(text: str, match: re.Match[str], context: Context) -> Placed | None:
    """The post before a number, with a year before it or a plain cue."""
    before = text[max(0, match.start() - 60) : match.start()]
    if not _may_name_a_post(before, context):
        return None
    # Of four words at most, each with a space or a hyphen behind it: none begins before the last five spaces.
    words = WORDS_BEFORE.search(" ".join(before.rsplit(" ", 5)[-5:]))
    if not words:
        return None
    parts = words[1].split()
    for size in range(len(parts), 0, -1):
        name = " ".join(parts[-size:])
        start = match.start() - (len(words[1]) - words[1].rfind(name))
        year = YEAR_BEFORE.search(text[max(0, start - 6) : start])
        post = _post(name, context)
        if not post and year and name.isupper():
            near = post_named(name)
            post = near.name if near and near.corrected_from else None
        if not post:
            continue
        if year:
            start -= len(year[0])
            return start, match.end(), "cable", None, _mrn(int(year[1]), post, match[1])
        if not _is_plainly_cited(text, start, match, name, context):
            return None
        return start, match.end(), "cable", None, _target(text, match, post, context)
    return None


def _may_name_a_post(before: str, context: Context) -> bool:
    """Whether a name that is known ends as these words do; one below a year may be misspelt."""
    last = letters(before[max(before.rfind(" ", 0, -1), before.rfind("-", 0, -1)) + 1 :])
    if last in endings() or last in TELEGRAMS:
        return True
    return bool(last) and (
        YEAR_WITHIN.search(before) is not None or any(c.endswith(last) for c in context.cited)
    )


@lru_cache(maxsize=16)
def _own(mrn: str | None) -> Number | None:
    return read_number(mrn) if mrn else None


def _post(name: str, context: Context) -> str | None:
    compact = letters(name)
    if compact in TELEGRAMS and compact not in posts():
        own = _own(context.own)
        return own.post.name if own else None
    return posts().get(compact) or (_cited_post(compact, context) if name.isupper() else None)


def _cited_post(name: str, context: Context) -> str | None:
    """Posts that the table does not know but this cable cites, or is from."""
    return name if name in context.cited else None


def _target(text: str, match: re.Match[str], post: str, context: Context) -> str | None:
    """The number with the year behind it, or the cable's; the year before for what is yet to be sent."""
    serial = int(match[1])
    written, _ = year_after(text[match.end() : match.end() + 48].upper(), 0, serial, context.year)
    year = written if written is not None else context.year
    if year is None:
        return None
    own = _own(context.own) if written is None else None
    if own and own.post.name == post and serial > own.serial:
        year -= 1
    return _mrn(year, post, match[1])


def _further(text: str, placed: Placed) -> Iterator[Placed]:
    """`MOSCOW 1234 and 1235`: further serials of the post just named, about as long as the first."""
    target, at = placed[4], placed[1]
    more = FURTHER_SERIAL.match(text, at)
    number = read_number(target) if more and isinstance(target, str) else None
    if number is None or number.year is None:
        return
    length = len(str(number.serial))
    while (more := FURTHER_SERIAL.match(text, at)) and abs(len(str(int(more[1]))) - length) <= 1:
        if length != 4 and len(more[1]) == 4 and more[1][:2] in CENTURIES:
            return
        yield more.start(1), more.end(1), "cable", None, _mrn(number.year, number.post.name, more[1])
        at = more.end(1)


def _is_plainly_cited(text: str, start: int, match: re.Match[str], name: str, context: Context) -> bool:
    """A city followed by a number is seldom a telegram: it takes a cue, or capitals among small letters."""
    serial, is_upper = match[1], name.isupper()
    if len(serial) == 4 and serial[:2] in (CENTURIES[:2] if is_upper else CENTURIES):
        return False
    if letters(name) in TELEGRAMS:
        return True
    is_state = posts().get(letters(name)) == "STATE"
    if len(serial.lstrip("0")) > LONGEST_OF_A_POST + is_state:
        return False
    if is_upper and len(serial) >= 3 and not context.capitals:
        return True
    before, after = text[max(0, start - 12) : start], text[match.end() : match.end() + 16]
    cued, acts = CUES.search(before) is not None, ACTS.match(after) is not None
    ends = after[:1] in tuple(").,;:") or acts
    if len(serial) < 3:
        return is_upper and not context.capitals and cued and ends
    if not is_upper:
        return cued and ends
    weak = len(serial) >= 4 and WEAK_CUES.search(before) is not None
    return acts or (is_state and len(serial) >= 5) or ((cued or weak) and ends) or before.endswith("(")
