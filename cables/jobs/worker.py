"""The process that works beside the site: tasks as they are given, and what is due from time to time."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import time
from types import FrameType
from typing import Any

from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cables.importing.batches import close_lost
from cables.jobs import codes
from cables.jobs.tasks import derive, stopping, work_on, work_on_code, work_on_collection
from cables.jobs.uploads import throw_away_old
from cables.models import ImportBatch
from cables.reviewing.standing import unfinished
from cables.search import outbox

log = logging.getLogger(__name__)
INTERVAL = 0.5  # seconds between two looks
SILENCE = dt.timedelta(seconds=30)  # without a beat an import has lost its worker: a chunk takes a second
LONGEST = dt.timedelta(minutes=30)  # that deriving the most versions of one task can take
HOUSEKEEPING = 30  # seconds from one to the next
FORGET_AFTER = dt.timedelta(days=1)


def run(until_empty: bool = False) -> None:
    """Work until a signal comes, or until nothing is left to do.

    SIGTERM and SIGINT end it after the cables in hand; what was at work goes on with the next worker.
    """
    stopping.clear()
    before = {each: signal.signal(each, _stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        _run(until_empty)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _run(until_empty: bool) -> None:
    last: float | None = None
    while not stopping.is_set():
        try:
            if last is None or time.monotonic() - last > HOUSEKEEPING:
                is_only_one = last is None and connection.vendor == "sqlite"
                take_up_lost(at_once=is_only_one)
                take_up_derived(at_once=is_only_one)
                close_lost()
                take_up(work_on_collection, [collection.pk for collection in unfinished()])
                take_up(work_on_code, codes.unfinished())
                throw_away_old()
                _forget_done()
                outbox.forget_old()
                last = time.monotonic()
            _work_through()
        except Error as error:  # locked, full, read-only, restarting: the work waits for it
            log.warning("The database did not answer (%s); trying again", type(error).__name__)
            connection.close()
        if until_empty:
            return
        stopping.wait(INTERVAL)


def take_up_lost(at_once: bool = False) -> int:
    """Ask again for the work of a worker that is gone: how many imports.

    `at_once` is for a site with one worker: whatever was at work when it starts has lost its own.
    """
    now = timezone.now()
    lost = ImportBatch.objects.exclude(asked_for="")
    if not at_once:
        lost = lost.exclude(beat_at__gt=now - SILENCE).filter(asked_at__lt=now - SILENCE)
    waiting = {task["args"][0] for task in _waiting(work_on)}
    count = 0
    for batch in lost.exclude(pk__in=waiting):
        ImportBatch.objects.filter(pk=batch.pk).update(asked_at=now)
        work_on.enqueue(batch.pk)
        count += 1
    return count


def take_up_derived(at_once: bool = False) -> None:
    """Ask again for versions that a worker which is gone was deriving; `at_once` as above."""
    lost = DBTaskResult.objects.running().filter(task_path=derive.module_path)
    if not at_once:
        lost = lost.filter(started_at__lt=timezone.now() - LONGEST)
    for given in lost.values("pk", "args_kwargs"):
        with transaction.atomic():
            if DBTaskResult.objects.filter(pk=given["pk"]).delete()[0]:  # else another worker was first
                derive.enqueue(*given["args_kwargs"]["args"])


def take_up(task: Any, keys: list[int]) -> None:
    """What was given out while no worker ran, or to one that was ended."""
    if keys:
        waiting = {given["args"][0] for given in _waiting(task)}
        for key in keys:
            if key not in waiting:
                task.enqueue(key)


def _waiting(task: Any) -> list[dict[str, Any]]:
    ready = DBTaskResult.objects.ready().filter(task_path=task.module_path)
    return [each for each in ready.values_list("args_kwargs", flat=True) if each["args"]]


def _work_through() -> None:
    close_old_connections()
    # Only where there is something: to take a task the worker locks the whole of an SQLite database.
    while DBTaskResult.objects.ready().exists() and not stopping.is_set():
        Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=INTERVAL,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id="worker",
        ).run()


def _forget_done() -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - FORGET_AFTER).delete()


def _stop(signum: int, frame: FrameType | None) -> None:
    stopping.set()
