"""How the text of a cable writes a word: small, with a capital, in capitals."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator

MAX_EVIDENCE = 200_000
"""Characters of the text that are read; more would not change the verdict."""

WORD = re.compile(r"[^\W\d_]+")
SMALL_LETTERS, CAPITALS = string.ascii_lowercase.encode(), string.ascii_uppercase.encode()


def in_capitals(text: str) -> bool:
    """Whether of the letters nearly all are capitals."""
    if not text.isascii():
        lower, upper = sum(map(str.islower, text)), sum(map(str.isupper, text))
        return upper > 1 and lower * 8 <= upper
    letters = text.encode()
    lower = len(letters) - len(letters.translate(None, SMALL_LETTERS))
    if lower * 8 > len(letters):
        return False
    upper = len(letters) - len(letters.translate(None, CAPITALS))
    return upper > 1 and lower * 8 <= upper


class Evidence:
    """How the text writes the words of a subject, each looked for when it is asked about."""

    def __init__(self, body: Iterable[str]) -> None:
        upper = read = 0
        spoken: list[str] = []
        for text in body:
            text = text[: MAX_EVIDENCE - read]
            read += len(text)
            if in_capitals(text):  # a paragraph or a table in capitals says nothing
                upper += len(text)
            else:
                spoken.append(text)
            if read >= MAX_EVIDENCE:
                break
        lower = sum(map(len, spoken))
        self.speaks = lower > 0 and lower * 2 >= upper
        self._text = "\n".join(spoken) if self.speaks else ""
        self._capitals = self._text.upper()

    def form(self, word: str) -> str | None:
        """The form the text gives this word in capitals, or None where it says nothing certain."""
        if not self.speaks:
            return None
        if forms := self._forms(word):
            return word.lower() if word.lower() in forms else _usual(forms)
        if word.endswith("S") and (forms := self._forms(word[:-1])):
            return word.lower() if word[:-1].lower() in forms else _usual(forms) + "s"
        if forms := self._forms(word + "S"):
            return word.lower() if word.lower() + "s" in forms else _usual(forms)[:-1]
        return None

    def _forms(self, word: str) -> dict[str, int]:
        """How often the text writes it so and so; nothing after the first time that it is all small."""
        forms: dict[str, int] = {}
        small = word.lower()
        for start, end in self._places(word):
            form = self._text[start:end]
            opening = start == 0 or not _in_mid_sentence(self._text, start)
            if opening and form == form.capitalize():
                continue  # a capital that any word would have here
            forms[form] = forms.get(form, 0) + 1
            if form == small:
                break  # nothing else would change the verdict
        return forms

    def _places(self, word: str) -> Iterator[tuple[int, int]]:
        if len(self._capitals) == len(self._text):
            return _places(word, self._capitals)
        # Some letter becomes two: offsets would not be those of the text.
        return (found.span() for found in WORD.finditer(self._text) if found[0].upper() == word)


def _usual(forms: dict[str, int]) -> str:
    return max(forms, key=forms.__getitem__)


def _places(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Wherever the word stands in the text with no letter beside it."""
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        if not _is_letter(text, at - 1) and not _is_letter(text, end):
            yield at, end
        at = text.find(word, end)


def _is_letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and WORD.match(text, at) is not None


def _in_mid_sentence(text: str, start: int) -> bool:
    """Whether a small word could stand at `start`: nothing before it ends a sentence or opens one."""
    at = start - 1
    while at >= 0 and start - at < 8 and text[at] in " \"'“‘([":
        at -= 1
    return at >= 0 and (text[at].isalnum() or text[at] in ",-/’'\")”")
