"""What reviewers send. Each form names its fields; nothing else of a request is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from cables.models import Annotation, Decision
from cables.reviewing.codes import SCHEMES, offered
from cables.reviewing.withholding import Target

SEPARATOR = "|"
USUAL = ("EO13526-1.4", "FOIA")
Scope = Decision.Scope


@dataclass(frozen=True, slots=True)
class CodeChoice:
    value: str
    code: str
    meaning: str
    checked: bool


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """The codes of one scheme; `open` where they are the usual ones, or one is chosen."""

    title: str
    choices: tuple[CodeChoice, ...]
    open: bool


def code_values() -> list[tuple[str, str]]:
    return [(f"{scheme}{SEPARATOR}{code}", code) for scheme, code, _ in offered()]


class WithholdForm(forms.Form):
    """`start` and `end` are offsets into the paragraph's text as it is read; a script fills them in.

    Without them the words are looked for, and `nth` says which of several places is meant.
    """

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    identity = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    seen_text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    scope = forms.ChoiceField(choices=Scope.choices)
    words = forms.CharField(required=False, strip=False)
    nth = forms.IntegerField(min_value=1, required=False)
    start = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    codes = forms.MultipleChoiceField(choices=code_values, required=False)
    acknowledged = forms.BooleanField(required=False, initial=True)
    sure = forms.BooleanField(required=False)

    @property
    def code_groups(self) -> list[CodeGroup]:
        chosen = set(self["codes"].value() or ())
        groups = []
        for scheme, title in SCHEMES.items():
            choices = tuple(
                CodeChoice(value, code, meaning, value in chosen)
                for s, code, meaning in offered()
                if s == scheme and (value := f"{s}{SEPARATOR}{code}")
            )
            usual = scheme in USUAL or any(choice.checked for choice in choices)
            groups.append(CodeGroup(title, choices, usual))
        return groups

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if data["scope"] in (Scope.PARAGRAPH, Scope.PASSAGE) and data["identity"] is None:
            raise forms.ValidationError("Choose a paragraph.")
        if data["scope"] == Scope.PASSAGE:
            self._find_words(data)
        return data

    def _find_words(self, data: dict[str, Any]) -> None:
        """Words without offsets are those of the text the reviewer saw."""
        text, words = data["seen_text"].replace("\r\n", "\n"), data["words"].replace("\r\n", "\n")
        data["words"] = words
        if not words.strip():
            raise forms.ValidationError("Choose the words to withhold, or choose the whole paragraph.")
        start, end = data["start"], data["end"]
        if start is not None and end is not None and text[start:end] == words:
            return
        places = [at for at in range(len(text)) if text.startswith(words, at)] if words in text else []
        nth = data["nth"] or (1 if len(places) == 1 else 0)
        if not places:
            raise forms.ValidationError("These words do not stand in the paragraph. Copy them from its text.")
        if not 1 <= nth <= len(places):
            raise forms.ValidationError(
                f"These words stand {len(places)} times in the paragraph. Say which, or choose more of them."
            )
        data["start"] = places[nth - 1]
        data["end"] = places[nth - 1] + len(words)

    def target(self, version: Any) -> Target:
        data = self.cleaned_data
        is_passage = data["scope"] == Scope.PASSAGE
        is_part = is_passage or data["scope"] == Scope.PARAGRAPH
        words = data["words"] if is_passage else data["seen_text"].replace("\r\n", "\n")
        return Target(
            version=version,
            scope=data["scope"],
            seen=data["seen"],
            identity=data["identity"] if is_part else None,
            start=data["start"] if is_passage else 0,
            end=data["end"] if is_passage else 0,
            words=words if is_part else "",
        )

    def chosen_codes(self) -> list[tuple[str, str]]:
        return [
            (scheme, code) for scheme, _, code in (c.partition(SEPARATOR) for c in self.cleaned_data["codes"])
        ]


class NoteForm(forms.Form):
    """A note, an answer, or an edit of one."""

    source = forms.CharField(label="Note", widget=forms.Textarea, strip=False)
    visibility = forms.ChoiceField(label="For", choices=Annotation.Visibility.choices)


class AnnotateForm(NoteForm):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    identity = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    words = forms.CharField(required=False, strip=False)
    seen_text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def quote(self) -> tuple[int, int, str]:
        """(start, end, words) of the passage, the first place where it stands."""
        text = self.cleaned_data["seen_text"].replace("\r\n", "\n")
        words = self.cleaned_data["words"].replace("\r\n", "\n")
        at = text.find(words) if words.strip() else -1
        return (at, at + len(words), words) if at >= 0 else (0, 0, words.strip() and words)


class EditNoteForm(NoteForm):
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class PlaceForm(forms.Form):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    decision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    identity = forms.IntegerField(min_value=1, required=False)
    words = forms.CharField(required=False, strip=False)
    absent = forms.BooleanField(required=False)
