"""The declared fields between class line and text: which lines belong to which.

What a field says is read by its own module; here lines are only dealt out. Blank lines end most fields;
page furniture ends none but SUBJECT.
"""

from __future__ import annotations

from collections.abc import Sequence

from cables.parsing.classification import caption_line, captions_among
from cables.parsing.endings import (
    ATTENTION,
    CAPTIONED,
    NUMBERED_REFERENCE,
    RULE,
    SENTENCE,
    TEXT_BEGINS,
    follows_title,
    gives_reasons,
    goes_on_classifying,
    is_marked_text,
    is_prose,
    is_reference_bullet,
    is_set_apart,
    may_be_tag,
)
from cables.parsing.labels import PARAGRAPH_ONE, column_of, field_label, has_colon
from cables.parsing.lines import Line
from cables.parsing.repeating import introduction, quotes, sentence_above
from cables.parsing.segments import Fields, Segment
from cables.parsing.tags import continues_tags, looks_like_tags

LONGEST_SUBJECT = 8  # lines
ATTENTION_AHEAD = 30  # text lines between class line and the first field, at most


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
        self.quotation: int | None = None  # index of the line at which another telegram is quoted
        self.has_fields = True
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
                bare = not has_colon(line.words, label[1])
                self.quotation = sentence_above(self.lines, self.at, i, bare)
                if self.quotation is None or label[0] in ("executive_order", "tags"):
                    return i
                self.quotation, self.has_fields = None, False
                break  # a REF or SUBJECT within the text
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
        if self.quotation is not None:
            self._give_back(self.quotation)
        elif self.at >= len(self.lines):
            self._free_swallowed_text()
        self.found.body = self._back_over_furniture()
        return self.found

    def _give_back(self, first: int) -> None:
        """Make the lines from `first` on text again; what their fields say is kept.

        A telegram that only repeats another has no fields of its own, and is indexed under the other's.
        """
        place = self.lines[first].start
        self.at = first
        self.found.are_quoted = True
        self.found.names = {at: name for at, name in self.found.names.items() if at < first}
        self.found.captions = [found for found in self.found.captions if found[1].start < place]
        self.found.attention = [line for line in self.found.attention if line.start < place]

    def _free_swallowed_text(self) -> None:
        """A telegram has a text: a REF that ran on to its end has one line (`REF: ROME 12` / `GRANTED.`)."""
        last = self.found.segments[-1] if self.found.segments else None
        if last is None or last.name not in ("references", "subject"):
            return
        kept = 1 if len(last.lines) > 2 and not SENTENCE.search(last.lines[0].words) else 0
        if last.name == "subject" and not has_colon(last.lines[0].words, last.column):
            kept = 0  # `SUBJECT LEFT ROME MAY 2`: the person of a visa, not the field
            self.found.segments.pop()
        first = next(i for i, line in enumerate(self.lines) if line is last.lines[kept])
        self.at = first
        self.found.names = {at: name for at, name in self.found.names.items() if at < first}
        del last.lines[1:]

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
        if name == "classified_by" and self.open is not None and self.open.name == "subject":
            # A title may go on with it (`… HARBOR` / `CLASSIFIED BY MINISTER AS OPEN`).
            return self.blank or self.page or self.open.is_empty or self._is_classifier(words)
        if name == "subject" and "subject" in self.seen:  # said twice, one below the other
            return self.open is not None and self.open.name == "subject" and not (self.blank or self.page)
        return True

    def _is_classifier(self, words: str) -> bool:
        """True if the line, or the one below it, has a colon or gives reasons."""
        below = next((line.words for line in self.lines[self.at + 1 : self.at + 2]), "")
        return ":" in words or gives_reasons(words) or gives_reasons(below)

    def _begin(self, name: str, line: Line, at: int) -> None:
        column = column_of(line.text, at)
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
        if is_set_apart(name, words):
            return False
        if not empty and TEXT_BEGINS.match(words):
            return False
        before = self.open.lines[-1].words
        gap = self.blank and not self.page
        if name == "subject":
            if not empty and follows_title(before, words):
                return False
            return (empty or not (self.blank or self.page)) and len(self.open.lines) <= LONGEST_SUBJECT
        if name == "references":
            listed = (line.words for line in self.open.lines)  # looked at only where a mark begins the line
            if not empty and (is_prose(before, words) or is_marked_text(listed, words)):
                return False
            unfinished = before.endswith((",", ";", " AND", "&"))
            goes_on = is_reference_bullet(words) or self._is_reference_list(words)
            return empty or not gap or unfinished or goes_on
        if name == "tags":
            if not (gap or self.page) and may_be_tag(words) and self._label_next():
                return True
            return continues_tags(before, words) or (empty and not gap)
        if name == "classified_by":
            return not gap and goes_on_classifying(before, words, self.page)
        return not gap and not self.page

    def _is_reference_list(self, words: str) -> bool:
        """`1. 08 ZENDA 388` below REF is a bullet, not the first paragraph; `2.` is one below such a `1.`."""
        if self.open is None or self.open.name != "references":
            return False
        listed = NUMBERED_REFERENCE.match(words)
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
        if self.at < self.first_field or self._label_ahead():
            if "tags" not in self.seen and looks_like_tags(words) and self._has_place_for_tags(words):
                self._begin("tags", line, 0)
                return True
            self._attend(line, words)
            return True
        if RULE.match(words) and self._label_ahead():
            self.found.names[self.at] = "rule"
            return True
        if len(words) < 70 and (
            CAPTIONED.match(words) or (ATTENTION.match(words) and self._number_one_next())
        ):
            self._attend(line, words)
            return True
        return False

    def _attend(self, line: Line, words: str) -> None:
        if self.quotation is None and quotes(words):
            self.quotation = introduction(self.lines, self.found.names, self.at)
        self.found.captions += [(caption, line) for caption in captions_among(words)]
        self.found.attention.append(line)
        self.found.names[self.at] = "attention"

    def _has_place_for_tags(self, words: str) -> bool:
        """Below the order, or a list directly over it: not one caption or one office for attention."""
        return "executive_order" in self.seen or (len(words.split()) > 1 and self._label_next())

    def _label_next(self) -> bool:
        following = next((line for line in self.lines[self.at + 1 : self.at + 3] if not line.is_blank), None)
        return following is not None and field_label(following.words, self.seen) is not None

    def _label_ahead(self) -> bool:
        """True if a further field comes before the text, a few lines on."""
        texts = 0
        for line in self.lines[self.at + 1 : self.at + 40] if self.has_fields else ():
            if line.is_furniture or line.is_blank:
                continue
            if PARAGRAPH_ONE.match(line.words) or texts > 4:
                return False
            label = field_label(line.words, self.seen)
            if label and label[0] not in self.seen:
                return "subject" not in self.seen or _surely_classified(line.words, label)
            texts += 1
        return False

    def _number_one_next(self) -> bool:
        for line in self.lines[self.at + 1 : self.at + 12]:
            if line.is_furniture or line.is_blank or ATTENTION.match(line.words):
                continue
            return bool(PARAGRAPH_ONE.match(line.words))
        return False


def _surely_classified(words: str, label: tuple[str, int]) -> bool:
    """Below the subject, prose (`Classified by the ministry as …`) has neither colon nor reason."""
    return label[0] == "classified_by" and (":" in words[: label[1] + 2] or gives_reasons(words))
