"""SUBJECT: one line, wraps joined, capitals as written, its portion mark apart."""

from __future__ import annotations

import re

from cables.parsing.portion_marks import portion_mark
from cables.parsing.vocabulary import Vocabulary

MARK_BEFORE = re.compile(r"^[(\[]{0,2}([^()\[\]]{1,30})[)\]]{1,2}[\s:.-]{0,4}")
MARK_AFTER = re.compile(r"\s{0,4}[(\[]([^()\[\]]{1,30})[)\]]\.?$")
DASH_AHEAD = re.compile(r"^-{1,2} ")
# How a word goes on after a hyphen that only the wrap put there: the rest is no word by itself.
REST_OF_WORD = re.compile(
    r"(?:[A-Z]?[TS]IONS?|I[ZC]ATIONS?|MENTS?|MENTAL|[DNTVZ]?ING|I?TY|ITIES|[AE]NCE|ED|ERS?|ORS?|LY|NESS|[IA]?BLE"
    r"|[TC]IVE|IZE|IZING|CAL|IST|ISM|[TN]?ARY|URE|AL|IC|ICS)\Z"
)

# Peoples are joined by the title's own hyphen: ARAB-ISRAELI, FRANCO-GERMAN.
PEOPLE = re.compile(r"[A-Z]{2,14}(?:IAN|EAN|CAN|MAN|ISH|ESE|ELI|AQI|ANI|NCH|EEK|IET)\Z")


def read_subject(text: str) -> str | None:
    """The title in single spaces, without its mark; None where nothing is left."""
    title, _ = strip_mark(" ".join(text.split()))
    return DASH_AHEAD.sub("", title).strip(" ;") or None


def strip_mark(text: str) -> tuple[str, str | None]:
    """(the subject without its portion mark, the mark as written or None)."""
    before = MARK_BEFORE.match(text)
    if before and portion_mark(before[1]):
        return text[before.end() :].strip(), before[1]
    after = MARK_AFTER.search(text[-40:])
    if after and portion_mark(after[1]):
        return text[: len(text) - len(text[-40:]) + after.start()].strip(), after[1]
    return text.strip(), None


class TitleVocabulary(Vocabulary):
    """The telegram's words for a title, which is in capitals even above a text in small letters.

    There they do not tell a compound (`POST-ELECTION`) from a broken word (`GOVERN-MENT`).
    """

    def __init__(self, words: Vocabulary) -> None:
        super().__init__(words.lines)

    def keeps_hyphen(self, first: str, second: str) -> bool:
        if second[:1].isupper() and not first.isupper():
            return True  # Thompson-Jones
        if not (first.isupper() and second.isupper() and first.isalpha()):
            return super().keeps_hyphen(first, second)
        if self.has_compound(first, second):
            return True
        if self.knows(first + second):
            return False
        if self.capitals:
            return bool(PEOPLE.match(second)) or super().keeps_hyphen(first, second)
        return not REST_OF_WORD.match(second)
