"""Which paragraph of a new version is which paragraph of the version before it.

Notes and decisions hang on a paragraph's identity, so it is carried over only where the two texts
plainly are one paragraph; where in doubt the paragraph is a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import count
from typing import NamedTuple

ALIKE = 0.6
"""Least share of matching words for two paragraphs with one number to be the same paragraph."""


class Known(NamedTuple):
    identity: int
    number: int | None
    text: str


def carry_over(known: Sequence[Known], fresh: Sequence[tuple[int | None, str]], last: int) -> list[int]:
    """An identity for each `(number, text)` of `fresh`, in order.

    Equal texts keep theirs first, in order, wherever they moved to; of the rest a paragraph keeps
    its number's identity when most of its words stand. Anything else counts on from `last`, the
    highest identity ever given out for the cable.
    """
    given: list[int | None] = [None] * len(fresh)
    waiting: dict[str, list[Known]] = {}
    for old in known:
        waiting.setdefault(_words(old.text), []).append(old)
    taken: set[int] = set()
    for index, (_, text) in enumerate(fresh):
        if same := waiting.get(_words(text)):
            given[index] = identity = same.pop(0).identity
            taken.add(identity)
    rest = (old for old in known if old.identity not in taken)
    by_number = {old.number: old for old in rest if old.number is not None}
    for index, (number, text) in enumerate(fresh):
        if given[index] is not None or number is None or number not in by_number:
            continue
        if _alike(by_number[number].text, text):
            given[index] = by_number.pop(number).identity
    new = count(last + 1)
    return [next(new) if identity is None else identity for identity in given]


def _words(text: str) -> str:
    return " ".join(text.split())


def _alike(one: str, other: str) -> bool:
    # Words, not characters, and no junk heuristic: paragraphs are short enough to compare in full,
    # and a hostile one of 10,000 words is stopped by the cheap upper bounds or by its length.
    matcher = SequenceMatcher(None, one.split()[:2000], other.split()[:2000], autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
