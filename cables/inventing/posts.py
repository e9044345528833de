"""Invented posts: few that write much, many that write little."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import NamedTuple

from cables.inventing.words import syllables

COUNT = 250
KINDS = ("AMEMBASSY", "AMEMBASSY", "AMCONSUL", "USMISSION")
CITIES = (
    "ZENDA STRELSAU HENTZAU EDELWEISS TARLENHEIM RISCHENHEIM LAUENGRAM KAFSTEIN MARLANX GANLOOK "
    "BLITZBERG RODENSTEIN HOFBAU FESTENBURG GERSTBACH LANDSRUHE"
).split()
CITY_ENDINGS = "BURG HEIM OVIA STADT GRAD IPOL ANDA HAVEN".split()


class Post(NamedTuple):
    """`name` as a header writes it, `code` as a number does, `route` its routing indicator."""

    code: str
    name: str
    route: str


@cache
def posts() -> tuple[Post, ...]:
    cities = list(dict.fromkeys([*CITIES, *_cities()]))[:COUNT]
    return tuple(
        Post(city, f"{KINDS[n % len(KINDS)]} {city}", f"RUZ{_letters(n)}") for n, city in enumerate(cities)
    )


@cache
def weights() -> tuple[float, ...]:
    """How often each writes, summed up from the first, for random.choices."""
    return tuple(accumulate(1 / (n + 4) for n in range(COUNT)))


def _cities():
    made = [syllable.upper() for syllable in syllables() if len(syllable) > 3]
    for n in range(COUNT * 2):
        yield made[n] + made[n + 1000][:2] + CITY_ENDINGS[n % len(CITY_ENDINGS)]


def _letters(n: int) -> str:
    return "".join(chr(65 + n // base % 26) for base in (676, 26, 1))
