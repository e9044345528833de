"""Every value of one facet of a list, to look through: by count or by name, with a box to find one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from cables.models import CableVersion, Collection, Post, Tag
from cables.search.address import NOT
from cables.search.facets import ORDERED, Totals, Value, ranked
from cables.search.filters import CableFilter
from cables.search.listing import answers_to
from cables.search.values import tidy

PAGE_SIZE = 500
MAX_LENGTH = 80
BY_NAME = "name"
TABLES: Mapping[str, tuple[Any, str]] = {
    "tag": (Tag.objects.all, "code"),
    "origin": (Post.objects.all, "code"),
    "collection": (Collection.objects.released, "slug"),
}


@dataclass(frozen=True, slots=True)
class WholeFacet:
    name: str  # the parameter
    cables: CableFilter
    totals: Totals
    values: int  # all that the list has
    page: Page  # of Value: those that answer `find`
    excluded: tuple[Value, ...]
    names: dict[str, str]  # of the values that a table knows
    find: str
    by_name: bool


def whole_facet(name: str, data: Mapping[str, Any]) -> WholeFacet:
    """`data` is the QueryDict of the address; whatever stands in it, there is an answer."""
    cables = CableFilter(data, queryset=CableVersion.objects.released())
    answers = answers_to(cables)
    counts = dict(answers.all_of(name))
    chosen = cables.conditions[name]
    counts |= {value: 0 for value in chosen if value not in counts}
    find = tidy(data.get("find") or "")[:MAX_LENGTH]
    by_name = data.get("by") == BY_NAME
    names = _names(name)
    shown = _sorted(name, counts, names, by_name=by_name)
    if find:
        wanted = find.casefold()
        shown = [v for v in shown if wanted in v.casefold() or wanted in names.get(v, "").casefold()]
    values = [Value(v, counts[v], v in chosen, names.get(v, "")) for v in shown]
    asked = tidy(data.get("page") or "")[:6]
    page = Paginator(values, PAGE_SIZE).get_page(int(asked) if asked.isdecimal() else 1)
    excluded = tuple(Value(v, 0, chosen=False) for v in cables.conditions[NOT[name]])
    return WholeFacet(name, cables, answers.totals(), len(counts), page, excluded, names, find, by_name)


def _sorted(
    name: str, counts: Mapping[str, int], names: Mapping[str, str], *, by_name: bool
) -> Sequence[str]:
    if name in ORDERED or not by_name:
        return ranked(name, counts)
    if name == "tag":  # readers know the codes
        return sorted(counts)
    return sorted(counts, key=lambda value: (names.get(value, value).casefold(), value))


def _names(name: str) -> dict[str, str]:
    if name not in TABLES:
        return {}
    rows, code = TABLES[name]
    return dict(rows().order_by().values_list(code, "name"))
