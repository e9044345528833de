"""Precedence: how fast a telegram had to move. Prosigns (ACP 121) and the words after an addressee."""

from __future__ import annotations

import re

from cables.parsing.mrn import letters

OF_PROSIGN = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
WORDS = ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")
INITIALS = frozenset(word[0] for word in WORDS)  # which no misspelling changes
SHORT = {"IMMED": "IMMEDIATE", "PRIO": "PRIORITY"}
WITH_SERIAL = re.compile(r"^([A-Z]{5,11})(\d{1,6})\.?$")


def of_prosigns(prosigns: tuple[str, ...]) -> tuple[str | None, str | None]:
    """(action, info) from the letters of a date-time group; Y, not used by State, is passed over."""
    named = [OF_PROSIGN[letter] for letter in prosigns if letter in OF_PROSIGN]
    return (named[0] if named else None, named[1] if len(named) > 1 else None)


def of_word(word: str) -> str | None:
    """The precedence that a word means, misspelt by a letter or two or not (`PRIORIY`, `IMMMEDIATE`)."""
    word = letters(word)
    if word in WORDS:
        return word
    if word in SHORT:
        return SHORT[word]
    if not 5 <= len(word) <= 11 or word[0] not in INITIALS:
        return None
    near = [name for name in WORDS if name[0] == word[0] and _is_near(word, name)]
    return near[0] if len(near) == 1 else None


def _is_near(word: str, name: str) -> bool:
    most = 2 if len(name) > 7 else 1
    # No distance is less than the letters that one of them has more.
    return abs(len(word) - len(name)) <= most and _distance(word, name) <= most


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
