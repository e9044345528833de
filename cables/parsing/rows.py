"""The lines of the text as the paragraphs see them: without furniture, knowing what stood between."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

from cables.parsing.lines import BANNER, PAGE_HEAD, PROCEDURE, REPEATED_HEADER, Line, page_head
from cables.parsing.parsed import Span
from cables.parsing.spans import span_of

STOPS = frozenset(".:?!")
CLOSERS = "\"')]”’"  # up to three of them may stand behind a stop
# A row that begins with one of the first, right below one that ends with one of the second, is asked nothing
# more. No number, dash (`o` is one) or rule begins so. A label may, but in mid-sentence an item begins only
# below a comma, a semicolon or an AND. And no sentence ends so, nor a part of a word with its hyphen.
WORD_BEGINS = frozenset(string.ascii_letters) - {"o"} | {'"', "'", "("}
WORD_ENDS = frozenset(string.ascii_letters + string.digits) - {"d", "D"}
RULES = frozenset("-_=*~.")
RULE = re.compile(r"^(?:[-_=*~.] ?){4,}$")
LONGEST_RULE = 200  # characters
LONGEST_WORD = 20  # characters: no longer one is waited for
SHORTEST = 20  # characters: no shorter line tells of the width
NARROWEST, WIDEST = 40, 80  # columns: what counts as the width of a telegram


class Row:
    """A line of text without white space at either end, and what its own look says of it.

    Never changed. `blanks` are the blank lines since the row before, none of them beside furniture;
    `page` is the number of a page that begins here ('' where none is printed), `marker` the furniture
    since the row before. A row that `goes_on` stands right below a row that ended in mid-sentence and
    begins with a word: it is part of whatever that row is part of.
    """

    __slots__ = (
        "blanks", "end", "ends_sentence", "goes_on", "in_sentence", "indent", "index", "is_rule", "marker",
        "page", "reach", "stands_apart", "start", "text",
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
        goes_on: bool = False,
    ) -> None:
        size = len(text)
        last = text[-1] if text else ""
        self.index = index
        self.text = text
        self.start = start
        self.end = start + size
        self.indent = indent
        self.reach = indent + size  # the column where it ends
        self.blanks = blanks
        self.page = page
        self.marker = marker
        self.goes_on = goes_on
        self.stands_apart = blanks > 0 or marker is not None
        self.in_sentence = last in WORD_ENDS
        if self.in_sentence:  # most rows; a rule ends with what it is made of
            self.ends_sentence = self.is_rule = False
            return
        self.ends_sentence = last in STOPS or (last in CLOSERS and _ends_in_closers(text))
        self.is_rule = (
            last in RULES and text[0] in RULES and size < LONGEST_RULE and RULE.match(text) is not None
        )

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
    previous: Row | None = None
    blanks = 0
    between: list[Line] = []
    for index, line in enumerate(lines[first:last], first):
        if line.is_blank:
            blanks += 1
            continue
        if line.is_furniture:
            between.append(line)
            continue
        whole = line.text
        text = whole.strip()
        indent = 0 if text is whole else whole.find(text[0])  # a line is the same where nothing was taken off
        start = line.start + indent
        if previous is None:
            previous = Row(index, text, start, indent, 0 if between else blanks)
        elif between:
            marker = span_of((between[0].start, between[-1].end))
            previous = Row(index, text, start, indent, 0, _page(between), marker)
        elif blanks == 0 and previous.in_sentence:
            previous = Row(index, text, start, indent, 0, None, None, text[0] in WORD_BEGINS)
        elif previous.is_rule:  # layout: the page that begins with it is the next row's
            previous = Row(index, text, start, indent, blanks, previous.page, previous.marker)
        else:
            previous = Row(index, text, start, indent, blanks)
        rows.append(previous)
        blanks = 0
        if between:
            between = []
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
    columns = sorted([row.reach for row in rows if row.reach > row.indent + SHORTEST])
    if not columns:
        return WIDEST
    return max(NARROWEST, min(WIDEST, columns[min(len(columns) - 1, len(columns) * 9 // 10)]))


def is_short(row: Row, following: Row, width: int, share: float = 0.82) -> bool:
    """True if the next word would have fitted: the line was ended on purpose."""
    room = int(width * share) - row.reach - 1
    if room >= LONGEST_WORD or room < 0:
        return room >= 0
    word = following.text.find(" ")
    return min(word if word >= 0 else len(following.text), LONGEST_WORD) <= room


def continues(row: Row, following: Row, width: int) -> bool:
    """True if a sentence runs on over whatever white space stands between two rows."""
    if row.ends_sentence:
        return False
    return following.text[:1].islower() or not is_short(row, following, width)
