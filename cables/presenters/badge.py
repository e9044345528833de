"""A mark as it is shown: letters as printed, words for who does not see them, a level for its rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cables.presenters.names import LEVEL_OF, LEVEL_WORDS
from cables.reference import rows

UNKNOWN_LETTERS = "?"


@dataclass(frozen=True, slots=True)
class Badge:
    letters: str
    words: str
    level: str  # "" where it is not known
    inherited: bool = False  # not printed: drawn with the level of the whole cable
    sci: bool = False  # a compartment: the sheet's yellow instead of orange


def cable_badge(classification: str) -> Badge:
    """The badge of a whole cable, from CableVersion.classification."""
    level = LEVEL_OF.get(classification, "")
    words = LEVEL_WORDS[level] if level else "classification not stated"
    return Badge(level or UNKNOWN_LETTERS, words, level)


def paragraph_badge(
    portion_mark: str,
    level: str,
    inherited: bool,
    captions: Iterable[str] = (),
    classification: str = "UNKNOWN",
) -> Badge:
    """The badge of a paragraph, from the columns of the same names and its cable's classification."""
    if inherited:
        return _inherited(level, classification)
    if not level:
        words = f"marked {portion_mark}, which is no level we know" if portion_mark else "marking not stated"
        return Badge(portion_mark or UNKNOWN_LETTERS, words, "")
    words = ", ".join([LEVEL_WORDS[level], *map(control_words, captions)])
    letters = (portion_mark or level).strip("() ")
    return Badge(letters, words, level, sci=level == "TS" and "//" in letters and "/NF" not in letters)


def _inherited(level: str, classification: str) -> Badge:
    if level:
        return Badge(f"({level})", f"unmarked; the cable is {LEVEL_WORDS[level]}", level, inherited=True)
    if LEVEL_OF.get(classification, ""):
        return Badge(UNKNOWN_LETTERS, "unmarked; its level is not known", "", inherited=True)
    return Badge(UNKNOWN_LETTERS, "unmarked; the cable’s classification is not stated", "", inherited=True)


def control_words(caption: str) -> str:
    """`NF` → `not releasable to foreign nationals`; what the table does not know stays as it is."""
    key = caption.upper().strip()
    for form, words in _controls().items():
        if key == form or key.startswith(form + " "):
            return words + key[len(form) :] if key != form else words
    return caption


@cache
def _controls() -> dict[str, str]:
    """Every form of a control or caption → its long form in lower case, but for names and acronyms."""
    found: dict[str, str] = {}
    for row in rows("markings"):
        if row["kind"] in {"control", "caption"}:
            first, _, rest = row["long_form"].partition(" ")
            words = (first if first.isupper() else first.lower()) + (f" {rest}" if rest else "")
            for form in [row["marking"], *row["portion_forms"].split(";")]:
                if form.strip():
                    found.setdefault(form.strip(), words)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))
