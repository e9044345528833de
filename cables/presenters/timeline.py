"""Cables by year, or by month, as bars for an SVG, and as the same rows for a table.

Along the line the drawing has a place for each bar, and stretches with its column; its letters do not, so
where they stand are percentages. Upwards both have pixels.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

HEIGHT = 64  # of the highest bar
LOWEST = 2  # of a year with few cables beside one with many
FEWEST = 12  # places: a bar alone is still a bar
MAX_YEARS = 80  # more than these, and years without cables are left out
LABELS, LABELS_ON_A_PHONE = 14, 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or a month, also where it has no cable."""

    year: int
    name: str  # `2008`, `August 2008`
    tick: str  # what stands below it: `2008`, `Aug`
    value: str  # ISO: `2008`, `2008-08`
    count: int
    chosen: bool
    href: str  # "" where there are no cables
    place: int
    height: int

    @property
    def shown(self) -> str:
        return f"{self.count:,}"

    @property
    def title(self) -> str:
        return f"{self.name}: {self.shown} cable{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Tick:
    text: str
    at: str  # `12.500%`
    anchor: str  # which part of the text stands there, in SVG's words


@dataclass(frozen=True, slots=True)
class Way:
    """To other years from those of which the months are shown."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Timeline:
    bars: tuple[Bar, ...]
    words: str  # `Cables by year, 1974 to 2009`
    unit: str = "year"
    ways: tuple[Way, ...] = ()
    height: int = HEIGHT

    @property
    def rows(self) -> tuple[Bar, ...]:
        """Those that have cables."""
        return tuple(bar for bar in self.bars if bar.count)

    @property
    def places(self) -> int:
        return max(FEWEST, len(self.bars))

    @property
    def ticks(self) -> tuple[Tick, ...]:
        return self._ticks(LABELS)

    @property
    def ticks_on_a_phone(self) -> tuple[Tick, ...]:
        return self._ticks(LABELS_ON_A_PHONE)

    def _ticks(self, most: int) -> tuple[Tick, ...]:
        """The first bar's and every so many's after it; the last place is left free where it would crowd.

        Below its bar's middle; the first begins with its bar where bars are narrower than their labels.
        """
        step = -(-len(self.bars) // most)
        return tuple(
            self._tick(bar, "start" if step > 1 and not bar.place else "middle")
            for bar in self.bars[::step]
            if bar.place + step / 2 < len(self.bars) or step == 1
        )

    def _tick(self, bar: Bar, anchor: str) -> Tick:
        at = bar.place + (0.5 if anchor == "middle" else 0)
        return Tick(bar.tick, f"{at / self.places * 100:.3f}%", anchor)


def timeline(counted: Iterable[tuple[int, int, bool]], href: Callable[[int], str]) -> Timeline | None:
    """`counted` is (year, cables, chosen); None where no cable has a date."""
    counts = {year: (count, chosen) for year, count, chosen in counted}
    if not counts:
        return None
    first, last = min(counts), max(counts)
    years = range(first, last + 1) if last - first < MAX_YEARS else sorted(counts)
    highest = max(count for count, _ in counts.values())
    bars = []
    for place, year in enumerate(years):
        count, chosen = counts.get(year, (0, False))
        there = href(year) if count else ""
        height = _height(count, highest)
        bars.append(Bar(year, str(year), str(year), f"{year:04}", count, chosen, there, place, height))
    return Timeline(tuple(bars), f"Cables by year, {_span(first, last)}")


def timeline_of_months(
    counted: Sequence[tuple[int, int, int, bool]], href: Callable[[int, int], str], ways: Sequence[Way] = ()
) -> Timeline:
    """`counted` is (year, month, cables, chosen) of every month of one or two years."""
    highest = max(count for _, _, count, _ in counted)
    bars = [
        Bar(
            year=year,
            name=f"{calendar.month_name[month]} {year}",
            tick=calendar.month_abbr[month] if month > 1 else str(year),
            value=f"{year:04}-{month:02}",
            count=count,
            chosen=chosen,
            href=href(year, month) if count else "",
            place=place,
            height=_height(count, highest),
        )
        for place, (year, month, count, chosen) in enumerate(counted)
    ]
    words = f"Cables by month, {_span(counted[0][0], counted[-1][0])}"
    return Timeline(tuple(bars), words, "month", tuple(ways))


def ways_from(
    counted: Sequence[tuple[int, int, bool]], href: Callable[[int], str], href_all: str
) -> tuple[Way, ...]:
    """To the years before and after the chosen ones that have cables, to each of these, and to all."""
    chosen = [year for year, _, is_chosen in counted if is_chosen]
    before = [year for year, _, _ in counted if chosen and year < chosen[0]][-1:]
    after = [year for year, _, _ in counted if chosen and year > chosen[-1]][:1]
    return (Way("All years", href_all), *(Way(str(year), href(year)) for year in (*before, *chosen, *after)))


def _height(count: int, highest: int) -> int:
    return max(LOWEST, round(HEIGHT * count / highest)) if count else 0


def _span(first: int, last: int) -> str:
    return f"{first} to {last}" if last > first else str(first)
