"""Cables by year as bars for an SVG, and as the same rows for a table.

Places along the line are percentages, so the drawing stretches with its column and its letters do
not; places upwards are pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    count: int
    chosen: bool
    href: str  # "" for a year without cables
    left: str
    width: str
    room: str  # width of the year with its gap: where a pointer may fall
    room_left: str
    middle: str
    top: int
    height: int
    labelled: bool
    labelled_on_a_phone: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    bars: tuple[Bar, ...]
    words: str  # `Cables by year, 1974 to 2009`
    height: int = HEIGHT

    @property
    def rows(self) -> tuple[Bar, ...]:
        """The years that have cables."""
        return tuple(bar for bar in self.bars if bar.count)


def timeline(counted: Iterable[tuple[int, int, bool]], href: Callable[[int], str]) -> Timeline | None:
    """`counted` is (year, cables, chosen); None where no cable has a date."""
    counts = {year: (count, chosen) for year, count, chosen in counted}
    if not counts:
        return None
    first, last = min(counts), max(counts)
    years = range(first, last + 1) if last - first < MAX_YEARS else sorted(counts)
    highest = max(count for count, _ in counts.values())
    room = min(100 / len(years), WIDEST)
    bars = []
    for at, year in enumerate(years):
        count, chosen = counts.get(year, (0, False))
        height = max(LOWEST, round(HEIGHT * count / highest)) if count else 0
        left = at * room
        bars.append(
            Bar(
                year=year,
                count=count,
                chosen=chosen,
                href=href(year) if count else "",
                left=_percent(left + room * GAP / 2),
                width=_percent(room * (1 - GAP)),
                room=_percent(room),
                room_left=_percent(left),
                middle=_percent(left + room / 2),
                top=HEIGHT - height,
                height=height,
                labelled=_labelled(at, len(years), LABELS),
                labelled_on_a_phone=_labelled(at, len(years), LABELS_ON_A_PHONE),
            )
        )
    span = f"{first} to {last}" if last > first else str(first)
    return Timeline(tuple(bars), f"Cables by year, {span}")


def _labelled(at: int, years: int, labels: int) -> bool:
    """The first year and every so many after it; the last place is left free where it would crowd."""
    step = -(-years // labels)
    return at % step == 0 and (at + step / 2 < years or step == 1)


def _percent(value: float) -> str:
    return f"{value:.3f}%"
