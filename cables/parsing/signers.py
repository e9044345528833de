"""The signature: the last word line of the text, a surname in capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.class_line import class_line
from cables.parsing.classification import caption_line, is_banner
from cables.parsing.rows import Row
from cables.parsing.tags import known
from cables.parsing.ungluing import COMMON_LAST_WORDS

CAPITAL = "A-ZÀ-ÖØ-Þ"
PART = rf"(?:M[Aa]?[Cc]|[Dd][Ee]|[Ll][Ee]|Fitz|St\.? )?[{CAPITAL}][{CAPITAL}'’`.-]*"
AHEAD = r"(?:(?:[Vv]an|[Vv]on|[Dd]e[rn]?|[Ll]a) ){0,2}"
NAME = re.compile(rf"^{AHEAD}{PART}(?: {PART}){{0,3}}(?:,? (?:JR|SR|II|III)\.?)?$")
# Below capitals such a word could be any; it is a name only at the very end, under a blank line.
SMALL_PART = r"(?:Ma?c|De|Le|[OD]['’])?[^\W\d_a-z][^\W\d_A-Z]{2,14}"
SMALL_AHEAD = r"(?:[A-Z]\. ?){0,2}(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Ll]a) ){0,2}"
SMALL_NAME = re.compile(rf"^{SMALL_AHEAD}{SMALL_PART}(?:-{SMALL_PART})?$")
TWO = re.compile(r"\s{0,4}(?:/|&|\bAND\b)\s{0,4}")
LONG_WORD = re.compile(r"[^\W\d_]{2}")
NO_NAME = re.compile(
    r"^(?:END|BEGIN|UNQUOTE|THE|FOR|CLASSIFIED|DRAFTED|CLEARED|APPROVED|MINIMIZE)\b"
    r"|\b(?:TEXT|POINTS|SUMMARY|COMMENT|REGARDS|CONSIDERED|NOTES?)\b"
)
# Words that stand alone at the end of a text and are no one's name, besides those of all texts.
NO_SURNAME = frozenset(
    """
    CONCLUSION CONCLUSIONS ANNEX APPENDIX ENCLOSURE ENCLOSURES ATTACHMENT ATTACHMENTS BACKGROUND BIOGRAPHY
    RECOMMENDATION RECOMMENDATIONS INTRODUCTION THANKS CHEERS FYI TBD OK NA EOT EOM STATE SECSTATE
    AMBASSADOR CHARGE CONSUL MINISTER SECRETARY DIRECTOR PRESIDENT COUNSELOR COMMISSIONER SINCERELY
    """.split()
)
TITLE = re.compile(
    r"^(?:\(?SIGNED\)?:? |/[Ss]/ ?|AMB(?:ASSADOR)?\.? |CHARGE |CDA |ACTING )(?=[^ ])|,? \(?ACTING\)?$"
    r"|^FOR THE [A-Z ]{3,24}[:-] ?"
)
END_MARK = re.compile(r"^[=*_~-]{4,40}[A-Za-z ]{2,40}[=*_~-]{4,40}$")  # `====CABLE ENDS====`
BELOW = re.compile(  # what containers and communication centres leave under a signature
    r"^(?:MINIMIZE CONSIDERED\.?|(?:DRAFTED|CLEARED|APPROVED)(?: BY)? ?:.{0,60}|CC ?:.{0,60}|EOT|EOM"
    r"|END (?:OF )?(?:CABLE|MESSAGE|TEXT|TELEGRAM)\.?|PAGE \d{1,3}(?: OF \d{1,3})?"
    r"|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|VISIT .{3,60}WEB ?SITE.{0,20})$"
    r"|^[^\w(\"]{1,80}$",
    re.IGNORECASE,
)
LINK = re.compile(r"^https?:\S{3,90}$", re.IGNORECASE)  # below what names it; alone it may belong to a list
QUOTING = re.compile(r"^(?:END )?(?:UNQUOTE|QUOTE|UNQTE)[. ]{1,3}|[. ]{1,3}(?:UNQUOTE|UNQTE|END QUOTE)\.?$")
PROCEDURE = re.compile(r"(?: (?:BT|NNNN?|# ?\d{1,6}))+$")
# The name after the last sentence, where more than one word of it or its end signs keep it there.
RUN_ON = re.compile(
    rf"(?<=[a-z{CAPITAL}0-9][a-z{CAPITAL}0-9)\"'])[.!?)][\"')\]]{{0,2}} {{1,40}}"
    rf"((?:UNQUOTE\.? )?{PART}(?:[ /]{PART}){{0,3}})(?: ?#{{1,4}}| (?:BT|NNNN))?$"
)
# Before a name that runs on only such words may stand: `VAN DER VEEN`, `J. SMITH`; others are of a sentence.
PARTICLE = re.compile(r"^(?:[A-Z]\.|VAN|VON|DER|DEN|DE|DEL|LA|LE|ST\.?|SAN|EL|AL|UNQUOTE\.?)$")
ADDRESS = re.compile(
    r"\b(?:MRS?|MS|DR|COL|GEN|LT|CAPT|AMB|SEN|REP|GOV|PRES|PROF|MAJ|SGT|REV|HON)\.$", re.IGNORECASE
)
SAINT = re.compile(r"\b(?:ST|MT|FT|NO|VS)\.$", re.IGNORECASE)
LONGEST = 40  # characters
CLOSED = re.compile(r"\b(?:END [A-Z]{4,12}|UNQUOTE)$", re.IGNORECASE)  # as good as a stop
LONGEST_TITLE = 6  # `AMB.` before its holder's name, cut from it like the end of a sentence
MOST_BELOW = 3  # lines that a container may leave below the signature


def take_signature(rows: list[Row], width: int) -> tuple[tuple[str, ...], list[Row], list[Row]]:
    """(signers, the rows that hold them, what stands below); all of them are taken off the end of `rows`.

    A name that runs on to the last sentence is cut off that row, which stays a row of the text.
    """
    for below in range(min(MOST_BELOW, len(rows) - 1) + 1 if rows else 0):
        at = len(rows) - 1 - below
        name = _without_marks(rows[at].text)
        if not (_is_name(name) or _is_small_name(rows, at)) or not _stands_alone(rows[: at + 1], width):
            continue
        if below and not (_is_below(rows[at + 1 :]) or _closes_before(rows, at)):
            continue
        signed, junk = [rows[at]], rows[at + 1 :]
        del rows[at:]
        return _names(name), signed, junk
    return _cut_from_sentence(rows)


def _names(written: str) -> tuple[str, ...]:
    parts = [part.strip(" ") for part in TWO.split(written)]
    return tuple(
        part if part.endswith(("JR.", "SR.")) else part.strip(" .") for part in parts if part.strip(" .")
    )


def _without_marks(text: str) -> str:
    """The name without end signs and procedure, what closes a quotation, and its holder's title."""
    if END_MARK.match(text[: 2 * LONGEST + 1]):
        return text
    bare = PROCEDURE.sub("", QUOTING.sub("", text[: 2 * LONGEST])).strip(' #*<>[]"-_=~')
    return TITLE.sub("", bare).strip(" /") if len(text) <= 2 * LONGEST else text


