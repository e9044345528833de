"""One page of the list with everything that stands around it: the reading side of /cables/."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.core.paginator import Page, Paginator
from django.db.models import Q

from cables.models import Cable, CableVersion
from cables.search.asking import levels_of
from cables.search.chips import Condition, conditions
from cables.search.facets import (
    COUNTED,
    Counts,
    Facet,
    Month,
    PostCount,
    Totals,
    Year,
    facets,
    months,
    years,
    years_in_months,
)
from cables.search.fallback import IndexOrRows
from cables.search.filters import RELEVANCE, CableFilter
from cables.search.from_rows import FromRows
from cables.search.generations import PUBLIC, home
from cables.search.hits import Hit, hits
from cables.search.marking import Marks, marks_of
from cables.search.numbers import holders, series
from cables.search.relaxing import Relaxation, nearest
from cables.search.spelling import Meant, Spellings, meant
from cables.search.values import tidy

PAGE_SIZE = 20
Read = Callable[[int, int], Sequence[Any]]


class Answers(Protocol):
    """Whoever knows which cables a list has."""

    indexed: bool

    def totals(self) -> Totals: ...

    def versions(self, start: int, stop: int) -> list[CableVersion]: ...

    def keys(self, start: int, stop: int) -> list[int]: ...

    def numbers(self, start: int, stop: int) -> list[str]: ...

    def has(self, mrn: str) -> bool: ...

    def counted(self, names: Sequence[str]) -> dict[str, Counts]: ...

    def all_of(self, name: str) -> Counts: ...

    def years(self) -> Counts: ...

    def months(self, years: Sequence[int]) -> Counts: ...

    def undated(self) -> int: ...

    def spellings(self) -> Spellings: ...

    def within(self, names: Sequence[str]) -> dict[str, Counts]: ...

    def counts_of(self, lists: Sequence[CableFilter]) -> list[int]: ...

    def paragraphs(self) -> int: ...

    def posts(self) -> list[PostCount]: ...


@dataclass(frozen=True, slots=True)
class Listing:
    cables: CableFilter
    totals: Totals
    page: Page
    marks: Marks
    hits: dict[int, Hit]
    facets: tuple[Facet, ...]
    years: tuple[Year, ...]
    months: tuple[Month, ...]  # of the one or two years that are asked for
    undated: int  # cables without a date, whatever dates are asked for
    conditions: tuple[Condition, ...]
    # Where nothing was found: lists that hold something.
    relaxations: tuple[tuple[Relaxation, int], ...]
    meant: tuple[Meant, ...]
    held: tuple[str, ...]  # numbers in the query of which a cable is held
    notes: tuple[str, ...]


def listing(data: Mapping[str, Any]) -> Listing:
    """`data` is the QueryDict of the address; whatever stands in it, there is an answer."""
    cables = CableFilter(data, queryset=CableVersion.objects.released())
    answers = answers_to(cables)
    counted = answers.totals()
    page, notes = page_of(answers.versions, counted.cables, data)
    if data.get("sort") == RELEVANCE and not cables.query:
        notes.append("Relevance needs words to be relevant to: the newest come first.")
    shown_in_months = years_in_months(cables)
    is_dated = bool(cables.conditions["sent_after"] or cables.conditions["sent_before"])
    marks = marks_of(cables.query, indexed=answers.indexed)
    return Listing(
        cables=cables,
        totals=counted,
        page=page,
        marks=marks,
        hits=hits(page.object_list, marks, levels_of(cables)),
        facets=facets(cables, answers.counted(COUNTED)),
        years=years(cables, answers.years()),
        months=months(cables, answers.months(shown_in_months)) if shown_in_months else (),
        undated=answers.undated() if is_dated else counted.undated,
        conditions=conditions(cables),
        relaxations=() if counted.cables else nearest(cables, answers),
        meant=() if counted.cables else meant(cables, answers),
        held=_held(cables),
        notes=(*cables.notes, *notes),
    )


def answers_to(cables: CableFilter) -> Answers:
    """The index where there is one, else the tables."""
    asked = home(PUBLIC).ask()
    return cast(Answers, IndexOrRows(asked, cables)) if asked else FromRows(cables)


def page_of(read: Read, count: int, data: Mapping[str, Any]) -> tuple[Page, list[str]]:
    """The page that the address asks for, and what is to be said of it; `read` gives what stands at places
    of the list."""
    asked = tidy(data.get("page") or "")
    places: Any = _Places(read, count)
    paginator = Paginator(places, PAGE_SIZE)
    # Nine digits are more pages than there can be; int() refuses thousands of them.
    page = paginator.get_page(max(1, int(asked[:9])) if asked.isdecimal() else 1)
    page.object_list = list(page.object_list)
    if not asked or asked == str(page.number):
        return page, []
    shown = asked if len(asked) <= 12 else asked[:12] + "…"
    return page, [f"There is no page {shown}: this is page {page.number} of {paginator.num_pages}."]


@dataclass(frozen=True, slots=True)
class _Places:
    """The list as a paginator takes it: counted already, and read where it is sliced."""

    read: Read
    cables: int

    def __len__(self) -> int:
        return self.cables

    def __getitem__(self, places: slice) -> Sequence[Any]:
        return self.read(places.start, places.stop) if places.stop else []


def _held(cables: CableFilter) -> tuple[str, ...]:
    query = cables.query
    if query.numbers:
        named = Q(mrn__in=query.numbers) | Q(former_numbers__mrn__in=query.numbers)
        held = Cable.objects.released().filter(named).distinct()
        return tuple(held.values_list("mrn", flat=True))
    wanted = series(query.text)
    return tuple(cable.mrn for cable in holders(wanted)) if wanted else ()
