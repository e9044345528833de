"""Records that are written in one transaction, or one by one where that fails."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import DatabaseError

from cables.importing.bulk import load_new
from cables.importing.comparing import Seen
from cables.importing.faults import patiently, why_it_cannot_go_on
from cables.importing.ledger import Ledger
from cables.importing.load import Outcome, Result, load
from cables.importing.reading import Read, ReadOrNot
from cables.importing.sources import Unreadable
from cables.models import Collection, ImportBatch
from cables.projection.names import Names

log = logging.getLogger(__name__)
UNWRITABLE = (DatabaseError, ValueError, OverflowError)
"""Said of a record by the database, or by its driver of a number or a text that it cannot take."""


class Writer:
    """Writes the chunks of one batch."""

    def __init__(self, batch: ImportBatch, ledger: Ledger, names: Names) -> None:
        self.ledger, self.names = ledger, names
        self.collection: Collection = batch.collection

    def write(self, chunk: Sequence[ReadOrNot]) -> list[Result]:
        """All of a chunk in one transaction; one by one where that fails.

        Raises Taken, and DatabaseError where no record could be written now.
        """
        try:
            return patiently(lambda: self._write(chunk))
        except UNWRITABLE as error:
            _give_up_if_hopeless(error)
            log.warning("Writing %d records together failed with %s", len(chunk), type(error).__name__)
        return [self._alone(found) for found in chunk]

    def _write(self, chunk: Sequence[ReadOrNot]) -> list[Result]:
        with self.ledger.transaction():
            results = self._together(chunk)
            self.ledger.note(chunk, results)
        return results

    def _together(self, chunk: Sequence[ReadOrNot]) -> list[Result]:
        reads = [found for found in chunk if isinstance(found, Read)]
        seen = Seen()
        compared = dict(zip(map(id, reads), seen.compare(reads), strict=True))
        # As it is now: it may have been taken down since the import began.
        is_open = Collection.objects.filter(
            pk=self.collection.pk,
            release_policy=Collection.ReleasePolicy.ON_IMPORT,
            standing=Collection.Standing.UP,
        ).exists()
        new = [read for read in reads if is_open and read.mrn and compared[id(read)].outcome == Outcome.NEW]
        new = [read for read in new if seen.corrected.isdisjoint(read.numbers)]
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
            return patiently(lambda: self._write_one(found))
        except UNWRITABLE as error:
            _give_up_if_hopeless(error)
            record = found if isinstance(found, Unreadable) else found.record
            # The class only: a database's message quotes the row, and the row is the text.
            log.error("Import of %s at %d failed with %s", record.file, record.start, type(error).__name__)
            reason = (
                f"The database refused this cable ({type(error).__name__}); nothing of it was kept. "
                "Import the file again; if it is refused again, report it."
            )
        refusal = Unreadable(record.file, record.start, reason)
        return patiently(lambda: self._write_one(refusal))

    def _write_one(self, found: ReadOrNot) -> Result:
        with self.ledger.transaction():
            result = self._loaded(found)
            self.ledger.note([found], [result])
        return result


def refused(found: Unreadable) -> Result:
    return Result(found.file, found.start, Outcome.REFUSED, found.reason)


def _give_up_if_hopeless(error: Exception) -> None:
    if isinstance(error, DatabaseError) and why_it_cannot_go_on(error):
        raise error
