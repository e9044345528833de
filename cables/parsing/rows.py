"""The lines of the text as the paragraphs see them: without furniture, knowing what stood between."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from cables.parsing.lines import BANNER, PAGE_HEAD, PROCEDURE, REPEATED_HEADER, Line, page_head
from cables.parsing.parsed import Span
from cables.parsing.unwrapping import Piece

ENDS_SENTENCE = re.compile(r"[.:?!][\"')\]”’]{0,3}$")
RULES = frozenset("-_=*~.")
RULE = re.compile(r"^(?:[-_=*~.] ?){4,}$")
NARROWEST, WIDEST = 40, 80  # columns: what counts as the width of a telegram


@dataclasses.dataclass(slots=True)
class Row:
    index: int  # of its line
    text: str  # without white space at either end
    start: int
    indent: int
    blanks: int  # blank lines since the row before, none of them beside furniture
    page: str | None = None  # number of a page that begins here, '' where none is printed
    marker: Span | None = None  # the furniture since the row before

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_rule(self) -> bool:
        return self.text[:1] in RULES and len(self.text) < 200 and bool(RULE.match(self.text))

    @property
    def ends_sentence(self) -> bool:
        return bool(ENDS_SENTENCE.search(self.text[-6:]))

    @property
    def stands_apart(self) -> bool:
        return self.blanks > 0 or self.marker is not None

    def cut(self, at: int) -> Row:
        """The row from a column of its text on, white space passed over."""
        rest = self.text[at:]
        at += len(rest) - len(rest.lstrip())
        return dataclasses.replace(self, text=self.text[at:], start=self.start + at)

    def piece(self) -> Piece:
        return Piece(self.text, self.start, self.page, self.marker)


def rows_of(lines: Sequence[Line], first: int, last: int) -> list[Row]:
    """The rows of lines[first:last]."""
    rows: list[Row] = []
    blanks = 0
    between: list[Line] = []
    for i in range(first, last):
        line = lines[i]
        if line.is_furniture:
            between.append(line)
        elif line.is_blank:
            blanks += 1
        else:
            rows.append(_row(i, line, 0 if between else blanks, between if rows else []))
            blanks, between = 0, []
    return rows


def _row(index: int, line: Line, blanks: int, between: Sequence[Line]) -> Row:
    text = line.text.strip()
    indent = len(line.text) - len(line.text.lstrip())
    marker = Span(between[0].start, between[-1].end) if between else None
    return Row(index, text, line.start + indent, indent, blanks, _page(between), marker)


def _page(between: Sequence[Line]) -> str | None:
    """The number of the page that furniture begins; None for a stamp, which stands within a page."""
    page = None
    for line in between:
        head = page_head(line) if line.kind in (PAGE_HEAD, REPEATED_HEADER) else None
        if head:
            page = head.page
        elif page is None and line.kind in (BANNER, PROCEDURE, REPEATED_HEADER):
            page = ""
    return page


def width_of(rows: Sequence[Row]) -> int:
    """The column at which this telegram wraps: what nine lines of ten stay within."""
    lengths = sorted(row.indent + len(row.text) for row in rows if len(row.text) > 20)
    if not lengths:
        return WIDEST
    return max(NARROWEST, min(WIDEST, lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)]))


def is_short(row: Row, following: Row, width: int, share: float = 0.82) -> bool:
    """True if the next word would have fitted: the line was ended on purpose."""
    word = following.text.split(None, 1)[0] if following.text else ""
    return len(row.text) + row.indent + 1 + min(len(word), 20) <= width * share


def continues(row: Row, following: Row, width: int) -> bool:
    """True if a sentence runs on over whatever white space stands between two rows."""
    if row.ends_sentence:
        return False
    return following.text[:1].islower() or not is_short(row, following, width)
