"""The summary that a drafter marked: between SUMMARY and END SUMMARY, or under a heading of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.parsed import Paragraph

BEGIN = re.compile(
    r"^\W{0,3}(?:(?:BEGIN|EXECUTIVE|INTRODUCTION AND) )?SUMMARY\b(?: AND (?:COMMENT"
    r"|ACTION REQUEST|OBJECTIVE|INTRODUCTION))?[\s:.,-]{0,6}",
    re.IGNORECASE,
)
END = re.compile(
    r"[(\[]?\bEND (?:OF )?(?:EXECUTIVE |INTRODUCTION AND )?SUMMARY(?: AND \w{1,20})?\b[.)\]]{0,2}",
    re.IGNORECASE,
)
HEADING = re.compile(r"^(?:BEGIN |EXECUTIVE )?SUMMARY\b", re.IGNORECASE)
LONGEST = 12  # paragraphs that one summary may run over


def find_summary(paragraphs: Sequence[Paragraph]) -> str | None:
    """The summary's text without its markers, paragraphs joined by line ends; None where there is none."""
    for n, paragraph in enumerate(paragraphs):
        whole = paragraph_text(paragraph)
        begin = BEGIN.match(whole)
        titled = paragraph.heading is not None and HEADING.match(paragraph.heading)
        if begin or titled:
            first = whole[begin.end() :] if begin else whole
            return _until_end([first, *(paragraph_text(p) for p in paragraphs[n + 1 : n + LONGEST])])
    return None


def _until_end(texts: Sequence[str]) -> str | None:
    for n, text in enumerate(texts):
        end = END.search(text)
        if end:
            return "\n".join([*texts[:n], text[: end.start()]]).strip() or None
    return texts[0].strip() or (texts[1].strip() if len(texts) > 1 else None) or None


def paragraph_text(paragraph: Paragraph) -> str:
    """Text and items in reading order."""
    return "\n".join(block.text for block in paragraph.blocks) if paragraph.blocks else paragraph.text
