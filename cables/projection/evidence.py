"""How the text of a cable writes a word: small, with a capital, in capitals."""

from __future__ import annotations

import re
import string
from collections import Counter, defaultdict
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
    """How the text writes each word of the subject."""

    def __init__(self, subject: str, body: Iterable[str]) -> None:
        words = {word.upper() for word in WORD.findall(subject)}
        wanted = words | {word[:-1] for word in words if word.endswith("S")} | {word + "S" for word in words}
        wanted -= {""}
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
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
        if self.speaks:
            self._read("\n".join(spoken), wanted)

    def _read(self, text: str, wanted: Iterable[str]) -> None:
        capitals = text.upper()
        if len(capitals) != len(text):  # some letter becomes two: offsets would not be those of the text
            for match in WORD.finditer(text):
                if match[0].upper() in wanted:
                    self._note(match[0].upper(), match[0], text, match.start())
            return
        for word in wanted:
            for start, end in _places(word, capitals):
                self._note(word, text[start:end], text, start)
                if word.lower() in self.forms.get(word, ()):
                    break  # nothing else would change the verdict

    def _note(self, key: str, form: str, text: str, start: int) -> None:
        opening = start == 0 or not _in_mid_sentence(text, start)
        if opening and form == form.capitalize():
            return  # a capital that any word would have here
        self.forms[key][form] += 1

    def form(self, word: str) -> str | None:
        """The form the text gives this word, or None where it says nothing certain."""
        if not self.speaks:
            return None
        if forms := self.forms.get(word):
            return word.lower() if word.lower() in forms else forms.most_common(1)[0][0]
        if word.endswith("S") and (forms := self.forms.get(word[:-1])):
            singular = forms.most_common(1)[0][0]
            return word.lower() if word[:-1].lower() in forms else singular + "s"
        if forms := self.forms.get(word + "S"):
            return word.lower() if word.lower() + "s" in forms else forms.most_common(1)[0][0][:-1]
        return None


def _places(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Wherever the word stands in the text with no letter beside it."""
    at = text.find(word)
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
