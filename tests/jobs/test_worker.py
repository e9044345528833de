"""The worker: what it takes up, how it ends, and that work outlives it."""

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import time
from itertools import count
from random import Random

import psycopg
import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cables.importing import batches, processes, undoing
from cables.inventing import invented, write
from cables.jobs import imports, tasks, worker
from cables.models import Cable, Collection, ImportBatch
from cables.visibility import Role
from tests.importing.killing import whole_cables
from tests.importing.test_killed import url_of
from tests.people import a_user
from tests.places import PROJECT

REFUSALS = int(os.environ.get("WORKER_REFUSALS", "4"))
STATEMENTS = 16  # that write: an import needs at least so many on either database


@pytest.mark.django_db
def test_work_of_a_worker_that_is_gone_is_taken_up(uploaded, importer, work):
    batch = uploaded(412)
    imports.commit(batch, importer)
    DBTaskResult.objects.all().delete()  # it took the task and was killed
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    ImportBatch.objects.update(asked_at=long_ago, beat_at=long_ago)
    assert worker.take_up_lost() == 1
    assert worker.take_up_lost() == 0  # it waits already
    work(batch)
    assert (batch.state, Cable.objects.count()) == ("done", 1)


@pytest.mark.django_db
def test_work_that_shows_life_is_left_alone(uploaded, importer):
    batch = uploaded(412)
    imports.commit(batch, importer)
    DBTaskResult.objects.all().delete()
    ImportBatch.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=5), beat_at=timezone.now())
    assert worker.take_up_lost() == 0
    assert worker.take_up_lost(at_once=True) == 1


@pytest.mark.django_db
def test_worker_that_is_told_to_end_leaves_the_rest_to_the_next(uploaded, importer, work, monkeypatch):
    monkeypatch.setattr("cables.importing.processes.CHUNK", 1)
    batch = uploaded(412, 413, 414, diary=False)
    imports.commit(batch, importer)
    go_on = batches.go_on

    def ended_after_one(batch, **options):
        for result in go_on(batch, **options):
            tasks.stopping.set()
            yield result

    with monkeypatch.context() as patch:
        patch.setattr(batches, "go_on", ended_after_one)
        work(batch)
    assert (batch.state, batch.asked_for, batch.position) == ("importing", "import", 1)
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    ImportBatch.objects.update(asked_at=long_ago, beat_at=long_ago)
    work(batch)
    assert (batch.state, batch.asked_for, Cable.objects.count()) == ("done", "", 3)


@pytest.mark.django_db
def test_undoing_cut_off_goes_on_with_the_next_worker(uploaded, importer, work, monkeypatch):
    monkeypatch.setattr(undoing, "CHUNK", 1)
    batch = uploaded(412, 413, 414, diary=False)
    imports.commit(batch, importer)
    imports.undo(work(batch), importer)

    def told_to_end(batch, until):
        return undoing.undo(batch, until=lambda: tasks.stopping.set() or until())

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "undo", told_to_end)
        work(batch)
    assert (batch.state, batch.job, batch.asked_for) == ("stopped", "undo", "undo")
    assert "not finished: 1 version went, 2 are still here" in batch.message
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    ImportBatch.objects.update(asked_at=long_ago, beat_at=long_ago)
    work(batch)
    assert (batch.state, batch.asked_for, Cable.objects.count()) == ("undone", "", 0)
    assert batch.message == "It was undone: 3 versions went."


@pytest.mark.django_db
def test_undoing_that_a_fault_ends_says_why_and_how_far_it_came(uploaded, importer, work, monkeypatch):
    monkeypatch.setattr(undoing, "CHUNK", 1)
    batch = uploaded(412, 413, 414, diary=False)
    imports.commit(batch, importer)
    imports.undo(work(batch), importer)
    take_back, steps = undoing._take_back, count()

    def once(keys, names):
        if next(steps):
            raise OperationalError("locked") from locked()
        return take_back(keys, names)

    for _ in range(2):  # what was said before is not said again and again
        with monkeypatch.context() as patch:
            patch.setattr(undoing, "_take_back", once)
            work(batch)
        assert (batch.state, batch.job, batch.asked_for) == ("stopped", "undo", "")
        why, how_far = batch.message.split("\n")
        assert why.startswith("Somebody else kept the database locked. What went is gone")
        assert how_far.startswith("Undoing it was begun and not finished: 1 version went, 2 are still here")
        imports.undo(batch, importer)
    assert (work(batch).state, batch.message) == ("undone", "It was undone: 3 versions went.")


