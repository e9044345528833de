"""The rows dealt out to paragraphs: numbers, portion marks, headings.

A number counts only as the last one plus one (or 1 at the beginning): anything else is text.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from cables.parsing.blocks import BULLET, COLUMNS, LETTERED, begins_block
from cables.parsing.parsed import Finding, Span
from cables.parsing.portion_marks import PortionMark, portion_mark
from cables.parsing.rows import Row, continues

NUMBER = re.compile(r"^(?:¶ ?(\d{1,5})\b ?[.)]?|(\d{1,5}) ?\.(?!\d)|(\d{1,5}) ?(?=\())\s{0,8}")
NUMBER_BRACKET = re.compile(r"^(\d{1,3}) ?\)\s{1,8}(?=\S)")
NUMBER_BARE = re.compile(r"^(\d{1,3}) {1,4}(?=[A-Z][A-Za-z])")
MARK = re.compile(r"^\(\(?([^()\n]{1,60})\)\)?[.:,]?\s{0,8}")
MARK_UNCLOSED = re.compile(r"^\((U|C|S|SBU|LOU|C/NF|S/NF|S//NF|C//NF|TS)\s{1,4}(?=[A-Z\"-])")
MARK_UNOPENED = re.compile(r"^([A-Z]{1,3}(?:/{1,2}NF)?)\)[.:,]?\s{0,8}")
MARK_ENTIRE = re.compile(
    r"^((?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|LIMITED OFFICIAL USE|LOU|SBU|TS|C|S"
    r"|U) ?-{1,2} ?ENTIRE (?:TEXT|MESSAGE|TELEGRAM)\.?)\)?\s{0,8}",
    re.IGNORECASE,
)
WORD_THEN_MARK = re.compile(r"^([A-Za-z][A-Za-z' /,-]{1,60}?)[:.]? {0,3}\(([^()]{1,40})\)[.:]? {0,8}(?=\S|$)")
# What introduces or closes a quoted text stands in a line of its own like a heading, and is none.
NO_HEADING = re.compile(r"^(?:BEGIN|END|QUOTE|UNQUOTE|TEXT)\b|^(?:\S+ ){4,}\S+:$", re.IGNORECASE)
DELETION = re.compile("⟦[a-z]{1,20}⟧")  # what stands for withheld words: no evidence of the telegram's case
HEADING_MAX = 72  # characters


@dataclasses.dataclass(slots=True)
class Draft:
    """One paragraph while its lines are collected."""

    number: int | None
    rows: list[Row]
    mark: str | None = None
    portion: PortionMark | None = None
    heading: str | None = None
    head: list[Row] = dataclasses.field(default_factory=list)  # the rows of its heading
    first: int = 0  # offset of its first character, number and mark included
    stop: int = 0  # end of the row of its number


@dataclasses.dataclass(slots=True)
class Drafts:
    """The paragraphs in order, which row is which, and numbers that were out of order."""

    drafts: list[Draft] = dataclasses.field(default_factory=list)
    names: dict[int, str] = dataclasses.field(default_factory=dict)
    findings: list[Finding] = dataclasses.field(default_factory=list)


def draft_paragraphs(rows: Sequence[Row], width: int, gaps: Sequence[int] = ()) -> Drafts:
    """`gaps` are the offsets of missing sections, after which numbers may go on from a higher one."""
    return _Drafter(rows, width, gaps).read()


class _Drafter:
    """Deals the rows out to paragraphs."""

    def __init__(self, rows: Sequence[Row], width: int, gaps: Sequence[int]) -> None:
        self.rows, self.width, self.gaps = rows, width, list(gaps)
        self.found = Drafts()
        self.drafts = self.found.drafts
        self.last = 0  # number of the paragraph before
        self.nested: int | None = None  # last number of a list inside the paragraph
        words = [DELETION.sub("", row.text) for row in rows[:60]]
        self.capitals = all(text.upper() == text for text in words)

    def read(self) -> Drafts:
        pending: list[Row] = []  # a heading waits for its paragraph
        for n, row in enumerate(self.rows):
            number, after = self._number(n, row)
            if number is not None:
                self._begin(number, row, row.cut(after), pending)
                pending = []
            elif self._is_heading(n, row):
                pending.append(row)
            elif row.is_rule:
                self.found.names[row.index] = "rule"
            else:
                self._text(n, row, pending)
                pending = []
        if pending:
            self._text(len(self.rows) - 1, pending[0], [])
            self.drafts[-1].rows.extend(pending[1:])
        for draft in self.drafts:
            _take_heading(draft, self.width)
        return self.found

    # --- Numbers ---

    def _number(self, n: int, row: Row) -> tuple[int | None, int]:
        match = NUMBER.match(row.text[:24])
        if match is None and self.last == 0:
            match = NUMBER_BRACKET.match(row.text[:12]) if row.text[:2] in ("1)", "1 ") else None
        if match is None and n and row.stands_apart:
            match = NUMBER_BARE.match(row.text[:12])
            if match and int(match[1]) != self.last + 1:
                return None, 0
        if match is None:
            return None, 0
        value = int(next(group for group in match.groups() if group))
        if self._accepts(n, row, value, match.end()):
            self.last, self.nested = value, None
            return value, match.end()
        return None, 0

    def _accepts(self, n: int, row: Row, value: int, after: int) -> bool:
        previous = self.rows[n - 1] if n else None
        marked = MARK.match(row.text[after : after + 64])
        is_marked = marked is not None and portion_mark(marked[1]) is not None
        jumps = self._after_gap(row) and value > self.last
        if value != self.last + 1 and not jumps:
            self._out_of_order(n, row, value)
            return False
        if self.nested is not None and value == self.nested + 1 and not row.stands_apart and not is_marked:
            self.nested = value
            return False
        if previous is not None and not row.stands_apart and not is_marked:
            return (
                previous.ends_sentence
                or previous.is_rule
                or (previous.text.upper() == previous.text and len(previous.text) < 30)
            )
        if jumps:
            self.gaps = [gap for gap in self.gaps if gap > row.start]
        return bool(row.text[after:].strip()) or previous is None or row.stands_apart

    def _after_gap(self, row: Row) -> bool:
        return bool(self.gaps) and row.start >= self.gaps[0]

    def _looks_like_a_start(self, n: int, row: Row) -> bool:
        """A number that a wrap put at the beginning of a line (`… ON MAY` / `20. THE …`) is no surprise."""
        return n == 0 or row.stands_apart or self.rows[n - 1].ends_sentence

    def _out_of_order(self, n: int, row: Row, value: int) -> None:
        """Note a number that is not the next; one that counts a list inside the paragraph is no surprise."""
        listed = (value == 1 and self.last > 0) or (self.nested is not None and value == self.nested + 1)
        if listed:
            self.nested = value
        elif value < 1000 and self._looks_like_a_start(n, row):
            wanted = f"{self.last + 1}" if self.last else "1"
            message = (
                f"The number {value} begins a line where paragraph {wanted} was expected; it is kept as text."
            )
            self.found.findings.append(Finding("paragraph-out-of-order", Span(row.start, row.end), message))

    # --- Rows ---

    def _begin(self, number: int, row: Row, rest: Row, pending: list[Row]) -> None:
        draft = Draft(number, [], first=row.start, stop=row.end)
        if pending:
            draft.heading = " ".join(r.text for r in pending)
            draft.head, draft.first = list(pending), pending[0].start
            self._name(pending, "heading")
        self.drafts.append(draft)
        self._name([row], f"paragraph {number}")
        _take_mark(draft, rest)

    def _text(self, n: int, row: Row, pending: list[Row]) -> None:
        previous = self.rows[n - 1] if n else None
        joins = self.drafts and (
            self.drafts[-1].number is not None or not self._new_unnumbered(previous, row)
        )
        if joins and not (pending and self.drafts[-1].number is None):
            draft = self.drafts[-1]
            draft.rows += [*pending, row]
        else:
            draft = Draft(None, [], first=row.start)
            if pending:
                draft.heading = " ".join(r.text for r in pending)
                draft.head, draft.first = list(pending), pending[0].start
            self.drafts.append(draft)
            _take_mark(draft, row)
        self._name([*pending, row], "paragraph" if draft.number is None else f"paragraph {draft.number}")

    def _new_unnumbered(self, previous: Row | None, row: Row) -> bool:
        """Without numbers, white space makes paragraphs; a list stays with what introduces it."""
        if previous is None:
            return True
        if BULLET.match(row.text[:12]) or (LETTERED.match(row.text[:12]) and row.stands_apart):
            return False
        if COLUMNS.search(row.text) and (row.indent > 3 or COLUMNS.search(previous.text)):
            return False
        if not row.stands_apart and not row.indent >= previous.indent + 3:
            return False
        return begins_block(previous, row, self.width) or (
            row.blanks > 0 and not continues(previous, row, self.width)
        )

    def _is_heading(self, n: int, row: Row) -> bool:
        """Words alone between blank lines or over a rule, directly before a paragraph."""
        following = self.rows[n + 1] if n + 1 < len(self.rows) else None
        if following is None or row.is_rule or len(row.text) > HEADING_MAX or row.text[-1:] in ".;,":
            return False
        if n and not row.stands_apart and not self.rows[n - 1].is_rule:
            return False
        ruled = following.is_rule
        after = self.rows[n + 2] if ruled and n + 2 < len(self.rows) else following
        if not ruled and not following.stands_apart:
            return False
        if NUMBER.match(row.text) or not row.text[0].isalpha() or NO_HEADING.match(row.text):
            return False
        match = NUMBER.match(after.text[:24])
        value = int(next(g for g in match.groups() if g)) if match else 0
        is_next = value == self.last + 1 or (self._after_gap(row) and value > self.last)
        capitals = row.text.upper() == row.text
        if ruled or is_next:
            return capitals or ruled or len(row.text.split()) <= 8
        return (
            capitals
            and not self.capitals
            and len(row.text.split()) <= 10
            and self.last == 0
            and not self._after_gap(row)
        )

    def _name(self, rows: Sequence[Row], name: str) -> None:
        for row in rows:
            self.found.names[row.index] = name


def _take_mark(draft: Draft, row: Row) -> None:
    """Give the draft its first row, the portion mark taken off."""
    for expression in (MARK, MARK_UNCLOSED, MARK_UNOPENED, MARK_ENTIRE):
        match = expression.match(row.text[:120])
        mark = portion_mark(match[1]) if match else None
        if match and mark:
            draft.mark, draft.portion = " ".join(match[1].split()).rstrip(". "), mark
            row = row.cut(match.end())
            break
    else:
        match = WORD_THEN_MARK.match(row.text[:120])
        mark = portion_mark(match[2]) if match else None
        if match and mark and len(match[1].split()) <= 8:
            draft.mark, draft.portion, draft.heading = match[2].strip(), mark, match[1].strip()
            row = row.cut(match.end())
    if row.text:
        draft.rows.append(row)


def _take_heading(draft: Draft, width: int) -> None:
    """Capitals alone on the line of the number are the paragraph's heading (`6. (S) CORRUPTION`)."""
    if draft.heading is not None or len(draft.rows) < 2 or draft.number is None:
        return
    first, second = draft.rows[0], draft.rows[1]
    if second.blanks == 0 and not second.is_rule:
        return
    plain = first.text.strip(" :")
    if (
        len(plain) > HEADING_MAX
        or first.text.endswith((".", ",", ";"))
        or plain.upper() != plain
        or not plain[:1].isalpha()
    ):
        return
    if len(plain.split()) <= 10 and not continues(first, second, width):
        draft.heading = plain
        draft.head.append(first)
        del draft.rows[0]
