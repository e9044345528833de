"""The sentence around some words of a paragraph, for quoting."""

from __future__ import annotations

import re

REACH = 320
"""Characters looked at on each side; a longer sentence is cut at a word and says so."""

STOP = re.compile(r"[.!?][\"”’)]?\s+(?=[\"“(]?[A-Z0-9])|\n")
# `U.S. `, `Mr. `, `No. 3`: a stop that ends no sentence.
ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|No|Gen|Col|Amb|Gov|Sen|Rep|vs|Jr|Sr))[.]\s+$")


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence that holds text[start:end], in single spaces; `…` where it is cut."""
    low, high = max(start - REACH, 0), min(end + REACH, len(text))
    before, after = text[low:start], text[end:high]
    stops = [stop.end() for stop in STOP.finditer(before) if not ABBREVIATED.search(before[: stop.end()])]
    head = before[stops[-1] :] if stops else _from_a_word(before, low > 0)
    tail = next(
        (after[: s.end()] for s in STOP.finditer(after) if not ABBREVIATED.search(after[: s.end()])), None
    )
    if tail is None:
        tail = _to_a_word(after, high < len(text))
    return " ".join((head + text[start:end] + tail).split())


def first_sentence(text: str) -> str:
    return sentence_around(text, 0, min(len(text), 1))


def first_sentences(text: str, most: int = REACH) -> str:
    """As many whole sentences as `most` characters hold, in single spaces; `…` where the first is cut."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    stops = [stop.end() for stop in STOP.finditer(line[:most]) if not ABBREVIATED.search(line[: stop.end()])]
    return line[: stops[-1]].rstrip() if stops else _to_a_word(line[:most], True)


def _from_a_word(text: str, is_cut: bool) -> str:
    return "… " + text.partition(" ")[2] if is_cut else text


def _to_a_word(text: str, is_cut: bool) -> str:
    return text.rpartition(" ")[0] + " …" if is_cut else text
