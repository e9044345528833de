"""A vocabulary of thirty thousand words, as frequent as words are: the second half as often as the first.

The commonest are English and those of the trade, the others are made of syllables. Nothing is drawn at
random here, so the vocabulary is the same whatever is written with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice, product

SIZE = 30_000
POOL = 150_000  # words to draw from, each as many times as it is frequent
SLOWER = 2  # ranks by which the commonest are held back: "the" is one word in twenty

COMMON = (
    "the of and to in a that for on is with as by be it at from was not will this he has have its would "
    "which an are or they their his had been we said who but were more one if than also no all after could "
    "other about into there some any only over when what may during before these such out should under "
    "between through while against both because two three"
).split()
OF_THE_TRADE = (
    "government minister embassy council treaty president party foreign security meeting policy political "
    "military economic ministry officials support issue ambassador press trade public state national "
    "opposition commission committee session spring autumn border delegation agreement talks visit draft "
    "position points statement parliament election harbor dues vessel pilot lighthouse rate tariff railway "
    "zinc river delegate note reply schedule figures private consul general charge secretary deputy office "
    "question request report information program project development aid loan bank budget tax price "
    "market export import company production labor union strike farmer wheat coffee sugar timber fishing "
    "port customs license visa passport refugee prisoner court law judge police army navy air force officer "
    "troops weapons exercise base cease-fire peace war conflict region province town village capital "
    "university student newspaper radio editor article speech campaign vote majority coalition leader "
    "member chairman adviser source contact view concern interest effort problem progress result decision "
    "action response proposal resolution amendment article protocol convention signature ratification "
    "long-standing north-south well-known so-called follow-up non-paper high-level mid-April"
).split()
NAMES = (
    "Rassendyll Sapt Tarlenheim Rischenheim Bersonin Lauengram Hentzau Kafstein Helsing Strofzin Anteoni "
    "Bauer Detchard Krafstein Elphberg Mirabel Dantan Lorry Quinnox Yetive Grenfall Marlanx Vos Beechy"
).split()
ONSETS = "b br c ch cl d dr f fl g gr h l m n p pl pr r s sl st str t tr v w".split()
VOWELS = "a e i o u ai ea ou".split()
CODAS = "l n r s t nd rt st m ck".split()
ENDINGS = "ing ed s er tion ment ly al ive able ness ation ist ity".split()


@cache
def vocabulary() -> tuple[str, ...]:
    """SIZE different words, the commonest first."""
    made = (word for word in _made() if word not in set(COMMON + OF_THE_TRADE))
    known = list(dict.fromkeys(COMMON + OF_THE_TRADE))
    return tuple(dict.fromkeys([*known, *islice(made, SIZE)]))[:SIZE]


@cache
def pool() -> tuple[str, ...]:
    """Words to draw from with equal chances: that of rank r stands in it in proportion to 1/(r + SLOWER)."""
    words = vocabulary()
    share = POOL / sum(1 / (rank + SLOWER) for rank in range(len(words)))
    return tuple(
        word for rank, word in enumerate(words) for _ in range(max(1, round(share / (rank + SLOWER))))
    )


def syllables() -> Iterator[str]:
    """Every syllable once, in an order that mixes their beginnings."""
    made = [onset + vowel + coda for coda, vowel, onset in product(CODAS, VOWELS, ONSETS)]
    step = 787  # a prime that does not divide their number: each is met once
    yield from (made[n * step % len(made)] for n in range(len(made)))


def _made() -> Iterator[str]:
    first = list(syllables())
    for n, (start, ending) in enumerate(zip(first * len(ENDINGS), _turning(ENDINGS), strict=False)):
        yield start + ending
        yield start + first[(n * 311 + n // len(first)) % len(first)][-3:] + ending


def _turning(words: list[str]) -> Iterator[str]:
    n = 0
    while True:
        yield words[(n + n // 2160) % len(words)]
        n += 1
