"""Texts to measure on: the sample, the real telegrams where they are, and generated ones."""

import random

from cables.importing.sample import FOLDER
from tests.conftest import SHARED
from tests.telegrams import telegram

WORDS = (
    "the of and to in that harbour dues minister council treaty embassy said would session spring autumn "
    "vessel pilot lighthouse rate tariff border railway zinc river commission delegate ambassador note reply "
    "position agreed delayed schedule figures party government opposition press public private meeting"
).split()


def sample() -> list[str]:
    return [file.read_text() for file in sorted(FOLDER.glob("*.txt"))]


def real() -> list[str]:
    files = [*(SHARED / "corpus" / "nara").glob("*.txt"), *(SHARED / "seed").glob("*.txt")]
    return [file.read_text(encoding="utf-8") for file in sorted(files)]


def generated(count: int) -> list[str]:
    """Telegrams of about 6.5 kB and 13 paragraphs, the same ones at each run."""
    dice = random.Random(95585)
    return [
        telegram(serial=n, ref=f"ZENDA {max(1, n - 3)}", paragraphs=_body(dice)) for n in range(1, count + 1)
    ]


def _body(dice: random.Random) -> list[str]:
    return [f"{n}. ({dice.choice('UCCC')}) {_prose(dice, 74)}" for n in range(1, 14)]


def _prose(dice: random.Random, words: int) -> str:
    """Words wrapped as a telegram wraps them, 64 characters a line."""
    lines, line = [], ""
    for word in dice.choices(WORDS, k=words):
        if len(line) + len(word) > 64:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line]) + "."
