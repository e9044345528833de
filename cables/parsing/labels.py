"""The labels of the declared fields, in the spellings that drafters and teletypes gave them."""

from __future__ import annotations

import re

EXECUTIVE_ORDER = re.compile(
    r"^(?:E[., ]{0,3}[O0][., M]{0,4}|EXEC(?:UTIVE)? ORDER)[:; ]{0,3}(?=[1I][0-9O]{4}\b"
    r"|[1I][0-9O]{4}[A-Z: ,.]|: ?N/?A|N/?A$)",
    re.IGNORECASE,
)
DECLASSIFY = re.compile(r"^(?:DECL(?:ASSIFY)?(?: ON)?)[:. ]", re.IGNORECASE)
TAGS = re.compile(r"^(?:TAGS?|TABS|TAGES|TAGSS|TGAS|TASG|TAHS|TAG'?S)(?: ?[:;,.]|(?= )|$) ?", re.IGNORECASE)
SUBJECT = re.compile(r"^([A-Z]{3,8})(?: ?[:;]| ?\.(?= )) ?", re.IGNORECASE)
SUBJECT_BARE = re.compile(r"^(SUBJECT|SUBJ)(?: ?-{1,2}(?= )| |$)")
REFERENCE = re.compile(
    r"^(?:\([USC]\) ?)?"
    r"(?:REFERENCE (?:CABLES?|TELEGRAMS?|MESSAGES?)|REFERENCES?(?:\(S\))?|RE ?TELS?"
    r"|REF(?: ?TELS?|CABLES?|AIRS?|DOCS?|S|'S)?(?:\(S\))?)"
    r"(?: \(?[A-Z]\)?(?: AND |, ?| ?& ?| ?- ?| THRU )\(?[A-Z]\)? ?:"  # REFS A AND B:
    r"|(?: \([USC]\))? ?[:;]| ?\. ?:| ?\.(?= )| ?-(?= )|,(?= \(?[A-Z][.)])|/(?=[A-Z] ?:)"
    r"|(?=[A-Z] ?:)| -|(?= \(?[A-Z]\)?\.? ?:)"  # REF A: LIMA 12, REFA: LIMA 12
    r"|(?=(?: \(?[A-Z0-9]\)| [A-Z]\. | \d{2}(?:\d{2})? ?[A-Z]| [A-Z][A-Z ]{2,20} \d))) ?",
    re.IGNORECASE,
)
LETTERED = re.compile(r" ?\(?[A-Z]\)?\.? ?:")
CLASSIFIED = re.compile(
    r"^(?:\([USC]\) ?)?(?:CLASSIFI?E?D BY|CLASS(?:IFIED)?\.? ?BY|CLASSIFIED:|DERIVED FROM"
    r"|DERIVATIVELY CLASSIFIED"
    r"|REASONS?(?: FOR CLASSIFICATION)? ?:|CLASSIFICATION REASONS? ?:|CLASSIFYING OFFICIAL)",
    re.IGNORECASE,
)
PARAGRAPH_ONE = re.compile(r"^(?:¶ ?)?1 ?(?:[.)](?!\d)|(?=\())")


def _is_subject_word(word: str) -> bool:
    """SUBJECT or SUBJ with a letter or two lost, added or exchanged."""
    word = word.upper()
    if word in {"SUBJECT", "SUBJ", "SUB", "SUBJECTS"}:
        return True
    if not 4 <= len(word) <= 8 or word in {"SUBMIT", "OBJECT", "BUDGET"}:
        return False
    return _missing(word, "SUBJECT") <= 2 and sorted(set(word) - set("SUBJECT")) == []


def _missing(word: str, full: str) -> int:
    """How many letters two short words do not share."""
    left = list(full)
    for letter in word:
        if letter in left:
            left.remove(letter)
    return len(left) + max(0, len(word) - len(full))


def field_label(words: str, seen: frozenset[str] | set[str] = frozenset()) -> tuple[str, int] | None:
    """(field, where its value begins) of a line that a label begins, in single spaces.

    `seen` are the fields already met: a second SUBJECT or REF is one only with its colon.
    """
    if len(words) > 4000:
        words = words[:4000]
    for field, expression in (
        ("executive_order", EXECUTIVE_ORDER),
        ("declassify", DECLASSIFY),
        ("classified_by", CLASSIFIED),
    ):
        match = expression.match(words)
        if match:
            return field, match.end()
    match = TAGS.match(words)
    if match and (words[: match.end()].rstrip()[-1:] in ":;,." or words.upper() == words):
        return "tags", match.end()
    match = SUBJECT.match(words)
    if match and _is_subject_word(match[1]):
        return "subject", match.end()
    match = SUBJECT_BARE.match(words)
    if match and "subject" not in seen:
        return "subject", match.end()
    match = REFERENCE.match(words)
    if match and (
        words[: match.end()].rstrip()[-1:] in ":;.-"
        or LETTERED.match(words, match.end())
        or "references" not in seen
    ):
        return "references", match.end()
    return None


def begins_field(words: str) -> bool:
    """True where the declared fields, or the text itself, surely begin."""
    return field_label(words) is not None or bool(PARAGRAPH_ONE.match(words))


SHARED = re.compile(r"\s(?=(?:TAGS?|SUBJECT|SUBJ|REF|REFS|REFTEL|DECL)\s{0,3}:|E\.O\. ?1\d{4})")


def shared_columns(text: str) -> list[int]:
    """Columns at which further labels begin on a line that a label begins (`E.O. 12958: N/A TAGS: PREL`)."""
    columns = [match.end() for match in SHARED.finditer(text[:2000])]
    label = field_label(" ".join(text[:400].split())) if columns else None
    if label is not None and label[0] in ("subject", "references"):
        return [
            column for column in columns if column > label[1] and text.startswith(("REF", "TAGS"), column)
        ]
    if label is None or label[0] not in ("executive_order", "tags", "declassify"):
        return []
    # DECL: belongs to the executive order that stands before it.
    return [column for column in columns if not text.startswith("DECL", column)]
