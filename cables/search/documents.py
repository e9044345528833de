"""Public rows → documents of the index. Only what is released is read here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection as Some
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from tantivy import Document

from cables.models import Addressee, CableTag, CableVersion, Mention, Paragraph, Reference
from cables.search import schema as s
from cables.search.analysis import plain

HEADER = (
    *("pk", "cable", "cable__mrn", "cable__year", "cable__post", "cable__serial", "sent_at"),
    *("classification", "captions", "collection__slug", "title"),
)
LAST = "~"
"""It sorts after every number."""
BEFORE_NUMBER = "/"
"""Between what a document is sorted by and its number, which makes the order one."""
YEAR_ONE = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
FIRST_OF_ALL, LAST_OF_ALL = 0, 2**39 - 1
"""Seconds before and after every date, for cables without one."""
KEYS = 2**24
"""Of the key of a cable so much is kept for the order of those that were sent in one second: all of it up to
sixteen million cables. With the seconds it fills the 63 bits of a field."""


class Content(NamedTuple):
    """What there is to find of a cable; the first are as in HEADER."""

    mrn: str
    year: int | None
    post: str
    serial: int | None
    sent_at: dt.datetime | None
    classification: str
    captions: Sequence[str]
    collection: str
    title: str
    paragraphs: Sequence[tuple[str, str, str]]  # level, heading, text
    tags: Sequence[str]
    addressees: Sequence[tuple[str, str]]  # code of the post or "", name; without those that are excluded
    cited: Sequence[str]  # numbers that REF lines name
    named: Sequence[str]  # and that the text does


class Released:
    """What the public index has: each cable of which a version is shown, and of it what is released."""

    forgets = True

    def keys(self, after: int, most: int) -> list[int]:
        shown = CableVersion.objects.released().filter(cable__gt=after).order_by("cable")
        return list(shown.values_list("cable", flat=True)[:most])

    def documents(self, cables: Sequence[int]) -> Iterator[tuple[int, Document]]:
        return ((cable, document_of(cable, content)) for cable, content in released(cables))


def released(cables: Some[int]) -> Iterator[tuple[int, Content]]:
    """What is public of those of the cables that are released, by their keys. Six queries."""
    versions = CableVersion.objects.released().filter(cable__in=cables)
    headers = list(versions.values_list(*HEADER))
    keys = [header[0] for header in headers]
    texts = _rows(Paragraph.objects.order_by("version", "position"), keys, "level", "heading", "text")
    tags = _rows(CableTag.objects.all(), keys, "code")
    addressees = _rows(Addressee.objects.filter(excluded=False), keys, "post", "name")
    cited = _rows(Reference.objects.exclude(mrn=""), keys, "mrn")
    named = _rows(Mention.objects.exclude(mrn=""), keys, "mrn")
    for version, cable, *header in headers:
        rows = (
            texts[version],
            [code for (code,) in tags[version]],
            addressees[version],
            [number for (number,) in cited[version]],
            [number for (number,) in named[version]],
        )
        yield cable, Content._make([*header, *rows])


def _rows(rows: QuerySet[Any], versions: Sequence[int], *columns: str) -> dict[int, list[Any]]:
    """The columns of the rows of each version."""
    found = defaultdict(list)
    for version, *values in rows.filter(version__in=versions).values_list(F("version"), *columns):
        found[version].append(values)
    return found


def document_of(cable: int, content: Content, kept: Sequence[str] = ()) -> Document:
    document = Document()
    document.add_integer(s.ID, cable)
    document.add_text(s.SUBJECT, plain(content.title))
    mrn, sent_at, paragraphs = content.mrn, content.sent_at, content.paragraphs
    levels = {level for level, _, _ in paragraphs}
    for level, heading, text in paragraphs:  # each by itself, so that no phrase goes on in the next
        whole = plain(f"{heading}\n{text}" if heading else text)
        document.add_text(s.BODY, whole)
        if level and len(levels) > 1:
            document.add_text(s.body_at(level), whole)
    document.add_text(s.NUMBER, mrn)
    document.add_integer(s.PARAGRAPHS, len(paragraphs))
    for name, values in (
        (s.TAG, content.tags),
        (s.TO, (code for code, _ in content.addressees if code)),
        (s.TO_NAME, (plain(name) for _, name in content.addressees)),
        (s.REFERENCE, content.cited),
        (s.CITED, (number for number in (*content.cited, *content.named) if number != mrn)),
        (s.MARK, levels - {""}),
        (s.ONE_LEVEL, levels if len(levels) == 1 else ()),
        (s.CAPTION, content.captions),
        (s.ORIGIN, (content.post,) if content.post else ()),
        (s.CLASSIFICATION, (content.classification,)),
        (s.COLLECTION, (content.collection,)),
        (s.KEPT, kept),
    ):
        for value in (distinct := list(dict.fromkeys(values))):
            document.add_text(name, value)
        if name in s.SEVERAL:
            _add_to_columns(document, name, sorted(distinct))
    if sent_at:
        document.add_integer(s.SENT, seconds(sent_at))
        document.add_integer(s.YEAR, sent_at.year)
    document.add_integer(s.NEWEST, _by_date(sent_at, FIRST_OF_ALL, cable))
    document.add_integer(s.OLDEST, _by_date(sent_at, LAST_OF_ALL, cable))
    year = content.year
    by_number = f"{year:04} {content.post} {content.serial:020}" if year is not None else LAST
    document.add_text(s.IN_ORDER, f"{by_number}{BEFORE_NUMBER}{mrn}")
    return document


def _add_to_columns(document: Document, name: str, values: Sequence[str]) -> None:
    *single, rest = s.columns(name)
    for column, value in zip_longest(single, values[: len(single)], fillvalue=s.NO_VALUE):
        document.add_text(column, value)
    for value in values[len(single) :]:
        document.add_text(rest, value)


def _by_date(sent_at: dt.datetime | None, undated: int, cable: int) -> int:
    since = seconds(sent_at) - seconds(YEAR_ONE) + 1 if sent_at else undated
    return since * KEYS + cable % KEYS


def seconds(moment: dt.datetime) -> int:
    """Since 1970; negative before."""
    return int((moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(seconds=1))
