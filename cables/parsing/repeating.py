"""A telegram that repeats another: where its own words end and the other's begin.

`FOLLOWING TELEGRAM FROM ROME SENT ACTION STATE IS REPEATED TO YOU: QUOTE C O N F I D E N T I A L ROME 12 …`
has no fields of its own. The archive indexes it under the subject and the TAGS of what it repeats; all of
that is text as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cables.parsing.class_line import class_line
from cables.parsing.lines import Line

INTRODUCES = re.compile(r"^(?:FOL|FOLL|FOLLOWING|FOLLOWS|REPEAT|REPEATED|REPEATING|TEXT OF)\b")
QUOTE = re.compile(r"\b(?:QUOTE|QTE)\b")
PASSES = re.compile(r"^(?:[A-Z/. ,]{2,40} )?(?:PASS|FOR|ATTN)\b")
FULL_LINE = 45  # characters: a line for attention is mostly shorter
FARTHEST = 12  # lines between what introduces a telegram and its first line


def quotes(words: str) -> bool:
    """True if a line above the fields begins another telegram: a QUOTE, or a second class line."""
    if QUOTE.search(words):
        return True
    other = class_line(words)
    return other is not None and other.serial is not None


def introduction(lines: Sequence[Line], names: Mapping[int, str], at: int) -> int:
    """The index of the line that says what is quoted; else of the first that stands with line `at`."""
    first, stands_with = at, True
    for i in range(at - 1, max(at - FARTHEST, 0) - 1, -1):
        if lines[i].is_furniture:
            continue
        if lines[i].is_blank:
            stands_with = False
            continue
        if names.get(i) != "attention":
            break
        if INTRODUCES.match(lines[i].words):
            return i
        if stands_with:
            first = i
    return first


def sentence_above(lines: Sequence[Line], first: int, stop: int) -> int | None:
    """The index at which text begins above the first field: full lines up to a stop, or three of them.

    None where there are none, or where a quotation says itself where it begins.
    """
    begun, full, found = first, 0, None
    for i in range(first, stop):
        words = lines[i].words
        if quotes(words):
            return None
        if lines[i].is_furniture:
            continue
        begun = i if full == 0 else begun
        ends = full > 0 and words.endswith(".")
        full = full + 1 if len(words) >= FULL_LINE else 0
        if found is None and (ends or (full == 3 and not PASSES.match(lines[begun].words))):
            found = begun
    return found
