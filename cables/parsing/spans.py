"""Where things stand: text joined over lines that knows its offsets, and the partition of a record."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from cables.parsing.parsed import NamedSpan, Place, Span


class Joined:
    """A text put together from slices of the record; any slice of it can be placed in the record again."""

    __slots__ = ("_ends", "_froms", "_parts", "_sizes", "length")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._sizes: list[int] = []  # offset in the joined text where each part begins
        self._froms: list[int] = []  # offset in the record where each part begins
        self._ends: list[int] = []
        self.length = 0

    def add(self, text: str, start: int, end: int | None = None) -> None:
        """`text` stands for record[start:end]; parts of another length are placed as a whole."""
        if not text:
            return
        self._parts.append(text)
        self._sizes.append(self.length)
        self._froms.append(start)
        self._ends.append(start + len(text) if end is None else end)
        self.length += len(text)

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(map(Place, self._sizes, self._froms, self._ends))

    def offset(self, at: int) -> int:
        """The place in the record of the character at `at`."""
        if not self._parts:
            return 0
        k = max(bisect_right(self._sizes, at) - 1, 0)
        start, end = self._froms[k], self._ends[k]
        within = at - self._sizes[k]
        return start + within if end - start == len(self._parts[k]) else start

    def position(self, offset: int) -> int | None:
        """The place in the joined text of the part that begins at this offset of the record."""
        k = bisect_right(self._froms, offset) - 1
        while k >= 0 and self._froms[k] == offset and not self._parts[k].strip():
            k -= 1
        return self._sizes[k] if k >= 0 and self._froms[k] == offset else None

    def span(self, start: int, end: int) -> Span:
        if start >= end:
            place = self.offset(start)
            return Span(place, place)
        k = max(bisect_right(self._sizes, end - 1) - 1, 0)
        exact = self._ends[k] - self._froms[k] == len(self._parts[k])
        last = self._froms[k] + (end - 1 - self._sizes[k]) + 1 if exact else self._ends[k]
        first = self.offset(start)
        return Span(first, max(last, first))


def partition(named: Iterable[tuple[str, int, int]], length: int) -> tuple[NamedSpan, ...]:
    """Ordered, not overlapping `(name, start, end)` → every character in exactly one; gaps are `unplaced`."""
    whole: list[NamedSpan] = []
    open_name, begun, at = "unplaced", 0, 0  # what is being gone through, and from where

    def turn(name: str, start: int) -> None:
        nonlocal open_name, begun
        if name != open_name:
            if begun < start:
                whole.append(NamedSpan(open_name, begun, start))
            open_name, begun = name, start

    for name, start, end in named:
        start, end = max(start, at), min(end, length)
        if start >= end:
            continue
        if at < start:
            turn("unplaced", at)
        turn(name, start)
        at = end
    if at < length:
        turn("unplaced", at)
    turn("", length)
    return tuple(whole)


class Places:
    """From offsets in the text that was read to offsets in the record it was cooked from."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, starts: Sequence[int] | None = None, ends: Sequence[int] | None = None) -> None:
        self._starts, self._ends = starts, ends  # None: the text is the record

    def span(self, span: Span) -> Span:
        if self._starts is None or self._ends is None:
            return span
        if span.start >= span.end:
            place = self.start(span.start)
            return Span(place, place)
        return Span(self._starts[span.start], self._ends[span.end - 1])

    def start(self, at: int) -> int:
        if self._starts is None or self._ends is None:
            return at
        if at < len(self._starts):
            return self._starts[at]
        return self._ends[-1] if self._ends else 0

    def position(self, at: int) -> int:
        """The first offset of the text that comes from `at` in the record or from after it."""
        return at if self._starts is None else bisect_left(self._starts, at)
