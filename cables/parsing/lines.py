"""Lines, and what each is by its own look: page furniture, procedure, or text.

The classifier comes first; the fields read what it leaves. Furniture stands in mid-sentence and in
mid-word, so everything that reads text asks `is_furniture` before it reads a line.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from cables.parsing.classification import is_banner

BLANK, TEXT = "blank", "text"
STAMP, BANNER, PAGE_HEAD, PROCEDURE = "stamp", "banner", "page_head", "procedure"
REPEATED_HEADER, CONTAINER = "repeated_header", "container"
FURNITURE = frozenset({STAMP, BANNER, PAGE_HEAD, PROCEDURE, REPEATED_HEADER, CONTAINER})

LINE_END = re.compile(r"\r\n|\n|\r")
NO_TEXT = frozenset(("", "\ufeff", "\x00", "\x1a"))  # what a line without text may begin with
LONGEST_HEAD = 160  # characters; a longer line is text, whatever it begins with


class Line:
    """`text` is the record from `start` to `end`; the line end runs on to `stop`.

    `words` is the line in single spaces, for matching only. Never changed: `as_kind` and `cut` give others.
    """

    __slots__ = ("end", "kind", "start", "stop", "text", "words")

    def __init__(
        self, start: int, end: int, stop: int, text: str, kind: str = TEXT, words: str | None = None
    ) -> None:
        self.start, self.end, self.stop, self.text, self.kind = start, end, stop, text, kind
        self.words = " ".join(text.split()) if words is None else words

    @property
    def is_furniture(self) -> bool:
        return self.kind in FURNITURE

    @property
    def is_blank(self) -> bool:
        return self.kind == BLANK

    def as_kind(self, kind: str) -> Line:
        return Line(self.start, self.end, self.stop, self.text, kind, self.words)

    def cut(self, column: int) -> tuple[Line, Line]:
        """Two lines where two fields stand on one; the first then has no line end."""
        at = self.start + column
        left, right = self.text[:column], self.text[column:]
        return (
            Line(self.start, at, at, left, TEXT if left.strip() else BLANK),
            Line(at, self.end, self.stop, right, TEXT if right.strip() else BLANK),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class PageHead:
    """`PAGE 02  LA PAZ 06049  01 OF 02  132315Z`, or `STATE 00095585 002 OF 002`."""

    page: str
    post: str
    serial: str
    section: int | None = None
    of: int | None = None


def split_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    end = len(text) if end is None else end
    at = start
    for match in LINE_END.finditer(text, start, end):
        yield _line(text, at, match.start(), match.end())
        at = match.end()
    if at < end:
        yield _line(text, at, end, end)


def _line(text: str, start: int, end: int, stop: int) -> Line:
    content = text[start:end]
    words = " ".join(content.split())
    is_blank = words[:1] in NO_TEXT and not words.strip("\ufeff\x00\x1a ")
    return Line(start, end, stop, content, BLANK if is_blank else TEXT, words)


# --- Page heads -------------------------------------------------------------------------------

MODERN_HEAD = re.compile(r"^([A-Z][A-Z .'/]{1,28}) (\d{5,9}) (\d{3}(?:\.\d{1,2})?) OF (\d{3})$")
SECTION_IN_HEAD = re.compile(r"\b(\d{1,2}) OF (\d{1,2})\b")


def page_head(line: Line) -> PageHead | None:
    if len(line.text) > LONGEST_HEAD:
        return None
    modern = MODERN_HEAD.match(line.words) if " OF " in line.words else None
    if modern:
        post, serial, page, of = modern.groups()
        return PageHead(page, post, serial, int(page[:3]), int(of))
    if not line.words.startswith("PAGE "):
        return None
    tokens = line.words.split()
    return _old_page_head(tokens) if len(tokens) >= 4 and tokens[1].isdigit() else None


def _old_page_head(tokens: list[str]) -> PageHead | None:
    number = next((i for i, token in enumerate(tokens[2:], 2) if token.isdigit()), 0)
    if not 3 <= number <= 6 or not 3 <= len(tokens[number]) <= 6:
        return None  # PAGE 3 OF 12 of some report: no serial
    post = " ".join(tokens[2:number])
    section = SECTION_IN_HEAD.search(" ".join(tokens[number + 1 :]))
    found = (int(section[1]), int(section[2])) if section else (None, None)
    return PageHead(tokens[1], post, tokens[number], *found)


# --- Stamps and procedure ---------------------------------------------------------------------

STAMP_LINE = re.compile(
    r"Declassified/Released|EO Systematic Review|^US Department of State$|^RELEASED IN (?:FULL|PART)\b"
    r"|U\.S\. Department of State Case No\.",
    re.IGNORECASE,
)
STAMP_PARTS = ("released", "systematic", "department of state")  # one of them is in every stamp
STAMP_DATE = re.compile(r"^\d{1,2}[ -][A-Za-z]{3}[ -]\d{4}$")
REVIEWER = re.compile(r"^[A-Z][a-z]+ [A-Z]\. [A-Z][a-z]+$")
PROCEDURE_LINE = re.compile(r"^(?:BT|NNNN?|GRNC|GR ?\d{1,4}|BT ?# ?\d{1,6}|# ?\d{1,6}|NNNN? ?#? ?\d{1,6})$")
NOTE_BY_CENTRE = re.compile(r"^NOTE BY OC/?T\b|^\(?NOTE: (?:NOT PASSED|PASSED)\b")


def classify(lines: Sequence[Line]) -> list[Line]:
    """The lines with the kinds that their own look and their neighbours' give them."""
    kinds = [_kind(line) for line in lines]
    _spread_stamps(lines, kinds)
    _find_banners(lines, kinds)
    return [
        line if line.kind == kind else line.as_kind(kind) for line, kind in zip(lines, kinds, strict=True)
    ]


def _kind(line: Line) -> str:
    if line.kind != TEXT or len(line.text) > LONGEST_HEAD:
        return line.kind
    words = line.words
    lowered = words.lower()
    if any(part in lowered for part in STAMP_PARTS) and STAMP_LINE.search(words):
        return STAMP
    if PROCEDURE_LINE.match(words) or NOTE_BY_CENTRE.match(words):
        return PROCEDURE
    return PAGE_HEAD if page_head(line) else TEXT


def _spread_stamps(lines: Sequence[Line], kinds: list[str]) -> None:
    """A stamp may be five lines: the reviewer above and the date below belong to it."""
    for i, kind in enumerate(kinds):
        if kind != STAMP:
            continue
        if i and kinds[i - 1] == TEXT and REVIEWER.match(lines[i - 1].words):
            kinds[i - 1] = STAMP
        if i + 1 < len(kinds) and kinds[i + 1] == TEXT and STAMP_DATE.match(lines[i + 1].words):
            kinds[i + 1] = STAMP


def _find_banners(lines: Sequence[Line], kinds: list[str]) -> None:
    """A level alone on its line is a banner at the foot or head of a page, else perhaps the class line."""
    candidates = [i for i, kind in enumerate(kinds) if kind == TEXT and is_banner(lines[i].words)]
    chosen = set(candidates)
    anchors = {PAGE_HEAD, PROCEDURE, BANNER}
    for order in (candidates, candidates[::-1]):
        for i in order:
            if _next_kind(kinds, i, -1) in anchors or _next_kind(kinds, i, +1) in anchors:
                kinds[i] = BANNER
    if chosen and kinds[candidates[-1]] == TEXT and _next_kind(kinds, candidates[-1], +1) is None:
        kinds[candidates[-1]] = BANNER  # at the very end of the text


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
