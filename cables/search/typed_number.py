"""A cable number typed into the search box, and nothing else: it leads to the cable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from cables.models import Cable
from cables.search.address import ORDER
from cables.search.numbers import MAX_LENGTH, holders, numbers_in, series
from cables.search.values import tidy

TYPED = "typed"
"""The parameter that tells the cable's page how the reader came there."""
SIGNS = frozenset('"“”„«»:*')
"""They make a query of it: a phrase, a field, the beginning of a word."""


def cable_typed(data: Mapping[str, Any]) -> str:
    """The number of the released cable that is meant, "" where it is none or several.

    Whoever narrows or sorts a list, or puts the number into quotes, looks for a text.
    """
    typed = tidy(data.get("q") or "")
    if not _may_be_number(typed) or any(data.get(name) for name in ORDER if name != "q"):
        return ""
    if number := _number(typed):
        named = Q(mrn=number) | Q(former_numbers__mrn=number)
        found = set(Cable.objects.released().filter(named).values_list("mrn", flat=True))
        return number if number in found else _only(found)
    wanted = series(typed)
    return _only({cable.mrn for cable in holders(wanted)}) if wanted else ""


def typed_instead(data: Mapping[str, Any]) -> str:
    """What was typed and led to the page of a cable; "" where one came in another way."""
    typed = tidy(data.get("q") or "") if TYPED in data else ""
    is_number = _may_be_number(typed) and bool(_number(typed) or series(typed))
    return typed if is_number else ""


def _number(typed: str) -> str:
    return numbers_in(typed)[1] if len(typed) <= MAX_LENGTH else ""


def _only(found: set[str]) -> str:
    return found.pop() if len(found) == 1 else ""


def _may_be_number(typed: str) -> bool:
    ends_in_digits = typed.rstrip(")] ")[-1:].isdigit()
    return ends_in_digits and not typed.startswith("-") and not SIGNS.intersection(typed)
