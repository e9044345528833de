"""Lists near one that holds nothing: with as few of its conditions taken away as is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Protocol

from cables.search.address import Address
from cables.search.chips import YEAR, whole_year
from cables.search.filters import CableFilter

WORD = "word"
OFFERED = 3
AT_ONCE = 40
"""Lists that are counted in one go."""


@dataclass(frozen=True, slots=True)
class Gone:
    """All values of a parameter: without one of several the list would only shrink, being joined by OR."""

    name: str  # the parameter, or YEAR for the two dates that make one
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A list without some conditions, or with one word of the query alone."""

    name: str  # the parameter, YEAR, or WORD
    values: tuple[str, ...]  # what is taken away; of WORD, what alone is kept
    address: Address
    also: tuple[Gone, ...] = ()  # what is taken away besides


class Counting(Protocol):
    def counts_of(self, lists: Sequence[CableFilter]) -> list[int]: ...


def nearest(cables: CableFilter, answers: Counting) -> tuple[tuple[Relaxation, int], ...]:
    """At most OFFERED that hold something, with how many cables: those with the fewest conditions taken away,
    and of these the ones that widen the list the least."""
    for step in _steps(cables):
        lists = [CableFilter(each.address.as_data(), queryset=cables.queryset) for each in step]
        counted = zip(step, answers.counts_of(lists), strict=True)
        if found := [(near, count) for near, count in counted if count]:
            return tuple(sorted(found, key=lambda pair: (len(pair[0].also), pair[1]))[:OFFERED])
    return ()


def _steps(cables: CableFilter) -> Iterator[list[Relaxation]]:
    """Without one condition; for where no such list holds anything: without two, and with one alone."""
    every = _conditions(cables)
    first = [_without(cables.address, [gone]) for gone in every] if len(every) > 1 else []
    yield [*first, *_single_words(cables)][:AT_ONCE]
    if len(every) > 2:
        alone = combinations(every, len(every) - 1) if len(every) > 3 else ()
        yield [
            *(_without(cables.address, gone) for gone in islice(combinations(every, 2), AT_ONCE)),
            *(_without(cables.address, gone) for gone in alone),
        ]


def _conditions(cables: CableFilter) -> list[Gone]:
    year = whole_year(cables)
    values: dict[str, tuple[str, ...]] = {}
    for name, value in cables.address:
        if name == "sort" or (year and name in {"sent_after", "sent_before"}):
            continue
        values[name] = (*values.get(name, ()), value)
    found = [Gone(name, gone) for name, gone in values.items()]
    return [*found, Gone(YEAR, (year,))] if year else found


def _without(address: Address, gone: Sequence[Gone]) -> Relaxation:
    for each in gone:
        if each.name == YEAR:
            address = address.put(sent_after="", sent_before="")
        else:
            address = address.minus(each.name)
    first, *others = gone
    return Relaxation(first.name, first.values, address, also=tuple(others))


def _single_words(cables: CableFilter) -> list[Relaxation]:
    sought = cables.query.sought
    if len(sought) < 2:
        return []
    return [Relaxation(WORD, (term.text,), cables.address.put(q=str(term))) for term in sought]