def _cut_from_sentence(rows: list[Row]) -> tuple[tuple[str, ...], list[Row], list[Row]]:
    """`… IT POURS. SMITH/JONES`, `… IT POURS. McKINLEY#`: the same three as of a signature on its line."""
    at = len(rows) - 1
    while at > 0 and len(rows) - at <= MOST_BELOW and _is_below(rows[at : at + 1]):
        at -= 1
    match = RUN_ON.search(rows[at].text[-100:]) if rows else None
    if match is None:
        return (), [], []
    last = rows[at]
    column = len(last.text) - len(last.text[-100:]) + match.start(1)
    name = _without_marks(last.text[column:])
    before = last.text[:column].rstrip()
    words = re.split(r" |(?<=/)", name)
    if not _is_name(name) or ADDRESS.search(before[-8:]) or SAINT.search(before[-8:]):
        return (), [], []
    if not all(PARTICLE.match(word) or word.endswith("/") for word in words[:-1]):
        return (), [], []
    junk = rows[at + 1 :]
    rows[at:] = [last.cut_off(column)]
    return _names(name), [], junk


def _is_small_name(rows: Sequence[Row], at: int) -> bool:
    """`McKinley` or `Wood` alone below a blank line, at the very end."""
    last = rows[at]
    if at != len(rows) - 1 or not last.stands_apart or not SMALL_NAME.match(last.text[: LONGEST + 1]):
        return False
    capitals = last.text.upper()
    return capitals not in COMMON_LAST_WORDS | NO_SURNAME and not NO_NAME.search(capitals)


def _is_below(rows: Sequence[Row]) -> bool:
    """True if every row is one that stands under signatures."""
    return all(
        END_MARK.match(row.text)
        or BELOW.match(row.text[:100])
        or (n > 0 and LINK.match(row.text[:100]))
        or class_line(row.text[:100]) is not None
        for n, row in enumerate(rows)
    )


def _closes_before(rows: Sequence[Row], at: int) -> bool:
    """Right under a whole sentence, and apart from what follows: a heading would be the other way round."""
    under = at > 0 and not rows[at].stands_apart and rows[at - 1].ends_sentence
    return under and rows[at + 1].stands_apart


def _is_name(text: str) -> bool:
    words = text.strip()
    if len(words) > LONGEST or is_banner(words) or NO_NAME.search(words):
        return False
    parts = TWO.split(words)
    if not all(NAME.match(part.strip(" .")) and LONG_WORD.search(part) for part in parts):
        return False
    plain = words.strip(".")
    if plain in COMMON_LAST_WORDS or plain in NO_SURNAME or plain in known():  # NATO, EU, PREL
        return False
    return not caption_line(words)


def _stands_alone(rows: Sequence[Row], width: int) -> bool:
    """A line of its own: after white space, a whole sentence, or a line that it could have joined."""
    if len(rows) < 2:
        return True
    last, previous = rows[-1], rows[-2]
    words = last.text.split()
    if ADDRESS.search(previous.text[-8:]) and len(previous.text) > LONGEST_TITLE and not last.stands_apart:
        return False  # `… WITH MR. SMITH`
    closed = CLOSED.search(previous.text[-24:]) or QUOTING.match(last.text)
    if previous.ends_sentence or last.stands_apart or closed:
        return len(words) <= 5
    return len(words) == 1 and len(previous.text) + len(last.text) + 1 <= width
