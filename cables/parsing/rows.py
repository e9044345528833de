"""The lines of the text as the paragraphs see them: without furniture, knowing what stood between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.lines import BANNER, PAGE_HEAD, PROCEDURE, REPEATED_HEADER, Line, page_head
from cables.parsing.parsed import Span

STOPS = frozenset(".:?!")
CLOSERS = "\"')]”’"  # up to three of them may stand behind a stop
RULES = frozenset("-_=*~.")
RULE = re.compile(r"^(?:[-_=*~.] ?){4,}$")
LONGEST_RULE = 200  # characters
LONGEST_WORD = 20  # characters: no longer one is waited for
NARROWEST, WIDEST = 40, 80  # columns: what counts as the width of a telegram


class Row:
    """A line of text without white space at either end, and what its own look says of it.

    Never changed. `blanks` are the blank lines since the row before, none of them beside furniture;
    `page` is the number of a page that begins here ('' where none is printed), `marker` the furniture
    since the row before.
    """

    __slots__ = (
        "blanks", "end", "ends_sentence", "indent", "index", "is_rule", "marker", "page", "stands_apart",
        "start", "text",
    )  # fmt: skip

    def __init__(
        self,
        index: int,  # of its line
        text: str,
        start: int,
        indent: int,
        blanks: int,
        page: str | None = None,
        marker: Span | None = None,
    ) -> None:
        self.index, self.text, self.start, self.indent = index, text, start, indent
        self.blanks, self.page, self.marker = blanks, page, marker
        self.end = start + len(text)
        self.stands_apart = blanks > 0 or marker is not None
        last = text[-1:]
        self.ends_sentence = last in STOPS if last not in CLOSERS else _ends_in_closers(text)
        self.is_rule = text[:1] in RULES and len(text) < LONGEST_RULE and RULE.match(text) is not None

    def cut(self, at: int) -> Row:
        """The row from a column of its text on, white space passed over."""
        rest = self.text[at:].lstrip()
        start = self.end - len(rest)
        return Row(self.index, rest, start, self.indent, self.blanks, self.page, self.marker)

    def cut_off(self, at: int) -> Row:
        """The row up to a column of its text."""
        text = self.text[:at].rstrip()
        return Row(self.index, text, self.start, self.indent, self.blanks, self.page, self.marker)


def _ends_in_closers(text: str) -> bool:
    """A stop within the quotation marks and brackets that end the text."""
    tail = text[-6:]
    bare = tail.rstrip(CLOSERS)
    return len(tail) - len(bare) <= 3 and bare[-1:] in STOPS


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
            text = line.text.strip()
            indent = line.text.find(text[0])
            if between and rows:
                marker = Span(between[0].start, between[-1].end)
                rows.append(Row(i, text, line.start + indent, indent, 0, _page(between), marker))
            elif rows and rows[-1].is_rule and rows[-1].marker:
                rule = rows[-1]  # layout: the page that begins with it is the next row's
                rows.append(Row(i, text, line.start + indent, indent, blanks, rule.page, rule.marker))
            else:
                rows.append(Row(i, text, line.start + indent, indent, 0 if between else blanks))
            blanks, between = 0, []
    return rows


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
    room = width * share - len(row.text) - row.indent - 1
    if room >= LONGEST_WORD or room < 0:
        return room >= 0
    word = following.text.find(" ")
    return min(word if word >= 0 else len(following.text), LONGEST_WORD) <= room


def continues(row: Row, following: Row, width: int) -> bool:
    """True if a sentence runs on over whatever white space stands between two rows."""
    if row.ends_sentence:
        return False
    return following.text[:1].islower() or not is_short(row, following, width)
