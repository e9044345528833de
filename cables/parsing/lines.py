"""Lines, their kinds, and what page heads say.

The classifier (furniture.py) comes first; the fields read what it leaves. Furniture stands in mid-sentence
and in mid-word, so everything that reads text asks `is_furniture` before it reads a line.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Literal

from cables.parsing.class_line import ClassLine
from cables.parsing.classification import is_banner

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
        "_words", "begins_field", "classed", "head", "is_blank", "is_furniture", "kind", "start", "stop",
        "text",
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


@dataclasses.dataclass(slots=True)
class PageHead:
    """`PAGE 02  LA PAZ 06049  01 OF 02  132315Z`, or `STATE 00095585 002 OF 002`."""

    page: str
    post: str
    serial: str
    section: int | None = None
    of: int | None = None


# --- Lines of a record ----------------------------------------------------------------------------

PROCEDURE_LINE = re.compile(
    r"\s*(?:BT|NNNN?|GRNC|GR\s*\d{1,4}|BT\s*#\s*\d{1,6}|#\s*\d{1,6}|NNNN?\s*(?:#\s*)?\d{1,6}"
    r"|N{3,4}[A-Z]{0,4}VV[A-Z]{0,8}\d{0,6}|<{1,3}\s*END\s+OF\s+DOCUMENT\s*>{1,3}"
    r"|#{1,3}\s*AS\s+RECEIVED\.?)\s*$"
)


def split_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of text[start:end], each with its line end (LF, CR LF or CR): text, blank or procedure."""
    end = len(text) if end is None else end
    at = start
    if text.find("\r", start, end) < 0:
        *ended, last = text[start:end].split("\n")
        new, looked_at, looks = object.__new__, LOOKED_AT, LOOKS
        for content in ended:
            kind = BLANK if not content else TEXT if content[0] not in looked_at else _own_kind(content)
            # As Line(at, stop, content, kind) does; written out, for a record has hundreds of lines.
            line: Line = new(Line)
            line.start = at
            line.stop = at = at + len(content) + 1
            line.text = content
            line.kind = kind
            line.is_blank, line.is_furniture = looks[kind]
            line._words = line.head = line.classed = line.begins_field = None
            yield line
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


# --- Page heads -------------------------------------------------------------------------------

MODERN_HEAD = re.compile(r"^([A-Z][A-Z .'/]{1,28}) (\d{5,9}) (\d{3}(?:\.\d{1,2})?) OF (\d{3})$")
# What may follow the serial, besides a section and a time.
BESIDE_SERIAL = frozenset("TOSEC SECTO TOHAK HAKTO TO POSS".split())
SECTION_IN_HEAD = re.compile(r"\b(\d{1,2}) OF (\d{1,2})\b")


def page_head(line: Line) -> PageHead | None:
    if line.head is None and _may_be_page_head(line.text):
        line.head = _page_head(line.words)
    return line.head


def _may_be_page_head(text: str) -> bool:
    """Of the two forms one has PAGE, and the other OF and figures at its end."""
    if len(text) > LONGEST_HEAD:
        return False
    return "PAGE" in text or ("OF" in text and text.rstrip()[-1:].isdigit())


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
