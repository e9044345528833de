"""The state of a list as its address: pairs of name and value in a fixed order.

Every link on a list page is this address with one thing changed, so a list can be shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict

EXCLUDABLE = ("tag", "origin", "classification", "mark", "caption", "collection")
NOT = {name: f"not_{name}" for name in EXCLUDABLE}
"""The parameter of the values that cables of the list do not have."""
ORDER = (
    *("q", *(each for name in EXCLUDABLE for each in (name, NOT[name]))),
    *("sent_after", "sent_before", "sort", "page"),
)
_PLACES = {name: place for place, name in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class Address:
    """Changing a condition always leads back to the first page."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Address:
        return cls(tuple(sorted(dict.fromkeys(pairs), key=lambda pair: _PLACES[pair[0]])))

    def __str__(self) -> str:
        return "?" + urlencode(self.pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def as_data(self) -> QueryDict:
        return QueryDict(urlencode(self.pairs))

    def plus(self, name: str, value: str) -> Address:
        return Address.of([*self._without("page"), (name, value)])

    def adding(self, *names: str) -> Callable[..., str]:
        """A function to the address with values that are not there yet, one of each name.

        The names stand side by side in ORDER. A page has a link for each value of each facet: what these have
        in common is written once.
        """
        pairs, place = self._without("page"), _PLACES[names[0]]
        before = urlencode([pair for pair in pairs if _PLACES[pair[0]] <= place])
        after = urlencode([pair for pair in pairs if _PLACES[pair[0]] > place])
        opening = f"?{before}&" if before else "?"
        closing = f"&{after}" if after else ""

        def with_values(*values: str) -> str:
            own = "&".join(f"{n}={quote_plus(v)}" for n, v in zip(names, values, strict=True))
            return opening + own + closing

        return with_values

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

    def on_page(self, number: int) -> Address:
        first = Address(tuple(self._without("page")))
        return Address.of([*first, ("page", str(number))]) if number > 1 else first

    def besides(self, own: Mapping[str, str]) -> str:
        """The same with parameters that are none of a list's."""
        pairs = [*self.pairs, *own.items()]
        return "?" + urlencode(pairs) if pairs else ""

    def _without(self, name: str) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs if pair[0] != name]
