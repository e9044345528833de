"""The labels of the declared fields, in the spellings that drafters and teletypes gave them."""

from __future__ import annotations

import re

from cables.parsing.lines import Line
from cables.parsing.mrn import is_one_edit
from cables.parsing.tags import looks_like_tags

# The order has five digits, but where DECL follows a slip in them leaves no doubt.
EXECUTIVE_ORDER = re.compile(
    r"^(?:(?:E[., ]{0,3}[O0][., M]{0,4}|EXEC(?:UTIVE)? ORDER)[:; ]{0,3}(?=[1IL][0-9OIL]{4}\b"
    r"|[1IL][0-9O]{4}[A-Z: ,.]|\d{4,6} ?[:;.,]? ?(?:DECL|X?GDS)\b|: ?N/?A|N/?A$)"
    r"|(?=1[1-3]\d{3} ?[:;] ?(?:DECL|X?GDS|N/?A)\b))",
    re.IGNORECASE,
)
DECLASSIFY = re.compile(r"^(?:DECL(?:ASSIFY)?(?: ON)?)[:. ]", re.IGNORECASE)
TAGS = re.compile(
    r"^(?:TAGS?|TABS|TAGES|TAGSS|TGAS|TASG|TAHS|TAG'?S)(?: ?[:;,.]| ?-{1,2}|(?= )|$) ?", re.IGNORECASE
)
TAGS_GARBLED = re.compile(r"^([A-Z]{3,5}) ?: ?(?=[A-Z])")
SUBJECT = re.compile(r"^([A-Z]{3,9})(?: ?[:;]| ?\.(?= )) ?", re.IGNORECASE)
SUBJECT_BARE = re.compile(r"^(SUBJECT|SUBJ)(?: ?(?:-{1,2}|[,/])(?= )| |$)")
SUBJECT_SMALL = re.compile(r"^Subj(?:ect)? (?=[A-Z\"])")
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
MARK_AHEAD = re.compile(r"^\((?:U|C|S|SBU|LOU)\) ?")
LETTERED = re.compile(r" ?\(?[A-Z]\)?\.? ?:")
CLASSIFIED = re.compile(
    r"^(?:CLASSIFI?E?D BY|CLASS(?:IFIED)?\.? ?BY|CLASSIFIED:|DERIVED FROM"
    r"|DERIVATIVELY CLASSIFIED"
    r"|REASONS?(?: FOR CLASSIFICATION)? ?:|CLASSIFICATION REASONS? ?:|CLASSIFYING OFFICIAL)",
    re.IGNORECASE,
)
PARAGRAPH_ONE = re.compile(r"^(?:¶ ?)?1 ?(?:[.)](?!\d)|(?=\())")


def _is_subject_word(word: str) -> bool:
    """SUBJECT or SUBJ with a letter or two lost, added or exchanged."""
    word = word.upper()
    if word in {"SUBJECT", "SUBJ", "SUB", "SUBJECTS"} or is_one_edit(word, "SUBJECT"):
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


LONGEST_ASKED = 400  # characters that tell whether a line begins a field
BEGINNINGS = frozenset("EDTSRCUBJ1(edtsrcubj")  # of the labels, as they are spelt and misspelt


def field_label(words: str, seen: frozenset[str] | set[str] = frozenset()) -> tuple[str, int] | None:
    """(field, where its value begins) of a line that a label begins, in single spaces.

    `seen` are the fields already met: a second SUBJECT or REF is one only with its colon.
    """
    if words[:1] not in BEGINNINGS and ":" not in words[3:7]:
        return None
    if len(words) > 4000:
        words = words[:4000]
    marked = MARK_AHEAD.match(words) if words[0] == "(" else None
    if marked is None:
        return _label(words, seen)
    # `(U) TAGS: PREL`, `(U) E.O. 12958: N/A`; without its colon it is the sentence of a marked paragraph.
    found = _label(words[marked.end() :], seen)
    if found is None or (found[0] != "classified_by" and ":" not in words[: marked.end() + found[1] + 8]):
        return None
    return found[0], marked.end() + found[1]


