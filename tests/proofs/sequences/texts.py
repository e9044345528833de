"""Invented texts with canaries, and the ways in which another text under the same number differs."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.proofs.canaries import Aviary
from tests.proofs.world import WORDS
from tests.proofs.wrappings import wrapped
from tests.telegrams import telegram

CANARIES = 3
"""In each paragraph: two ends and a middle, so that words can be withheld and others of it stay."""


@dataclass(frozen=True)
class Piece:
    """What one paragraph says. Its canaries stand among its words in this order."""

    words: tuple[str, ...]
    canaries: tuple[str, ...]
    mark: str

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class Text:
    """One text that can be imported. The subject is a canary among others."""

    serial: int
    container: str
    subject: str
    subject_canary: str
    pieces: tuple[Piece, ...]
    transmission: str = "VZCZCXRO1234"

    @property
    def mrn(self) -> str:
        return f"08ZENDA{self.serial}"

    @property
    def content(self) -> str:
        paragraphs = [
            "\n".join(textwrap.wrap(f"{n}. ({piece.mark}) {piece.text}", 64, break_on_hyphens=False))
            for n, piece in enumerate(self.pieces, 1)
        ]
        text = telegram(
            serial=self.serial, subject=self.subject, paragraphs=paragraphs, transmission=self.transmission
        )
        return wrapped(self.container, text, self.mrn, self.subject)


class Writer:
    """Writes texts; the same dice write the same."""

    def __init__(self, dice: Random) -> None:
        self.dice, self.aviary = dice, Aviary(dice)

    def filler(self, count: int) -> list[str]:
        return self.dice.choices(WORDS, k=count)

    def piece(self, *, unclassified: bool = False) -> Piece:
        canaries = tuple(self.aviary.new("a paragraph") for _ in range(CANARIES))
        return self._around(canaries, "U" if unclassified else "C", cites=self.dice.random() < 0.4)

    def _around(self, canaries: Sequence[str], mark: str, *, cites: bool = False) -> Piece:
        words = ["The", *self.filler(2)]
        for n, canary in enumerate(canaries):
            words += ["as", "08", canary, "412", "says"] if cites and n == 1 else [canary]
            words += self.filler(3)
        return Piece((*words[:-1], f"{words[-1]}."), tuple(canaries), mark)

    def subject(self) -> tuple[str, str]:
        canary = self.aviary.new("a subject")
        return " ".join([*self.filler(2), canary, *self.filler(2)]).upper(), canary

    def text(self, serial: int, container: str, pieces: int) -> Text:
        return Text(
            serial,
            container,
            *self.subject(),
            tuple(self.piece(unclassified=n == 0) for n in range(pieces)),
        )

    # --- Another text under the same number -------------------------------------------------------

    def other(self, text: Text, ways: Sequence[str], n: int) -> Text:
        """`n` says which paragraph. Now and then it comes out as it was: the same bytes again."""
        for way in ways:
            text = WAYS[way](self, text, n)
        if not ways or "transmission" in ways:
            text = dataclasses.replace(text, transmission=f"VZCZCXRO{self.dice.randrange(2000, 9999)}")
        return text

    def rewritten(self, piece: Piece, *, heavily: bool) -> Piece:
        """The canaries stay. Lightly, one other word is another; heavily, all are."""
        if heavily:
            return self._around(piece.canaries, piece.mark)
        words = list(piece.words)
        words[1] = self.dice.choice([word for word in WORDS if word != words[1]])
        return dataclasses.replace(piece, words=tuple(words))


MOST = 5
"""Paragraphs that a text grows to."""


def _changed(writer: Writer, text: Text, n: int, *, heavily: bool = False) -> Text:
    pieces, at = list(text.pieces), n % len(text.pieces)
    pieces[at] = writer.rewritten(pieces[at], heavily=heavily)
    return dataclasses.replace(text, pieces=tuple(pieces))


def _rewritten(writer: Writer, text: Text, n: int) -> Text:
    return _changed(writer, text, n, heavily=True)


def _moved(writer: Writer, text: Text, n: int) -> Text:
    pieces = list(text.pieces)
    pieces.append(pieces.pop(n % len(pieces)))
    return dataclasses.replace(text, pieces=tuple(pieces))


def _added(writer: Writer, text: Text, n: int) -> Text:
    at = n % (len(text.pieces) + 1)
    return dataclasses.replace(
        text, pieces=(*text.pieces[:at], writer.piece(), *text.pieces[at:])[: max(MOST, len(text.pieces))]
    )


def _repeated(writer: Writer, text: Text, n: int) -> Text:
    again = text.pieces[n % len(text.pieces)]
    return dataclasses.replace(text, pieces=(*text.pieces, again)[:MOST])


def _dropped(writer: Writer, text: Text, n: int) -> Text:
    if len(text.pieces) < 3:
        return text
    at = n % len(text.pieces)
    return dataclasses.replace(text, pieces=(*text.pieces[:at], *text.pieces[at + 1 :]))


def _other_subject(writer: Writer, text: Text, n: int) -> Text:
    subject, canary = writer.subject()
    return dataclasses.replace(text, subject=subject, subject_canary=canary)


WAYS: dict[str, Callable[[Writer, Text, int], Text]] = {
    "changed": _changed,
    "rewritten": _rewritten,
    "moved": _moved,
    "added": _added,
    "repeated": _repeated,
    "dropped": _dropped,
    "subject": _other_subject,
    "transmission": lambda writer, text, n: text,
}
