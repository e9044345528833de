"""Public rows → documents of the index. Only what is released is read here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection as Some
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, QuerySet
from tantivy import Document

from cables.models import Addressee, CableTag, CableVersion, Paragraph, Reference
from cables.search import schema as s
from cables.search.analysis import plain

HEADER = (
    *("pk", "cable", "cable__mrn", "cable__year", "cable__post", "cable__serial", "sent_at"),
    *("classification", "captions", "collection__slug", "title"),
)
LAST = "~"
"""Sorts after every number and date."""


class Released:
    """What the public index has: each cable of which a version is shown, and of it what is released."""

    def keys(self, after: int, most: int) -> list[int]:
        shown = CableVersion.objects.released().filter(cable__gt=after).order_by("cable")
        return list(shown.values_list("cable", flat=True)[:most])

    def documents(self, cables: Sequence[int]) -> Iterator[tuple[int, Document]]:
        return documents(cables)


def documents(cables: Some[int]) -> Iterator[tuple[int, Document]]:
    """Those of the cables that are released, by their keys. Five queries."""
    versions = CableVersion.objects.released().filter(cable__in=cables)
    headers = list(versions.values_list(*HEADER))
    keys = [header[0] for header in headers]
    texts = _rows(Paragraph.objects.order_by("version", "position"), keys, "level", "heading", "text")
    tags = _rows(CableTag.objects.all(), keys, "code")
    posts = _rows(Addressee.objects.exclude(post=""), keys, "post")
    cited = _rows(Reference.objects.exclude(mrn=""), keys, "mrn")
    for version, cable, *header in headers:
        yield cable, _document(cable, header, texts[version], tags[version], posts[version], cited[version])


def _rows(rows: QuerySet[Any], versions: Sequence[int], *columns: str) -> dict[int, list[Any]]:
    """The columns of the rows of each version."""
    found = defaultdict(list)
    for version, *values in rows.filter(version__in=versions).values_list(F("version"), *columns):
        found[version].append(values)
    return found


def _document(
    cable: int,
    header: Sequence[Any],
    paragraphs: Sequence[tuple[str, str, str]],
    tags: Sequence[tuple[str]],
    posts: Sequence[tuple[str]],
    cited: Sequence[tuple[str]],
) -> Document:
    mrn, year, post, serial, sent_at, classification, captions, collection, title = header
    texts: dict[str, list[str]] = {s.BODY: [title]}
    for level, heading, text in paragraphs:
        whole = f"{heading}\n{text}" if heading else text
        texts[s.BODY].append(whole)
        if level:
            texts.setdefault(s.body_at(level), []).append(whole)
    document = Document()
    document.add_integer(s.ID, cable)
    document.add_text(s.SUBJECT, plain(title))
    for name, pieces in texts.items():
        document.add_text(name, plain("\n".join(pieces)))
    document.add_text(s.NUMBER, mrn)
    for name, values in (
        (s.TAG, (code for (code,) in tags)),
        (s.TO, (code for (code,) in posts)),
        (s.REFERENCE, (number for (number,) in cited)),
        (s.MARK, (level for level, _, _ in paragraphs if level)),
        (s.CAPTION, captions),
        (s.ORIGIN, (post,) if post else ()),
        (s.CLASSIFICATION, (classification,)),
        (s.COLLECTION, (collection,)),
    ):
        for value in dict.fromkeys(values):
            document.add_text(name, value)
    if sent_at:
        document.add_integer(s.SENT, seconds(sent_at))
        document.add_integer(s.YEAR, sent_at.year)
    by_date = f"{sent_at:%Y%m%d%H%M%S}{sent_at.microsecond:06}" if sent_at else ""
    document.add_text(s.NEWEST, by_date + mrn)
    document.add_text(s.OLDEST, (by_date or LAST) + mrn)
    document.add_text(s.IN_ORDER, f"{year:04} {post} {serial:020} {mrn}" if year is not None else LAST + mrn)
    return document


def seconds(moment: dt.datetime) -> int:
    """Since 1970; negative before."""
    return int((moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(seconds=1))
