"""A disk that is really full, at many moments: no half cable, a site that reads, an import that goes on."""

import datetime as dt
import os
import subprocess
import time
from collections.abc import Callable
from random import Random

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from cables.importing.batches import close_lost, go_on, import_paths
from cables.inventing import invented, write
from cables.jobs import imports, worker
from cables.models import Cable, Collection, ImportBatch
from cables.visibility import Role
from tests.databases import in_a_file
from tests.importing.disks import MEGABYTE, a_disk, command
from tests.importing.killing import whole_cables
from tests.importing.tables import rows
from tests.people import a_user

DISKS = int(os.environ.get("IMPORT_DISKS", "4"))
WORKERS = max(DISKS // 4, 1)
COUNT = 450  # three chunks, that take some fourteen megabytes
LEAST, MOST = 2, 12  # megabytes of the smallest disk and the largest
FOR_A_PREVIEW, MOST_FOR_A_WORKER = 4, 12  # megabytes
MOST_OF_A_FILE = 8  # the database and its log are two
ENDS = ("The disk is full.", "The disk answered with an error.", "The database cannot be opened.")

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's disk is its own machine's"),
]


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("in")
    list(write(invented(COUNT, seed=11), folder / "in"))
    return folder / "in"


@pytest.fixture(scope="module")
def kept():
    return {}


@pytest.fixture
def undisturbed(texts, tmp_path, kept):
    """The rows of an import that nothing happens to."""
    if not kept:
        with in_a_file(tmp_path / "undisturbed.sqlite3"):
            list(import_paths([texts], Collection.objects.create(name="Harbours", slug="harbours")))
            kept.update(rows())
    return kept


@pytest.mark.parametrize("mounts", [True, False], ids=["full", "may not grow"])
@pytest.mark.parametrize("n", range(DISKS))
def test_disk_that_fills(n, mounts, texts, undisturbed, tmp_path):
    size = _size(n, DISKS, LEAST, MOST if mounts else MOST_OF_A_FILE)
    with a_disk(tmp_path / "disk", size, mounts=mounts) as disk, in_a_file(disk.folder / "site.sqlite3"):
        Collection.objects.create(name="Harbours", slug="harbours")
        importer = command(
            f"sqlite:///{disk.folder}/site.sqlite3",
            *("import_cables", texts, "--collection", "harbours"),
            disk=disk,
        )
        said, complaints = importer.communicate(timeout=300)
        assert importer.returncode in (1, 2), complaints
        assert "Traceback" not in complaints
        assert any(end in complaints for end in ENDS), complaints
        there = whole_cables()
        assert said.count("new  ") == there
        _site_reads()
        disk.make_room()
        batch = ImportBatch.objects.first()
        if batch is None:  # the very first row did not find room
            batch = ImportBatch.objects.create(collection=Collection.objects.get(), paths=[str(texts)])
        _said_to_have_stopped(batch)
        assert batch.position == there
        list(go_on(batch))
        assert (batch.state, batch.position, batch.message) == ("done", COUNT, "")
        assert whole_cables() == COUNT
        assert rows() == undisturbed


@pytest.mark.parametrize("mounts", [True, False], ids=["full", "may not grow"])
@pytest.mark.parametrize("n", range(WORKERS))
def test_worker_outlives_a_disk_that_fills(n, mounts, texts, undisturbed, tmp_path):
    """The very process that could write no more brings the import to its end when there is room."""
    size = _size(n, WORKERS, FOR_A_PREVIEW, MOST_FOR_A_WORKER if mounts else MOST_OF_A_FILE)
    with a_disk(tmp_path / "disk", size, mounts=mounts) as disk, in_a_file(disk.folder / "site.sqlite3"):
        collection, importer = (
            Collection.objects.create(name="Harbours", slug="harbours"),
            a_user(Role.IMPORTER),
        )
        batch = imports.start_on_server(texts, collection, importer)
        worker.run(until_empty=True)
        imports.commit(batch, importer)
        url = f"sqlite:///{disk.folder}/site.sqlite3"
        at_work = command(url, "run_worker", disk=disk, DATA_DIR=str(tmp_path))
        try:
            _wait_until_idle(batch, at_work)
            there = whole_cables()
            assert batch.position == there < COUNT
            _site_reads()
            disk.make_room(at_work.pid)
            if batch.asked_for:  # not even the sentence found room: the worker takes it up by itself
                assert batch.state == "importing"
            else:
                assert batch.state == "stopped"
                assert batch.message.startswith(ENDS)
                imports.go_on(batch, importer)
            _wait_until(at_work, lambda: not _as_it_is(batch).asked_for)
        finally:
            at_work.terminate()
            complaints = at_work.communicate(timeout=60)[1]
        assert "Traceback" not in complaints
        assert (batch.state, batch.position, batch.message) == ("done", COUNT, "")
        assert whole_cables() == COUNT
        assert rows() == undisturbed


def _wait_until_idle(batch: ImportBatch, at_work: subprocess.Popen) -> None:
    """It stopped, or nothing has come in for as long as many chunks take."""
    since = time.monotonic()

    def is_idle() -> bool:
        nonlocal since
        before, _ = batch.position, batch.refresh_from_db()
        if batch.position != before:
            since = time.monotonic()
        return not batch.asked_for or (batch.state == "importing" and time.monotonic() - since > 5)

    _wait_until(at_work, is_idle)


def _wait_until(at_work: subprocess.Popen, is_so: Callable[[], bool]) -> None:
    for _ in range(2400):
        if is_so():
            return
        assert at_work.poll() is None, "the worker ended by itself"
        time.sleep(0.05)
    raise AssertionError("The worker did not get on for two minutes.")


def _as_it_is(batch: ImportBatch) -> ImportBatch:
    batch.refresh_from_db()
    return batch


def _size(n: int, of: int, least: int, most: int) -> int:
    """Of the n-th disk in bytes, somewhere in the n-th part of what there is between."""
    part = (n + Random(n).random()) / of
    return int((least + (most - least) * part) * MEGABYTE)


def _site_reads() -> None:
    client = Client()
    assert client.get("/").status_code == 200
    assert client.get("/cables/").status_code == 200
    if cable := Cable.objects.first():
        assert client.get(f"/cables/{cable.mrn}/").status_code == 200


def _said_to_have_stopped(batch: ImportBatch) -> None:
    """By itself, or, where not even that found room, by who looks later."""
    if batch.state == "importing":
        long_ago = F("started_at") - dt.timedelta(hours=1)
        ImportBatch.objects.filter(pk=batch.pk).update(started_at=long_ago, beat_at=None)
        assert close_lost() == 1
        batch.refresh_from_db()
    assert batch.state == "stopped"
    assert batch.message.startswith((*ENDS, "The process that worked on it ended without a word."))
