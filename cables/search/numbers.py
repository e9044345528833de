"""Cable numbers as readers write them: found in a query, and resolved to cables that are held."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from cables.models import Cable
from cables.parsing import canonical_mrn
from cables.parsing.mrn import read_number

MAX_WORDS_OF_A_NUMBER = 4  # 2009 LA PAZ 6523
MAX_WORDS_LOOKED_AT = 12
MAX_NUMBERS = 3
MAX_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Series:
    """A post and a serial without a year: every year may have one of these."""

    post: str
    serial: int


def numbers_in(text: str) -> tuple[tuple[str, ...], str]:
    """The canonical numbers named in `text`, and the number if `text` is nothing else."""
    words = text.replace('"', " ").split()[:MAX_WORDS_LOOKED_AT]
    found: list[str] = []
    at, whole = 0, ""
    while at < len(words) and len(found) < MAX_NUMBERS:
        number, size = _number_at(words[at : at + MAX_WORDS_OF_A_NUMBER])
        if number:
            found.append(number)
            whole = number if size == len(words) else ""
        at += size
    return tuple(dict.fromkeys(found)), whole


def _number_at(words: list[str]) -> tuple[str, int]:
    """The number that the first words make, and how many; the fewest, as the rest may be prose."""
    for size in range(1, len(words) + 1):
        stretch = " ".join(words[:size])
        if len(stretch) <= MAX_LENGTH and (number := canonical_mrn(stretch)):
            return number, size
    return "", 1


def series(text: str) -> Series | None:
    """`ZENDA 412` read as post and serial; None where it is no cable number at all."""
    number = read_number(text) if len(text) <= MAX_LENGTH else None
    return Series(number.post.name, number.serial) if number else None


def holders(wanted: Series) -> list[Cable]:
    """Released cables of that post with that serial, oldest first; and those that had it until their
    numbers were corrected, unless that is the number of another one now."""
    released = Cable.objects.released()
    has = Q(post=wanted.post, serial=wanted.serial)
    now = set(released.filter(has).values_list("mrn", flat=True))
    of_every_year = {f"{year:02d}{wanted.post}{wanted.serial}" for year in range(100)}
    return list(released.filter(has | Q(former_numbers__mrn__in=of_every_year - now)).distinct())
