"""Lines, and what each is by its own look: page furniture, procedure, or text.

The classifier comes first; the fields read what it leaves. Furniture stands in mid-sentence and in
mid-word, so everything that reads text asks `is_furniture` before it reads a line.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from cables.parsing.classification import MOST_LETTERS, is_banner

BLANK, TEXT = "blank", "text"
STAMP, BANNER, PAGE_HEAD, PROCEDURE = "stamp", "banner", "page_head", "procedure"
REPEATED_HEADER, CONTAINER = "repeated_header", "container"
FURNITURE = frozenset({STAMP, BANNER, PAGE_HEAD, PROCEDURE, REPEATED_HEADER, CONTAINER})

LINE_END = re.compile(r"\r\n|\n|\r")
NO_TEXT = "\ufeff\x00\x1a "  # what a line without text may hold, its white space as blanks
LONGEST_HEAD = 160  # characters; a longer line is text, whatever it begins with


class Line:
    """`text` is the record from `start` to `end`; the line end runs on to `stop`.

    `words` is the line in single spaces, for matching only. Never changed: `as_kind` and `cut` give others.
    """

    __slots__ = ("end", "is_blank", "is_furniture", "kind", "start", "stop", "text", "words")

    def __init__(
        self, start: int, end: int, stop: int, text: str, kind: str | None = None, words: str | None = None
    ) -> None:
        self.start, self.end, self.stop, self.text = start, end, stop, text
        if words is None:
            words = text
            if "  " in text or text[:1] == " " or text[-1:] == " " or not text.isprintable():
                words = " ".join(text.split())
        self.words = words
        if kind is None:
            has_text = words and (words[0] not in NO_TEXT or words.strip(NO_TEXT))
            kind = TEXT if has_text else BLANK
        self.kind = kind
        self.is_blank = kind == BLANK
        self.is_furniture = kind in FURNITURE

    def as_kind(self, kind: str) -> Line:
        return Line(self.start, self.end, self.stop, self.text, kind, self.words)

    def cut(self, column: int) -> tuple[Line, Line]:
        """Two lines where two fields stand on one; the first then has no line end."""
        at = self.start + column
        left, right = self.text[:column], self.text[column:]
        return Line(self.start, at, at, left), Line(at, self.end, self.stop, right)


@dataclasses.dataclass(frozen=True, slots=True)
class PageHead:
    """`PAGE 02  LA PAZ 06049  01 OF 02  132315Z`, or `STATE 00095585 002 OF 002`."""

    page: str
    post: str
    serial: str
    section: int | None = None
    of: int | None = None


def split_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of text[start:end], each with its line end: LF, CR LF or CR."""
    end = len(text) if end is None else end
    at = start
    if text.find("\r", start, end) < 0:
        for content in text[start:end].split("\n"):
            stop = at + len(content)
            if at < end:
                yield Line(at, stop, min(stop + 1, end), content)
            at = stop + 1
        return
    for match in LINE_END.finditer(text, start, end):
        yield Line(at, match.start(), match.end(), text[at : match.start()])
        at = match.end()
    if at < end:
        yield Line(at, end, end, text[at:end])


# --- Page heads -------------------------------------------------------------------------------

MODERN_HEAD = re.compile(r"^([A-Z][A-Z .'/]{1,28}) (\d{5,9}) (\d{3}(?:\.\d{1,2})?) OF (\d{3})$")
# What may follow the serial, besides a section and a time.
BESIDE_SERIAL = frozenset("TOSEC SECTO TOHAK HAKTO TO POSS".split())
SECTION_IN_HEAD = re.compile(r"\b(\d{1,2}) OF (\d{1,2})\b")


def page_head(line: Line) -> PageHead | None:
    words = line.words
    if len(line.text) > LONGEST_HEAD or not (" OF " in words or "PAGE " in words):
        return None
    at = words.find("PAGE ")
    if at > 0 and is_banner(words[:at].rstrip()):  # the banner above it run together with it
        words = words[at:]
    modern = MODERN_HEAD.match(words)
    if modern:
        post, serial, page, of = modern.groups()
        return PageHead(page, post, serial, int(page[:3]), int(of))
    tokens = words.split()
    if tokens[0] != "PAGE":
        return None
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
    r"^(?:BT|NNNN?|GRNC|GR ?\d{1,4}|BT ?# ?\d{1,6}|# ?\d{1,6}|NNNN? ?#? ?\d{1,6}"
    r"|N{3,4}[A-Z]{0,4}VV[A-Z]{0,8}\d{0,6}|<{1,3} ?END OF DOCUMENT ?>{1,3}|#{1,3} ?AS RECEIVED\.?)$"
)
LONGEST_STAMP = 400  # characters; some archives print several on one line
LONGEST_SIGN = 24  # characters of a procedure line
# One of them is in every stamp, page head and note, in small letters and as white space may part them.
SIGNS = ("released", "systematic", "department of state", "*** current", "page", " of 0", " of  0", "note")
NOTE_BY_CENTRE = re.compile(r"^[(#* ]{0,3}NOTE:? (?:BY )?OC ?/? ?T\b|^\(?NOTE: (?:NOT PASSED|PASSED)\b")