# By the first letter, what else than TAGS, a subject and references a label can be.
OTHERS = {
    "E": (("executive_order", EXECUTIVE_ORDER),),
    "1": (("executive_order", EXECUTIVE_ORDER),),
    "D": (("declassify", DECLASSIFY), ("classified_by", CLASSIFIED)),
    "C": (("classified_by", CLASSIFIED),),
    "R": (("classified_by", CLASSIFIED),),
}


def _label(words: str, seen: frozenset[str] | set[str]) -> tuple[str, int] | None:
    first = words[:1].upper()
    for field, expression in OTHERS.get(first, ()):
        match = expression.match(words)
        if match:
            return field, match.end()
    match = TAGS.match(words) if first == "T" else None
    if match and _labels_tags(words, match.end(), "tags" in seen):
        return "tags", match.end()
    match = TAGS_GARBLED.match(words) if ":" in words[3:7] else None
    if match and is_one_edit(match[1], "TAGS") and looks_like_tags(words[match.end() :]):
        return "tags", match.end()
    match = SUBJECT.match(words)
    if match and _is_subject_word(match[1]):
        return "subject", match.end()
    if first == "S" and "subject" not in seen:
        match = SUBJECT_BARE.match(words) or (SUBJECT_SMALL.match(words) if "tags" in seen else None)
        if match:
            return "subject", match.end()
    match = REFERENCE.match(words) if first in ("R", "(") else None
    if match and (
        words[: match.end()].rstrip()[-1:] in ":;.-"
        or LETTERED.match(words, match.end())
        or "references" not in seen
    ):
        return "references", match.end()
    return None


def _labels_tags(words: str, end: int, again: bool) -> bool:
    """A stop after the word, or once capitals, or codes after it: `Tags are …` is none of these."""
    if words[:end].rstrip()[-1:] in ":;,." or looks_like_tags(words[end:]):
        return True
    return words.upper() == words and not again


def has_colon(words: str, end: int) -> bool:
    """True if a label whose value begins at `end` is told by its stop, not by its word alone."""
    return ":" in words[: end + 1] or ";" in words[: end + 1]


def begins_field(line: Line) -> bool:
    """True where the declared fields, or the text itself, surely begin."""
    if line.begins_field is None:
        words = line.words[:LONGEST_ASKED]
        line.begins_field = field_label(words) is not None or bool(PARAGRAPH_ONE.match(words))
    return line.begins_field


# `E.O. 12958: N/A TAGS: PREL`; a colon is enough for what no other field would hold.
SHARED = re.compile(
    r"\s(?=(?:TAGS?|SUBJECT|SUBJ|REF|REFS|REFTEL|REASONS?|C(?:LASSIFIED BY|lassified [Bb]y))\s{0,3}:"
    r"|E\.O\. ?1\d{4})|(?<=[A-Z])(?=SUBJECT\s{0,3}:)|(?<=\d)(?=TAGS\s{0,3}:)"
)
SHARED_WORD = re.compile(r"TAG|SUBJ|REF|REASON|C(?:LASSIFIED|lassified)|E\.O\.")  # each has one of them
# Which labels may stand on the line of another; DECL: belongs to the order before it.
SHARING = {
    "executive_order": ("TAG", "SUBJ", "REF", "REASON", "C"),
    "declassify": ("TAG", "SUBJ", "REF", "REASON", "C", "E"),
    "tags": ("SUBJ", "REF", "E"),
    "subject": ("REF",),
}


def shared_columns(text: str) -> list[int]:
    """Columns at which further labels begin on a line that a label begins."""
    if not SHARED_WORD.search(text, 1):
        return []
    columns = [match.end() for match in SHARED.finditer(text[:2000])]
    label = field_label(" ".join(text[:400].split())) if columns else None
    sharing = SHARING.get(label[0], ()) if label else ()
    return [column for column in columns if column and text.startswith(sharing, column)]


def column_of(text: str, words_at: int) -> int:
    """The column in a line's text that an offset into its words (single spaces) means."""
    head = text[:words_at]
    if head[:1] != " " and "  " not in head and head.isprintable():
        return len(head)  # it stands in single spaces
    column = len(text) - len(text.lstrip())
    left, space = words_at, False
    while left > 0 and column < len(text):
        if text[column].isspace():
            if not space:
                left -= 1
            space = True
        else:
            left -= 1
            space = False
        column += 1
    return column
