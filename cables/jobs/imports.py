"""What staff do with an import: start it, commit it, cancel it, let it go on, retry it, take it back.

Each verb asks the policy, records who did it, and gives the work to the worker in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cables.importing import batches
from cables.importing.again import file_of
from cables.importing.sources.names import name_of, path_of
from cables.jobs.tasks import work_on
from cables.jobs.uploads import folder_of, store
from cables.models import Collection, ImportBatch, ImportItem
from cables.reviewing import audit
from cables.reviewing.refusals import Refused, demand
from cables.visibility import Action, State

Stage, Job = ImportBatch.State, ImportBatch.Job
UNFINISHED = (Stage.CANCELLED, Stage.STOPPED)


def start_uploaded(files: Sequence[UploadedFile], collection: Collection, by: Any) -> ImportBatch:
    """Keep the files and preview them. Raises OSError where they cannot be kept."""
    demand(by, Action.IMPORT, State.SITE)
    uploads = store(files)
    return _start([folder_of(uploads)], collection, by, uploads=uploads)


def start_on_server(path: Path, collection: Collection, by: Any) -> ImportBatch:
    """Preview what lies in a folder of the server, which the caller has found among IMPORT_FOLDERS."""
    demand(by, Action.IMPORT, State.SITE)
    return _start([path], collection, by)


def retry(batch: ImportBatch, by: Any, only: Sequence[int] | None = None) -> ImportBatch:
    """A new import of the files in which records were refused; what of them is in already is unchanged.

    `only` holds the keys of some of its refused records: the files of the others are left out.
    """
    demand(by, Action.IMPORT, State.SITE)
    _demand(can_retry(batch), "There is nothing to retry.")
    refused = ImportItem.objects.filter(batch=batch, outcome=ImportItem.Outcome.REFUSED)
    if only is not None:
        refused = refused.filter(pk__in=only)
    files = sorted(
        {path_of(file_of(name, batch.paths)) for name in refused.values_list("file", flat=True).iterator()}
    )
    return _start(files, batch.collection, by, job=Job.IMPORT, uploads=batch.uploads, retries=batch)


def _start(
    paths: Iterable[Path], collection: Collection, by: Any, job: str = Job.PREVIEW, **values: Any
) -> ImportBatch:
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            collection=collection,
            paths=[name_of(path) for path in paths],
            started_by=by,
            state=Stage.PREVIEWING if job == Job.PREVIEW else Stage.IMPORTING,
            job=job,
            **values,
        )
        _ask(batch, job)
        audit.record("started import", actor=by, batch=batch.pk)
    return batch


# --- With one that is here ------------------------------------------------------------------------


def preview_again(batch: ImportBatch, by: Any) -> None:
    _give(batch, by, Job.PREVIEW, can_preview, "previewed import again", "It cannot be previewed again.")


def commit(batch: ImportBatch, by: Any) -> None:
    _give(batch, by, Job.IMPORT, can_commit, "committed import", "It was not previewed to its end.")


def go_on(batch: ImportBatch, by: Any) -> None:
    _give(batch, by, Job.IMPORT, can_go_on, "resumed import", "There is nothing to go on with.")


def undo(batch: ImportBatch, by: Any) -> None:
    _give(batch, by, Job.UNDO, can_undo, "undid import", "It brought nothing in that could be taken back.")


@transaction.atomic
def cancel(batch: ImportBatch, by: Any) -> None:
    """The cables in hand are finished first. What waits for the worker does not begin."""
    demand(by, Action.IMPORT, State.SITE)
    batch = _locked(batch)
    _demand(can_cancel(batch), "It is not at work.")
    ImportBatch.objects.filter(pk=batch.pk).update(is_to_stop=True)
    audit.record("cancelled import", actor=by, batch=batch.pk)


def can_preview(batch: ImportBatch) -> bool:
    over = batch.state in UNFINISHED or batch.state == Stage.PREVIEWED
    return _is_idle(batch) and over and batch.job == Job.PREVIEW


def can_commit(batch: ImportBatch) -> bool:
    return _is_idle(batch) and batch.state == Stage.PREVIEWED


def can_go_on(batch: ImportBatch) -> bool:
    return _is_idle(batch) and batch.job == Job.IMPORT and batch.state in UNFINISHED


def can_cancel(batch: ImportBatch) -> bool:
    return not _is_idle(batch) and not batch.is_to_stop and batch.asked_for != Job.UNDO


def can_retry(batch: ImportBatch) -> bool:
    over = batch.state in (Stage.DONE, *UNFINISHED) and batch.job != Job.PREVIEW
    return _is_idle(batch) and over and bool(batch.tally.get(ImportItem.Outcome.REFUSED))


def can_undo(batch: ImportBatch) -> bool:
    over = batch.state in (Stage.DONE, *UNFINISHED) and batch.job != Job.PREVIEW
    brought = any(batch.tally.get(str(outcome)) for outcome in batches.WRITTEN)
    return _is_idle(batch) and over and brought


def _is_idle(batch: ImportBatch) -> bool:
    return not batch.asked_for


@transaction.atomic
def _give(
    batch: ImportBatch, by: Any, job: str, is_possible: Callable[[ImportBatch], bool], act: str, refusal: str
) -> None:
    demand(by, Action.IMPORT, State.SITE)
    batch = _locked(batch)
    _demand(is_possible(batch), refusal)
    _ask(batch, job)
    audit.record(act, actor=by, batch=batch.pk)


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update().get(pk=batch.pk)


def _demand(is_possible: bool, refusal: str) -> None:
    if not is_possible:
        raise Refused(f"{refusal} Somebody else may have been quicker: look again at how it stands.")


def _ask(batch: ImportBatch, job: str) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(
        asked_for=job, asked_at=timezone.now(), beat_at=None, is_to_stop=False
    )
    work_on.enqueue(batch.pk)