def classify(lines: Sequence[Line], record: str) -> list[Line]:
    """The lines of a record with the kinds that their own look and their neighbours' give them."""
    kinds: list[str] = []
    short: list[int] = []  # of so few letters that they may be banners
    stamps: list[int] = []
    signs = _signs(record)
    sign = next(signs)
    for i, line in enumerate(lines):
        kind, words = line.kind, line.words
        if kind == TEXT:
            # Most lines are text, and seen to be so by where they stand and how long they are.
            size = len(words)
            if line.end > sign:
                kind = _kind_of_signed(line)
            elif size <= LONGEST_SIGN and PROCEDURE_LINE.match(words):
                kind = PROCEDURE
            if kind == STAMP:
                stamps.append(i)
            elif size - words.count(" ") <= MOST_LETTERS and not words[-2:].islower():
                short.append(i)
        kinds.append(kind)
        if line.end > sign:
            sign = next(at for at in signs if at >= line.end)
    _spread_stamps(lines, kinds, stamps)
    _find_banners(lines, kinds, short)
    return [
        line if line.kind == kind else line.as_kind(kind) for line, kind in zip(lines, kinds, strict=True)
    ]


def _signs(record: str) -> Iterator[int]:
    """The offsets, in order, of words of which each line of furniture has one; then one beyond the record."""
    lowered = record.lower()
    if len(lowered) != len(record):  # of the letters that become two
        lowered = "".join(c.lower()[:1] for c in record)
    found: list[int] = []
    for part in SIGNS:
        at = lowered.find(part)
        while at >= 0:
            found.append(at)
            at = lowered.find(part, at + 1)
    yield from sorted(found)
    yield len(record) + 1


def _kind_of_signed(line: Line) -> str:
    words = line.words
    if PROCEDURE_LINE.match(words) or NOTE_BY_CENTRE.match(words):
        return PROCEDURE
    if len(words) <= LONGEST_STAMP and STAMP_LINE.search(words):
        return STAMP
    return PAGE_HEAD if page_head(line) else TEXT


def _spread_stamps(lines: Sequence[Line], kinds: list[str], stamps: Sequence[int]) -> None:
    """A stamp may be five lines: the reviewer above and the date below belong to it."""
    for i in stamps:
        if i and kinds[i - 1] == TEXT and REVIEWER.match(lines[i - 1].words):
            kinds[i - 1] = STAMP
        if i + 1 < len(kinds) and kinds[i + 1] == TEXT and STAMP_DATE.match(lines[i + 1].words):
            kinds[i + 1] = STAMP


def _find_banners(lines: Sequence[Line], kinds: list[str], short: Sequence[int]) -> None:
    """A level alone on its line is a banner at the foot or head of a page, else perhaps the class line."""
    candidates = [i for i in short if kinds[i] == TEXT and is_banner(lines[i].words)]
    anchors = {PAGE_HEAD, PROCEDURE, BANNER}
    for order in (candidates, candidates[::-1]):
        for i in order:
            if _next_kind(kinds, i, -1) in anchors or _next_kind(kinds, i, +1) in anchors:
                kinds[i] = BANNER
    if candidates and TEXT not in kinds[candidates[-1] + 1 :]:
        kinds[candidates[-1]] = BANNER  # at the very end of the text
    if PAGE_HEAD in kinds:  # later exports of the 1970s put a level beside their stamps as well
        for i in candidates:
            if STAMP in (_neighbour(kinds, i, -1), _neighbour(kinds, i, +1)):
                kinds[i] = BANNER


def _neighbour(kinds: Sequence[str], at: int, step: int) -> str | None:
    """The kind of the nearest line that is not blank, a few lines on at most."""
    near = (kinds[k] for k in range(at + step, at + 4 * step, step) if 0 <= k < len(kinds))
    return next((kind for kind in near if kind != BLANK), None)


def _next_kind(kinds: Sequence[str], at: int, step: int) -> str | None:
    """The kind of the nearest line that is neither blank nor stamp; None beyond the text."""
    at += step
    for _ in range(12):  # a stamp is at most a handful of lines
        if not 0 <= at < len(kinds):
            return None
        if kinds[at] not in (BLANK, STAMP):
            return kinds[at]
        at += step
    return TEXT
