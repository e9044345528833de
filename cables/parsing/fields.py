"""The declared fields between class line and text: which lines belong to which.

What a field says is read by its own module; here lines are only dealt out. Blank lines end most fields;
page furniture ends none but SUBJECT.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from cables.parsing.classification import caption_line
from cables.parsing.labels import PARAGRAPH_ONE, field_label
from cables.parsing.lines import Line
from cables.parsing.tags import continues_tags, looks_like_tags

RULE = re.compile(r"^[-_=*~. ]{3,}$")
LONGEST_SUBJECT = 8  # lines
ATTENTION_AHEAD = 30  # text lines between class line and the first field, at most


@dataclasses.dataclass(slots=True)
class Segment:
    """One field as it stands: its lines, and where its value begins in the first of them."""

    name: str
    lines: list[Line]
    column: int  # in the first line's text
    is_empty: bool = True  # until a line brings a value

    def pieces(self) -> list[tuple[str, int]]:
        """(text, offset) of each line without its label and white space."""
        out = []
        for n, line in enumerate(self.lines):
            text = line.text[self.column :] if n == 0 else line.text
            offset = line.start + (self.column if n == 0 else 0)
            stripped = text.strip()
            if stripped:
                out.append((stripped, offset + len(text) - len(text.lstrip())))
        return out


@dataclasses.dataclass(slots=True)
class Fields:
    names: dict[int, str]
    body: int = 0  # index of the first line of the text
    captions: list[tuple[str, Line]] = dataclasses.field(default_factory=list)
    attention: list[Line] = dataclasses.field(default_factory=list)
    segments: list[Segment] = dataclasses.field(default_factory=list)

    def of(self, name: str) -> list[Segment]:
        return [segment for segment in self.segments if segment.name == name]


def read_fields(lines: Sequence[Line], start: int) -> Fields:
    return _Reader(lines, start).read()


class _Reader:
    """A walk over the lines with one open field at most."""

    def __init__(self, lines: Sequence[Line], start: int) -> None:
        self.lines = lines
        self.at = start
        self.found = Fields({}, start)
        self.seen: set[str] = set()
        self.open: Segment | None = None
        self.blank = self.page = False  # since the last line of text
        self.first_field = self._first_field()

    def _first_field(self) -> int:
        """The index of the first label within reach, else the start: then the text begins at once."""
        texts = 0
        for i in range(self.at, len(self.lines)):
            line = self.lines[i]
            if line.is_furniture or line.is_blank:
                continue
            label = field_label(line.words)
            if label and label[0] != "classified_by":
                return i
            if PARAGRAPH_ONE.match(line.words) or texts > ATTENTION_AHEAD:
                break
            texts += 1
        return self.at

    def read(self) -> Fields:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.is_furniture:
                self.page = True
            elif line.is_blank:
                self.blank = True
            elif not self._place(line):
                break
            else:
                self.blank = self.page = False
            self.at += 1
        self.found.body = self._back_over_furniture()
        return self.found

    def _back_over_furniture(self) -> int:
        at = self.at
        placed = max(self.found.names, default=-1)
        while at - 1 > placed and at > 0 and (self.lines[at - 1].is_furniture or self.lines[at - 1].is_blank):
            at -= 1
        return at

    def _place(self, line: Line) -> bool:
        """Give the line to a field; False where the text begins."""
        words = line.words
        label = field_label(words, self.seen)
        if label and self._accepts(label[0], words):
            self._begin(label[0], line, label[1])
            return True
        if PARAGRAPH_ONE.match(words) and not self._is_reference_list(words):
            return False
        if self._continues(words) and self.open is not None:
            self.open.lines.append(line)
            self.open.is_empty = False
            self.found.names[self.at] = self.open.name
            return True
        self.open = None
        return self._outside(line, words)

    def _accepts(self, name: str, words: str) -> bool:
        """A label in the middle of wrapped prose is prose (`… HIS\\nREFERENCE: …`)."""
        if (
            name == "references"
            and self.open is not None
            and self.open.name == "references"
            and not self.blank
        ):
            return not words.upper().startswith("REFERENCE ")
        return not (name == "subject" and "subject" in self.seen)

    def _begin(self, name: str, line: Line, at: int) -> None:
        column = _column(line.text, at)
        self.open = Segment(name, [line], column, not line.text[column:].strip())
        self.found.segments.append(self.open)
        self.found.names[self.at] = name
        self.seen.add(name)

    def _continues(self, words: str) -> bool:
        if self.open is None:
            return False
        name, empty = self.open.name, self.open.is_empty
        if name == "executive_order" and "tags" not in self.seen and looks_like_tags(words):
            return False
        if RULE.match(words):
            return False
        if caption_line(words) and name != "subject" and not (name == "references" and NOTAL.match(words)):
            return False
        gap = self.blank and not self.page
        if name == "subject":
            return (empty or not (self.blank or self.page)) and len(self.open.lines) <= LONGEST_SUBJECT
        if name == "references":
            if not empty and (TEXT_BEGINS.match(words) or self._is_marked_text(words)):
                return False
            unfinished = self.open.lines[-1].words.endswith((",", ";", " AND", "&"))
            return (
                empty or not gap or unfinished or bool(BULLET.match(words)) or self._is_reference_list(words)
            )
        if name == "tags":
            return continues_tags(self.open.lines[-1].text, words) or (empty and not gap)
        return not gap and not self.page

    def _is_marked_text(self, words: str) -> bool:
        """`(SBU) Please protect.` below REF; but (C) after a (B) is a bullet."""
        marked = MARKED.match(words)
        if marked is None or self.open is None:
            return False
        before = f"({chr(ord(marked[1].upper()) - 1)})" if len(marked[1]) == 1 else None
        return before is None or not any(before in line.words.upper() for line in self.open.lines)

    def _is_reference_list(self, words: str) -> bool:
        """`1. 08 ZENDA 388` below REF is a bullet, not the first paragraph; `2.` is one below such a `1.`."""
        if self.open is None or self.open.name != "references":
            return False
        listed = NUMBERED.match(words)
        return listed is not None and (
            self.open.is_empty
            if listed[1] == "1"
            else any(line.words.startswith(f"{int(listed[1]) - 1}") for line in self.open.lines[-1:])
        )

    def _outside(self, line: Line, words: str) -> bool:
        captions = caption_line(words)
        if captions and (not self.found.of("subject") or self.at < self.first_field or len(words) < 40):
            self.found.captions += [(caption, line) for caption in captions]
            self.found.names[self.at] = "captions"
            return True
        if self.at < self.first_field or (not self.found.of("subject") and self._label_ahead()):
            if "executive_order" in self.seen and not self.found.of("tags") and looks_like_tags(words):
                self._begin("tags", line, 0)
                return True
            self.found.attention.append(line)
            self.found.names[self.at] = "attention"
            return True
        if RULE.match(words) and self._label_ahead():
            self.found.names[self.at] = "rule"
            return True
        if ATTENTION.match(words) and len(words) < 70 and self._number_one_next():
            self.found.attention.append(line)
            self.found.names[self.at] = "attention"
            return True
        return False

    def _label_ahead(self) -> bool:
        """True if a further field comes before the text, a few lines on."""
        texts = 0
        for line in self.lines[self.at + 1 : self.at + 40]:
            if line.is_furniture or line.is_blank:
                continue
            if PARAGRAPH_ONE.match(line.words) or texts > 4:
                return False
            label = field_label(line.words, self.seen)
            if label and label[0] not in self.seen:
                return True
            texts += 1
        return False

    def _number_one_next(self) -> bool:
        for line in self.lines[self.at + 1 : self.at + 12]:
            if not line.is_furniture and not line.is_blank:
                return bool(PARAGRAPH_ONE.match(line.words)) or bool(ATTENTION.match(line.words))
        return False


BULLET = re.compile(r"^(?:[\[(]?[A-Z][\])]|[A-Z]\.(?=[ \[(A-Z0-9])|[A-Z] ?[-:] |\(\d\) )")
NUMBERED = re.compile(r"^(\d{1,2})[.)] ?(?:(?:\d{2}|\d{4}) ?)?[A-Z][A-Z ]{2,20} \d{2,6}(?: \(NOTAL\))?$")
NOTAL = re.compile(r"^\(? ?(?:(?:ALL|BOTH) )?NOTAL ?\)?[.,;]?$")
# Lines below REF, though no space divides them, that are text: a heading, a caution.
TEXT_BEGINS = re.compile(
    r"^(?:BEGIN )?(?:SUMMARY|INTRODUCTION|COMMENT|ACTION REQUEST)[A-Z ]{0,20}[:.-]"
    r"|^THIS (?:MESSAGE|CABLE|TELEGRAM|IS) |^SENSITIVE BUT UNCLASSIFIED\b|^PLEASE (?:HANDLE|PROTECT)\b"
    r"|^NOT FOR (?:INTERNET|DISTRIBUTION|RELEASE)",
    re.IGNORECASE,
)
MARKED = re.compile(
    r"^\((U|C|S|SBU|LOU|U/FOUO|S/NF|C/NF)\) (?!\(?[A-Z][.)]|'?\d\d|[A-Z .]{3,24} ?\d)", re.IGNORECASE
)
ATTENTION = re.compile(r"^(?:[A-Z/. ,]{2,40} )?(?:PASS|FOR|ATTN|ALSO FOR|PLEASE PASS|FROM)\b[ :]")


def _column(text: str, words_at: int) -> int:
    """The column in a line's text that an offset into its words (single spaces) means."""
    column = len(text) - len(text.lstrip())
    left, space = words_at, False
    while left > 0 and column < len(text):
        if text[column].isspace():
            if not space:
                left -= 1
            space = True
        else:
            left -= 1
            space = False
        column += 1
    return column
