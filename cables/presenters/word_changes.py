"""Which words of a text are not in another, and the other way round: the shortest way from one to the other.

After E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). The work grows with the texts
and with the square of what differs, so it is given up, and the whole counts as changed, where much differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")
MOST_EDITS = 400
"""Words taken out and put in, together."""

SAME, OUT, IN = "same", "out", "in"


class Run(NamedTuple):
    kind: str  # SAME, OUT (of the old), IN (of the new)
    start: int  # in the old, for IN in the new
    end: int


def changes(old: Sequence[T], new: Sequence[T]) -> list[Run]:
    """Runs in reading order; of what was replaced, first what went and then what came."""
    ahead = _common(old, new)
    behind = _common(old[ahead:][::-1], new[ahead:][::-1])
    middle = _middle(old[ahead : len(old) - behind], new[ahead : len(new) - behind])
    runs = [Run(SAME, 0, ahead)]
    runs += [Run(kind, start + ahead, end + ahead) for kind, start, end in middle]
    runs.append(Run(SAME, len(old) - behind, len(old)))
    return [run for run in runs if run.end > run.start]


def _common(old: Sequence[T], new: Sequence[T]) -> int:
    """How many elements are the same at the beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))


def _middle(old: Sequence[T], new: Sequence[T]) -> list[Run]:
    if old and new and (steps := _shortest(old, new)) is not None:
        return list(_runs(steps))
    return [Run(OUT, 0, len(old)), Run(IN, 0, len(new))]


def _shortest(old: Sequence[T], new: Sequence[T]) -> list[tuple[str, int]] | None:
    """A step for each element, with its place; None where more than MOST_EDITS are needed."""
    reached = {1: 0}  # on each diagonal the farthest place in the old
    trail: list[dict[int, int]] = []
    for edits in range(min(len(old) + len(new), MOST_EDITS) + 1):
        trail.append(dict(reached))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1])
            x = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            reached[diagonal] = x
            if x >= len(old) and y >= len(new):
                return _walked_back(trail, len(old), len(new))
    return None


def _walked_back(trail: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[str, int]]:
    steps: list[tuple[str, int]] = []
    for edits in range(len(trail) - 1, -1, -1):
        reached, diagonal = trail[edits], x - y
        down = diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        from_x = reached[before]
        from_y = from_x - before
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            steps.append((SAME, x))
        if edits:
            steps.append((IN, from_y) if down else (OUT, from_x))
        x, y = from_x, from_y
    return steps[::-1]


def _runs(steps: Sequence[tuple[str, int]]) -> Iterator[Run]:
    """Neighbouring steps joined; between two stretches that stay, what went stands before what came."""
    waiting: dict[str, list[int]] = {OUT: [], IN: []}
    same: list[int] = []
    for kind, at in [*steps, (SAME, -1)]:
        if kind == SAME:
            for change, places in waiting.items():
                if places:
                    yield Run(change, places[0], places[-1] + 1)
                    places.clear()
            same.append(at)
            continue
        if same:
            yield Run(SAME, same[0], same[-1] + 1)
            same = []
        waiting[kind].append(at)
    if len(same) > 1:
        yield Run(SAME, same[0], same[-2] + 1)
