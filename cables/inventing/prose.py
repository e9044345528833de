"""What drafters write: sentences, mentions of other telegrams, paragraphs wrapped as the era wrapped them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from cables.inventing.words import NAMES, pool

WITHOUT_REF = ("See paragraph {paragraph}.", "Details follow septel.", "STATE 80214 told otherwise.")
WITH_REF = (*WITHOUT_REF, "As reported ref A, the matter rests.", "This answers reftel.", "{cited} told so.")
WITH_REFS = (*WITH_REF, "The points of ref B were delivered.", "Refs A and B remain our guidance.")
WIDTH = 64  # columns
SHORTEST, LONGEST = 8, 26  # words of a sentence


def sentences(dice: random.Random, words: int) -> Iterator[str]:
    """Sentences of about so many words in all, here and there with a name in them."""
    drawn = dice.choices(pool(), k=words)
    at = 0
    while at < words:
        size = dice.randint(SHORTEST, LONGEST)
        taken = drawn[at : at + size]
        if dice.random() < 0.25:
            taken[len(taken) // 2] = dice.choice(NAMES)
        told = " ".join(taken)
        yield f"{told[0].upper()}{told[1:]}."
        at += size


def title(dice: random.Random) -> str:
    return " ".join(dice.choices(pool(), k=dice.randint(5, 11)))


def mention(dice: random.Random, cited: Sequence[str]) -> str:
    """A sentence that points at another telegram or paragraph; at a REF only where there is one."""
    said = dice.choice((WITHOUT_REF, WITH_REF, WITH_REFS)[min(len(cited), 2)])
    return said.format(paragraph=dice.randint(1, 12), cited=cited[-1] if cited else "")


def wrapped(text: str, *, breaking: bool = False) -> list[str]:
    """Lines of at most WIDTH columns; if `breaking`, a long word that does not fit is cut with a hyphen."""
    lines: list[str] = []
    line = ""
    room = WIDTH
    for word in text.split():
        size = len(word) + 1
        if size <= room:
            line += f" {word}"
            room -= size
        elif breaking and size > 12 and room > 8 and word.isalpha():
            lines.append(f"{line[1:]} {word[:5]}-")
            line = f" {word[5:]}"
            room = WIDTH - len(line)
        else:
            lines.append(line[1:])
            line = f" {word}"
            room = WIDTH - len(line)
    lines.append(line[1:])
    return lines


def paragraph_sizes(dice: random.Random, mean: int, words: int) -> Sequence[int]:
    """The words of each paragraph of a telegram: about `mean` paragraphs of about `words` words."""
    count = min(60, max(2, round(dice.lognormvariate(0, 0.55) * mean * 0.86)))
    return [dice.randint(words // 2, words * 3 // 2) for _ in range(count)]
