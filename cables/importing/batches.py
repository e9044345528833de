"""A whole import: every file of every path, with a record of what became of each."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from cables.importing.chunks import Writer, refused
from cables.importing.comparing import Seen
from cables.importing.faults import Stopped
from cables.importing.load import Result
from cables.importing.processes import read_in_chunks
from cables.importing.reading import Read, ReadOrNot
from cables.importing.sources import MEGABYTE, Caps, Found, Unreadable, find_files, open_file
from cables.models import Collection, ImportBatch
from cables.projection.names import Names

State = ImportBatch.State


def import_paths(
    paths: Iterable[Path],
    collection: Collection,
    *,
    limit: int | None = None,
    started_by: Any = None,
    processes: int | None = None,
) -> Iterator[Result]:
    """Import record by record, giving each result as it is known. One bad record stops nothing.

    `limit` counts records, readable or not. `processes` parse, by default as many as the settings
    say. Raises Stopped where the database can take no more.
    """
    batch = ImportBatch.objects.create(
        collection=collection, paths=[str(path) for path in paths], started_by=started_by
    )
    return go_on(batch, limit=limit, processes=processes)


def go_on(batch: ImportBatch, *, limit: int | None = None, processes: int | None = None) -> Iterator[Result]:
    """Import what is left of a batch: all of a new one, the rest of one that was cut off or stopped."""
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=State.IMPORTING, is_to_stop=False, message="", finished_at=None, beat_at=timezone.now()
    )
    batch.refresh_from_db()
    names = Names.of_tables()
    writer = Writer(batch, names)
    found = _found(map(Path, batch.paths))
    processes = processes or settings.IMPORT_PROCESSES
    try:
        with _few_collections():
            for chunk in read_in_chunks(found, names, processes, done=batch.position, limit=limit):
                yield from writer.write(chunk)
                if ImportBatch.objects.filter(pk=batch.pk, is_to_stop=True).exists():
                    _finish(batch, State.CANCELLED)
                    return
    except Stopped as fault:
        _finish(batch, State.STOPPED, str(fault))
        raise
    _finish(batch, State.DONE)


def cancel(batch: ImportBatch) -> None:
    """Ask whoever imports it to stop after the cables that it is writing."""
    ImportBatch.objects.filter(pk=batch.pk, state=State.IMPORTING).update(is_to_stop=True)


def compare_paths(
    paths: Iterable[Path],
    *,
    limit: int | None = None,
    processes: int | None = None,
) -> Iterator[Result]:
    """What would become of each record. Nothing is written."""
    names, seen = Names.of_tables(), Seen()
    processes = processes or settings.IMPORT_PROCESSES
    with _few_collections():
        for chunk in read_in_chunks(_found(paths), names, processes, limit=limit):
            yield from _compared(chunk, seen)


def _found(paths: Iterable[Path]) -> Iterator[Found]:
    caps = Caps(
        file=settings.IMPORT_MAX_MEGABYTES * MEGABYTE,
        members=settings.IMPORT_MAX_MEMBERS,
        ratio=settings.IMPORT_MAX_RATIO,
    )
    return (found for path in find_files(paths) for found in open_file(path, caps))


def _compared(chunk: Sequence[ReadOrNot], seen: Seen) -> Iterator[Result]:
    compared = iter(seen.compare([found for found in chunk if isinstance(found, Read)]))
    for found in chunk:
        if isinstance(found, Unreadable):
            yield refused(found)
        else:
            record, mrn = found.record, found.mrn or "unnumbered"
            yield Result(record.file, record.start, next(compared).outcome, "", mrn)


def _finish(batch: ImportBatch, state: str, message: str = "") -> None:
    try:
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=state, message=message, is_to_stop=False, finished_at=timezone.now()
        )
    except DatabaseError:
        if state != State.STOPPED:  # a full disk does not take this either
            raise


@contextmanager
def _few_collections() -> Iterator[None]:
    """Parsing makes many objects and no circles of them: most of what a collection would look at stays."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
