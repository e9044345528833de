"""The class line: level, captions, section, post and serial of a telegram in one line.

`S E C R E T SECTION 01 OF 03 NAIROBI 001938`, `CONFIDENTIAL TEL AVIV 1234 EXDIS`, `UNCLAS E F T O ROME 12`.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from cables.parsing.classification import (
    FULL_NAMES,
    captions_in,
    is_garbled,
    level_at_start,
    with_captions,
)
from cables.parsing.mrn import is_one_edit, letters, posts

if TYPE_CHECKING:
    from cables.parsing.lines import Line

COUNTS = {word: n for n, word in enumerate("ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN".split(), 1)}
COUNT = rf"(\d{{1,3}}|{'|'.join(COUNTS)})"
SECTION = re.compile(
    rf"\b(?:S ?E ?C ?T? ?I?(?: ?O ?N)?|S[A-Z]{{5}}N)\.? {COUNT} ?(?:OF|/) ?{COUNT}\b(?: SECTIONS\b)?",
    re.IGNORECASE,
)
SECTION_BARE = re.compile(r"\b(\d{1,2}) OF (\d{1,2})\b")  # as page heads write it
FINAL_SECTION = re.compile(rf"\b(?:FINAL|LAST) SECTION OF {COUNT}\b(?: SECTIONS\b)?", re.IGNORECASE)
# Countries of three letters with commas between; the post follows without one.
RELEASE = re.compile(r"\bREL(?:EASABLE)? TO ([A-Z]{3,4}(?:, ?(?:AND )?[A-Z]{3,4}){0,40})\b")
SERIAL = re.compile(r"(?:^| )([A-Z][A-Z.'/ ]{1,30}?) ?#?(\d{1,9})(?:/\d{1,2})?(?=$|[ ,/(.])")
SERIAL_ALONE = re.compile(r"#?(\d{2,6})")
# The Secretary's party counts its own telegrams beside the post's number.
BEFORE_NUMBER = re.compile(r"^(?:TOSEC|SECTO|PARTO|TOPAR) \d{1,7}[ /,-]{1,3}(?=[A-Z])")
OTHER_SERIES = re.compile(r"^(?:TOSEC|SECTO|PARTO|TOPAR)\b.{0,40}$")
BEFORE_POST = frozenset(("FROM", "CITE", "MSG", "USIA", "CERP"))
LONGEST_LINE = 300  # characters
LONGEST_POST = 34  # characters
LONGEST_TAIL = 60  # characters of words below no rule after the number
GARBLED_NAMES = FULL_NAMES | {"UNCLAS": "U"}
LONGEST_LEVEL = max(map(len, GARBLED_NAMES)) + 1
# By the number of letters seen, the names that may be meant: one letter more or less.
NAMES_NEAR = {
    size: [(name, level) for name, level in GARBLED_NAMES.items() if abs(len(name) - size) <= 1]
    for size in range(LONGEST_LEVEL + 1)
}
MOST_LOST = 2  # letters of a name that a garbled one may lack
FIRST_LETTERS = frozenset(name[0] for name in GARBLED_NAMES) | {"O", "N", "E", "I"}  # the first may be lost
MOST_WORDS = 4  # SENSITIVE BUT UNCLASSIFIED, and one cut in two
SHORTEST_LEVEL = min(map(len, GARBLED_NAMES)) - 1


@dataclasses.dataclass(slots=True)
class ClassLine:
    level: str  # code: 'U', 'SBU', 'LOU', 'C', 'S', 'TS'
    captions: tuple[str, ...] = ()
    section: int | None = None
    of: int | None = None
    post: str | None = None
    serial: str | None = None


def class_line(words: str) -> ClassLine | None:
    """A line in single spaces, read; None where it is something else than a class line.

    The rest of the line must be captions, a section, a post with its number: a sentence that begins
    with SECRET is not a class line.
    """
    if len(words) >= LONGEST_LINE:
        return None
    found = level_at_start(words)
    if found is not None:
        return _read(found[0], words[found[1] :])
    # A serial at the end, or a section: what a class line has besides its level.
    garbled = _garbled_level(words) if words[-1:].isdigit() or "SECTION " in words else None
    line = _read(garbled[0], words[garbled[1] :]) if garbled else None
    return line if line and line.post and letters(line.post) in posts() else None


def class_line_of(line: Line) -> ClassLine | None:
    """The class line that a line is; None for any other."""
    if line.classed is None:
        line.classed = class_line(line.words) or False
    return line.classed or None


def _read(level: str, rest: str) -> ClassLine | None:
    rest = rest.strip(" -.:,")
    rest, section, of = _take_section(rest)
    party = BEFORE_NUMBER.match(rest)
    if party and SERIAL.search(rest[party.end() :]):
        rest = rest[party.end() :]
    release = RELEASE.search(rest) if "REL" in rest else None
    if release:
        rest = f"{rest[: release.start()]} {rest[release.end() :]}".strip()
    alone = SERIAL_ALONE.fullmatch(rest)
    if alone:
        return ClassLine(level, (), section, of, None, alone[1])
    number = SERIAL.search(rest)
    names, post = captions_in(rest[: number.start()] if number else rest)
    if number:
        more, place = captions_in(number[1])
        post = _without_lead(f"{post} {place}".strip())
        after = _tail(rest[number.end() :].strip(" ,/.()-"), post)
        if after is None:
            return None
        names = tuple(dict.fromkeys((*names, *more, *after)))
    elif post or (section is None and not names and rest):
        return None
    if release:
        names += (f"REL TO {release[1]}",)
    if len(post) > LONGEST_POST or "CZC" in post:
        return None
    return ClassLine(
        with_captions(level, names), names, section, of, post or None, number[2] if number else None
    )


def _take_section(rest: str) -> tuple[str, int | None, int | None]:
    """The rest without its section, the section's number, how many there are."""
    if "/" not in rest and "OF" not in rest.upper():  # one of them is between the two numbers
        return rest, None, None
    final = FINAL_SECTION.search(rest)
    match = final or SECTION.search(rest) or SECTION_BARE.search(rest)
    if match is None:
        return rest, None, None
    of = _count(match[match.lastindex or 1])
    left = f"{rest[: match.start()]} {rest[match.end() :].lstrip(' ,')}".strip(" ,")
    return left, of if final else _count(match[1]), of


