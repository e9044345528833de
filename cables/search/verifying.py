"""Whether an index holds what the tables say, both ways; each difference as a sentence with what to do."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from tantivy import Document, Query, Searcher

from cables.models import Cable, CableVersion, IndexChange, Paragraph
from cables.search import outbox
from cables.search import schema as s
from cables.search.analysis import stems
from cables.search.facets import COUNTED
from cables.search.filters import CableFilter
from cables.search.from_index import FromIndex
from cables.search.from_rows import FromRows
from cables.search.generations import Asked, Home
from cables.search.segments import broken
from cables.search.writing import Source

BUILD = "Run manage.py rebuild_search_index."
ENGLISH = (s.BODY, s.SUBJECT, s.TO_NAME, *map(s.body_at, Paragraph.Level.values))
RAW = (
    *(s.NUMBER, s.REFERENCE, s.TO, s.ONE_LEVEL, s.CITED, s.KEPT, *s.COUNTED, s.IN_ORDER),
    *(column for facet in s.SEVERAL for column in s.columns(facet)),
)
NUMBERS = (s.ID, s.SENT, s.YEAR, s.PARAGRAPHS, s.NEWEST, s.OLDEST)
LATE = dt.timedelta(minutes=1)
PAGE = 10_000
NAMED = 5
TRIES = 3

Terms = dict[str, dict[Any, int] | list[Any]]


def differences(home: Home, source: Source, sample: int) -> Iterator[str]:
    """Of all cables by their keys, of `sample` of them by every word and value. Nothing where all is well.

    What changes meanwhile is no difference: it is in the outbox, and followed.
    """
    folder = home.folder()
    if folder is None:
        yield f"There is no index in {home.path}. {BUILD}"
        return
    if files := broken(folder):
        yield f"{len(files)} of its files are missing or damaged, among them {files[0]}. {BUILD}"
        return
    asked = home.ask()
    if asked is None:
        yield f"The index in {folder} cannot be asked: it is of long ago, or not to be read. {BUILD}"
        return
    if outbox.is_of_another_database(asked.applied):
        yield f"The index has followed another database than this one. {BUILD}"
        return
    yield from _not_followed(asked)
    yield from _of_keys(asked, source)
    yield from _of_content(asked, source, sample)


def facet_differences(home: Home) -> Iterator[str]:
    """Of the totals of the public index, of its facets and years, to those of the tables."""
    for _ in range(TRIES):
        asked = home.ask()
        if asked is None or asked.applied.get("owes"):  # it leaves out some until another is built
            return
        cables = CableFilter(QueryDict(), queryset=CableVersion.objects.released())
        index, rows = FromIndex(asked, cables), FromRows(cables)
        found = list(_of_facets(index, rows))
        if not found or not outbox.unseen(asked.applied, 1)[0]:
            break
    yield from found


def terms_of(searcher: Searcher, cable: int) -> Terms:
    """Everything that an index has of a cable, by field: words with how many documents of it have them."""
    theirs = Query.term_query(s.schema(), s.ID, cable)
    addresses = [address for _, address in searcher.search(theirs, 10, count=False).hits]
    found: Terms = {
        field: dict(searcher.terms_with_prefix(field, "", filter_query=theirs)) for field in (*ENGLISH, *RAW)
    }
    for field in NUMBERS:
        found[field] = searcher.fast_field_values(field, addresses)
    return found


def terms_in(document: Document) -> Terms:
    """The same of a document that is to be in it."""
    values = document.to_dict()
    found: Terms = {}
    for field in ENGLISH:
        found[field] = dict.fromkeys((word for text in values.get(field, ()) for word in stems(text)), 1)
    for field in RAW:
        found[field] = dict.fromkeys(values.get(field, ()), 1)
    for field in NUMBERS:
        found[field] = values.get(field, [None])
    return found


# --- inside ---


def _not_followed(asked: Asked) -> Iterator[str]:
    waiting = [change.key for change in outbox.unseen(asked.applied, PAGE)[0]]
    late = IndexChange.objects.filter(pk__in=waiting[:500], at__lt=timezone.now() - LATE)
    if late.exists():
        many = f"{len(waiting):,}" if len(waiting) < PAGE else f"more than {PAGE:,}"
        yield (
            f"{many} changes have not been followed, some of more than a minute ago. See that manage.py "
            "follow_search_index runs on this machine, and what it says."
        )


def _of_keys(asked: Asked, source: Source) -> Iterator[str]:
    released: set[int] = set()
    while keys := source.keys(max(released, default=0), PAGE):
        released.update(keys)
    held = _keys(asked.searcher)
    if twice := len(held) - len(set(held)):
        yield f"{twice:,} cables are in the index twice. {BUILD}"
    changed = {change.cable for change in outbox.unseen(asked.applied, 10 * PAGE)[0]}
    missing = released - set(held) - changed
    if missing and not asked.applied.get("owes"):  # else some are left out until another is built
        yield f"{_named(missing)} released and not in the index. {BUILD}"
    if extra := set(held) - released - changed:
        yield f"{_named(extra)} in the index and not released. {BUILD}"


def _of_content(asked: Asked, source: Source, sample: int) -> Iterator[str]:
    held = _keys(asked.searcher)
    chosen = sorted(random.sample(held, min(sample, len(held))))
    differing: dict[int, str] = {}
    for at in range(0, len(chosen), 100):
        for cable, document in source.documents(chosen[at : at + 100]):
            wanted, found = terms_in(document), terms_of(asked.searcher, cable)
            if fields := [field for field in wanted if wanted[field] != found[field]]:
                differing[cable] = ", ".join(fields)
    changed = {change.cable for change in outbox.unseen(asked.applied, 10 * PAGE)[0]}
    if wrong := differing.keys() - changed:
        of = differing[min(wrong)]
        yield f"{_named(wrong)} in the index with other words or values than in the tables (in {of}). {BUILD}"


def _of_facets(index: FromIndex, rows: FromRows) -> Iterator[str]:
    counts_of_index, counts_of_rows = index.totals(), rows.totals()
    if counts_of_index != counts_of_rows:
        both = f"{counts_of_index.cables:,} cables, the tables {counts_of_rows.cables:,}"
        yield f"The index counts {both}, or other dates. {BUILD}"
    counted, counts = index.counted(COUNTED), rows.counted(COUNTED)
    for name in COUNTED:
        if sorted(counted[name]) != sorted(counts[name]):
            yield f"The index counts the values of “{name}” otherwise than the tables. {BUILD}"
    if sorted(index.years()) != sorted(rows.years()):
        yield f"The index counts the years otherwise than the tables. {BUILD}"


def _keys(searcher: Searcher) -> list[Any]:
    hits = searcher.search(Query.all_query(), max(1, searcher.num_docs), count=False).hits
    return list(searcher.fast_field_values(s.ID, [address for _, address in hits]))


def _named(cables: Iterable[int]) -> str:
    keys: Sequence[int] = sorted(cables)
    numbers = list(Cable.objects.filter(pk__in=keys[:NAMED]).order_by("pk").values_list("mrn", flat=True))
    names = ", ".join(numbers or [f"the cable with the key {keys[0]}"])
    if len(keys) == 1:
        return f"{names} is"
    return f"{len(keys):,} cables ({names}{', …' if len(keys) > len(numbers) else ''}) are"
