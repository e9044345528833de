"""One paragraph while its lines are collected: its mark, its heading, what is split off it."""

from __future__ import annotations

import re

from cables.parsing.portion_marks import PortionMark, portion_mark
from cables.parsing.rows import Row, continues

MARK = re.compile(r"^\(\(?([^()\n]{1,60})\)\)?[.:,]?\s{0,8}")
MARK_UNCLOSED = re.compile(r"^\((U|C|S|SBU|LOU|C/NF|S/NF|S//NF|C//NF|TS)\s{1,4}(?=[A-Z\"-])")
MARK_UNOPENED = re.compile(r"^([A-Z]{1,3}(?:/{1,2}NF)?)\)[.:,]?\s{0,8}")
MARK_ENTIRE = re.compile(
    r"^((?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|LIMITED OFFICIAL USE|LOU|SBU|TS|C|S"
    r"|U) ?-{1,2} ?ENTIRE (?:TEXT|MESSAGE|TELEGRAM)\.?)\)?\s{0,8}",
    re.IGNORECASE,
)
WORD_THEN_MARK = re.compile(r"^([A-Za-z][A-Za-z' /,-]{1,60}?)[:.]? {0,3}\(([^()]{1,40})\)[.:]? {0,8}(?=\S|$)")
HEADING_MAX = 72  # characters


class Draft:
    """One paragraph while its lines are collected."""

    __slots__ = ("first", "head", "heading", "mark", "name", "number", "portion", "rows", "stop")

    def __init__(self, number: int | None, first: int, stop: int = 0) -> None:
        self.number = number
        self.rows: list[Row] = []
        self.mark: str | None = None
        self.portion: PortionMark | None = None
        self.heading: str | None = None
        self.head: list[Row] = []  # the rows of its heading
        self.first = first  # offset of its first character, number and mark included
        self.stop = stop  # end of the row of its number
        self.name = "paragraph" if number is None else f"paragraph {number}"  # of its lines in the partition


def take_mark(draft: Draft, row: Row, at: int = 0) -> None:
    """Give the draft its first row from column `at` on, the portion mark taken off."""
    text = row.text[at:].lstrip()
    after = _read_mark(draft, text[:120])
    if at or after:
        row = row.cut(len(row.text) - len(text) + after)
    if row.text:
        draft.rows.append(row)


def _read_mark(draft: Draft, text: str) -> int:
    """Where the portion mark that a text begins with ends, 0 if there is none."""
    # Every mark has a bracket, but for `SECRET - ENTIRE TEXT`: no level with its hyphens is as long as that.
    if not ("(" in text or ")" in text or "-" in text[:30]):
        return 0
    for expression in (MARK, MARK_UNCLOSED, MARK_UNOPENED, MARK_ENTIRE):
        match = expression.match(text)
        mark = portion_mark(match[1]) if match else None
        if match and mark:
            draft.mark, draft.portion = mark.written, mark
            return match.end()
    match = WORD_THEN_MARK.match(text)
    mark = portion_mark(match[2]) if match else None
    if match and mark and len(match[1].split()) <= 8:
        draft.mark, draft.portion, draft.heading = match[2].strip(), mark, match[1].strip()
        return match.end()
    return 0


def split_off(draft: Draft, number: int) -> Draft | None:
    """What stands from a number behind a sentence on, taken off its draft; None where there is none."""
    mark = f" {number}. "
    for n, row in enumerate(draft.rows):
        at = row.text.find(mark)
        if at > 0 and row.text[at - 1] in '.?!")':
            found = Draft(number, row.start + at + 1, row.start + at + len(mark))
            take_mark(found, row, at + len(mark))
            found.rows += draft.rows[n + 1 :]
            draft.rows[n:] = [row.cut_off(at)]
            return found
    return None


def take_heading(draft: Draft, width: int) -> None:
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
