"""How far a batch has come, kept in the very transactions that do its work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from cables.importing.load import Result
from cables.importing.reading import Read, ReadOrNot
from cables.importing.resuming import LONGEST_PATH, Done
from cables.models import ImportBatch, ImportItem
from cables.projection.inserting import insert
from cables.projection.writers import wait_for_other_writers

DOUBTED = "doubted"  # in a batch's tally: the records in which the parser found something doubtful
NO_DOUBTS = "[]"


class Taken(Exception):
    """Another process goes on with this batch, or it was taken from this one. The message is a sentence."""

    def __init__(self) -> None:
        super().__init__("Somebody else goes on with this import, or took it back, so this process stopped.")


class Ledger:
    """Writes the items of a batch and its position. Two processes cannot both."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.replaces = batch.items.filter(position__gt=batch.position).exists()  # what a preview noted

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Work on the next records, to be noted before the end. Raises Taken."""
        batch = self.batch
        before = batch.position, batch.tally
        try:
            with transaction.atomic():
                wait_for_other_writers()
                mine = ImportBatch.objects.select_for_update().filter(pk=batch.pk, position=batch.position)
                if not mine.filter(state=batch.state).exists():
                    raise Taken
                yield
        except BaseException:
            batch.position, batch.tally = before
            raise

    def note(self, chunk: Sequence[ReadOrNot], results: Sequence[Result]) -> None:
        """What became, or would become, of each of some records."""
        batch = self.batch
        first = batch.position + 1
        batch.position += len(results)
        if self.replaces:
            ImportItem.objects.filter(batch=batch, position__range=(first, batch.position)).delete()
        insert(
            ImportItem,
            ("batch", "position", "file", "start", "outcome", "message", "cable", "version", "doubts"),
            (
                (
                    *(batch.pk, n, result.file[-LONGEST_PATH:], result.start, result.outcome, result.message),
                    *(result.cable, result.version, _doubts(found)),
                )
                for n, (found, result) in enumerate(zip(chunk, results, strict=True), first)
            ),
        )
        tally = Counter(str(result.outcome) for result in results)
        tally[DOUBTED] = sum(_doubts(found) != NO_DOUBTS for found in chunk)
        batch.tally = dict(Counter(batch.tally) + tally)
        batch.file, batch.beat_at = results[-1].file[-LONGEST_PATH:], timezone.now()
        batch.save(update_fields=["position", "tally", "file", "beat_at"])

    def done(self) -> Done:
        if not self.batch.position:
            return Done()
        items = ImportItem.objects.filter(batch=self.batch, position__lte=self.batch.position)
        return Done(items.values_list("file", "start").iterator())

    def is_to_stop(self) -> bool:
        return ImportBatch.objects.filter(pk=self.batch.pk, is_to_stop=True).exists()


def _doubts(found: ReadOrNot) -> str:
    """The codes of what the parser doubted, each once, as JSON."""
    return found.doubts if isinstance(found, Read) else NO_DOUBTS
