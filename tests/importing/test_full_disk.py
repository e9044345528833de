"""A disk that is really full, at many moments: no half cable, a site that reads, an import that goes on."""

import datetime as dt
import os

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from cables.importing.batches import close_lost, go_on, import_paths
from cables.inventing import invented, write
from cables.models import Cable, Collection, ImportBatch
from tests.databases import in_a_file
from tests.importing.disks import MEGABYTE, a_disk, command
from tests.importing.killing import whole_cables
from tests.importing.tables import rows

DISKS = int(os.environ.get("IMPORT_DISKS", "4"))
COUNT = 450  # three chunks, that take some fifteen megabytes
LEAST, MOST = 2, 15  # megabytes of the smallest disk and the largest
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
    most = MOST if mounts else MOST_OF_A_FILE
    size = int((LEAST + (most - LEAST) * n / DISKS) * MEGABYTE)
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
