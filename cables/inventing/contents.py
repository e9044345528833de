"""What the telegrams of both eras hold: paragraphs, tags, references, pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from cables.inventing.posts import Post, posts, weights
from cables.inventing.prose import mention, paragraph_sizes, sentences
from cables.inventing.settled import Settled

SUBJECT_TAGS = (
    "PREL PGOV ECON ETRD PHUM PTER MARR EWWT EFIN ELTN PINR ENRG EAIR EMIN PINS SENV KCRM OVIP SMIG SNAR "
    "MOPS EAGR TRGY CVIS EINV ELAB TSPL KDEM KWMN BEXP"
).split()
GEO_TAGS = "FR GM UK IT SP AU HU PL RO BU TU GR IR IZ EG IS IN PK CH JA RP BR AR CI MX".split()
PARAGRAPHS, WORDS = 13, 58  # in the mean
LINES_A_PAGE = 46


def paragraphs(telegram: Settled) -> Iterator[tuple[str, str]]:
    """(number with a full stop, text) of each; the first or second is a summary, the last a comment."""
    dice = telegram.dice
    sizes = paragraph_sizes(dice, PARAGRAPHS, WORDS)
    for number, size in enumerate(sizes, 1):
        told = list(sentences(dice, size))
        if number % 3 == 0:
            told.insert(1, mention(dice, telegram.cited))
        if number == 1 + (len(sizes) > 3):
            told = ["Summary:", *told, "End summary."]
        elif number == len(sizes) > 2:
            told.insert(0, "Comment:")
        yield f"{number}.", " ".join(told)


def tags(dice: random.Random) -> str:
    """Four or so of subject, the first of the list most often, and a country or two."""
    drawn = (min(dice.choices(range(len(SUBJECT_TAGS)), k=2)) for _ in range(4))
    subjects = dict.fromkeys(SUBJECT_TAGS[n] for n in drawn)
    return ", ".join([*subjects, *dice.sample(GEO_TAGS, dice.choice((1, 1, 2)))])


def references(cited: Sequence[str], label: str, between: str = "") -> list[str]:
    """The lines of REF, one for each unless something is to stand between; the only one has no letter."""
    if len(cited) < 2:
        return [f"REF: {number}" for number in cited]
    lettered = [f"{label.format(chr(65 + n))} {number}" for n, number in enumerate(cited)]
    if between:
        return [f"REF: {between.join(lettered)}"]
    return [f"REF: {lettered[0]}", *(f"     {each}" for each in lettered[1:])]


def others(dice: random.Random) -> list[Post]:
    """Those who are informed."""
    return dice.choices(posts(), cum_weights=weights(), k=dice.randint(1, 4))


def in_pages(lines: Sequence[str], furniture: Callable[[int, int], list[str]]) -> Iterator[str]:
    """The lines with furniture wherever a page is full, in mid-sentence as often as not."""
    of = -(-len(lines) // LINES_A_PAGE)
    for at, line in enumerate(lines):
        if at and at % LINES_A_PAGE == 0:
            yield from furniture(at // LINES_A_PAGE + 1, of)
        yield line
