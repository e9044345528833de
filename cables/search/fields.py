"""The fields of the query language: what may stand before a colon, and which values it takes."""

from __future__ import annotations

import datetime as dt

from cables.models import CableVersion, Paragraph
from cables.search import notes
from cables.search.values import day

FIELDS = (
    *("tag", "from", "to", "mark", "classification", "caption", "collection", "ref"),
    *("sent", "after", "before"),
)
ALIASES = {"class": "classification"}
DATES = frozenset({"sent", "after", "before"})
SHORTEST_SLIP = 4  # letters: `re:` and `tab:` are words, `tags:` is a slip

Days = tuple[dt.date | None, dt.date | None]


def field_named(typed: str) -> tuple[str, str]:
    """The field and what is to be said of it; no field and no note for a word before a colon."""
    name = typed.lower()
    if name in FIELDS or name in ALIASES:
        return ALIASES.get(name, name), ""
    near = next((known for known in (*FIELDS, *ALIASES) if _is_one_letter_off(name, known)), "")
    if not near or len(name) < SHORTEST_SLIP:
        return "", ""
    typed = notes.shortened(typed)
    if len(near) == len(name):
        # `mary:` may well be meant.
        listed = ", ".join(f"{field}:" for field in FIELDS)
        return "", notes.NO_FIELD.format(typed=typed, fields=listed)
    return ALIASES.get(near, near), notes.READ_AS.format(typed=typed, field=near)


def value_of(field: str, value: str, typed: str) -> tuple[str, str]:
    """The value as terms carry it, "" where the field takes no such value; and a note that quotes `typed`."""
    said = notes.shortened(typed)
    if field == "mark":
        level, listed = _LEVELS.get(_key(value), ""), ", ".join(Paragraph.Level.values)
        return level, "" if level else notes.NO_MARK.format(typed=said, values=listed)
    if field == "classification":
        known, listed = _CLASSIFICATIONS.get(_key(value), ""), ", ".join(CableVersion.Classification.values)
        return known, "" if known else notes.NO_CLASSIFICATION.format(typed=said, values=listed)
    if field not in DATES:
        return value, ""
    value = value.replace(" ", "")
    match days(field, value):
        case None:
            return "", notes.NO_DATE.format(typed=said)
        case (dt.date() as first, dt.date() as last) if first > last:
            opening, _, closing = value.partition("..")
            return f"{closing}..{opening}", notes.BACKWARDS.format(typed=said)
    return value, ""


def days(field: str, value: str) -> Days | None:
    """The first and the last day, both included, None at an open end; None for what is no date."""
    if field == "after":
        value = f"{value}.."
    elif field == "before":
        value = f"..{value}"
    elif ".." not in value:
        value = f"{value}..{value}"
    opening, _, closing = value.partition("..")
    first, last = day(opening), day(closing, last=True)
    if not (first or last) or (opening and not first) or (closing and not last):
        return None
    return first, last


def _is_one_letter_off(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    shorter, longer = sorted((one, other), key=len)
    return len(longer) - len(shorter) == 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )


def _key(typed: str) -> str:
    """`top-secret` and `TOP SECRET` are one."""
    return "".join(c for c in typed.upper() if c not in " -_./")


_LEVELS = {_key(form): level for level, words in Paragraph.Level.choices for form in (level, words)}
_BY_WORDS = {words: classification for classification, words in CableVersion.Classification.choices}
_CLASSIFICATIONS = {
    _key(form): classification
    for words, classification in _BY_WORDS.items()
    for form in (words, classification)
} | {_key(level): _BY_WORDS[words] for level, words in Paragraph.Level.choices}
