"""SUBJECT: one line, wraps joined, capitals as written, its portion mark apart."""

from __future__ import annotations

import re

from cables.parsing.portion_marks import portion_mark

MARK_BEFORE = re.compile(r"^\(\(?([^()]{1,30})\)\)?[\s:.-]{0,4}")
MARK_AFTER = re.compile(r"\s{0,4}\(([^()]{1,30})\)\.?$")


def strip_mark(text: str) -> tuple[str, str | None]:
    """(the subject without its portion mark, the mark as written or None)."""
    before = MARK_BEFORE.match(text)
    if before and portion_mark(before[1]):
        return text[before.end() :].strip(), before[1]
    after = MARK_AFTER.search(text[-40:])
    if after and portion_mark(after[1]):
        return text[: len(text) - len(text[-40:]) + after.start()].strip(), after[1]
    return text.strip(), None
