"""The state of a list as its address: pairs of name and value in a fixed order.

Every link on a list page is this address with one thing changed, so a list can be shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

ORDER = (
    "q",
    "tag",
    "not_tag",
    "origin",
    "classification",
    "mark",
    "caption",
    "collection",
    "sent_after",
    "sent_before",
    "sort",
    "page",
)


@dataclass(frozen=True, slots=True)
class Address:
    """Changing a condition always leads back to the first page."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Address:
        return cls(tuple(sorted(dict.fromkeys(pairs), key=lambda pair: ORDER.index(pair[0]))))

    def __str__(self) -> str:
        return "?" + urlencode(self.pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def as_data(self) -> QueryDict:
        return QueryDict(urlencode(self.pairs))

    def plus(self, name: str, value: str) -> Address:
        return Address.of([*self._without("page"), (name, value)])

    def minus(self, name: str, value: str | None = None) -> Address:
        """Without this value, or without any value of that name."""
        return Address.of(
            pair
            for pair in self._without("page")
            if pair[0] != name or (value is not None and pair[1] != value)
        )

    def put(self, **values: str) -> Address:
        """With exactly these values of these names; an empty value takes the name away."""
        kept = [pair for pair in self._without("page") if pair[0] not in values]
        return Address.of([*kept, *((name, value) for name, value in values.items() if value)])

    def _without(self, name: str) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs if pair[0] != name]
