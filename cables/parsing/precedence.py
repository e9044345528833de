"""Precedence: how fast a telegram had to move. Prosigns (ACP 121) and the words after an addressee."""

from __future__ import annotations

import re

OF_PROSIGN = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
WORDS = ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")
SHORT = {"IMMED": "IMMEDIATE", "PRIO": "PRIORITY"}
WITH_SERIAL = re.compile(r"^([A-Z]{5,11})(\d{1,6})\.?$")
FIRST_LETTERS = frozenset(word[0] for word in WORDS)  # no slip is in the first letter


def of_prosigns(prosigns: tuple[str, ...]) -> tuple[str | None, str | None]:
    """(action, info) from the letters of a date-time group; Y, not used by State, is passed over."""
    named = [OF_PROSIGN[letter] for letter in prosigns if letter in OF_PROSIGN]
    return (named[0] if named else None, named[1] if len(named) > 1 else None)


def of_word(word: str) -> str | None:
    """The precedence that a word means, misspelt by a letter or two or not (`PRIORIY`, `IMMMEDIATE`)."""
    word = re.sub(r"[^A-Z]", "", word.upper())
    if word in WORDS:
        return word
    if word in SHORT:
        return SHORT[word]
    if not 5 <= len(word) <= 11 or word[0] not in FIRST_LETTERS:
        return None
    near = [
        name for name in WORDS if name[0] == word[0] and _distance(word, name) <= (2 if len(name) > 7 else 1)
    ]
    return near[0] if len(near) == 1 else None


def glued_to_serial(word: str) -> list[str] | None:
    """`PRIORITY0733` → the precedence and the serial; None for any other word."""
    match = WITH_SERIAL.match(word.upper())
    return [match[1], match[2]] if match and of_word(match[1]) else None


def _distance(a: str, b: str) -> int:
    """Levenshtein's distance of two short words."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
