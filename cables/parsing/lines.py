"""Lines, and what each is by its own look: page furniture, procedure, or text.

The classifier comes first; the fields read what it leaves. Furniture stands in mid-sentence and in
mid-word, so everything that reads text asks `is_furniture` before it reads a line.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

from cables.parsing.class_line import ClassLine
from cables.parsing.classification import MOST_LETTERS, is_banner

BLANK, TEXT = "blank", "text"
STAMP, BANNER, PAGE_HEAD, PROCEDURE = "stamp", "banner", "page_head", "procedure"
REPEATED_HEADER, CONTAINER = "repeated_header", "container"
FURNITURE = (STAMP, BANNER, PAGE_HEAD, PROCEDURE, REPEATED_HEADER, CONTAINER)
# Of each kind whether it is blank, and whether it is furniture.
LOOKS = {TEXT: (False, False), BLANK: (True, False)} | dict.fromkeys(FURNITURE, (False, True))

LINE_END = re.compile(r"\r\n|\n|\r")
WHITE = "".join(filter(str.isspace, map(chr, range(0x3001))))  # the last of it is the blank of ideographs
NO_TEXT = f"\ufeff\x00\x1a{WHITE}"  # what a line without text may hold
# A line that begins with anything else has text, and is no procedure line.
LOOKED_AT = frozenset(f"BNG#<{NO_TEXT}")
LONGEST_HEAD = 160  # characters; a longer line is text, whatever it begins with


class Line:
    """`text` is the record from `start` to `end`; the line end runs on to `stop`.

    Never changed: `as_kind` and `cut` give others.
    """

    __slots__ = (
        "_words", "begins_field", "classed", "head", "is_blank", "is_furniture", "kind", "start", "stop", "text",
    )  # fmt: skip

    def __init__(self, start: int, stop: int, text: str, kind: str, words: str | None = None) -> None:
        self.start = start
        self.stop = stop
        self.text = text
        self.kind = kind
        self.is_blank, self.is_furniture = LOOKS[kind]
        self._words = words
        # What several steps ask of a line, each answered once: in page_head, class_line_of, begins_field.
        self.head: PageHead | None = None
        self.classed: ClassLine | Literal[False] | None = None
        self.begins_field: bool | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def words(self) -> str:
        """The line in single spaces, for matching only; put so when it is first asked for."""
        if self._words is None:
            self._words = " ".join(self.text.split())
        return self._words

    def as_kind(self, kind: str) -> Line:
        line = Line(self.start, self.stop, self.text, kind, self._words)
        line.head = self.head
        return line

    def cut(self, column: int) -> tuple[Line, Line]:
        """Two lines where two fields stand on one; the first then has no line end."""
        at = self.start + column
        left, right = self.text[:column], self.text[column:]
        return (
            Line(self.start, at, left, _kind_of_bare(left)),
            Line(at, self.stop, right, _kind_of_bare(right)),
        )


def _kind_of_bare(text: str) -> str:
    """Whether a line that is not yet classified has text or is blank."""
    return TEXT if text.strip(NO_TEXT) else BLANK


@dataclasses.dataclass(frozen=True, slots=True)
class PageHead:
    """`PAGE 02  LA PAZ 06049  01 OF 02  132315Z`, or `STATE 00095585 002 OF 002`."""

    page: str
    post: str
    serial: str
    section: int | None = None
    of: int | None = None


# --- Page heads -------------------------------------------------------------------------------

MODERN_HEAD = re.compile(r"^([A-Z][A-Z .'/]{1,28}) (\d{5,9}) (\d{3}(?:\.\d{1,2})?) OF (\d{3})$")
# What may follow the serial, besides a section and a time.
BESIDE_SERIAL = frozenset("TOSEC SECTO TOHAK HAKTO TO POSS".split())
SECTION_IN_HEAD = re.compile(r"\b(\d{1,2}) OF (\d{1,2})\b")


def page_head(line: Line) -> PageHead | None:
    text = line.text
    if line.head is None and len(text) <= LONGEST_HEAD:
        # Of the two forms one has PAGE, and the other OF with figures behind it.
        if "PAGE" in text or ("OF" in text and text.rstrip()[-1:].isdigit()):
            line.head = _page_head(line.words)
    return line.head


def _page_head(words: str) -> PageHead | None:
    at = words.find("PAGE ")
    if at > 0 and is_banner(words[:at].rstrip()):  # the banner above it run together with it
        words = words[at:]
    modern = MODERN_HEAD.match(words) if words[-1:].isdigit() else None
    if modern:
        post, serial, page, of = modern.groups()
        return PageHead(page, post, serial, int(page[:3]), int(of))
    tokens = words.split() if words.startswith("PAGE ") else []
    return _old_page_head(tokens) if len(tokens) >= 4 and tokens[1].isdigit() else None


def _old_page_head(tokens: list[str]) -> PageHead | None:
    number = next((i for i, token in enumerate(tokens[2:], 2) if token.isdigit()), 0)
    if not 3 <= number <= 6 or not 3 <= len(tokens[number]) <= 6:
        return None  # PAGE 3 OF 12 of some report: no serial
    rest = tokens[number + 1 :]
    padded = tokens[number].startswith("0") or len(tokens[number]) > 4
    if not (rest[0][:1].isdigit() or rest[0].strip("(") in BESIDE_SERIAL if rest else padded):
        return None  # PAGE 3 LINE 125 SHOULD READ
    post = " ".join(tokens[2:number])
    section = SECTION_IN_HEAD.search(" ".join(rest))
    found = (int(section[1]), int(section[2])) if section else (None, None)
    return PageHead(tokens[1], post, tokens[number], *found)


# --- Stamps and procedure ---------------------------------------------------------------------

STAMP_LINE = re.compile(
    r"^\*{3} Current (?:Handling Restrictions|Classification) \*{3}"
    r"|Declassified/Released|EO Systematic Review|^US Department of State$|^RELEASED IN (?:FULL|PART)\b"
    r"|U\.S\. Department of State Case No\.",
    re.IGNORECASE,
)
STAMP_DATE = re.compile(r"^\d{1,2}[ -][A-Za-z]{3}[ -]\d{4}$")
REVIEWER = re.compile(r"^[A-Z][A-Za-z]+ [A-Z]\. [A-Z][A-Za-z]+$")
PROCEDURE_LINE = re.compile(
    r"\s*(?:BT|NNNN?|GRNC|GR\s*\d{1,4}|BT\s*#\s*\d{1,6}|#\s*\d{1,6}|NNNN?\s*#?\s*\d{1,6}"
    r"|N{3,4}[A-Z]{0,4}VV[A-Z]{0,8}\d{0,6}|<{1,3}\s*END\s+OF\s+DOCUMENT\s*>{1,3}"
    r"|#{1,3}\s*AS\s+RECEIVED\.?)\s*$"
)
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
ANCHORS = frozenset({PAGE_HEAD, PROCEDURE})  # beside which a level alone on its line is a banner
FAR, NEAR = 12, 3  # lines from these to a banner (a stamp is at most a handful of lines), from a stamp to one


def split_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of text[start:end], each with its line end (LF, CR LF or CR): text, blank or procedure."""
    end = len(text) if end is None else end
    at = start
    if text.find("\r", start, end) < 0:
        *ended, last = text[start:end].split("\n")
        for content in ended:
            stop = at + len(content) + 1
            if content:
                yield Line(at, stop, content, TEXT if content[0] not in LOOKED_AT else _own_kind(content))
            else:
                yield Line(at, stop, content, BLANK)
            at = stop
    else:
        for match in LINE_END.finditer(text, start, end):
            content = text[at : match.start()]
            yield Line(at, match.end(), content, _own_kind(content))
            at = match.end()
        last = text[at:end]
    if last:
        yield Line(at, end, last, _own_kind(last))


def _own_kind(text: str) -> str:
    kind = _kind_of_bare(text)
    return PROCEDURE if kind == TEXT and PROCEDURE_LINE.match(text) else kind


def classify(lines: Sequence[Line], record: str, lowered: str) -> list[Line]:
    """The lines of a record with the kinds that their own look and their neighbours' give them.

    `lowered` is the record in small letters.
    """
    out = list(lines)
    _mark_signed(out, record, lowered)
    stamps: list[int] = []
    anchors: list[int] = []
    for i, line in enumerate(out):
        kind = line.kind
        if kind != TEXT:
            if kind == STAMP:
                stamps.append(i)
            elif kind in ANCHORS:
                anchors.append(i)
    _find_banners(out, anchors, stamps)
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
    if any(out[anchor].kind == PAGE_HEAD for anchor in anchors):
        for stamp in stamps:
            _mark_banner(out, stamp, -1, NEAR, (BLANK,))
            _mark_banner(out, stamp, +1, NEAR, (BLANK,))


def _mark_banner(out: list[Line], at: int, step: int, far: int, over: tuple[str, ...]) -> int | None:
    """The index of the level next to a line, a few lines on at most, which becomes a banner; None for no level."""
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
