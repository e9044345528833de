"""All cables of a list, from its first page to its last, for files and feeds.

While a reader takes them, which may be for minutes, no query, cursor or transaction is open: an open one
would keep SQLite's write-ahead log, in which withheld text may stand, from being emptied.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice

from cables.models import CableVersion
from cables.search.filters import CableFilter, Versions
from cables.search.listing import Answers, answers_to

KEYS_AT_ONCE = 5_000
CABLES_AT_ONCE = 200


def in_list_order(cables: CableFilter) -> Iterator[int]:
    """The keys of all cables of the list, in its order, each once; whatever page was asked for.

    Of cables, not of versions: a cable whose newer text comes in meanwhile stays where it is.
    """
    answers = answers_to(cables)
    return _by_places(answers) if answers.indexed else _from_rows(cables)


def versions_of(keys: Iterable[int], rows: Versions) -> Iterator[CableVersion]:
    """The rows of these cables, read for some at a time and not before they are wanted.

    `rows` are released ones: a cable that was withheld since its key was read is left out.
    """
    waiting = iter(keys)
    while some := list(islice(waiting, CABLES_AT_ONCE)):
        found = {version.cable_id: version for version in rows.filter(cable__in=some)}
        for key in some:
            if version := found.pop(key, None):
                yield version


def _by_places(answers: Answers) -> Iterator[int]:
    """The index stays for `answers` as it was at first, so no place is another's in the next chunk."""
    start = 0
    while some := answers.keys(start, start + KEYS_AT_ONCE):
        yield from some
        start += KEYS_AT_ONCE


def _from_rows(cables: CableFilter) -> Iterator[int]:
    """In one query and eight bytes a cable: a query for each chunk would sort the whole list each time, and
    an import between two of them would repeat a cable or skip one."""
    yield from array("q", cables.qs.values_list("cable", flat=True).iterator(KEYS_AT_ONCE))
