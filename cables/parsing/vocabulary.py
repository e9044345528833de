"""Words that a telegram itself uses, with those of the reference tables: evidence for broken words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, cached_property

from cables import reference

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
ASCII_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")  # the same, and found in a third of the time
FEW = 20  # questions: more are answered by counting once, so that the time stays linear
ENOUGH = 40  # lines of text: they tell whether it is in capitals
COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")

# Halves that English writes together with what follows, when capitals hide whether the hyphen was real.
FUSING = frozenset(
    """
    under over out up in with there where some any every no fore back down inter counter para post
    pre re sub trans mis dis un con com pro per super infra tele micro macro head house work may
    here there through over
    """.split()
)
# Halves that keep their hyphen wherever they stand.
KEEPING = frozenset("non anti self ex vice quasi semi multi mid all cross well long short high low".split())
# Halves that keep it where the text is not in capitals, so that a wrap never broke a word.
KEEPING_LOWER = KEEPING | frozenset("pre post co pro re counter inter sub so extra ultra".split())
SECOND_HALVES = frozenset(
    """
    elect term level based related wide time scale old made off led run owned born called line
    type free range speaking built sponsored held backed sized ranking military minister president
    general secretary chief language russia russian european american year day month person
    kilometer percent
    """.split()
)


@cache
def _of_tables() -> frozenset[str]:
    words: set[str] = set()
    for table, columns in (
        ("glossary", ("expansion", "meaning")),
        ("tags", ("name",)),
        ("exemptions", ("meaning",)),
    ):
        for row in reference.rows(table):
            for column in columns:
                words.update(word.lower() for word in WORD.findall(row[column]) if len(word) > 2)
    return frozenset(words)


class Vocabulary:
    """The words of one text, lower case, and whether it is written in capitals throughout.

    A broken word is looked for in the text; only a text with many of them has all its words counted.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._asked = 0

    @cached_property
    def _text(self) -> str:
        return "\n".join(self.lines).lower()

    @cached_property
    def capitals(self) -> bool:
        half = len(self.lines) // 2  # before it stands a heading, always in capitals
        lines = self.lines[half : half + ENOUGH]
        capitals = sum(map(str.isupper, lines))  # a line of figures says nothing
        return capitals > 0 and capitals > 4 * sum([line.upper() != line for line in lines])

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter((ASCII_WORD if self._text.isascii() else WORD).findall(self._text))

    @cached_property
    def compounds(self) -> set[str]:
        hyphened = " ".join(part for part in self._text.split() if "-" in part)
        return set(COMPOUND.findall(hyphened))

    def has_compound(self, first: str, second: str) -> bool:
        """True if the text writes the two halves with a hyphen elsewhere than at a wrap."""
        word = f"{first}-{second}".lower()
        return word in self.compounds if self._asked >= FEW else self._stands(word, 1)

    def knows(self, word: str, times: int = 1) -> bool:
        word = word.lower()
        if word in _of_tables():
            return True
        return self.counts.get(word, 0) >= times if self._asked >= FEW else self._stands(word, times)

    def _stands(self, word: str, times: int) -> bool:
        """True if a word, no part of a longer one, stands so often in the text."""
        self._asked += 1
        text, size = self._text, len(word)
        at = text.find(word)
        while at >= 0:
            if not text[at - 1 : at].isalpha() and not text[at + size : at + size + 1].isalpha():
                times -= 1
                if times == 0:
                    return True
            at = text.find(word, at + size)
        return False

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """True if the hyphen between two halves at a wrap belongs to the word."""
        if not first.isalpha() or not second[:1].isalpha():
            return True
        if second[:1].isupper() and not self.capitals:
            return True
        left, right = first.lower(), second.lower()
        if self.has_compound(left, right):
            return True
        if self.knows(left + right):
            return False
        if left in KEEPING or (right in SECOND_HALVES and self.knows(left, 1) and len(left) > 2):
            return True
        if self.capitals:
            return left not in FUSING and self._both_words(left, right, 4)
        return (left in KEEPING_LOWER and len(right) > 3) or self._both_words(left, right, 3)

    def _both_words(self, left: str, right: str, size: int) -> bool:
        """Each half stood at the wrap once; a word by itself is one that is seen elsewhere too."""
        if min(len(left), len(right)) < size:
            return False
        return self.knows(left, 2) and self.knows(right, 2)

    def was_cut(self, first: str, second: str) -> bool:
        """True if a word was cut in two without a hyphen at the machine's margin (`COUL` / `D`)."""
        if not (first.isalpha() and second.isalpha()) or first.isupper() != second.isupper():
            return False
        if self.knows(first + second):
            return not (self.knows(first, 2) and self.knows(second, 2))
        if len(second) == 1:
            return second.lower() not in "ai" and not self.knows(first, 2)
        return not self.knows(first, 2) and not self.knows(second, 2)