@pytest.mark.parametrize("asked", ["import", "undo"])
@pytest.mark.parametrize("n", range(REFUSALS))
def test_worker_outlives_a_database_that_takes_nothing_for_a_while(
    n, asked, site_database, uploaded, importer, work, monkeypatch
):
    """From the n-th statement that writes, some are refused; then the same worker brings it to its end."""
    for of, name, value in (
        (processes, "CHUNK", 1),
        (undoing, "CHUNK", 1),
        (worker, "HOUSEKEEPING", 0),
        (worker, "SILENCE", dt.timedelta(0)),
    ):
        monkeypatch.setattr(of, name, value)
    batch = uploaded(412, 413, 414, diary=False)
    imports.commit(batch, importer)
    if asked == "undo":
        imports.undo(work(batch), importer)
    first, many = n * STATEMENTS // REFUSALS, Random(n).randint(1, 30)
    seen, refused = count(), []

    def refusing(execute, sql, *rest):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and first <= next(seen) < first + many:
            refused.append(sql)
            raise OperationalError("locked") from locked()
        return execute(sql, *rest)

    wanted = "undone" if asked == "undo" else "done"

    def look(interval):
        """In place of the pause between two looks: staff read why it ended and ask again for what is left,
        and end the worker at the end."""
        batch.refresh_from_db()
        if batch.asked_for:
            return
        if batch.state == wanted:
            tasks.stopping.set()
            return
        assert batch.message
        again = imports.commit if batch.state == "previewed" else imports.go_on
        (imports.undo if asked == "undo" else again)(batch, importer)

    monkeypatch.setattr(tasks.stopping, "wait", look)
    with connection.execute_wrapper(refusing):
        worker.run()
    assert refused
    assert batch.state == wanted
    assert whole_cables() == (0 if asked == "undo" else 3)


def locked():
    """As the driver says that others are in the way, and goes on to say."""
    if connection.vendor == "sqlite":
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        return error
    return psycopg.errors.LockNotAvailable("lock")


@pytest.mark.django_db
def test_done_tasks_are_forgotten_after_a_day(uploaded, work):
    uploaded(412)
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=timezone.now() - dt.timedelta(days=2))
    work()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_import_outlives_its_worker(site_database, tmp_path, kind):
    """In a process of its own, ended in the midst of an import; the next one brings it to its end."""
    collection = Collection.objects.create(name="Harbours", slug="harbours")
    list(write(invented(1200, seed=3), tmp_path / "in"))
    batch = imports.start_on_server(tmp_path / "in", collection, a_user(Role.IMPORTER))
    worker.run(until_empty=True)
    imports.commit(batch, batch.started_by)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url_of(site_database), "DATA_DIR": str(tmp_path)},
    )
    try:
        _wait_until(lambda: ImportBatch.objects.filter(state="importing", position__gte=150), process)
        process.send_signal(kind)
        assert process.wait(timeout=60) is not None
    finally:
        process.kill()
    batch.refresh_from_db()
    assert (batch.state, batch.asked_for) == ("importing", "import")
    assert 150 <= batch.position < 1200
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    ImportBatch.objects.update(asked_at=long_ago, beat_at=long_ago)
    worker.run(until_empty=True)
    batch.refresh_from_db()
    assert (batch.state, batch.asked_for, batch.tally["new"]) == ("done", "", 1200)
    assert Cable.objects.count() == 1200


def _wait_until(is_so, process):
    for _ in range(600):
        if is_so().exists():
            return
        assert process.poll() is None, "the worker ended by itself"
        time.sleep(0.05)
    raise AssertionError("The worker did nothing for half a minute.")
