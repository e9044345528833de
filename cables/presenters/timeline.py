"""Cables by year, or by month, as bars for an SVG, and as the same rows for a table.

Places along the line are percentages, so the drawing stretches with its column and its letters do
not; places upwards are pixels.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

HEIGHT = 64  # of the highest bar
LOWEST = 2  # of a year with few cables beside one with many
WIDEST = 7.0  # percent: a bar alone is still a bar
GAP = 0.18  # of a year's room
MAX_YEARS = 80  # more than these, and years without cables are left out
LABELS, LABELS_ON_A_PHONE = 14, 6


@dataclass(frozen=True, slots=True)
class Bar:
    year: int
    name: str  # `2008`, `August 2008`
    tick: str  # what stands below it: `2008`, `Aug`
    value: str  # ISO: `2008`, `2008-08`
    count: int
    shown: str  # `1,214`
    chosen: bool
    href: str  # "" where there are no cables
    left: str
    width: str
    room: str  # width of the bar with its gap: where a pointer may fall
    room_left: str
    middle: str
    top: int
    height: int
    labelled: bool
    labelled_on_a_phone: bool


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


@dataclass(frozen=True, slots=True)
class _Period:
    year: int
    name: str
    tick: str
    value: str
    cables: int
    chosen: bool
    href: str


def timeline(counted: Iterable[tuple[int, int, bool]], href: Callable[[int], str]) -> Timeline | None:
    """`counted` is (year, cables, chosen); None where no cable has a date."""
    counts = {year: (count, chosen) for year, count, chosen in counted}
    if not counts:
        return None
    first, last = min(counts), max(counts)
    years = range(first, last + 1) if last - first < MAX_YEARS else sorted(counts)
    periods = []
    for year in years:
        count, chosen = counts.get(year, (0, False))
        periods.append(
            _Period(year, str(year), str(year), f"{year:04}", count, chosen, href(year) if count else "")
        )
    return Timeline(_bars(periods, LABELS, LABELS_ON_A_PHONE), f"Cables by year, {_span(first, last)}")


def timeline_of_months(
    counted: Sequence[tuple[int, int, int, bool]], href: Callable[[int, int], str], ways: Sequence[Way] = ()
) -> Timeline:
    """`counted` is (year, month, cables, chosen) of every month of one or two years."""
    periods = [
        _Period(
            year,
            f"{calendar.month_name[month]} {year}",
            calendar.month_abbr[month] if month > 1 else str(year),
            f"{year:04}-{month:02}",
            count,
            chosen,
            href(year, month) if count else "",
        )
        for year, month, count, chosen in counted
    ]
    words = f"Cables by month, {_span(counted[0][0], counted[-1][0])}"
    return Timeline(_bars(periods, LABELS, LABELS_ON_A_PHONE), words, "month", tuple(ways))


def ways_from(
    counted: Sequence[tuple[int, int, bool]], href: Callable[[int], str], href_all: str
) -> tuple[Way, ...]:
    """To the years before and after the chosen ones that have cables, to each of these, and to all."""
    chosen = [year for year, _, is_chosen in counted if is_chosen]
    before = [year for year, _, _ in counted if chosen and year < chosen[0]][-1:]
    after = [year for year, _, _ in counted if chosen and year > chosen[-1]][:1]
    return (Way("All years", href_all), *(Way(str(year), href(year)) for year in (*before, *chosen, *after)))


def _bars(periods: Sequence[_Period], labels: int, labels_on_a_phone: int) -> tuple[Bar, ...]:
    highest = max(period.cables for period in periods) or 1
    room = min(100 / len(periods), WIDEST)
    bars = []
    for at, period in enumerate(periods):
        height = max(LOWEST, round(HEIGHT * period.cables / highest)) if period.cables else 0
        left = at * room
        bars.append(
            Bar(
                year=period.year,
                name=period.name,
                tick=period.tick,
                value=period.value,
                count=period.cables,
                shown=f"{period.cables:,}",
                chosen=period.chosen,
                href=period.href,
                left=_percent(left + room * GAP / 2),
                width=_percent(room * (1 - GAP)),
                room=_percent(room),
                room_left=_percent(left),
                middle=_percent(left + room / 2),
                top=HEIGHT - height,
                height=height,
                labelled=_labelled(at, len(periods), labels),
                labelled_on_a_phone=_labelled(at, len(periods), labels_on_a_phone),
            )
        )
    return tuple(bars)


def _span(first: int, last: int) -> str:
    return f"{first} to {last}" if last > first else str(first)


def _labelled(at: int, years: int, labels: int) -> bool:
    """The first year and every so many after it; the last place is left free where it would crowd."""
    step = -(-years // labels)
    return at % step == 0 and (at + step / 2 < years or step == 1)


def _percent(value: float) -> str:
    return f"{value:.3f}%"
