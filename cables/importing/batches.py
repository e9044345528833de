"""A whole import: every file of every path, with a record of what became of each."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from cables.importing.load import Outcome, Result, load
from cables.importing.sources import Record, Unreadable, find_files, read_file
from cables.models import Collection, ImportBatch, ImportItem
from cables.projection.names import Names

log = logging.getLogger(__name__)


def import_paths(
    paths: Iterable[Path],
    collection: Collection,
    *,
    dry_run: bool = False,
    limit: int | None = None,
    started_by: Any = None,
) -> Iterator[Result]:
    """Import record by record, giving each result as it is known. One bad record stops nothing.

    `limit` counts records, readable or not. With `dry_run` nothing is written, the batch included.
    """
    paths = list(paths)
    batch = None
    if not dry_run:
        batch = ImportBatch.objects.create(
            collection=collection, paths=[str(path) for path in paths], started_by=started_by
        )
    names = Names.of_tables()
    position = 0
    for path in find_files(paths):
        for record in read_file(path):
            if limit is not None and position >= limit:
                break
            position += 1
            result = _load_or_refuse(record, collection, names, dry_run=dry_run)
            if batch:
                _note(batch, position, result)
            yield result
    if batch:
        batch.finished_at = timezone.now()
        batch.save(update_fields=["finished_at"])


def _load_or_refuse(
    record: Record | Unreadable, collection: Collection, names: Names, *, dry_run: bool
) -> Result:
    if isinstance(record, Unreadable):
        return Result(record.file, record.start, Outcome.REFUSED, record.reason)
    try:
        return load(record, collection, names, dry_run=dry_run)
    except DatabaseError as error:
        # The class only: a database's message quotes the row, and the row is the text.
        log.error("Import of %s at %d failed with %s", record.file, record.start, type(error).__name__)
        return Result(
            record.file,
            record.start,
            Outcome.REFUSED,
            f"The database refused this cable ({type(error).__name__}); nothing of it was kept. "
            "Import the file again; if it is refused again, report it.",
        )


def _note(batch: ImportBatch, position: int, result: Result) -> None:
    ImportItem.objects.create(
        batch=batch,
        position=position,
        file=result.file[-1000:],
        start=result.start,
        outcome=result.outcome,
        message=result.message,
        cable=result.cable,
        version=result.version,
    )
