"""Where things stand: text joined over lines that knows its offsets, and the partition of a record."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import partial

from cables.parsing.parsed import NamedSpan, Place, Span

# Of their values as one tuple. Many are made, and a call with each value by itself takes three times as long.
_place = partial(tuple.__new__, Place)
named_span: Callable[[tuple[str, int, int]], NamedSpan] = partial(tuple.__new__, NamedSpan)
span_of: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)


class Joined:
    """A text put together from slices of the record; any slice of it can be placed in the record again.

    It is kept as runs: a run of the length of its place stands for it character by character.
    """

    __slots__ = ("_ats", "_ends", "_froms", "_parts", "length")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._ats: list[int] = []  # offset in the joined text where each run begins
        self._froms: list[int] = []  # offset in the record where each run begins
        self._ends: list[int] = []
        self.length = 0

    def add(self, text: str, start: int, end: int | None = None) -> None:
        """`text` stands for record[start:end]; one of another length is placed as a whole."""
        if not text:
            return
        size = len(text)
        self._parts.append(text)
        if end is None:
            end = start + size
        at, ends = self.length, self._ends
        # What goes on where the run before stopped, character by character like it, is part of that run.
        if ends and ends[-1] == start == end - size and start - self._froms[-1] == at - self._ats[-1]:
            ends[-1] = end
        else:
            self._ats.append(at)
            self._froms.append(start)
            ends.append(end)
        self.length = at + size

    def _is_exact(self, k: int, stop: int) -> bool:
        return self._ends[k] - self._froms[k] == stop - self._ats[k]

    def _stop(self, k: int) -> int:
        return self._ats[k + 1] if k + 1 < len(self._ats) else self.length

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def places(self) -> tuple[Place, ...]:
        froms, ends = self._froms, self._ends
        return tuple([_place((at, froms[k], ends[k])) for k, at in enumerate(self._ats)])

    def offset(self, at: int) -> int:
        """The place in the record of the character at `at`."""
        if not self._ats:
            return 0
        k = max(bisect_right(self._ats, at) - 1, 0)
        return self._froms[k] + (at - self._ats[k] if self._is_exact(k, self._stop(k)) else 0)

    def position(self, offset: int) -> int | None:
        """The place in the joined text of what stands at this offset of the record."""
        k = bisect_right(self._froms, offset) - 1
        if k < 0 or offset >= self._ends[k]:
            return None
        if self._is_exact(k, self._stop(k)):
            return self._ats[k] + offset - self._froms[k]
        return self._ats[k] if self._froms[k] == offset else None

    def start(self, at: int) -> int:
        """The place of a character; behind the last one, the end of the whole."""
        if at < self.length:
            return self.offset(at)
        return self._ends[-1] if self._ends else 0

    def position_from(self, offset: int) -> int:
        """The first place in the joined text that comes from this offset of the record or from after it."""
        k = bisect_left(self._froms, offset)
        if not k:
            return 0
        stop = self._stop(k - 1)
        if self._is_exact(k - 1, stop):
            return min(self._ats[k - 1] + offset - self._froms[k - 1], stop)
        return stop

    def runs(self, at: int, start: int, end: int) -> list[Place]:
        """Where a slice of the joined text came from, run by run, for a text that has the slice at `at`."""
        found: list[Place] = []
        ats, froms, ends = self._ats, self._froms, self._ends
        k = max(bisect_right(ats, start) - 1, 0)
        while start < end:
            stop = self._stop(k)
            from_, to = froms[k], ends[k]
            if to - from_ == stop - ats[k]:  # exact
                from_ += start - ats[k]
                to = from_ + min(stop, end) - start
            found.append(_place((at, from_, to)))
            at += stop - start
            start = stop
            k += 1
        return found

    def span(self, start: int, end: int) -> Span:
        k = bisect_right(self._ats, start) - 1
        if k >= 0 and start < end <= (stop := self._stop(k)) and self._is_exact(k, stop):  # in one run
            before = self._froms[k] - self._ats[k]
            return span_of((before + start, before + end))
        first = self.offset(start)
        if start >= end:
            return span_of((first, first))
        k = max(bisect_right(self._ats, end - 1) - 1, 0)
        exact = self._is_exact(k, self._stop(k))
        last = self._froms[k] + end - self._ats[k] if exact else self._ends[k]
        return span_of((first, last if last > first else first))


def partition(named: Iterable[tuple[str, int, int]], length: int) -> tuple[NamedSpan, ...]:
    """Ordered, not overlapping `(name, start, end)` → every character in exactly one; gaps are `unplaced`."""
    whole: list[tuple[str, int, int]] = []
    open_name, begun, at = "unplaced", 0, 0  # what is being gone through, from where, and how far
    for name, start, end in named:
        if start < at:
            start = at
        if end > length:
            end = length
        if start >= end:
            continue
        if at < start and open_name != "unplaced":
            whole.append((open_name, begun, at))
            open_name, begun = "unplaced", at
        if name != open_name:
            if begun < start:
                whole.append((open_name, begun, start))
            open_name, begun = name, start
        at = end
    if at < length and open_name != "unplaced":
        whole.append((open_name, begun, at))
        open_name, begun = "unplaced", at
    if begun < length:
        whole.append((open_name, begun, length))
    return tuple(map(named_span, whole))


class Places:
    """From offsets in the text that was read to offsets in the record it was cooked from."""

    __slots__ = ("_cooked",)

    def __init__(self, cooked: Joined | None = None) -> None:
        self._cooked = cooked  # None: the text is the record

    def span(self, span: Span) -> Span:
        if self._cooked is None:
            return span
        if span.start >= span.end:
            place = self.start(span.start)
            return Span(place, place)
        return self._cooked.span(span.start, span.end)

    def start(self, at: int) -> int:
        return at if self._cooked is None else self._cooked.start(at)

    def position(self, at: int) -> int:
        """The first offset of the text that comes from `at` in the record or from after it."""
        return at if self._cooked is None else self._cooked.position_from(at)

    def runs(self, at: int, start: int, end: int) -> list[Place]:
        """Where a slice of the text that was read came from, run by run, for a text that has it at `at`."""
        return [Place(at, start, end)] if self._cooked is None else self._cooked.runs(at, start, end)
