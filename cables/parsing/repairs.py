"""Changes of characters, each with its reason; the raw text is never touched.

Replaying the repairs of a span on the raw slice, then joining its lines, gives the shown text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

APOSTROPHE = "apostrophe misread"
MOJIBAKE = "UTF-8 read as Windows-1252"
WRAPPED_WORD = "wrapped word"
CUT_WORD = "word cut at the end of a line"
PAGE_MARKER = "page marker"

# CP850's acute accent (0xEF) read as ISO 8859-4 gives U+012B, which Latvian really has.
MISREAD = "ī"
ENDINGS = re.compile(r"(?:s|t|re|ll|ve|d|m)(?![^\W\d_])", re.IGNORECASE)
LATVIAN = frozenset("āčēģķļņšūžĀČĒĢĪĶĻŅŠŪŽ")
NEAR = 40  # characters: a Latvian name or sentence shows its other letters this near

MULTIBYTE = re.compile("[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}")


def misread_characters(
    text: str, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, after, reason) of each wrong character of text[start:end], in order."""
    end = len(text) if end is None else end
    found = [*_apostrophes(text, start, end), *_mojibake(text, start, end)]
    yield from sorted(found)


def _apostrophes(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    at = text.find(MISREAD, start, end)
    while at >= 0:
        if _stands_for_apostrophe(text, at):
            yield at, at + 1, "'", APOSTROPHE
        at = text.find(MISREAD, at + 1, end)


def _stands_for_apostrophe(text: str, at: int) -> bool:
    """Between letters as English and French use one, or after a plural s; never in a Latvian word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before.isalpha() or not before.isascii():
        return False
    if LATVIAN & set(text[max(at - NEAR, 0) : at + NEAR]):
        return False
    if not after.isalpha():
        return before in "sS" and text[at - 2 : at - 1].isalpha()
    if after.isupper():  # O'Neill, d'Azeglio; and capitals throughout, where Latvian would write Ī
        return True
    ending = ENDINGS.match(text, at + 1)
    return ending is not None and (ending[0].lower() != "t" or before in "nN")


def _mojibake(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    for match in MULTIBYTE.finditer(text, start, end):
        for size in (len(match[0]), 2):
            piece = match[0][:size]
            after = _reread(piece)
            if after is not None:
                yield match.start(), match.start() + size, after, MOJIBAKE
                break


def _reread(piece: str) -> str | None:
    try:
        after = bytes(_byte(character) for character in piece).decode("utf-8")
    except (UnicodeError, ValueError):
        return None
    return after if len(after) == 1 and (after.isprintable() or after == "\xa0") else None


def _byte(character: str) -> int:
    """The byte of a character in Windows-1252, where 0x81, 0x8D, 0x8F, 0x90 and 0x9D stand for themselves."""
    return ord(character) if ord(character) < 0xA0 else character.encode("cp1252")[0]
