"""Whether every word of a telegram is kept, judged from the raw text and not by the parser's names.

What is no telegram's word is told by its look alone, line by line, in NARA's form: the wrapper up to
*Message Text* and from *Message Attributes*, the stamps, page heads, banners, end signs, the heading
from the first page of a section to its class line, and the handling below that (captions, who is to see
it) up to the first label, wherever a later section repeats it. All that is left is words of the declared
fields, then of the text. Only letters and digits count, so wraps, rules and marks are no matter.

Backwards from its end, the letters of that must be those of signers and paragraphs, one for one and in
order. What stands before them is the declared fields: each word there must be in one of their values.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import permutations

from cables.parsing import Paragraph, ParsedCable

STAMP = re.compile(r"Declassified/Released|EO Systematic Review")
PAGE = re.compile(r"PAGE (\d\d)\b")
LEVELS = ("UNCLASSIFIED", "UNCLAS", "LIMITED", "CONFIDENTIAL", "SECRET")
LEVEL = "|".join(" ?".join(level) for level in LEVELS)  # plain or spaced
BANNERS = ("UNCLASSIFIED", "LIMITEDOFFICIALUSE", "CONFIDENTIAL", "SECRET")
CLASS_LINE = re.compile(rf"(?:{LEVEL})\b.* \d{{2,6}}(?:[ /].*)?")
END_SIGN = re.compile(r"NNNN?|BT|NOTE BY OC/T.*")
LABEL = re.compile(r"(?:E\.? ?O\.?|TAGS?|SUBJ(?:ECT)?|REFS?|REFTELS?|1\.)(?=\W)|.*\b(?:11652|12065)\b")
# Labels, N/A, the mark of a subject.
NO_VALUE = set("E O EO OM TAGS TAG SUBJECT SUBJ REF REFS REFTEL REFTELS N NA A U C S LOU".split())
WORD = re.compile(r"[^\W_]+")


def letters(text: str) -> str:
    return "".join(WORD.findall(text))


def lost_words(raw: str, cable: ParsedCable) -> list[str]:
    """The words that no value has; a stretch of the text that does not follow is one word."""
    text = list(_words(raw))
    whole = "".join(text)
    at = len(whole)
    for piece in reversed(list(_shown(cable))):
        orders = ("".join(map(letters, order)) for order in permutations(piece))
        fit = next((order for order in orders if whole.endswith(order, 0, at)), None)
        if fit is None:
            return [f"…{whole[max(at - 40, 0) : at]} is not {''.join(piece)[-40:]}"]
        at -= len(fit)
    return sorted(set(_before(text, at)) - NO_VALUE - set(WORD.findall(_declared(cable))))


def _before(text: list[str], at: int) -> Iterator[str]:
    for word in text:
        at -= len(word)
        if at < 0:
            return
        yield word


def _words(raw: str) -> Iterator[str]:
    part, classed, handling = "heading", False, set()
    for line in _inside(raw):
        words = " ".join(line.split())
        page = PAGE.match(words)
        if page:
            part = "heading" if page[1] == "01" else part
        elif part == "heading":
            if CLASS_LINE.fullmatch(words):
                part, classed = "text" if classed else "handling", True
        elif not words or STAMP.search(words) or END_SIGN.fullmatch(words) or _is_banner(words):
            continue
        elif part == "handling" and not LABEL.match(words):
            handling.add(words)
        elif words not in handling:
            part = "text"
            yield from WORD.findall(words)


def _is_banner(words: str) -> bool:
    """A level alone on its line; a letter may be lost in it."""
    words = letters(words.removesuffix(" POSS DUPE"))
    return any(words == level or SequenceMatcher(None, words, level).ratio() > 0.9 for level in BANNERS)


def _inside(raw: str) -> Iterator[str]:
    """The lines between Message Text and Message Attributes."""
    lines = raw.splitlines()
    marks = [line.strip() for line in lines]
    first, last = marks.index("Message Text"), marks.index("Message Attributes")
    yield from lines[first + 1 : last]


def _shown(cable: ParsedCable) -> Iterator[tuple[str, ...]]:
    """Pieces in reading order; what is in one piece may stand in any order within it."""
    for paragraph in cable.paragraphs:
        yield _opening(paragraph)
        for block in paragraph.blocks:
            yield (block.text,)
    yield cable.signers


def _opening(paragraph: Paragraph) -> tuple[str, ...]:
    number = "" if paragraph.number is None else str(paragraph.number)
    return number, paragraph.portion_mark or "", paragraph.heading or ""


def _declared(cable: ParsedCable) -> str:
    day = cable.declassify_on
    values = [
        *(cable.subject or "", cable.classified_by or "", cable.executive_order or ""),
        *(cable.declassify_event or "", f"{day:%d %m %y %Y} {day.day} {day.month}" if day else ""),
        *cable.captions,
        *cable.exemptions,
        *(tag.raw for tag in cable.tags),
        *(f"{reference.label} {reference.text}" for reference in cable.references),
    ]
    return " ".join(values)