def _count(written: str) -> int:
    return int(written) if written.isdigit() else COUNTS[written.upper()]


def _without_lead(post: str) -> str:
    first, _, rest = post.partition(" ")
    return rest if first in BEFORE_POST and rest else post


def _tail(after: str, post: str) -> tuple[str, ...] | None:
    """The captions behind the number; other words only behind a known post; None where prose goes on."""
    if not after or OTHER_SERIES.match(after):
        names, _ = captions_in(after)
        return tuple(name for name in names if name != "NIACT")
    names, left = captions_in(after)
    if left.strip("/-*.:()") and not (
        len(after) <= LONGEST_TAIL and after.upper() == after and letters(post) in posts()
    ):
        return None
    return names


def _may_be_garbled(words: str) -> bool:
    """Letters that stand apart, or a word as long as a level's: neither TO nor INFO."""
    first, _, rest = words.partition(" ")
    if first[:1] not in FIRST_LETTERS and first[1:2] not in FIRST_LETTERS:
        return False
    if len(first) <= 2:
        return rest != "" and " " in f"{rest} "[:3]  # the second is as short
    return first == "TOP" or (len(first) >= SHORTEST_LEVEL and "/" not in first)


def _garbled_level(words: str) -> tuple[str, int] | None:
    """(level, where the rest begins) of a line whose level lost, gained or exchanged a letter."""
    if not _may_be_garbled(words):
        return None
    found = None
    compact, at = "", 0
    tokens = words.split(" ")
    most = MOST_WORDS if len(tokens[0]) > 2 else LONGEST_LEVEL  # letters that stand apart are a word each
    for token in tokens[:most]:
        compact += token
        at += len(token) + 1
        if len(compact) > LONGEST_LEVEL:
            break
        for name, level in NAMES_NEAR[len(compact)]:
            if _is_near(name, compact):
                found = level, at
    return found


def _is_near(name: str, seen: str) -> bool:
    """A name of a level as it is, one edit from it, or garbled; all three leave most of its letters."""
    if len(set(name).difference(seen)) > MOST_LOST:
        return False
    return name == seen or is_one_edit(name, seen) or (len(name) == len(seen) and is_garbled(seen, name))
