"""The summary that a drafter marked: between SUMMARY and END SUMMARY, or under a heading of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from cables.parsing.parsed import Paragraph
from cables.parsing.portion_marks import portion_mark

# SUMMARY, as teletypes spell it, with what it is the summary of: SUMMARY AND COMMENT, SUMMARY/ACTION REQUEST.
WORD = r"(?:S ?U ?M{1,2} ?M ?A ?R ?Y|SUMM?A?RY)"
WITH = r"(?:(?: ?AND | ?& ?| ?/ ?)[A-Z]{4,16}(?: REQUEST(?:ED)?)?)?"
AHEAD = r"(?:(?:BEGIN|EXECUTIVE|(?:INTRODUCTION|COMMENT|OVERVIEW|BACKGROUND)(?: ?AND | ?& ?| ?/ ?)) ?){0,2}"
STOP = r"[\"'*\])]{0,2}[\s:.,-]{0,40}"  # a quotation mark behind it opens the summary's own first words
BEGIN = re.compile(rf"^\W{{0,3}}{AHEAD}{WORD}\b{WITH}(?P<stop>{STOP})", re.IGNORECASE)
# In capitals, as it is searched: plain letters at its beginning are found quickly.
END = re.compile(rf"END ?(?:OF )?{AHEAD}{WORD}\b{WITH}[.)\]]{{0,2}}")
ENDS = re.compile(rf"\b{WORD} ENDS?\b")
BEFORE_END = "-/*([ \t\n"
HEADING = re.compile(rf"^{AHEAD}{WORD}{WITH}(?: \(?CONT[A-Z']{{0,8}}\)?)?[ :.-]{{0,3}}$", re.IGNORECASE)
MARK = re.compile(r"^\(\(?([^()]{1,30})\)\)?[\s:.-]{0,4}")
FARTHEST = 60  # characters before which the word begins
LONGEST = 12  # paragraphs that one summary may run over
LONGEST_UNENDED = 4  # under a heading, where no END SUMMARY says how many


def find_summary(paragraphs: Sequence[Paragraph]) -> str | None:
    """The summary's text without its markers, paragraphs joined by line ends; None where there is none."""
    for n, paragraph in enumerate(paragraphs):
        titled = paragraph.heading is not None and HEADING.match(paragraph.heading) is not None
        whole = paragraph_text(paragraph) if titled or _may_begin(paragraph) else ""
        begin = BEGIN.match(whole)
        if not begin and not titled:
            continue
        first = _without_mark(whole[begin.end() :] if begin else whole)
        following = paragraphs[n + 1 : n + LONGEST]
        ended = _until_end(first, following)
        if ended is not None:
            return ended or None
        if titled or (begin and _is_label(begin, whole)):
            return _unended(first, following, titled) or None
    return None


def _may_begin(paragraph: Paragraph) -> bool:
    """The first letters of SUMMARY, together or apart, within what may stand before it."""
    return bool(paragraph.blocks) and _may_name(paragraph.blocks[0].text[:FARTHEST].upper())


def _may_name(capitals: str) -> bool:
    return "SUM" in capitals or "S U" in capitals


def _is_label(begin: re.Match[str], whole: str) -> bool:
    """`Summary: It rains`, `Summary It rains`; but `Summary justice was done` is a sentence."""
    return bool(begin["stop"].strip()) or not whole[begin.end() : begin.end() + 1].islower()


def _without_mark(text: str) -> str:
    mark = MARK.match(text)
    return text[mark.end() :] if mark and portion_mark(mark[1]) else text


def _until_end(first: str, following: Sequence[Paragraph]) -> str | None:
    """What stands before END SUMMARY; None where nothing ends it."""
    texts: list[str] = []
    for text in chain((first,), map(paragraph_text, following)):
        end = _end(text)
        if end is not None:
            return "\n".join([*texts, text[:end]]).strip()
        texts.append(text)
    return None


def _end(text: str) -> int | None:
    """Where the summary ends before END SUMMARY and the bracket or dash that may introduce that."""
    capitals = text.upper()
    if not _may_name(capitals):
        return None
    if len(capitals) != len(text):  # of letters that become two
        capitals = "".join(c.upper()[:1] for c in text)
    found = next((end for end in END.finditer(capitals) if not capitals[: end.start()][-1:].isalnum()), None)
    found = found or (ENDS.search(capitals) if " END" in capitals else None)
    if found is None:
        return None
    before = text[: found.start()].rstrip(BEFORE_END)
    opens = before.endswith('"') and before[-2:-1].isspace()  # a mark behind a word closes what is quoted
    return len(before[:-1].rstrip(BEFORE_END) if opens else before)


def _unended(first: str, following: Sequence[Paragraph], titled: bool) -> str:
    """One paragraph, or under a heading over paragraphs all that stand before the next heading."""
    one = first.strip() or (paragraph_text(following[0]).strip() if following else "")
    if not titled:
        return one
    more = next((n for n, paragraph in enumerate(following) if paragraph.heading), 0)
    texts = [first, *map(paragraph_text, following[: more if more < LONGEST_UNENDED else 0])]
    return "\n".join(texts).strip() or one


def paragraph_text(paragraph: Paragraph) -> str:
    """Text and items in reading order."""
    return "\n".join(block.text for block in paragraph.blocks) if paragraph.blocks else paragraph.text
