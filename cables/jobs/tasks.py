"""The work itself, as the worker does it: whatever happens, the import says in a sentence how it ended."""

from __future__ import annotations

import logging
import threading
from collections import deque

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from cables.importing import batches
from cables.importing.faults import Stopped
from cables.importing.ledger import Taken
from cables.importing.undoing import Refused, undo
from cables.jobs import codes
from cables.jobs.reparsing import Report, record_derived, reparse
from cables.models import CableVersion, Collection, ImportBatch, SettledCode
from cables.reviewing.standing import work_off

log = logging.getLogger(__name__)
stopping = threading.Event()
"""Set when this process is to end: what is at work then stays asked for, and goes on with the next worker."""

Stage, Job = ImportBatch.State, ImportBatch.Job


@task()
def work_on(batch: int) -> None:
    """Do what is asked for with an import. Raises nothing: a traceback would be kept, and may quote text."""
    found = ImportBatch.objects.filter(pk=batch).exclude(asked_for="").first()
    if found is None:
        return
    if found.is_to_stop:
        _close(found, state=Stage.CANCELLED, finished_at=timezone.now())
        return
    try:
        _work_on(found)
    except Taken:  # another worker has it
        return
    except Stopped as fault:
        _stop(found, fault)
        return
    except Refused as refusal:
        _close(found, message="\n".join([str(refusal), *map(str, refusal.worked)]))
        return
    except Exception as error:
        if stopping.is_set():  # what read for it was ended with it
            return
        log.error("Work on import %d failed with %s", batch, type(error).__name__)
        _close(
            found,
            state=Stage.STOPPED,
            finished_at=timezone.now(),
            message=f"Something unexpected happened ({type(error).__name__}). What was imported before is "
            "in. Let it go on; if it stops again, report it.",
        )
        return
    if stopping.is_set() and _is_at_work(batch):
        return
    _close(found)


def _work_on(batch: ImportBatch) -> None:
    if batch.asked_for == Job.PREVIEW:
        batches.preview_again(batch, until=stopping.is_set)
    elif batch.asked_for == Job.IMPORT:
        deque(batches.go_on(batch, until=stopping.is_set), maxlen=0)
    else:
        undo(batch, until=stopping.is_set)


def _is_at_work(batch: int) -> bool:
    begun = Q(state__in=batches.AT_WORK) | Q(job=Job.UNDO, state=Stage.STOPPED)
    return ImportBatch.objects.filter(begun, pk=batch).exists()


def _stop(batch: ImportBatch, fault: Stopped) -> None:
    """Said with the end of the work, in one statement: the database may not have taken what the import itself
    had to say, and nobody is to be left with work that ended without a word. What an undoing has said of how
    far it came stands below."""
    batch.refresh_from_db()
    begun = batch.state in batches.AT_WORK
    ended = {"state": Stage.STOPPED, "finished_at": timezone.now()} if begun else {}
    in_part = batch.job == Job.UNDO and batch.state == Stage.STOPPED
    so_far = batch.message.splitlines()[-1:] if in_part else []
    _close(batch, message="\n".join([str(fault), *so_far]), **ended)


def _close(batch: ImportBatch, **values: object) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(asked_for="", is_to_stop=False, **values)


@task()
def work_on_collection(collection: int) -> None:
    """Clear the rows of one that was taken down, or bring back one that was put back. Raises nothing."""
    for found in Collection.objects.filter(pk=collection):
        try:
            for _ in work_off(found):
                if stopping.is_set():
                    return
        except Exception as error:  # the worker tries again from time to time
            log.error("Work on collection %d failed with %s", collection, type(error).__name__)


@task()
def work_on_code(code: int) -> None:
    """Derive the cables anew that carry a code which staff have settled. Raises nothing."""
    for found in SettledCode.objects.filter(pk=code, derived=False):
        try:
            for _ in codes.work_off(found):
                if stopping.is_set():
                    return
        except Exception as error:  # the worker tries again from time to time
            log.error("Work on code %d failed with %s", code, type(error).__name__)


@task()
def derive(versions: list[int], by: int) -> None:
    """Derive some versions anew, given by their keys in ascending order. Raises nothing.

    Where this process is to end, the next worker is given the rest.
    """
    found, user, report = (
        CableVersion.objects.filter(pk__in=versions),
        User.objects.filter(pk=by).first(),
        Report(),
    )
    try:
        for _ in reparse(found, write=True, processes=settings.IMPORT_PROCESSES, report=report, by=user):
            if stopping.is_set() and report.looked_at < len(versions):
                record_derived(report, user)
                derive.enqueue(versions[report.looked_at :], by)
                return
    except Exception as error:
        log.error("Deriving %d versions anew failed with %s", len(versions), type(error).__name__)
