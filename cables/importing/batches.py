"""A whole import: every file of every path, with a record of what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error
from django.utils import timezone

from cables.importing.chunks import Writer, refused
from cables.importing.comparing import Seen
from cables.importing.faults import Stopped, patiently, told
from cables.importing.ledger import Ledger
from cables.importing.load import Outcome, Result
from cables.importing.processes import few_collections, read_in_chunks
from cables.importing.reading import Read, ReadOrNot
from cables.importing.sources import MEGABYTE, Caps, Found, Unreadable, find_files, open_file
from cables.importing.sources.names import name_of, path_of
from cables.models import Collection, ImportBatch
from cables.projection.names import Names

State, Job = ImportBatch.State, ImportBatch.Job
AT_WORK = (State.PREVIEWING, State.IMPORTING)
SILENCE = dt.timedelta(minutes=5)  # without a sign of life; a chunk takes a second
WRITTEN = (Outcome.NEW, Outcome.NEW_VERSION)
Until = Callable[[], bool]


def never() -> bool:
    return False


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
    return go_on(_new_batch(paths, collection, started_by), limit=limit, processes=processes)


def preview(
    paths: Iterable[Path], collection: Collection, *, started_by: Any = None, processes: int | None = None
) -> ImportBatch:
    """A batch that says what would become of each record, and has written nothing else."""
    batch = _new_batch(paths, collection, started_by)
    preview_again(batch, processes=processes)
    return batch


def preview_again(batch: ImportBatch, *, processes: int | None = None, until: Until = never) -> None:
    """Compare anew, from the beginning. Raises ValueError for a batch of which something is imported.

    Once `until` says so it ends after the records in hand, as if this process had been killed there.
    """
    if has_written(batch):
        raise ValueError(f"{batch} has written cables; it can go on, or be undone.")
    try:
        with told("Nothing was imported; preview again."):
            _preview(batch, processes, until)
    except Stopped as fault:
        _stop(batch, fault)
        raise


def _preview(batch: ImportBatch, processes: int | None, until: Until) -> None:
    _begin(batch, State.PREVIEWING, Job.PREVIEW, position=0, tally={}, total=None)
    patiently(batch.items.all().delete)
    ledger, seen = Ledger(batch), Seen()
    for chunk in _read(batch, Names.of_tables(), ledger, processes):
        compared = list(_compared(chunk, seen))
        patiently(lambda chunk=chunk, compared=compared: _note(ledger, chunk, compared))  # type: ignore[misc]
        if ledger.is_to_stop():
            _end(batch, State.CANCELLED)
            return
        if until():
            return
    _end(batch, State.PREVIEWED, total=batch.position)


def _note(ledger: Ledger, chunk: Sequence[ReadOrNot], results: Sequence[Result]) -> None:
    with ledger.transaction():
        ledger.note(chunk, results)


def has_written(batch: ImportBatch) -> bool:
    """Whether cables of it are here."""
    return batch.items.filter(outcome__in=WRITTEN).exclude(version=None).exists()


def go_on(
    batch: ImportBatch, *, limit: int | None = None, processes: int | None = None, until: Until = never
) -> Iterator[Result]:
    """Import what is left of a batch: all of one that is new or was previewed, the rest of one cut off.

    Raises ValueError for one that was undone, Stopped as `import_paths` does. `until` is as in
    `preview_again`.
    """
    if batch.state == State.UNDONE or batch.job == Job.UNDO:
        raise ValueError(f"{batch} was undone; import its files again.")
    try:
        with told("What was imported before is in; import again to go on."):
            yield from _go_on(batch, limit, processes, until)
    except Stopped as fault:
        _stop(batch, fault)
        raise


def _go_on(batch: ImportBatch, limit: int | None, processes: int | None, until: Until) -> Iterator[Result]:
    if batch.state == State.PREVIEWED or batch.job == Job.PREVIEW:
        _begin(batch, State.IMPORTING, Job.IMPORT, position=0, tally={})
    else:
        _begin(batch, State.IMPORTING, Job.IMPORT)
    names, ledger = Names.of_tables(), Ledger(batch)
    writer = Writer(batch, ledger, names)
    for chunk in _read(batch, names, ledger, processes, limit):
        yield from writer.write(chunk)
        if ledger.is_to_stop():
            _end(batch, State.CANCELLED)
            return
        if until():
            return
    if ledger.replaces:
        # Of files that are gone since the preview.
        patiently(batch.items.filter(position__gt=batch.position).delete)
    _end(batch, State.DONE)


def cancel(batch: ImportBatch) -> None:
    """Ask whoever works on it to stop after the cables in hand."""
    at_work = ImportBatch.objects.filter(pk=batch.pk, state__in=AT_WORK)
    at_work.update(is_to_stop=True)


def compare_paths(
    paths: Iterable[Path], *, limit: int | None = None, processes: int | None = None
) -> Iterator[Result]:
    """What would become of each record. Nothing at all is written."""
    names, seen = Names.of_tables(), Seen()
    processes = processes or settings.IMPORT_PROCESSES
    with few_collections():
        for chunk in read_in_chunks(_found(paths), names, processes, limit=limit):
            yield from _compared(chunk, seen)


def _new_batch(paths: Iterable[Path], collection: Collection, started_by: Any) -> ImportBatch:
    named = [name_of(path) for path in paths]
    return ImportBatch.objects.create(collection=collection, paths=named, started_by=started_by)


def _read(
    batch: ImportBatch, names: Names, ledger: Ledger, processes: int | None, limit: int | None = None
) -> Iterator[list[ReadOrNot]]:
    found = ledger.done().left(_found(map(path_of, batch.paths)))
    processes = processes or settings.IMPORT_PROCESSES
    with few_collections():
        yield from read_in_chunks(found, names, processes, limit=limit)


def _found(paths: Iterable[Path]) -> Iterator[Found]:
    caps = caps_of_settings()
    return (found for path in find_files(paths) for found in open_file(path, caps))


def caps_of_settings() -> Caps:
    return Caps(
        file=settings.IMPORT_MAX_MEGABYTES * MEGABYTE,
        members=settings.IMPORT_MAX_MEMBERS,
        ratio=settings.IMPORT_MAX_RATIO,
    )


def _compared(chunk: Sequence[ReadOrNot], seen: Seen) -> Iterator[Result]:
    compared = iter(seen.compare([found for found in chunk if isinstance(found, Read)]))
    for found in chunk:
        if isinstance(found, Unreadable):
            yield refused(found)
        else:
            outcome, *keys = next(compared)
            mrn = found.mrn or "unnumbered"
            yield Result(found.record.file, found.record.start, outcome, "", mrn, *keys)


def _begin(batch: ImportBatch, state: str, job: str, **values: Any) -> None:
    now = timezone.now()
    values |= {"state": state, "job": job, "is_to_stop": False, "message": "", "finished_at": None}
    values |= {"begun_at": now, "begun_position": values.get("position", batch.position), "beat_at": now}
    patiently(lambda: ImportBatch.objects.filter(pk=batch.pk).update(**values))
    batch.refresh_from_db()


def _end(batch: ImportBatch, state: str, **values: Any) -> None:
    values |= {"state": state, "is_to_stop": False, "finished_at": timezone.now()}
    patiently(lambda: ImportBatch.objects.filter(pk=batch.pk).update(**values))
    batch.refresh_from_db()


def _stop(batch: ImportBatch, fault: Stopped) -> None:
    """What could not even begin stays as it was, a preview to be imported. A full disk may not take this
    either: then who asked for it says it, or `close_lost` later."""
    with suppress(Error):
        batch.refresh_from_db()
        _end(batch, State.STOPPED if batch.state in AT_WORK else batch.state, message=str(fault))


def is_at_work() -> bool:
    """Whether an import or a preview gives signs of life."""
    since = timezone.now() - SILENCE
    return ImportBatch.objects.filter(state__in=AT_WORK, beat_at__gt=since).exists()


def close_lost() -> int:
    """Say of imports that nobody works on any more that they stopped: how many.

    Those of a command that was killed, or could not even write that the disk was full. What a worker is
    asked for goes on by itself.
    """
    before = timezone.now() - SILENCE
    at_work = ImportBatch.objects.filter(state__in=AT_WORK, asked_for="", started_at__lt=before)
    return at_work.exclude(beat_at__gt=before).update(
        state=State.STOPPED,
        is_to_stop=False,
        message="The process that worked on it ended without a word. Nothing is lost; let it go on.",
    )
