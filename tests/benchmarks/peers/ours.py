"""The reading room's own index, asked as its list asks it."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict

from cables.models import CableVersion
from cables.search.filters import CableFilter
from cables.search.from_index import FromIndex
from cables.search.generations import PUBLIC, home
from tests.benchmarks.peers import FACETS, SHOWN, Asked

COUNTED = [name for name in FACETS if name != "year"]


def address_of(asked: Asked) -> str:
    data = QueryDict(mutable=True)
    if asked.words:
        words = " ".join(asked.words)
        data["q"] = f'"{words}"' if asked.phrase else words + "*" * asked.prefix
        data["sort"] = "-sent"
    if asked.tag:
        data["tag"] = asked.tag
    if asked.classification:
        data["classification"] = asked.classification
    if asked.after:
        data["sent_after"] = asked.after.isoformat()
    return data.urlencode()


def list_of(asked: Asked) -> CableFilter:
    return CableFilter(QueryDict(address_of(asked)), queryset=CableVersion.objects.released())


class Ours:
    """With what is pending, which it asks the database, and without what a facet leaves out. Each question is
    asked as if nobody had asked one before, or with the counts that a process of the site keeps."""

    name = "reading room"

    def __init__(self, keeps: bool = False) -> None:
        self.keeps = keeps
        self.lists: dict[Asked, CableFilter] = {}

    def prepare(self, asked: Asked) -> None:
        self.lists[asked] = cables = list_of(asked)
        _ = cables.conditions  # understood, as a page has it when it asks

    def ask(self, asked: Asked) -> int:
        index = home(PUBLIC).ask()
        assert index, "no index has been built"
        answers = FromIndex(index if self.keeps else replace(index, memory={}), self.lists[asked])
        answers.keys(0, SHOWN)
        answers.counted(COUNTED)
        answers.years()
        return answers.totals().cables
