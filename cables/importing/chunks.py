"""Records that are written in one transaction, with the progress of their batch."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cables.importing.bulk import load_new
from cables.importing.comparing import Seen
from cables.importing.faults import Stopped, why_it_cannot_go_on
from cables.importing.load import Outcome, Result, load
from cables.importing.reading import Read, ReadOrNot
from cables.importing.sources import Unreadable
from cables.models import Collection, ImportBatch, ImportItem
from cables.projection.inserting import insert
from cables.projection.names import Names

log = logging.getLogger(__name__)
WRITERS = 20_090_918
"""Key of the lock that importers take on PostgreSQL; SQLite has one writer anyway."""

LONGEST_PATH = 1000  # characters that are kept of one, from its end


class Taken(Exception):
    """Another process goes on with this batch."""


class Writer:
    """Writes the chunks of one batch."""

    def __init__(self, batch: ImportBatch, names: Names) -> None:
        self.batch, self.names = batch, names
        self.collection: Collection = batch.collection

    def write(self, chunk: Sequence[ReadOrNot]) -> list[Result]:
        """All of a chunk in one transaction; one by one where that fails. Raises Stopped, Taken."""
        try:
            with self._transaction():
                results = self._together(chunk)
                self._note(results)
            return results
        except DatabaseError as error:
            _give_up_if_hopeless(error)
            log.warning("Writing %d records together failed with %s", len(chunk), type(error).__name__)
        return [self._alone(found) for found in chunk]

    def _together(self, chunk: Sequence[ReadOrNot]) -> list[Result]:
        reads = [found for found in chunk if isinstance(found, Read)]
        compared = dict(zip(map(id, reads), Seen().compare(reads), strict=True))
        is_open = self.collection.release_policy == Collection.ReleasePolicy.ON_IMPORT
        new = [read for read in reads if is_open and read.mrn and compared[id(read)].outcome == Outcome.NEW]
        results = dict(zip(map(id, new), load_new(new, self.collection), strict=True))
        for read in reads:
            outcome, cable, version = compared[id(read)]
            if outcome == Outcome.UNCHANGED and version:
                record = read.record
                results[id(read)] = Result(record.file, record.start, outcome, "", read.mrn, cable, version)
        return [results.get(id(found)) or self._loaded(found) for found in chunk]

    def _loaded(self, found: ReadOrNot) -> Result:
        if isinstance(found, Unreadable):
            return refused(found)
        return load(found.record, self.collection, self.names)

    def _alone(self, found: ReadOrNot) -> Result:
        try:
            with self._transaction():
                result = self._loaded(found)
                self._note([result])
            return result
        except DatabaseError as error:
            _give_up_if_hopeless(error)
            record = found if isinstance(found, Unreadable) else found.record
            # The class only: a database's message quotes the row, and the row is the text.
            log.error("Import of %s at %d failed with %s", record.file, record.start, type(error).__name__)
            reason = (
                f"The database refused this cable ({type(error).__name__}); nothing of it was kept. "
                "Import the file again; if it is refused again, report it."
            )
        result = refused(Unreadable(record.file, record.start, reason))
        with self._transaction():
            self._note([result])
        return result

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Nobody else goes on with the batch meanwhile. Raises Taken if somebody has."""
        batch = self.batch
        before = batch.position, batch.tally
        try:
            with transaction.atomic():
                _wait_for_other_importers()
                mine = ImportBatch.objects.select_for_update().filter(pk=batch.pk, position=batch.position)
                if not mine.filter(state=ImportBatch.State.IMPORTING).exists():
                    raise Taken
                yield
        except BaseException:
            batch.position, batch.tally = before
            raise

    def _note(self, results: Sequence[Result]) -> None:
        """Each result, and how far the batch has come: in the transaction that wrote them."""
        batch = self.batch
        insert(
            ImportItem,
            ("batch", "position", "file", "start", "outcome", "message", "cable", "version"),
            (
                (batch.pk, n, r.file[-LONGEST_PATH:], r.start, r.outcome, r.message, r.cable, r.version)
                for n, r in enumerate(results, batch.position + 1)
            ),
        )
        batch.tally = dict(Counter(batch.tally) + Counter(str(result.outcome) for result in results))
        batch.position += len(results)
        batch.file, batch.beat_at = results[-1].file[-LONGEST_PATH:], timezone.now()
        batch.save(update_fields=["position", "tally", "file", "beat_at"])


def refused(found: Unreadable) -> Result:
    return Result(found.file, found.start, Outcome.REFUSED, found.reason)


def _give_up_if_hopeless(error: DatabaseError) -> None:
    reason = why_it_cannot_go_on(error)
    if reason:
        raise Stopped(f"{reason} What was imported before is in; import again to go on.") from error


def _wait_for_other_importers() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
