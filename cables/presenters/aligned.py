"""The paragraphs of two releases of a cable side by side, each beside itself, with the words that changed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cables.models import CableVersion, Paragraph
from cables.presenters.badge import Badge, paragraph_badge
from cables.presenters.deletions import deletion
from cables.presenters.word_changes import IN, OUT, SAME, Run, changes

WORD = re.compile(r"\S+\s*|\s+")
ALIKE = 0.25
"""Of the words; where fewer are the same, a paragraph reads better as one that was replaced."""


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str  # 'same' | 'out' | 'in' | 'withheld'
    text: str
    words: str = ""  # what the codes of a deletion mean


@dataclass(frozen=True, slots=True)
class Side:
    """A paragraph in one of the two releases."""

    number: str  # '3', or '¶'
    badge: Badge
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """`old` is None for a paragraph that was added, `new` for one that was dropped."""

    old: Side | None
    new: Side | None
    says: str  # 'Changed, renumbered from 3'; '' for one that is the same


@dataclass(frozen=True, slots=True)
class Same:
    """Neighbours in which nothing changed."""

    says: str  # '4 paragraphs are the same: 2 to 5'
    sides: tuple[Side, ...]


def aligned(old: CableVersion, new: CableVersion) -> list[Pair | Same]:
    """By identity, in the order of the new release; what was dropped stands where it stood."""
    before = {p.identity: p for p in old.paragraphs.all()}
    after = {p.identity: p for p in new.paragraphs.all()}
    moved = _moved(list(before), list(after))
    found: list[Pair | Same] = []
    unchanged: list[Side] = []
    for identity in _in_order(list(before), list(after)):
        one, other = before.get(identity), after.get(identity)
        pair = _pair(one, other, old.classification, new.classification, identity in moved)
        if not pair.says and pair.new:
            unchanged.append(pair.new)
            continue
        found += _same(unchanged)
        unchanged = []
        found.append(pair)
    return [*found, *_same(unchanged)]


def _in_order(before: Sequence[int], after: Sequence[int]) -> Iterator[int]:
    """Those of the new release in order, each dropped one after the paragraph that it followed."""
    there = set(after)
    dropped: dict[int | None, list[int]] = {}
    last: int | None = None
    for identity in before:
        if identity in there:
            last = identity
        else:
            dropped.setdefault(last, []).append(identity)
    yield from dropped.get(None, ())
    for identity in after:
        yield identity
        yield from dropped.get(identity, ())


def _moved(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """Those outside the longest run that kept its order."""
    place = {identity: n for n, identity in enumerate(before)}
    common = [identity for identity in after if identity in place]
    tails: list[int] = []  # places that end the best run of each length
    ends: list[int] = []  # their indexes in `common`
    previous: dict[int, int | None] = {}
    for n, identity in enumerate(common):
        length = bisect_left(tails, place[identity])
        previous[n] = ends[length - 1] if length else None
        tails[length : length + 1] = [place[identity]]
        ends[length : length + 1] = [n]
    kept: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        kept.add(common[at])
        at = previous[at]
    return set(common) - kept


def _same(sides: Sequence[Side]) -> list[Same]:
    if not sides:
        return []
    first, last = sides[0].number, sides[-1].number
    if len(sides) == 1:
        return [Same(f"Paragraph {first} is the same", tuple(sides))]
    which = f"{first} {'and' if len(sides) == 2 else 'to'} {last}"
    return [Same(f"{len(sides)} paragraphs are the same: {which}", tuple(sides))]


def _pair(
    old: Paragraph | None,
    new: Paragraph | None,
    old_classification: str,
    new_classification: str,
    has_moved: bool,
) -> Pair:
    if new is None:
        return Pair(_side(old, old_classification, []) if old else None, None, "Dropped")
    if old is None:
        return Pair(None, _side(new, new_classification, []), "Added")
    left, right = _tokens(old), _tokens(new)
    runs = changes(_bare(left), _bare(right))
    if _too_little_is_the_same(runs, left, right):
        runs = [Run(OUT, 0, len(left)), Run(IN, 0, len(right))]
    before = _side(old, old_classification, _pieces(left, runs, OUT))
    after = _side(new, new_classification, _pieces(right, _on_the_right(runs), IN))
    return Pair(before, after, _says(before, after, _bare(left) != _bare(right), has_moved))


def _says(old: Side, new: Side, is_changed: bool, has_moved: bool) -> str:
    told = ["changed"] if is_changed else []
    if old.number != new.number:
        told.append(f"renumbered from {old.number}")
    if old.badge != new.badge:
        told.append(f"marked otherwise: {old.badge.words} before, {new.badge.words} now")
    if has_moved:
        told.append("moved")
    sentence = ", ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _side(paragraph: Paragraph, classification: str, pieces: Sequence[Piece]) -> Side:
    badge = paragraph_badge(
        paragraph.portion_mark, paragraph.level, paragraph.inherited, paragraph.captions, classification
    )
    whole = tuple(pieces) or tuple(_joined(_piece(token, SAME) for token in _tokens(paragraph)))
    return Side("¶" if paragraph.number is None else str(paragraph.number), badge, whole)


# --- Words ----------------------------------------------------------------------------------------

Token = str | tuple[str, str]
"""A word with the space after it, or what stands for withheld words: its codes, and what they mean."""


def _tokens(paragraph: Paragraph) -> list[Token]:
    text, tokens, at = paragraph.text, [], 0
    if paragraph.heading:
        tokens += _words(f"{paragraph.heading}\n")
    for start, end, codes in paragraph.deletions:
        tokens += _words(text[at:start])
        withheld = deletion(codes)
        tokens.append((withheld.text, withheld.meaning))
        at = end
    return [*tokens, *_words(text[at:])]


def _words(text: str) -> list[Token]:
    return list(WORD.findall(text))


def _bare(tokens: Sequence[Token]) -> list[Token]:
    """Without the space after a word: a line that ends elsewhere changes nothing."""
    return [token.strip() if isinstance(token, str) else token for token in tokens]


def _too_little_is_the_same(runs: Sequence[Run], left: Sequence[Token], right: Sequence[Token]) -> bool:
    same = sum(run.end - run.start for run in runs if run.kind == SAME)
    return same < ALIKE * max(len(left), len(right))


def _on_the_right(runs: Sequence[Run]) -> list[Run]:
    """The same runs with places in the new text."""
    at, found = 0, []
    for kind, start, end in runs:
        if kind != OUT:
            found.append(Run(kind, at, at + end - start))
            at += end - start
    return found


def _pieces(tokens: Sequence[Token], runs: Sequence[Run], change: str) -> list[Piece]:
    shown = (run for run in runs if run.kind in (SAME, change))
    pieces = _joined(_piece(token, kind) for kind, start, end in shown for token in tokens[start:end])
    return [part for piece in pieces for part in _without_end(piece)]


def _without_end(piece: Piece) -> Iterator[Piece]:
    """The space after what changed did not change."""
    bare = piece.text.rstrip()
    if piece.kind in (SAME, "withheld") or bare == piece.text:
        yield piece
        return
    yield Piece(piece.kind, bare)
    yield Piece(SAME, piece.text[len(bare) :])


def _piece(token: Token, kind: str) -> Piece:
    return Piece(kind, token) if isinstance(token, str) else Piece("withheld", *token)


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and piece.kind != "withheld" and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
