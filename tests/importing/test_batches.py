"""An import that is cut off, cancelled or stopped goes on where it was, and nothing comes in twice."""

import sqlite3
from itertools import islice

import pytest
from django.db import DatabaseError, OperationalError

from cables.importing import chunks
from cables.importing.batches import cancel, go_on, import_paths, preview, preview_again
from cables.importing.faults import Stopped
from cables.importing.ledger import Ledger, Taken
from cables.importing.undoing import undo
from cables.inventing import invented, write
from cables.models import Cable, CableVersion, Collection, ImportBatch, ImportItem, SourceText

pytestmark = pytest.mark.django_db
State = ImportBatch.State
COUNT = 24


@pytest.fixture
def collection():
    return Collection.objects.create(name="Harbours", slug="harbours")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("cables.importing.processes.CHUNK", 5)
    list(write(invented(COUNT, seed=8), tmp_path / "in"))
    (tmp_path / "in" / "diary.txt").write_text("Dear diary, nothing of note today.\n")
    return tmp_path / "in"


def whole():
    assert Cable.objects.count() == CableVersion.objects.count() == SourceText.objects.count() == COUNT
    positions = list(ImportItem.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, COUNT + 2))
    batch = ImportBatch.objects.get()
    assert batch.tally == {"new": COUNT, "refused": 1}
    assert (batch.state, batch.position, batch.message) == (State.DONE, COUNT + 1, "")
    assert batch.finished_at


def test_batch_tells_how_far_it_has_come(folder, collection):
    results = import_paths([folder], collection)
    next(results)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.position, batch.tally) == (State.IMPORTING, 5, {"new": 4, "refused": 1})
    assert batch.file.endswith(".txt")
    assert batch.beat_at
    list(results)
    whole()


def test_import_that_was_cut_off_goes_on(folder, collection):
    list(islice(import_paths([folder], collection), 7))  # and its process is gone
    batch = ImportBatch.objects.get()
    assert batch.state == State.IMPORTING
    rest = list(go_on(batch))
    assert len(rest) == COUNT + 1 - 10
    whole()


def test_cancelled_import_stops_after_what_it_writes_and_goes_on_when_asked(folder, collection):
    results = import_paths([folder], collection)
    next(results)
    batch = ImportBatch.objects.get()
    cancel(batch)
    assert len(list(results)) == 4
    batch.refresh_from_db()
    assert (batch.state, batch.position) == (State.CANCELLED, 5)
    cancel(batch)  # too late: it asks nobody
    list(go_on(batch))
    whole()


def test_undone_batch_does_not_go_on(folder, collection):
    list(import_paths([folder], collection))
    batch = ImportBatch.objects.get()
    undo(batch)
    with pytest.raises(ValueError, match="was undone"):
        next(go_on(batch))


def test_two_who_go_on_with_one_batch_do_not_write_it_twice(folder, collection):
    first = import_paths([folder], collection)
    next(first)
    second = go_on(ImportBatch.objects.get())
    next(second)
    with pytest.raises(Taken):
        list(first)
    list(second)
    whole()


def full_disk(*_):
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise OperationalError("database or disk is full") from cause


def test_fault_of_the_disk_ends_the_import_with_a_sentence(folder, collection, monkeypatch):
    results = import_paths([folder], collection)
    next(results)
    with monkeypatch.context() as patch:
        patch.setattr(chunks, "load_new", full_disk)
        with pytest.raises(Stopped, match=r"The disk is full\. What was imported before is in"):
            list(results)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.position) == (State.STOPPED, 5)
    assert batch.message.startswith("The disk is full.")
    list(go_on(batch))
    whole()


def test_chunk_whose_end_fails_is_written_one_by_one(folder, collection, monkeypatch):
    """The transaction's last statement, or its commit, may fail as any other may."""
    note, failed = Ledger.note, []

    def noted(self, chunk, results):
        note(self, chunk, results)
        if not failed:
            failed.append(self.batch.position)
            raise DatabaseError

    monkeypatch.setattr(Ledger, "note", noted)
    list(import_paths([folder], collection))
    assert failed == [5]
    whole()


def test_command_says_why_it_stopped(folder, collection, monkeypatch):
    from django.core.management import CommandError, call_command

    monkeypatch.setattr(chunks, "load_new", full_disk)
    with pytest.raises(CommandError, match="The disk is full") as failure:
        call_command("import_cables", str(folder), collection="harbours")
    assert failure.value.returncode == 2


def test_preview_says_what_would_become_of_each_and_writes_no_cable(folder, collection):
    list(import_paths(sorted(folder.rglob("*.txt"))[:6], collection))
    ImportBatch.objects.all().delete()
    changed = sorted(folder.rglob("*.txt"))[2]
    changed.write_text(changed.read_text().replace("TAGS: ", "TAGS:  "))
    doubtful = sorted(folder.rglob("*.txt"))[9]
    doubtful.write_text(doubtful.read_text().replace("TAGS: ", "TAGS: ZZZZ, "))
    batch = preview([folder], collection)
    assert (batch.state, batch.total) == (State.PREVIEWED, COUNT + 1)
    assert batch.tally == {"new": COUNT - 6, "unchanged": 5, "new-version": 1, "refused": 1, "doubted": 1}
    assert Cable.objects.count() == 6
    items = {item.file: item for item in ImportItem.objects.all()}
    assert items[str(changed)].outcome == "new-version"
    assert items[str(changed)].cable
    assert items[str(doubtful)].doubts == ["unknown-tag"]
    results = list(go_on(batch))
    assert len(results) == COUNT + 1
    assert Cable.objects.count() == COUNT
    batch.refresh_from_db()
    assert (batch.state, batch.position) == (State.DONE, batch.total)
    assert ImportItem.objects.count() == COUNT + 1
    assert ImportItem.objects.filter(outcome="new").exclude(version=None).count() == COUNT - 6


def test_batch_that_has_written_cables_is_not_previewed(folder, collection):
    list(islice(import_paths([folder], collection), 7))
    with pytest.raises(ValueError, match="has written cables"):
        preview_again(ImportBatch.objects.get())
    assert ImportItem.objects.count() == 10


def test_preview_that_cannot_be_written_says_why(folder, collection, monkeypatch):
    monkeypatch.setattr(Ledger, "note", full_disk)
    with pytest.raises(Stopped, match=r"The disk is full\. Nothing was imported"):
        preview([folder], collection)
    assert ImportBatch.objects.get().state == State.STOPPED


def test_preview_that_was_cancelled_begins_anew(folder, collection):
    batch = ImportBatch.objects.create(collection=collection, paths=[str(folder)], state=State.PREVIEWING)

    def cancelling(self):
        cancel(self.batch)
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "is_to_stop", cancelling)
        preview_again(batch)
    assert (batch.state, batch.position) == (State.CANCELLED, 5)
    preview_again(batch)
    assert (batch.state, batch.total) == (State.PREVIEWED, COUNT + 1)
