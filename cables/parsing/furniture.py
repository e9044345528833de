"""Which lines of a record are page furniture or procedure: stamps, page heads, notes, banners."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from cables.parsing.classification import MOST_LETTERS, is_banner
from cables.parsing.lines import BANNER, BLANK, PAGE_HEAD, PROCEDURE, STAMP, TEXT, Line, page_head

STAMP_LINE = re.compile(
    r"^\*{3} Current (?:Handling Restrictions|Classification) \*{3}"
    r"|Declassified/Released|EO Systematic Review|^US Department of State$|^RELEASED IN (?:FULL|PART)\b"
    r"|U\.S\. Department of State Case No\.",
    re.IGNORECASE,
)
STAMP_DATE = re.compile(r"^\d{1,2}[ -][A-Za-z]{3}[ -]\d{4}$")
REVIEWER = re.compile(r"^[A-Z][A-Za-z]+ [A-Z]\. [A-Z][A-Za-z]+$")
LONGEST_STAMP = 400  # characters; some archives print several on one line
# In small letters: a word of every stamp, whatever white space is in it, and the sign that it has in most.
STAMP_SIGNS = {
    "released": "released",
    "systematic": "systematic",
    "department": "department of state",
    "current": "*** current",
}
SIGNS = ("page", " of 0", " of  0", "note")  # of page heads and notes
NOTE_BY_CENTRE = re.compile(r"^[(#* ]{0,3}NOTE:? (?:BY )?OC ?/? ?T\b|^\(?NOTE: (?:NOT PASSED|PASSED)\b")
NOTE_AHEAD = re.compile(r"[(#*\s]*NOTE")  # the same, whatever white space is in it
ANCHORS = (PAGE_HEAD, PROCEDURE)  # beside which a level alone on its line is a banner
FAR, NEAR = 12, 3  # lines from these to a banner (a stamp is at most a handful of lines), from a stamp to one


def classify(lines: Sequence[Line], record: str, lowered: str) -> list[Line]:
    """The lines of a record with the kinds that their own look and their neighbours' give them.

    `lowered` is the record in small letters.
    """
    out = list(lines)
    _mark_signed(out, record, lowered)
    found = [i for i, line in enumerate(out) if line.is_furniture]
    anchors = [i for i in found if out[i].kind in ANCHORS]
    _find_banners(out, anchors, [i for i in found if out[i].kind == STAMP])
    return out


def _mark_signed(out: list[Line], record: str, lowered: str) -> None:
    """Stamps, page heads and notes: looked for in the lines that have a sign of one."""
    if len(lowered) != len(record):  # of the letters that become two
        lowered = "".join(c.lower()[:1] for c in record)
    stamped = [sign for word, sign in STAMP_SIGNS.items() if word in lowered]
    may_be_stamped = bool(stamped) or not record.isascii()  # letters beyond ASCII may be alike
    if may_be_stamped:
        signs = [at for sign in (*stamped, *SIGNS) for at in _places(lowered, sign)]
    else:  # page heads and notes are in capitals
        signs = [at for sign in SIGNS for at in _places(record, sign.upper())]
    starts = [line.start for line in out] if signs else []
    stamps: list[int] = []
    for i in sorted({bisect_right(starts, sign) - 1 for sign in signs}):
        line = out[i]
        kind = _kind_of_signed(line, may_be_stamped) if line.kind == TEXT else TEXT
        if kind != TEXT:
            out[i] = line.as_kind(kind)
        if kind == STAMP:
            stamps.append(i)
    _spread_stamps(out, stamps)


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _kind_of_signed(line: Line, may_be_stamp: bool) -> str:
    if NOTE_AHEAD.match(line.text) and NOTE_BY_CENTRE.match(line.words):
        return PROCEDURE
    if may_be_stamp and len(line.words) <= LONGEST_STAMP and STAMP_LINE.search(line.words):
        return STAMP
    return PAGE_HEAD if page_head(line) else TEXT


def _spread_stamps(out: list[Line], stamps: Sequence[int]) -> None:
    """A stamp may be five lines: the reviewer above and the date below belong to it."""
    for i in stamps:
        if i and out[i - 1].kind == TEXT and REVIEWER.match(out[i - 1].words):
            out[i - 1] = out[i - 1].as_kind(STAMP)
        if i + 1 < len(out) and out[i + 1].kind == TEXT and STAMP_DATE.match(out[i + 1].words):
            out[i + 1] = out[i + 1].as_kind(STAMP)


def _find_banners(out: list[Line], anchors: Sequence[int], stamps: Sequence[int]) -> None:
    """A level alone on its line is a banner at the foot or head of a page, else perhaps the class line.

    One banner may stand next to another; a level at the very end of the text is one as well. Later exports
    of the 1970s, which have page heads, put a level beside their stamps too.
    """
    for anchor in anchors:
        for step in (-1, 1):
            at = _mark_banner(out, anchor, step, FAR, (BLANK, STAMP))
            while at is not None:
                at = _mark_banner(out, at, step, FAR, (BLANK, STAMP))
    end = next((i for i in range(len(out) - 1, -1, -1) if out[i].kind in (TEXT, BANNER)), -1)
    if end >= 0 and _is_banner_alone(out[end]):
        out[end] = out[end].as_kind(BANNER)
    if stamps and any(out[anchor].kind == PAGE_HEAD for anchor in anchors):
        for stamp in stamps:
            _mark_banner(out, stamp, -1, NEAR, (BLANK,))
            _mark_banner(out, stamp, +1, NEAR, (BLANK,))


def _mark_banner(out: list[Line], at: int, step: int, far: int, over: tuple[str, ...]) -> int | None:
    """Make the level next to a line, a few lines on at most, a banner: its index, None for no level."""
    for k in range(at + step, at + (far + 1) * step, step):
        if not 0 <= k < len(out):
            return None
        line = out[k]
        if line.kind not in over:
            if not _is_banner_alone(line):
                return None
            out[k] = line.as_kind(BANNER)
            return k
    return None


def _is_banner_alone(line: Line) -> bool:
    """A line that is yet text, and a banner by its look; no sentence, and not too many letters."""
    text = line.text
    if line.kind != TEXT or (text[-1:].islower() and text[-2:].islower()):
        return False
    words = line.words
    letters = len(words) - words.count(" ")
    return letters <= MOST_LETTERS and not words[-2:].islower() and is_banner(words)
