"""The bullets of a REF field, and which words stand under which.

Drafters wrote them in a dozen ways, seldom in one way throughout. They are told from initials, sections
of laws and portion marks by their order: A comes first, and each is the next letter but one at most.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

# A. | A) | (A) | [A] | A - | A: | A/ | "A" | (1) | 1. | (A.) | A.) | A).  The word REF may stand before each.
BULLET = re.compile(
    r"(?:(?<=[\s,;.:)\]\"])|(?<=\d)(?=[\[(][A-Z0-9]{1,2}[\])] ?(?:'?\d{2}|[A-Z]{3}))|^)"
    r"(?:REF(?:TEL)?S? {0,2})?"
    r"(?:[\[(] ?(?P<brackets>[A-Za-z]|\d{1,2})\.? ?[\])][.:]?"
    r"|\"(?P<quotes>[A-Z])\"(?= )"
    r"|(?P<point>[A-Za-z])(?:\.\)?|:)(?=[\s(\[\"'A-Z0-9]|$)"
    r"|(?P<stroke>[A-Za-z])\)[.:]?"
    r"|(?P<slash>[A-Z])/(?= )"
    r"|(?P<dash>[A-Z]) ?(?:--?|=)(?= |(?!MAIL)[A-Z]{3})"
    r"|(?P<digit>\d{1,2})(?:[.)](?=[ A-Z'])|\.\)))"
    r"\s{0,6}"
)
NUMBER_NEXT = r"(?=(?:'?\d{2}(?:\d{2})? ?)?[A-Z][A-Z .]{1,24} ?\d)"
BARE_FIRST = re.compile(r"(?:REF )?A " + NUMBER_NEXT)
BARE = re.compile(r"(?:(?<=[\s,;.])|^)(?:REF )?(?P<bare>[A-Z]) " + NUMBER_NEXT)
PORTION_MARKS = "UCS"
MARK_ALONE = re.compile(r"[\[(](?:U|C|S|SBU|LOU|FOUO|U/FOUO|S/NF|C/NF)[\])]")
NOTHING_BETWEEN = " .,;:-"


@dataclasses.dataclass(slots=True)
class Entry:
    """text[start:end] under a label, or under none."""

    label: str | None
    start: int
    end: int
    told: bool = True  # the label is in the text


@dataclasses.dataclass(slots=True)
class _Bullet:
    label: str
    style: str
    start: int
    end: int


def entries(text: str) -> Iterator[Entry]:
    """The text cut at its bullets; what stands before the first has no label, or A where B follows."""
    bullets = _accepted(text, _candidates(text))
    if not bullets:
        yield Entry(None, 0, len(text))
        return
    before = text[: bullets[0].start].strip(NOTHING_BETWEEN)
    if before and bullets[0].style == "brackets" and not text[bullets[-1].end :].strip(NOTHING_BETWEEN):
        yield from _labelled_behind(bullets)
        return
    if before and not MARK_ALONE.fullmatch(before):
        label = "A" if bullets[0].label == "B" else None
        yield Entry(label, 0, bullets[0].start, told=label is None)
    for n, bullet in enumerate(bullets):
        end = bullets[n + 1].start if n + 1 < len(bullets) else len(text)
        yield Entry(bullet.label, bullet.end, end)


def _labelled_behind(bullets: Sequence[_Bullet]) -> Iterator[Entry]:
    """`STATE 1234 (A), LIMA 44 (B)`: the letters follow what they stand for."""
    start = 0
    for bullet in bullets:
        yield Entry(bullet.label, start, bullet.start)
        start = bullet.end


def _candidates(text: str) -> list[_Bullet]:
    expression = BARE if BARE_FIRST.match(text) else BULLET
    return [
        _Bullet((match[match.lastgroup or 0]).upper(), match.lastgroup or "", match.start(), match.end())
        for match in expression.finditer(text)
    ]


def _accepted(text: str, candidates: Sequence[_Bullet]) -> list[_Bullet]:
    bullets: list[_Bullet] = []
    doubled = False
    for n, bullet in enumerate(candidates):
        last = bullets[-1] if bullets else None
        following = candidates[n + 1] if n + 1 < len(candidates) else None
        if last and bullet.label == last.label and not _between(text, last.end, bullet.start):
            last.end, doubled = bullet.end, True  # A. A) is one
        elif not (_is_mark(text, bullet, last, following) and not doubled) and _is_next(bullet, last):
            bullets.append(bullet)
    return bullets


def _between(text: str, start: int, end: int) -> str:
    return text[start:end].strip(NOTHING_BETWEEN)


def _is_mark(text: str, bullet: _Bullet, last: _Bullet | None, following: _Bullet | None) -> bool:
    """`A. (C) STATE 1 B. LIMA 2 (U)`: a level in brackets, directly after a bullet or before the next."""
    if bullet.style != "brackets" or bullet.label not in PORTION_MARKS:
        return False
    if last is None:
        return bullet.start == 0
    end = following.start if following else len(text)
    return not _between(text, last.end, bullet.start) or not _between(text, bullet.end, end)


def _is_next(bullet: _Bullet, last: _Bullet | None) -> bool:
    """Bullets come in order; a letter may be missed, none comes back."""
    if last is None:
        return bullet.start <= 3 or bullet.label in ("A", "1", "B")
    if bullet.label.isdigit() != last.label.isdigit():
        return False
    if bullet.label.isdigit():
        return int(bullet.label) == int(last.label) + 1
    return 1 <= ord(bullet.label) - ord(last.label) <= 2
