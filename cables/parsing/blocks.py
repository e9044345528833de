"""Within a paragraph: running text, bullets, and what must keep its lines (tables, letters)."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable, Sequence, Set
from functools import cached_property

from cables.parsing.rows import Row, continues, is_short

BULLET = re.compile(r"^(?:--+(?: ?-+)*\s*(?=[^\s-])|[-*•·–—>+▪●]\s+(?=\S)|o\s{1,4}(?=[A-Z]))")
DASHES = frozenset("-*•·–—>+▪●o")  # what a bullet begins with
LONGEST_BULLET = 13  # characters, the first of its text included
LETTERED = re.compile(
    r"^(?:\(([A-Za-z]|[IVXivx]{1,5}|\d{1,2})\)|([A-Za-z]|[ivx]{1,5}|\d{1,2})\)|([A-Z])\.)\s{0,6}(?=[\w\"'(])"
)
COUNTED = re.compile(r"^\d{1,2}\. ?[A-Z\"]")
COLUMNS = re.compile(r"\S {3,}\S")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
EARLY = 0.7  # share of the width: a line of a letter or a list ends before
FEWEST_VERBATIM = 3  # lines of a letter or an address; two make a table


@dataclasses.dataclass(slots=True)
class Group:
    kind: str  # 'text' | 'item' | 'verbatim'
    rows: list[Row]


def group_rows(record: str, rows: Sequence[Row], width: int) -> list[Group]:
    """The rows of one paragraph as blocks in reading order."""
    verbatim = _verbatim(record, rows, width)
    lettering = Lettering(rows)
    groups: list[Group] = []
    last: list[Row] = []  # the rows of the last group
    previous: Row | None = None
    for n, row in enumerate(rows):
        if row.goes_on and last and not verbatim:  # most rows
            last.append(row)
            previous = row
            continue
        if row.is_rule:
            pass
        elif n in verbatim:
            if groups and groups[-1].kind == "verbatim" and n - 1 in verbatim:
                last.append(row)
            else:
                groups.append(Group("verbatim", [row]))
        elif item := _item(row, previous, groups, lettering):
            groups.append(Group("item", [item]))
        elif not groups or groups[-1].kind == "verbatim" or begins_block(previous, row, width):
            groups.append(Group("text", [row]))
        else:
            last.append(row)
        last = groups[-1].rows if groups else last
        previous = row
    return groups


def begins_block(previous: Row | None, row: Row, width: int) -> bool:
    """True where a new block of text begins: white space after a whole sentence, or a line ended early."""
    if previous is None or previous.is_rule:
        return True
    if row.marker is not None:
        return previous.ends_sentence and is_short(previous, row, width)
    if row.blanks:
        return not continues(previous, row, width)
    if not previous.ends_sentence:  # but for a list that counts anew below its own title
        return row.text[0].isdigit() and bool(COUNTED.match(row.text)) and is_short(previous, row, width)
    return is_short(previous, row, width) or row.indent >= previous.indent + 4


class Lettering:
    """Sub-items come in order: (B) is one only after (A)."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.last: dict[tuple[str, str], int] = {}

    @cached_property
    def at_line_start(self) -> set[tuple[str, str, int]]:
        """Labels that begin a line: (A) alone, its (B) in mid-line, makes no list."""
        labels = [_label(match) for row in self.rows if (match := LETTERED.match(row.text))]
        return {(style, kind, value) for style, label in labels for kind, value in _readings(label)}

    def accepts(self, style: str, label: str) -> bool:
        for kind, value in _readings(label):
            if value != self.last.get((style, kind), 0) + 1:
                continue
            if value > 1 or (style, kind, 2) in self.at_line_start:
                self.last[style, kind] = value
                return True
        return False


def _readings(label: str) -> list[tuple[str, int]]:
    if label.isdigit():
        return [("digit", int(label))]
    upper = label.upper()
    readings = [("roman", ROMAN.index(upper) + 1)] if upper in ROMAN else []
    return [*([("letter", ord(upper) - 64)] if len(upper) == 1 else []), *readings]


def _item(row: Row, previous: Row | None, groups: list[Group], lettering: Lettering) -> Row | None:
    """The row without its dash, or with its letter, where it begins an item."""
    text = row.text
    bullet = _bullet(row) if text[0] in DASHES else None
    lettered = LETTERED.match(text) if bullet is None else None
    if not (bullet or lettered) or not _may_begin(row, previous, groups):
        return None
    if bullet:
        return row.cut(bullet.end())
    return row if lettered and lettering.accepts(*_label(lettered)) else None


def _label(match: re.Match[str]) -> tuple[str, str]:
    """(style, label) of a row that a letter or a number in brackets begins."""
    style = "(" if match[1] else ")" if match[2] else "."
    return style, match[1] or match[2] or match[3]


def _may_begin(row: Row, previous: Row | None, groups: list[Group]) -> bool:
    """A dash in mid-sentence at the beginning of a line is a dash."""
    if previous is None or row.stands_apart or previous.ends_sentence or previous.is_rule:
        return True
    in_list = bool(groups) and groups[-1].kind == "item"
    return previous.text.endswith((";", ",", "; AND", "; and", ", AND", ", and")) or (
        in_list and is_bullet(row)
    )


def _verbatim(record: str, rows: Sequence[Row], width: int) -> Set[int]:
    """Indices of the rows of tables and of letters: most paragraphs have none."""
    early = math.ceil(width * EARLY)
    if len([row for row in rows if row.reach < early]) < FEWEST_VERBATIM - 1 and (
        not rows or "   " not in record[rows[0].start : rows[-1].end]
    ):
        return frozenset()
    found: set[int] = set()
    table = ["   " in row.text and bool(COLUMNS.search(row.text)) and not is_bullet(row) for row in rows]
    for n in _neighbourhood(table):
        near = (n and table[n - 1]) or (n + 1 < len(rows) and table[n + 1])
        if (table[n] and near) or (
            # A line of a table may have one column filled.
            0 < n < len(rows) - 1 and table[n - 1] and table[n + 1] and len(rows[n].text) < early
        ):
            found.add(n)
    return found | _letters(rows, width, found)


def _neighbourhood(marked: Sequence[bool]) -> Iterable[int]:
    """The indices at or beside which something is marked; mostly none."""
    return range(len(marked)) if any(marked) else ()


def _bullet(row: Row) -> re.Match[str] | None:
    """The dash that begins a row; a row of dashes is a rule, whatever stands behind it."""
    return BULLET.match(row.text, 0, LONGEST_BULLET) if row.text[:1] in DASHES else None


def is_bullet(row: Row) -> bool:
    return _bullet(row) is not None


def _letters(rows: Sequence[Row], width: int, table: set[int]) -> set[int]:
    """Runs of lines each ended early without a stop: an address, a list of names."""
    found: set[int] = set()
    run: list[int] = []
    early = width * EARLY
    for n, row in enumerate(rows):
        following = rows[n + 1] if n + 1 < len(rows) else None
        if (
            following is not None
            and row.reach < early
            and n not in table
            and not following.stands_apart
            and not row.text.endswith((".", "-", ":"))
            and not is_bullet(row)
            and not is_bullet(following)
            and is_short(row, following, width, EARLY)
        ):
            run.append(n)
            continue
        if len(run) + 1 >= FEWEST_VERBATIM and n not in table and len(row.text) <= early:
            found.update([*run, n])
        run = []
    return found
