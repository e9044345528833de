"""Telegrams that hold attack forms wherever a telegram holds words, and the pages they are read on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from math import ceil
from pathlib import Path

from tests.telegrams import telegram

POST = "ZENDA"
FIRST = 5000
"""Serials from here on: above those of the sample."""

TOGETHER = 12
"""Forms in one telegram."""

NOTED = 9000
"""Serials from here on: telegrams with notes, and nothing else that is hostile."""

NOTES_TOGETHER = 50
"""Notes on one telegram."""

LONGEST = 2_000
BENIGN = str.maketrans("<>&\"'`", "‹›+“’‘")


def write(folder: Path, forms: Sequence[str]) -> list[int]:
    """One telegram for every TOGETHER forms, in files named after them; gives their serials.

    Each form is a paragraph, part of the subject, a tag and an addressee. Every third telegram stands
    in a page of HTML, whose entities the parser reads.
    """
    packs = [forms[at : at + TOGETHER] for at in range(0, len(forms), TOGETHER)]
    for number, pack in enumerate(packs):
        text = _telegram(FIRST + number, [form[:LONGEST] for form in pack])
        if number % 3 == 2:
            text = f"<html><body><pre>{escape(text)}</pre></body></html>"
        file = folder / _file_name(number, pack)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, errors="replace", newline="")
    return [FIRST + number for number in range(len(packs))]


def write_noted(folder: Path, number: int) -> list[int]:
    """Telegrams enough for so many notes; gives their serials."""
    serials = list(range(NOTED, NOTED + ceil(number / NOTES_TOGETHER)))
    for serial in serials:
        (folder / f"noted-{serial}.txt").write_text(telegram(post=POST, serial=serial))
    return serials


def _telegram(serial: int, pack: Sequence[str]) -> str:
    lines = [re.sub(r"[\r\n]+", " ", form) for form in pack]
    text = telegram(
        post=POST,
        serial=serial,
        subject=" ".join(lines),
        tags=", ".join(["PREL", *lines]),
        paragraphs=[f"{number}. (C) {form}" for number, form in enumerate(pack, 1)],
    )
    to = "TO RUEHC/SECSTATE WASHDC IMMEDIATE 2317\n"
    return text.replace(to, to + "".join(f"RUEHXX/{line} PRIORITY 0001\n" for line in lines))


def _file_name(number: int, pack: Sequence[str]) -> str:
    """The forms as a path: a slash in a form makes a folder, so the name on record has it whole."""
    whole = re.sub(r"[\x00\ud800-\udfff]", "", f"{number}{''.join(form[:110] for form in pack)}")
    parts = [part.encode()[:120].decode(errors="ignore").lstrip(".") for part in whole.split("/")]
    return "/".join(part or "_" for part in parts)[:1500] + ".txt"
