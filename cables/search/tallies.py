"""The released cables of one tag, post or collection, counted: for the pages of these, and the front page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from cables.models import CableTag, CableVersion
from cables.search.address import Address
from cables.search.facets import Counts, Totals
from cables.search.filters import CITED, CableFilter
from cables.search.listing import Answers, answers_to
from cables.visibility import shown_versions


@dataclass(frozen=True, slots=True)
class Tally:
    code: str
    count: int
    first: int | None = None  # year, where one is asked for and known
    last: int | None = None


class Holding:
    """The cables of a list, given by the conditions of its address; of none, all."""

    def __init__(self, **conditions: str) -> None:
        self.address = Address.of(conditions.items())
        self.answers = self._answers(self.address)

    @cached_property
    def totals(self) -> Totals:
        return self.answers.totals()

    @cached_property
    def years(self) -> list[tuple[int, int]]:
        """(year, cables); those without a date are in no year."""
        return sorted(self.answers.years())

    def tags(self, limit: int | None = None, but: str = "") -> list[Tally]:
        """By how many cables carry them, the most frequent first."""
        return _most_first(self.answers.within(["tag"])["tag"], limit, but)

    def posts(self, limit: int | None = None) -> list[Tally]:
        return _most_first(self.answers.within(["origin"])["origin"], limit)

    def posts_with_years(self) -> list[Tally]:
        return [Tally(post.code, post.cables, post.first, post.last) for post in self.answers.posts()]

    def collections(self) -> dict[str, int]:
        return dict(self.answers.within(["collection"])["collection"])

    def newest(self, limit: int) -> list[CableVersion]:
        return self.answers.versions(0, limit)

    def most_cited(self, limit: int) -> list[CableVersion]:
        """Only cables that another released cable names; each has `cited`."""
        rows = self._answers(self.address.put(sort=CITED)).versions(0, limit)
        return [version for version in rows if version.cited]  # type: ignore[attr-defined]

    def _answers(self, address: Address) -> Answers:
        return answers_to(CableFilter(address.as_data(), queryset=CableVersion.objects.released()))


def released_tags() -> QuerySet[CableTag]:
    return CableTag.objects.filter(shown_versions("version__"))


def _most_first(counts: Counts, limit: int | None, but: str = "") -> list[Tally]:
    ranked = sorted(counts, key=lambda row: (-row[1], row[0]))
    return [Tally(code, count) for code, count in ranked if code != but][:limit]
