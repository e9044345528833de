"""A whole import: every file of every path, with a record of what became of each."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cables.importing.bulk import load_new
from cables.importing.comparing import Seen
from cables.importing.load import Outcome, Result, load
from cables.importing.processes import Found, read_in_chunks
from cables.importing.reading import Read
from cables.importing.sources import MEGABYTE, Caps, Unreadable, find_files, read_file
from cables.models import Collection, ImportBatch, ImportItem
from cables.projection.inserting import insert
from cables.projection.names import Names

log = logging.getLogger(__name__)
WRITERS = 20_090_918
"""Key of the lock that importers take on PostgreSQL; SQLite has one writer anyway."""


def import_paths(
    paths: Iterable[Path],
    collection: Collection,
    *,
    dry_run: bool = False,
    limit: int | None = None,
    started_by: Any = None,
    processes: int | None = None,
) -> Iterator[Result]:
    """Import record by record, giving each result as it is known. One bad record stops nothing.

    `limit` counts records, readable or not. With `dry_run` nothing is written, the batch included.
    `processes` parse, by default as many as the settings say.
    """
    paths = list(paths)
    batch = None
    if not dry_run:
        batch = ImportBatch.objects.create(
            collection=collection, paths=[str(path) for path in paths], started_by=started_by
        )
    caps = Caps(
        file=settings.IMPORT_MAX_MEGABYTES * MEGABYTE,
        members=settings.IMPORT_MAX_MEMBERS,
        ratio=settings.IMPORT_MAX_RATIO,
    )
    records = (record for path in find_files(paths) for record in read_file(path, caps))
    names, seen = Names.of_tables(), Seen()
    position = 0
    for chunk in read_in_chunks(islice(records, limit), names, processes or settings.IMPORT_PROCESSES):
        if batch is None:
            yield from _compared(chunk, seen)
        else:
            yield from _Chunk(chunk, collection, names, batch, position).loaded()
        position += len(chunk)
    if batch:
        batch.finished_at = timezone.now()
        batch.save(update_fields=["finished_at"])


def _compared(chunk: Sequence[Found], seen: Seen) -> Iterator[Result]:
    """What would become of each."""
    compared = iter(seen.compare([found for found in chunk if isinstance(found, Read)]))
    for found in chunk:
        if isinstance(found, Unreadable):
            yield _refused(found)
        else:
            record, mrn = found.record, found.mrn or "unnumbered"
            yield Result(record.file, record.start, next(compared).outcome, "", mrn)


class _Chunk:
    """Records that are written in one transaction, or one by one where that fails."""

    def __init__(
        self, chunk: Sequence[Found], collection: Collection, names: Names, batch: ImportBatch, position: int
    ) -> None:
        """`position` is that of the record before the first."""
        self.chunk, self.collection, self.names = chunk, collection, names
        self.batch, self.position = batch, position

    def loaded(self) -> list[Result]:
        try:
            with transaction.atomic():
                _wait_for_other_importers()
                results = self._loaded_together()
                self._note(results, self.position)
                return results
        except DatabaseError as error:
            log.warning("Writing %d records together failed with %s", len(self.chunk), type(error).__name__)
        results = []
        for position, found in enumerate(self.chunk, self.position):
            result = self._loaded_alone(found)
            self._note([result], position)
            results.append(result)
        return results

    def _loaded_together(self) -> list[Result]:
        reads = [found for found in self.chunk if isinstance(found, Read)]
        compared = dict(zip(map(id, reads), Seen().compare(reads), strict=True))
        is_open = self.collection.release_policy == Collection.ReleasePolicy.ON_IMPORT
        new = [read for read in reads if is_open and read.mrn and compared[id(read)].outcome == Outcome.NEW]
        results = dict(zip(map(id, new), load_new(new, self.collection), strict=True))
        for read in reads:
            outcome, cable, version = compared[id(read)]
            if outcome == Outcome.UNCHANGED and version:
                record = read.record
                results[id(read)] = Result(record.file, record.start, outcome, "", read.mrn, cable, version)
        return [results.get(id(found)) or self._loaded(found) for found in self.chunk]

    def _loaded(self, found: Found) -> Result:
        if isinstance(found, Unreadable):
            return _refused(found)
        return load(found.record, self.collection, self.names)

    def _loaded_alone(self, found: Found) -> Result:
        try:
            return self._loaded(found)
        except DatabaseError as error:
            record = found if isinstance(found, Unreadable) else found.record
            # The class only: a database's message quotes the row, and the row is the text.
            log.error("Import of %s at %d failed with %s", record.file, record.start, type(error).__name__)
            reason = (
                f"The database refused this cable ({type(error).__name__}); nothing of it was kept. "
                "Import the file again; if it is refused again, report it."
            )
            return _refused(Unreadable(record.file, record.start, reason))

    def _note(self, results: Sequence[Result], position: int) -> None:
        insert(
            ImportItem,
            ("batch", "position", "file", "start", "outcome", "message", "cable", "version"),
            (
                (self.batch.pk, n, r.file[-1000:], r.start, r.outcome, r.message, r.cable, r.version)
                for n, r in enumerate(results, position + 1)
            ),
        )


def _refused(found: Unreadable) -> Result:
    return Result(found.file, found.start, Outcome.REFUSED, found.reason)


def _wait_for_other_importers() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
