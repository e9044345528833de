"""The rows dealt out to paragraphs: numbers, portion marks, headings.

A number counts only as the last one plus one (or 1 at the beginning): anything else is text.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from cables.parsing.blocks import COLUMNS, LETTERED, begins_block, is_bullet
from cables.parsing.drafts import HEADING_MAX, MARK, Draft, split_off, take_heading, take_mark
from cables.parsing.parsed import Finding, Span
from cables.parsing.portion_marks import portion_mark
from cables.parsing.rows import Row, continues
from cables.parsing.typed_numbers import DIGITS, NUMBER, TypedNumbers, value_of

# What introduces or closes a quoted text stands in a line of its own like a heading, and is none.
NO_HEADING = re.compile(r"^(?:BEGIN|END|QUOTE|UNQUOTE|TEXT)\b|^(?:\S+ ){4,}\S+:$", re.IGNORECASE)
FIRST_ROWS = 60  # they tell whether a text is in capitals throughout
DELETION = re.compile("⟦[a-z]{1,20}⟧")  # what stands for withheld words: no evidence of the telegram's case


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
        self.typed = TypedNumbers(rows)

    def read(self) -> Drafts:
        pending: list[Row] = []  # a heading waits for its paragraph
        names, drafts = self.found.names, self.drafts
        for n, row in enumerate(self.rows):
            if row.goes_on and not pending:  # most rows; none of them comes first or after a rule
                draft = drafts[-1]
                draft.rows.append(row)
                names[row.index] = draft.name
                continue
            may_begin = row.text[0] in DIGITS or (n == 0 and self.typed.goes_on)
            number, after = self._number(n, row) if may_begin else (None, 0)
            apart = n == 0 or row.stands_apart or self.rows[n - 1].is_rule
            if number is not None:
                self._begin(number, row, after, pending)
                pending = []
            elif apart and self._is_heading(n, row):
                pending.append(row)
            elif row.is_rule:
                names[row.index] = "rule"
            elif pending or not self.drafts or self.drafts[-1].number is None:
                self._text(n, row, pending)
                pending = []
            else:
                self.drafts[-1].rows.append(row)
                names[row.index] = self.drafts[-1].name
        if pending:
            self._text(len(self.rows) - 1, pending[0], [])
            self.drafts[-1].rows.extend(pending[1:])
        for draft in self.drafts:
            take_heading(draft, self.width)
        return self.found

    # --- Numbers ---

    def _number(self, n: int, row: Row) -> tuple[int | None, int]:
        typed = self.typed.read(n, row, self.last)
        if typed is None or not self._accepts(n, row, *typed):
            return None, 0
        self.last, self.nested = typed[0], None
        return typed

    def _accepts(self, n: int, row: Row, value: int, after: int) -> bool:
        previous = self.rows[n - 1] if n else None
        alone = row.stands_apart or _is_marked(row.text[after : after + 64])
        jumps = self._after_gap(row) and value > self.last
        if value == self.last + 2 and self.drafts and self._looks_like_a_start(n, row):
            self._split_off(value - 1)
        if value != self.last + 1 and not jumps:
            self._out_of_order(n, row, value)
            return False
        if self.nested is not None and value == self.nested + 1 and not alone:
            self.nested = value
            return False
        if previous is not None and not alone:
            return (
                previous.ends_sentence
                or previous.is_rule
                or (previous.text.upper() == previous.text and len(previous.text) < 30)
            )
        if jumps:
            self.gaps = [gap for gap in self.gaps if gap > row.start]
        return row.stands_apart or previous is None or bool(row.text[after:].strip())

    def _split_off(self, number: int) -> None:
        """The paragraph that began on a line of the one before (`… HE CAME. 2. HE LEFT.`), now its own."""
        draft = split_off(self.drafts[-1], number) if self.drafts[-1].number == number - 1 else None
        if draft is not None:
            self.drafts.append(draft)
            self._name(draft.rows[1:], f"paragraph {number}")
            self.last = number

    def _after_gap(self, row: Row) -> bool:
        return bool(self.gaps) and row.start >= self.gaps[0]

    def _looks_like_a_start(self, n: int, row: Row) -> bool:
        """A number that a wrap put at the beginning of a line (`… ON MAY` / `20. THE …`) is no surprise."""
        return n == 0 or row.stands_apart or self.rows[n - 1].ends_sentence

    def _out_of_order(self, n: int, row: Row, value: int) -> None:
        """Note a number that is not the next; one that counts a list inside the paragraph is no surprise."""
        if (value == 1 and self.last > 0) or (self.nested is not None and value == self.nested + 1):
            self.nested = value
        elif value < 1000 and self._looks_like_a_start(n, row):
            wanted = f"{self.last + 1}" if self.last else "1"
            message = (
                f"The number {value} begins a line where paragraph {wanted} was expected; it is kept as text."
            )
            self.found.findings.append(Finding("paragraph-out-of-order", Span(row.start, row.end), message))

    # --- Rows ---

    def _begin(self, number: int, row: Row, after: int, pending: list[Row]) -> None:
        draft = Draft(number, row.start, row.end)
        if pending:
            draft.heading = " ".join(r.text for r in pending)
            draft.head, draft.first = list(pending), pending[0].start
            self._name(pending, "heading")
        self.drafts.append(draft)
        self.found.names[row.index] = draft.name
        take_mark(draft, row, after)

    def _text(self, n: int, row: Row, pending: list[Row]) -> None:
        previous = self.rows[n - 1] if n else None
        joins = self.drafts and (
            self.drafts[-1].number is not None or not self._new_unnumbered(previous, row)
        )
        if joins and not (pending and self.drafts[-1].number is None):
            draft = self.drafts[-1]
            draft.rows += [*pending, row]
        else:
            draft = Draft(None, row.start)
            if pending:
                draft.heading = " ".join(r.text for r in pending)
                draft.head, draft.first = list(pending), pending[0].start
            self.drafts.append(draft)
            take_mark(draft, row)
        self._name([*pending, row], draft.name)

    def _new_unnumbered(self, previous: Row | None, row: Row) -> bool:
        """Without numbers, white space makes paragraphs; a list stays with what introduces it."""
        if previous is None or (row.stands_apart and self._is_marked_anew(row)):
            return True
        if is_bullet(row) or (row.stands_apart and LETTERED.match(row.text)):
            return False
        if COLUMNS.search(row.text) and (row.indent > 3 or COLUMNS.search(previous.text)):
            return False
        if not row.stands_apart and not row.indent >= previous.indent + 3:
            return False
        return begins_block(previous, row, self.width) or (
            row.blanks > 0 and not continues(previous, row, self.width)
        )

    def _is_marked_anew(self, row: Row) -> bool:
        """A portion mark, where the paragraph before has one; but (C) below a (B) is an item of a list."""
        draft = self.drafts[-1]
        match = MARK.match(row.text[:64]) if draft.mark is not None else None
        if match is None or portion_mark(match[1]) is None:
            return False
        before = f"({chr(ord(match[1][0]) - 1)})"
        return len(match[1]) > 1 or not any(earlier.text.startswith(before) for earlier in draft.rows)

    def _is_heading(self, n: int, row: Row) -> bool:
        """Words alone between blank lines or over a rule, directly before a paragraph."""
        following = self.rows[n + 1] if n + 1 < len(self.rows) else None
        if following is None or row.is_rule or len(row.text) > HEADING_MAX or row.text[-1:] in ".;,":
            return False
        ruled = following.is_rule
        after = self.rows[n + 2] if ruled and n + 2 < len(self.rows) else following
        if not ruled and not following.stands_apart:
            return False
        if NUMBER.match(row.text) or not row.text[0].isalpha() or NO_HEADING.match(row.text):
            return False
        match = NUMBER.match(after.text[:24])
        value = value_of(match) if match else 0
        is_next = value == self.last + 1 or (self._after_gap(row) and value > self.last)
        capitals = row.text.upper() == row.text
        if ruled or is_next:
            return capitals or ruled or len(row.text.split()) <= 8
        return (
            capitals
            and self.last == 0
            and not self._after_gap(row)
            and len(row.text.split()) <= 10
            and not all(_is_in_capitals(row.text) for row in self.rows[:FIRST_ROWS])
        )

    def _name(self, rows: Sequence[Row], name: str) -> None:
        for row in rows:
            self.found.names[row.index] = name


def _is_marked(text: str) -> bool:
    match = MARK.match(text)
    return match is not None and portion_mark(match[1]) is not None


def _is_in_capitals(text: str) -> bool:
    return text.upper() == text or DELETION.sub("", text).isupper()
