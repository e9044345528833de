"""The signature: the last word line of the text, a surname in capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.classification import caption_line, is_banner
from cables.parsing.rows import Row
from cables.parsing.ungluing import COMMON_LAST_WORDS

PART = r"(?:M[Aa]?[Cc]|[Dd][Ee]|[Ll][Ee])?[A-Z][A-Z'’`.-]*"
NAME = re.compile(rf"^{PART}(?: {PART}){{0,3}}(?:,? (?:JR|SR|II|III)\.?)?$")
# Only below a blank line, at the very end.
SMALL_NAME = re.compile(
    r"^(?:M[a]?c|O['’])?[A-Z][a-z]{2,14}(?:-[A-Z][a-z]{2,14})?$"
)  # below capitals and blank line
TWO = re.compile(r"\s{0,4}(?:/|&|\bAND\b)\s{0,4}")
NO_NAME = re.compile(
    r"^(?:END|BEGIN|UNQUOTE|THE|CLASSIFIED|DRAFTED|CLEARED|APPROVED)\b|\b(?:TEXT|POINTS|SUMMARY|COMMENT)\b"
)
END_MARK = re.compile(r"^[=*_~-]{4,40}[A-Za-z ]{2,40}[=*_~-]{4,40}$")  # `====CABLE ENDS====`
QUOTING = re.compile(r"^(?:END )?(?:UNQUOTE|QUOTE|UNQTE)[. ]{1,3}|[. ]{1,3}(?:UNQUOTE|UNQTE|END QUOTE)\.?$")
LONGEST = 40  # characters
MOST_BELOW = 3  # lines that a container may leave below the signature


def take_signature(rows: list[Row], width: int) -> tuple[tuple[str, ...], list[Row], list[Row]]:
    """(signers, the rows that hold them, what stands below); all of them are taken off the end of `rows`."""
    for below in range(min(MOST_BELOW, len(rows) - 1) + 1 if rows else 0):
        at = len(rows) - 1 - below
        last = rows[at]
        name = _without_marks(last.text)
        if not (_is_name(name) or _is_small_name(rows, at)) or not _stands_alone(rows[: at + 1], width):
            continue
        if below and not (END_MARK.match(rows[at + 1].text) or _closes_before(rows, at)):
            continue
        junk = rows[at + 1 :]
        del rows[at:]
        return tuple(part.strip(" .") for part in TWO.split(name) if part.strip(" .")), [last], junk
    return (), [], []


def _without_marks(text: str) -> str:
    """The name without the teletype's end signs and without what closes a quotation."""
    return QUOTING.sub("", text).strip(' #*<>"')


def _is_small_name(rows: Sequence[Row], at: int) -> bool:
    """`McKinley` or `Wood` alone below a blank line, at the very end."""
    last = rows[at]
    if at != len(rows) - 1 or not last.stands_apart or not SMALL_NAME.match(last.text):
        return False
    return last.text.upper() not in COMMON_LAST_WORDS and not NO_NAME.search(last.text.upper())


def _closes_before(rows: Sequence[Row], at: int) -> bool:
    """Right under a whole sentence, and apart from what follows: a heading would be the other way round."""
    under = at > 0 and not rows[at].stands_apart and rows[at - 1].ends_sentence
    return under and rows[at + 1].stands_apart


def _is_name(text: str) -> bool:
    words = text.strip()
    if len(words) > LONGEST or sum(c.isalpha() for c in words) < 2:
        return False
    parts = TWO.split(words)
    if not all(NAME.match(part.strip(" .")) for part in parts):
        return False
    if words.strip(".") in COMMON_LAST_WORDS or NO_NAME.search(words) or is_banner(words):
        return False
    return not caption_line(words)


def _stands_alone(rows: Sequence[Row], width: int) -> bool:
    """A line of its own: after white space, a whole sentence, or a line that it could have joined."""
    if len(rows) < 2:
        return True
    last, previous = rows[-1], rows[-2]
    words = last.text.split()
    if previous.end + 40 >= last.start and previous.index == last.index:
        return True  # cut from the end of the last sentence
    if previous.ends_sentence or last.stands_apart or QUOTING.match(last.text):
        return len(words) <= 4
    return len(words) == 1 and len(previous.text) + len(last.text) + 1 <= width
