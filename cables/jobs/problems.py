"""The refused records of an import as rows, to be mended in a spreadsheet and imported again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cables.importing.again import read_all_again
from cables.importing.sources import Record
from cables.importing.sources.problems import HEADER, guarded
from cables.jobs.records import Hidden, demand_bytes
from cables.models import ImportBatch, ImportItem
from cables.reviewing.refusals import demand
from cables.visibility import Action, State


def problems_of(batch: ImportBatch, user: Any) -> Iterator[list[str]]:
    """Rows with their header. The text is empty where there is none: a picture, or a file that is gone."""
    demand(user, Action.IMPORT, State.SITE)
    return _rows(batch, user)


def _rows(batch: ImportBatch, user: Any) -> Iterator[list[str]]:
    yield list(HEADER)
    refused = ImportItem.objects.filter(batch=batch, outcome=ImportItem.Outcome.REFUSED).order_by("position")
    for item, found in read_all_again(batch, refused.iterator()):
        text = found.text if isinstance(found, Record) else ""
        try:
            demand_bytes(user, item, text)
        except Hidden:
            text = ""
        yield [guarded(item.file), str(item.start), item.message, guarded(text)]
