"""What staff send from the fix screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from cables.models import CableVersion, Paragraph
from cables.presenters.fix_page import FIELDS, FixPage
from cables.reviewing.correcting import LONGEST, Correction

KEEP, UNMARKED = "keep", "unmarked"
MARKS = [(KEEP, "as it is"), (UNMARKED, "unmarked"), *((level, level) for level in Paragraph.Level.values)]


class FixForm(forms.Form):
    """`seen` is the cable's revision on the page. Each field of the heading carries what it was there, so
    that what somebody else has changed since is told from what this person changed."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    number = forms.CharField(
        required=False, max_length=80, help_text="Year, post, serial, in any spelling. The old one leads on."
    )
    subject = forms.CharField(required=False, max_length=LONGEST)
    sent_at = forms.CharField(
        label="Date sent", required=False, max_length=80, help_text="In UTC, as 2008-08-14T15:20; or empty."
    )
    originator = forms.CharField(label="From", required=False, max_length=LONGEST)
    classification = forms.ChoiceField(choices=CableVersion.Classification.choices, required=False)
    tags = forms.CharField(
        label="TAGS", required=False, max_length=LONGEST, help_text="As a telegram has them: PREL, PGOV, RS."
    )
    split_line = forms.IntegerField(
        label="Begin a paragraph in line", required=False, min_value=1, help_text="A number of the raw text."
    )
    split_words = forms.CharField(
        label="At the words",
        required=False,
        max_length=LONGEST,
        help_text="As they stand in that line. Empty: at its first word.",
    )
    reason = forms.CharField(
        label="Why",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One reason for all that you change here. It is kept with your name and the date.",
        error_messages={"required": "Say why: a correction is recorded with its reason."},
    )

    def __init__(self, page: FixPage, data: Any = None) -> None:
        super().__init__(data, initial=page.now | {"version": page.ordinal, "seen": page.seen})
        self.page = page
        for name in FIELDS:
            self.fields[name].show_hidden_initial = True
        for name in ("split_line", "split_words") if page.why_hidden else ():
            del self.fields[name]
        for paragraph in page.paragraphs:
            mark = forms.ChoiceField(label="Mark", choices=MARKS, initial=KEEP, required=False)
            self.fields[f"mark-{paragraph.at}"] = mark
            if not paragraph.is_first:
                join = forms.BooleanField(label="Join to the one before", required=False)
                self.fields[f"merge-{paragraph.at}"] = join

    @property
    def of_heading(self) -> list[forms.BoundField]:
        return [self[name] for name in FIELDS]

    @property
    def of_split(self) -> list[forms.BoundField]:
        return [self[name] for name in ("split_line", "split_words") if name in self.fields]

    @property
    def of_paragraphs(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField | None]]:
        """Each paragraph with its mark and, but for the first, what joins it to the one before."""
        for paragraph in self.page.paragraphs:
            merge = None if paragraph.is_first else self[f"merge-{paragraph.at}"]
            yield paragraph, self[f"mark-{paragraph.at}"], merge

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("split_words") and not data.get("split_line") and "split_line" not in self.errors:
            self.add_error("split_line", "Say in which line the words stand.")
        if data.get("split_line"):
            try:
                data["split_at"] = place_of(self.page, data["split_line"], data.get("split_words", ""))
            except ValueError as reason:
                self.add_error("split_line", str(reason))
        return data

    def corrections(self, version: CableVersion) -> list[Correction]:
        """What was changed on the page: the heading, then the division, then the marks."""
        data = self.cleaned_data
        found = [Correction(name, data[name]) for name in FIELDS if name in self.changed_data]
        if "split_at" in data:
            found.append(Correction("split", version=version, at=data["split_at"]))
        marks, merges = [], []
        for paragraph in self.page.paragraphs:
            level = data.get(f"mark-{paragraph.at}") or KEEP
            if level != KEEP:
                value = "" if level == UNMARKED else level
                marks.append(Correction("mark", value, version, paragraph.at))
            if data.get(f"merge-{paragraph.at}"):
                merges.append(Correction("merge", version=version, at=paragraph.at))
        return [*found, *marks, *merges]


def place_of(page: FixPage, line: int, words: str) -> int:
    """The offset of some words of a line, or of its first. Raises ValueError with a sentence."""
    lines = page.text.splitlines(keepends=True)
    if line > len(lines):
        raise ValueError(f"The text has {len(lines):,} lines, and no line {line:,}.")
    start, text = page.line_starts[line - 1], lines[line - 1]
    if not words:
        if not text.strip():
            raise ValueError(f"Line {line:,} is empty. Name the line in which the paragraph begins.")
        return start + len(text) - len(text.lstrip())
    if text.count(words) != 1:
        often = "do not stand" if words not in text else f"stand {text.count(words)} times"
        raise ValueError(
            f"These words {often} in line {line:,}. Copy them from the raw text, enough of them."
        )
    return start + text.index(words)


def caught_up(page: FixPage, posted: Any) -> tuple[FixForm, list[tuple[str, str, str]]]:
    """The form on the page as it is now, with all that this person changed; and each field that somebody
    else changed too: its label, this person's value, the value that stands now."""
    old, fresh = FixForm(page, posted), FixForm(page)
    data = posted.copy()
    both = []
    for name in FIELDS:
        now = str(fresh[name].value() or "")
        mine = str(old[name].value() or "")
        was = posted.get(fresh[name].html_initial_name, "")
        if mine == was:
            data[name] = now
        elif now not in (was, mine):
            both.append((str(fresh[name].label), mine or "empty", now or "empty"))
        data[fresh[name].html_initial_name] = now
    data["seen"] = str(page.seen)
    return FixForm(page, data), both
