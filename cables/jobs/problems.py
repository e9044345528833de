"""The refused records of an import as rows, to be mended in a spreadsheet and imported again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from cables.importing.again import read_all_again
from cables.importing.sources import Record
from cables.importing.sources.cells import guarded
from cables.importing.sources.problems import HEADER
from cables.jobs.records import Hidden, demand_bytes
from cables.jobs.uploads import shown_file
from cables.models import ImportBatch, ImportItem
from cables.reviewing.refusals import demand
from cables.visibility import Action, State


def problems_of(batch: ImportBatch, user: Any) -> Iterator[list[str]]:
    """Rows with their header. The text is empty where there is none: a picture, or a file that is gone."""
    return problems_among(ImportItem.objects.filter(batch=batch), user)


def problems_among(items: QuerySet[ImportItem], user: Any) -> Iterator[list[str]]:
    """The same of the refused ones among some records, of whichever imports."""
    demand(user, Action.IMPORT, State.SITE)
    return _rows(items.filter(outcome=ImportItem.Outcome.REFUSED), user)


def _rows(refused: QuerySet[ImportItem], user: Any) -> Iterator[list[str]]:
    yield list(HEADER)
    batches = ImportBatch.objects.filter(pk__in=refused.order_by().values("batch")).order_by("pk")
    for batch in batches:
        yield from _rows_of(batch, refused.filter(batch=batch).order_by("position"), user)


def _rows_of(batch: ImportBatch, refused: QuerySet[ImportItem], user: Any) -> Iterator[list[str]]:
    for item, found in read_all_again(batch, refused.iterator()):
        text = found.text if isinstance(found, Record) else ""
        try:
            demand_bytes(user, item, text)
        except Hidden:
            text = ""
        yield [guarded(shown_file(item.file, batch)), str(item.start), item.message, guarded(text)]
