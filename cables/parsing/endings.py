"""Whether a line that no label begins still belongs to the field above it, told by its words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cables.parsing.classification import caption_line

RULE = re.compile(r"^[-_=*~. ]{3,}$")
# --- SUBJECT
CAPTIONS_ALONE = re.compile(
    r"^(?:(?:SIPDIS|NOFORN|EXDIS|NODIS|STADIS|LIMDIS|ORCON|TERREP|NOCONTRACT|FOUO)[ ,/]{0,3})+$"
)
PASS_LINE = re.compile(r"^(?:STATE|DEPT|DEPARTMENT) (?:PLEASE |ALSO )?PASS(?: TO)?\b")
UNENDED = re.compile(r"(?:\b(?:EXECUTIVE|AND|OF|THE|AN?|FOR|IN|TO|ON|WITH|BY)|[:,/-])$", re.IGNORECASE)
SUMMARY = re.compile(
    r"^(?:BEGIN |EXECUTIVE |INTRODUCTION AND )?SUMMARY(?:(?: AND |/)[A-Z]{4,14}(?: REQUEST)?)?(?: ?[:.]|$)",
    re.IGNORECASE,
)
# --- Classified By
REASONS = re.compile(r"\b1\.[3-7] ?\(?[A-H]\b|\bREASONS?\b", re.IGNORECASE)
MORE_REASONS = re.compile(r"^(?:and|or|&|,|\(|of|section|under|reasons?|decl|derived|e\.?o\b)", re.IGNORECASE)
# --- REF
BULLET = re.compile(r"^(?:[\[(]?[A-Z][\])]|[A-Z]\.(?=[ \[(A-Z0-9])|[A-Z] ?[-:] |\(\d\) )")
MARKED_TEXT = re.compile(r"^\([UCS]\) \D*$")  # (C) and no number: the mark of a paragraph, no bullet
MARKED = re.compile(
    r"^\((U|C|S|SBU|LOU|U/FOUO|S/NF|C/NF)\) (?!\(?[A-Z][.)]|'?\d\d|[A-Z .]{3,24} ?\d)", re.IGNORECASE
)
NOTAL = re.compile(r"^\(? ?(?:(?:ALL|BOTH) )?NOTAL ?\)?[.,;]?$")
NUMBERED_REFERENCE = re.compile(
    r"^(\d{1,2})[.)] ?(?:(?:\d{2}|\d{4}) ?)?[A-Z][A-Z ]{2,20} \d{2,6}(?: \(NOTAL\))?$"
)
# --- Lines for offices
ATTENTION = re.compile(r"^(?:[A-Z/. ,]{2,40} )?(?:PASS|FOR|ATTN|ALSO FOR|PLEASE PASS|FROM)\b[ :]")
# A caption with words for somebody's attention behind it, where no field follows.
CAPTIONED = re.compile(
    r"^(?:(?:NODIS|EXDIS|LIMDIS|STADIS|NOFORN|CHEROKEE|EFTO|EYES ONLY)[ ,/;:.-]{1,3}){1,4}"
    r"(?:FOR|FROM|TO|TOSEC|SECTO|EXCEPT|PASS|[A-Z]{2,12} (?:FOR|PASS|NEGOTIATIONS)|[A-Z]{3,12}$)\b"
)
FOR_OFFICES = re.compile(r"\b(?:PASS|FOR|ATTN|FROM|DEPT|DEPARTMENT)\b")

# --- The text below
# What a text begins with, right below a field or not.
TEXT_BEGINS = re.compile(
    r"^(?:(?:BEGIN )?(?:SUMMARY|INTRODUCTION|COMMENT|ACTION REQUEST)[A-Z ]{0,20}[:.-]"
    r"|BEGIN (?:SUMMARY|UNCLAS|CONFIDENTIAL|SECRET)\b"
    r"|THIS (?:MESSAGE|CABLE|TELEGRAM|IS) |SENSITIVE BUT UNCLASSIFIED\b|PLEASE (?:HANDLE|PROTECT)\b"
    r"|NOT FOR (?:INTERNET|DISTRIBUTION|RELEASE))",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"\d\)?\. [A-Z]{2,20} [A-Z]")  # `REF ROME 12. NO OBJECTION`
LEAST_PROSE = 40  # characters of a line without a figure that can be no list of references


def is_set_apart(field: str, words: str) -> bool:
    """A rule, or captions: but a title may end with one that is a word (`FOR YOUR EYES` / `ONLY`)."""
    if RULE.match(words):
        return True
    if field == "subject":
        return bool(CAPTIONS_ALONE.match(words))
    return bool(caption_line(words)) and not (field == "references" and NOTAL.match(words))


def follows_title(before: str, words: str) -> bool:
    """A summary or a pass line directly below the title, unless the title has not ended."""
    return bool(SUMMARY.match(words) or PASS_LINE.match(words)) and not UNENDED.search(before[-12:])


def goes_on_classifying(before: str, words: str, over_page: bool) -> bool:
    """Text may follow the reasons without white space; a page may cut a name from its reasons."""
    if over_page:
        return bool(REASONS.search(words)) and not REASONS.search(before)
    return not (REASONS.search(before) and before[-1:] in ".)") or bool(MORE_REASONS.match(words))


def gives_reasons(words: str) -> bool:
    return bool(REASONS.search(words))


def is_reference_bullet(words: str) -> bool:
    """True for what may stand below white space and still be a reference."""
    return bool(BULLET.match(words)) and not MARKED_TEXT.match(words)


def may_be_tag(words: str) -> bool:
    """Capitals that address no office: the rest of a wrapped tag (`…, HUMAN` / `RIGHTS, PE`)."""
    if words.upper() != words or len(words) > 70 or words.endswith("."):
        return False
    return not (ATTENTION.match(words) or FOR_OFFICES.search(words))


def is_prose(before: str, words: str) -> bool:
    """True if a sentence begins right below a list of references that was at its end."""
    ended = before[-1:].isdigit() or before.endswith((")", "."))
    figures = any(c.isdigit() for c in words)
    return ended and not figures and len(words) > LEAST_PROSE and not BULLET.match(words) and "/" not in words


def is_marked_text(before: Iterable[str], words: str) -> bool:
    """`(SBU) Please protect.` below REF; but (C) after a (B) is a bullet."""
    marked = MARKED.match(words)
    if marked is None:
        return False
    letter = f"({chr(ord(marked[1].upper()) - 1)})" if len(marked[1]) == 1 else None
    return letter is None or not any(letter in line.upper() for line in before)
