"""What the text points at: references by letter, other telegrams by number, its own paragraphs."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from cables.parsing.mrn import letters, post_named, posts
from cables.parsing.parsed import Mention, Reference
from cables.parsing.unwrapping import Unwrapped

LABELS = r"[A-Z]\b(?!['’.]\w)"
BY_LETTER = re.compile(
    rf"\b(?:ref(?:erence)?s?\.?|reftels?|ref ?cables?)(?:\s[\"'(\[]{{0,2}}"
    rf"|[\"'(\[]{{1,2}})({LABELS})[\"')\]]{{0,2}}"
    rf"((?:\s?(?:,|and|&|/|,\s?and|or|through|-)\s?\(?{LABELS}\)?){{0,8}})",
    re.IGNORECASE,
)
FURTHER = re.compile(r"(?:(?<=^)|(?<=[\s,/&(-]))([A-Z])(?![A-Za-z])")
REFTEL = re.compile(r"\b(?:reftels?|refcables?|refairs?|ref telegrams?)\b", re.IGNORECASE)
SEPTEL = re.compile(r"\bseptels?\b|\bseparate (?:cable|telegram|message)s?\b", re.IGNORECASE)
PARAGRAPHS = re.compile(
    r"\bpara(?:graph)?s?\.?\s?(?:nos?\.?\s?)?(\d{1,3})((?:\s?(?:,|and|&|-|through|to|,\s?and|or)\s?\d{1,3}\b(?![/.%]\d)){0,8})",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"^\s?,?\s?(?:of|in|from|to)\s(?:ref|the\s|that\s|my\s|our\s|your\s|its\s|[A-Z]{3,}|[A-Z]?\d|un\b|unsc|resolution|septel|article)|^\s?(?:\(?ref|,\s?ref(?:tel)?\b|reftel)",
    re.IGNORECASE,
)
OF_REFERENCE = re.compile(r"\bref(?:s|tels?)?\.?(?: \(?[A-Z]\)?)?,? ?(?:\(|at )?$", re.IGNORECASE)
HERE = re.compile(r"^\s?,?\s?(?:of|in) (?:this|the present) (?:cable|telegram|message)", re.IGNORECASE)
SERIAL = re.compile(r"(?<![\w$.,/:-])(\d{2,7})(?![\w%:/]|[.,]\d|-\d)")
DIGITS = re.compile(r"[0-9][0-9]+")  # begins with a plain range, which is searched for quickly
FUSED = re.compile(r"\b(\d{2})([A-Z]{4,20})(\d{1,7})\b")
YEAR_BEFORE = re.compile(r"(?<!\w)'?(\d{2}|(?:19|20)\d{2})\s$")
WORDS_BEFORE = re.compile(r"((?:[A-Z][A-Z.']*[ -]){1,4})$")
CUES = re.compile(
    r"(?:\(|\b(?:REF|REFTELS?|SEE|CABLE|TELEGRAM|TEL|MSG|MESSAGE|PER|AND|CF\.?|VIDE|REPORTED|OUR|SEEN|RE)\s|,\s?)$",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Context:
    """What mentions are resolved against."""

    references: Sequence[Reference]
    numbers: frozenset[int]  # of the paragraphs of this cable
    year: int | None
    own: str | None  # the cable's own number
    capitals: bool


def find_mentions(blocks: Sequence[Unwrapped], context: Context) -> tuple[Mention, ...]:
    """The mentions of all blocks in reading order; none overlaps another."""
    found: list[Mention] = []
    for block in blocks:
        placed = sorted(_in_block(block.text, context), key=lambda m: (m[0], -m[1]))
        at = 0
        for start, end, kind, label, target in placed:
            if start < at:
                continue
            at = end
            found.append(Mention(kind, block.text[start:end], label, target, block.span(start, end)))
    return tuple(found)


Placed = tuple[int, int, str, str | None, str | int | None]


def _in_block(text: str, context: Context) -> Iterator[Placed]:
    lower = text.lower()
    if "ref" in lower:
        yield from _references(text, context)
    if "sep" in lower:
        for match in SEPTEL.finditer(text):
            yield match.start(), match.end(), "septel", None, None
    if "para" in lower:
        yield from _paragraphs(text, context)
    yield from _cables(text, context)


def _references(text: str, context: Context) -> Iterator[Placed]:
    for match in BY_LETTER.finditer(text):
        # In capitals REF A is plain; in a sentence a lower-case letter is an article ("ref a ...").
        if not match[1].isupper():
            continue
        if context.capitals and match[1] == "A" and not _is_label(text, match, context):
            continue
        end = match.end(1) + (
            1
            if text[match.end(1) : match.end(1) + 1] in ")]"
            and "(" in match[0][: match.end(1) - match.start()]
            else 0
        )
        yield match.start(), end, "ref", match[1], _target(match[1], context)
        for more in FURTHER.finditer(match[2]):
            start = match.start(2) + more.start(1)
            if more[1].isupper():
                yield start, start + 1, "ref", more[1], _target(more[1], context)
    cables = [reference for reference in context.references if reference.mrn]
    only = cables[0].mrn if len(cables) == 1 and len(context.references) == 1 else None
    for match in REFTEL.finditer(text):
        yield match.start(), match.end(), "reftel", "A" if only else None, only


def _is_label(text: str, match: re.Match[str], context: Context) -> bool:
    """In capitals `REF A LETTER` may be an article; a cable that has a reference A means that one."""
    return any(reference.label == "A" for reference in context.references) or not context.references


def _target(label: str, context: Context) -> str | None:
    return next((r.mrn for r in context.references if r.label == label and r.mrn), None)


def _paragraphs(text: str, context: Context) -> Iterator[Placed]:
    for match in PARAGRAPHS.finditer(text):
        after = text[match.end() : match.end() + 40]
        before = text[max(0, match.start() - 20) : match.start()]
        elsewhere = OF_REFERENCE.search(before) is not None or (
            ELSEWHERE.match(after) is not None and HERE.match(after) is None
        )
        first = int(match[1])
        yield match.start(), match.end(1), "paragraph", None, _paragraph(first, elsewhere, context)
        for more in re.finditer(r"\d{1,3}", match[2]):
            start = match.start(2) + more.start()
            yield start, start + len(more[0]), "paragraph", None, _paragraph(int(more[0]), elsewhere, context)


def _paragraph(number: int, elsewhere: bool, context: Context) -> int | None:
    return number if not elsewhere and number in context.numbers else None


# --- Telegrams by number ----------------------------------------------------------------------


def _cables(text: str, context: Context) -> Iterator[Placed]:
    for digits in DIGITS.finditer(text):
        at = digits.start()
        fused = FUSED.match(text, at) if digits.end() - at == 2 else None
        if fused and (post := post_named(fused[2])):
            yield at, fused.end(), "cable", None, f"{fused[1]}{post.name}{int(fused[3])}"
            continue
        serial = SERIAL.match(text, at)
        placed = _cable_at(text, serial, context) if serial else None
        if placed:
            yield placed


def _cable_at(text: str, match: re.Match[str], context: Context) -> Placed | None:
    """The post in capitals before a number, with a year before it or a plain cue."""
    before = text[max(0, match.start() - 60) : match.start()]
    words = WORDS_BEFORE.search(before)
    if not words:
        return None
    parts = words[1].split()
    for size in range(len(parts), 0, -1):
        name = " ".join(parts[-size:])
        post = posts().get(letters(name)) or _cited_post(letters(name), context)
        if not post:
            continue
        start = match.start() - (len(words[1]) - words[1].rfind(name))
        year = YEAR_BEFORE.search(text[max(0, start - 6) : start])
        if year:
            start -= len(year[0])
            return start, match.end(), "cable", None, f"{int(year[1]) % 100:02d}{post}{int(match[1])}"
        if not _is_plainly_cited(text, start, match, context):
            return None
        target = None if context.year is None else f"{context.year:02d}{post}{int(match[1])}"
        return start, match.end(), "cable", None, target
    return None


def _cited_post(name: str, context: Context) -> str | None:
    """Posts that the table does not know but this cable cites, or is from."""
    numbers = [reference.mrn for reference in context.references if reference.mrn] + [context.own or ""]
    return name if any(number.strip("0123456789") == name for number in numbers) and name else None


def _is_plainly_cited(text: str, start: int, match: re.Match[str], context: Context) -> bool:
    """A city followed by a number is seldom a telegram: it takes a cue, or capitals among small letters."""
    serial = match[1]
    if len(serial) < 3 or (len(serial) == 4 and serial[:2] in ("19", "20")):
        return False
    before = text[max(0, start - 12) : start]
    if context.capitals:
        after = text[match.end() : match.end() + 1]
        return (bool(CUES.search(before)) and after in ").,;:") or bool(re.search(r"\($", before))
    return True
