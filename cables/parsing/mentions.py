"""What the text points at: references by letter, its own paragraphs; telegrams by number are next door."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from cables.parsing.mentioned_numbers import Context, Placed, numbered_telegrams
from cables.parsing.parsed import Mention
from cables.parsing.records import maker
from cables.parsing.unwrapping import Unwrapped

__all__ = ["Context", "find_mentions"]

# With one of the signs every expression begins; no number is without a figure.
SIGNS = ("ref", "sep", "para")
FIGURES = "1234567890"
LABELS = r"[A-Z]\b(?!-mail|['’](?!s\b)\w|\.\w)"
BY_LETTER = re.compile(
    rf"\b(?:ref(?:erence)?s?\.?|ref ?tels?|ref ?cables?)(?:\s[\"'(\[]{{0,2}}"
    rf"|[\"'(\[]{{1,2}})({LABELS})[\"')\]]{{0,2}}"
    rf"((?:\s?(?:,|and|&|/|,\s?and|or|through|thru|-)\s?\(?{LABELS}\)?){{0,8}})",
    re.IGNORECASE,
)
FURTHER = re.compile(r"(?:(?<=^)|(?<=[\s,/&(-]))([A-Z])(?![A-Za-z])", re.IGNORECASE)
# What may follow a small letter that is a label: `ref a, para 4`, `refs a and b`; else `ref a letter`.
AFTER_LABEL = re.compile(
    r"[\"')\]]{0,2}(?:$|[,.;:)(/&-]|'s\b|\s(?:and|or|para|paras|paragraph|paragraphs|above|below)\b)"
)
CLOSING = ('"', "'", ")", "]")
REFTEL = re.compile(r"\b(?:ref ?tels?|refcables?|refairs?|ref telegrams?)\b", re.IGNORECASE)
SEPTEL = re.compile(r"\bsep(?:tels?|arate (?:cable|telegram|message)s?)\b", re.IGNORECASE)
PARAGRAPHS = re.compile(
    r"\bpara(?:graph)?s?\.?\s?(?:nos?\.?\s?)?(\d{1,3})"
    r"((?:\s?(?:,|and|&|-|through|thru|to|,\s?and|or)\s?\d{1,3}\b(?![/.%]\d)){0,8})",
    re.IGNORECASE,
)
# After a paragraph that is not this cable's.
ELSEWHERE = re.compile(
    r"^\s?,?\s?(?:from|to)\s(?:the\s)?(?:ref(?:s|tels?)?\b|septel)"
    r"|^\s?,?\s?(?:of|in)\s(?:ref|the\s|that\s|my\s|our\s|your\s|its\s|[A-Z]?\d|un\b|unsc|septel|article"
    r"|annex|section|chapter|protocol|agreement|resolution|decision|document|draft)"
    r"|^\s?,?\s?of\s(?-i:[A-Z]{3,})"
    r"|^\s?,?\s?(?:(?:in|from|to)\s)?(?-i:[A-Z]{3,20}(?:\s[A-Z]{2,20}){0,3})\s\d"  # para 3 in MOSCOW 1234
    r"|^\s?(?:\(?ref|,\s?ref(?:tel)?\b|reftel|septel)",
    re.IGNORECASE,
)
# Before one: `ref A, para 4`, `MOSCOW 1234, para 4`, `operative paragraph 4`, `article 5, paragraph 4`.
OF_ANOTHER = re.compile(
    r"\bref(?:s|tels?)?\.?(?: \(?[A-Z]\)?(?:(?: and |, ?| ?& ?| ?- ?)\(?[A-Z]\)?){0,4})?,? ?(?:\(|at )?$"
    r"|\bseptel,? ?\(?$"
    r"|(?-i:[A-Z]{3,20}) \d{2,7}(?: \(?[a-z]{5}\)?)?,? ?(?:\(|at )?$"
    r"|\b(?:operative|preambular|oper|op|pp)\.? $|\b(?:article|annex|section|chapter|resolution) \w{1,6},? $",
    re.IGNORECASE,
)
BEFORE = 36  # characters that OF_ANOTHER may need
HERE = re.compile(r"^\s?,?\s?(?:of|in) (?:this|the present) (?:cable|telegram|message)", re.IGNORECASE)

_mention = maker(Mention)


def find_mentions(blocks: Sequence[Unwrapped], context: Context) -> tuple[Mention, ...]:
    """The mentions of all blocks in reading order; none overlaps another."""
    found: list[Mention] = []
    smalls = [block.text.lower() for block in blocks]
    ends = list(accumulate([len(small) + 1 for small in smalls]))
    # The signs are looked for in all blocks at once: most have none.
    whole = "\n".join(smalls)
    figured = _holding(FIGURES, whole, ends)
    for n in sorted(figured | _holding(SIGNS, whole, ends)):
        block = blocks[n]
        at = 0
        for start, end, kind, label, target in _in_block(block.text, smalls[n], n in figured, context):
            if start < at:
                continue
            at = end
            found.append(_mention(kind, block.text[start:end], label, target, block.span(start, end)))
    return tuple(found)


def _holding(signs: Iterable[str], whole: str, ends: Sequence[int]) -> set[int]:
    """Which of the texts that end there hold any of the signs."""
    found: set[int] = set()
    for sign in signs:
        at = whole.find(sign)
        while at >= 0:
            n = bisect_right(ends, at)
            found.add(n)
            at = whole.find(sign, ends[n])
    return found


def _in_block(text: str, small: str, has_figure: bool, context: Context) -> list[Placed]:
    """What may be a mention, by where it begins, the longer of two first."""
    if len(small) != len(text):  # of a letter that becomes two; each has to be in its place
        small = "".join(c.lower()[:1] for c in text)
    found: list[Placed] = []
    if "ref" in small:
        found += _references(text, small, context)
    if "sep" in small:
        found += _septels(text, small)
    if "para" in small:
        found += _paragraphs(text, small, context)
    if has_figure:
        found += numbered_telegrams(text, context)
    return sorted(found, key=lambda m: (m[0], -m[1])) if len(found) > 1 else found


def _matches(expression: re.Pattern[str], sign: str, text: str, small: str) -> Iterator[re.Match[str]]:
    """The matches of an expression all of whose matches begin with the sign, and no word before it."""
    at = small.find(sign)
    while at >= 0:
        match = expression.match(text, at)
        if match:
            yield match
        at = small.find(sign, match.end() if match else at + 1)


def _references(text: str, small: str, context: Context) -> Iterator[Placed]:
    for match in _matches(BY_LETTER, "ref", text, small):
        bracketed = text[match.start(1) - 1] in "(["
        if not _is_label(match[1], text, match.end(1), bracketed, context):
            continue
        end = match.end(1)
        if text[end : end + 1] in CLOSING and text[match.start(1) - 1] in "([\"'":
            end += len(text[end : end + 1])
        label = match[1].upper()
        yield match.start(), end, "ref", label, _target(label, context)
        for more in FURTHER.finditer(match[2]):
            start = match.start(2) + more.start(1)
            label = more[1].upper()
            if _is_label(more[1], text, start + 1, text[start - 1] in "([", context, further=True):
                yield start, start + 1, "ref", label, _target(label, context)
    only = context.references[0].mrn if len(context.references) == 1 else None
    for match in _matches(REFTEL, "ref", text, small):
        yield match.start(), match.end(), "reftel", "A" if only else None, only


def _septels(text: str, small: str) -> Iterator[Placed]:
    for match in _matches(SEPTEL, "sep", text, small.replace("ſ", "s")):  # to an expression they are the same
        yield match.start(), match.end(), "septel", None, None


def _is_label(
    letter: str, text: str, end: int, bracketed: bool, context: Context, further: bool = False
) -> bool:
    """A capital is one, or a letter in brackets; `ref a` is where the cable has an A and no noun follows.

    In a text of capitals `REF A LETTER` may be an article; a cable that has a reference A means that one.
    """
    labels = {reference.label for reference in context.references}
    if letter.islower():
        return bracketed or (letter.upper() in labels and AFTER_LABEL.match(text, end) is not None)
    if further and letter == "I":
        return "I" in labels  # ref A and I
    return not (context.capitals and letter == "A") or "A" in labels or not labels


def _target(label: str, context: Context) -> str | None:
    return next((r.mrn for r in context.references if r.label == label and r.mrn), None)


def _paragraphs(text: str, small: str, context: Context) -> Iterator[Placed]:
    for match in _matches(PARAGRAPHS, "para", text, small):
        after = text[match.end() : match.end() + 40]
        before = text[max(0, match.start() - BEFORE) : match.start()]
        elsewhere = OF_ANOTHER.search(before) is not None or (
            ELSEWHERE.match(after) is not None and HERE.match(after) is None
        )
        first = int(match[1])
        yield match.start(), match.end(1), "paragraph", None, _paragraph(first, elsewhere, context)
        for more in re.finditer(r"\d{1,3}", match[2]):
            start = match.start(2) + more.start()
            yield start, start + len(more[0]), "paragraph", None, _paragraph(int(more[0]), elsewhere, context)


def _paragraph(number: int, elsewhere: bool, context: Context) -> int | None:
    return number if not elsewhere and number in context.numbers else None
