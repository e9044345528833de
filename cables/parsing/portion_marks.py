"""Portion marks: the level of one paragraph, in brackets before its text (32 CFR 2001, markings.csv)."""

from __future__ import annotations

import dataclasses
import re
from functools import cache, lru_cache

from cables import reference
from cables.parsing.classification import CAPTIONS

PORTION_LEVELS = {
    "U": "U",
    "UNCLAS": "U",
    "UNCLASSIFIED": "U",
    "SBU": "SBU",
    "FOUO": "SBU",
    "LOU": "LOU",
    "L": "LOU",
} | {
    "C": "C",
    "CONFIDENTIAL": "C",
    "S": "S",
    "SECRET": "S",
    "TS": "TS",
    "LIMITED OFFICIAL USE": "LOU",
    "SENSITIVE BUT UNCLASSIFIED": "SBU",
    "TOP SECRET": "TS",
}
ENTIRE_TEXT = re.compile(r"[-,. ]{0,4}ENTIRE (?:TEXT|MESSAGE|TELEGRAM|CABLE)\.?$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class PortionMark:
    level: str
    captions: tuple[str, ...]
    entire: bool  # C-ENTIRE TEXT: the mark of every paragraph without its own
    written: str  # in single spaces, without a point behind it


@cache
def _portion_captions() -> dict[str, str]:
    """Short form → marking: NF → NOFORN, OC → ORCON."""
    forms: dict[str, str] = {"REL": "REL"}
    for row in reference.rows("markings"):
        if row["kind"] == "control":
            for form in (row["marking"], *row["portion_forms"].split(";")):
                forms.setdefault(form.strip().upper(), row["marking"])
    return forms


@lru_cache(maxsize=1_000)  # a telegram has few different ones
def portion_mark(inside: str) -> PortionMark | None:
    """What stands between the brackets of `(C/NF)`, read; None when it is no mark at all."""
    written = " ".join(inside.split())
    words = written.upper().strip(" .")
    if not words or len(words) > 60:
        return None
    entire = ENTIRE_TEXT.search(words)
    if entire:
        words = words[: entire.start()].strip(" -.,")
    elif words.startswith("ENTIRE TEXT"):
        entire, words = ENTIRE_TEXT.search("ENTIRE TEXT"), words.removeprefix("ENTIRE TEXT").strip(" -.,")
    head, *tail = [part.strip() for part in re.split(r"//|/|-|,", words, maxsplit=6) if part.strip()] or [""]
    if head not in PORTION_LEVELS:
        first, _, more = head.partition(" ")
        if first not in PORTION_LEVELS or not _known_captions([more]):
            return None
        head, tail = first, [more, *tail]
    captions = _known_captions(tail)
    if captions is None:
        return None
    level = PORTION_LEVELS[head]
    if level == "U" and {"FOUO", "SBU"} & set(captions):
        level = "SBU"
    return PortionMark(level, captions, bool(entire), written.rstrip(". "))


def _known_captions(parts: list[str]) -> tuple[str, ...] | None:
    """The markings' full names; None when a part is not one of them."""
    known, found = _portion_captions(), []
    for part in parts:
        if part in known and known[part] != "REL":
            found.append(known[part])
        elif part.startswith("REL"):
            found.append(part)
        elif found and found[-1].startswith("REL") and re.fullmatch(r"[A-Z]{2,4}", part):
            found[-1] += f", {part}"
        elif part == "SBU" or part in CAPTIONS:
            found.append(part)
        else:
            return None
    return tuple(found)
