"""Invented prose as drafters wrapped it: sentences of some words, mentions of other telegrams among them."""

import random

WORDS = (
    "the of and to in that harbour dues minister council treaty embassy said would session spring autumn "
    "vessel pilot lighthouse rate tariff border railway zinc river commission delegate ambassador note reply "
    "position agreed delayed schedule figures party government opposition press public private meeting "
    "he she they it was not will be taken by from with under over before after this which whose "
    "long-standing north-south well-known"
).split()
NAMES = "Rassendyll Sapt Tarlenheim Rischenheim Bersonin Lauengram Hentzau Kafstein".split()
MENTIONS = (
    "See paragraph {paragraph}",
    "As reported ref A",
    "The points of ref B were delivered",
    "Details follow septel",
    "This answers reftel",
    "{earlier} told otherwise",
)
WIDTH = 64  # columns


def sentence(dice: random.Random, words: int) -> str:
    taken = dice.choices(WORDS, k=words)
    if dice.random() < 0.3:
        taken[words // 2] = dice.choice(NAMES)
    told = " ".join(taken)
    return f"{told[0].upper()}{told[1:]}."


def mention(dice: random.Random, earlier: str) -> str:
    return dice.choice(MENTIONS).format(paragraph=dice.randint(1, 12), earlier=earlier) + "."


def wrapped(text: str) -> list[str]:
    """Lines of at most WIDTH columns; a word that does not fit may be broken with a hyphen."""
    lines, line = [], ""
    for word in text.split():
        room = WIDTH - len(line) - 1
        if len(word) <= room:
            line = f"{line} {word}".lstrip()
        elif len(word) > 9 and room > 5 and word.isalpha():
            lines.append(f"{line} {word[:5]}-")
            line = word[5:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]
