"""An import that is cut off, cancelled or stopped goes on where it was, and nothing comes in twice."""

import multiprocessing
import os
import sqlite3
from itertools import islice

import pytest
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from cables.importing import batches, chunks, reading
from cables.importing.again import read_again
from cables.importing.batches import cancel, close_lost, go_on, import_paths, preview, preview_again
from cables.importing.faults import Stopped
from cables.importing.ledger import Ledger, Taken
from cables.importing.undoing import undo
from cables.inventing import invented, write
from cables.models import Cable, CableVersion, Collection, ImportBatch, ImportItem, SourceText
from tests.telegrams import telegram

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


def full_disk(*_, **__):
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


def test_file_that_went_since_hides_no_other(folder, collection):
    """What is done is known by name: by number, the file after it would have been passed over."""
    list(islice(import_paths([folder], collection), 7))  # ten are in
    first = sorted(folder.rglob("*.txt"))[0]
    first.unlink()
    list(go_on(ImportBatch.objects.get()))
    assert Cable.objects.count() == COUNT


def test_file_that_came_since_is_read_once_and_no_other_twice(folder, collection):
    list(islice(import_paths([folder], collection), 7))
    (folder / "0000" / "000.txt").write_text(telegram(serial=999_999))
    results = list(go_on(ImportBatch.objects.get()))
    assert [result.outcome for result in results].count("unchanged") == 0
    assert Cable.objects.count() == COUNT + 1


def test_file_that_is_named_twice_is_read_twice_wherever_the_import_was_cut(folder, collection):
    for cut in range(0, 20, 5):
        batch = ImportBatch.objects.create(collection=collection, paths=[str(folder)] * 2)
        list(islice(go_on(batch), cut))
        if batch.state != State.DONE:
            list(go_on(batch))
        assert batch.position == 2 * (COUNT + 1)


def test_name_that_is_no_text_comes_in_and_is_read_again(tmp_path, collection):
    path = tmp_path / os.fsdecode(b"z\xff\xfe")
    path.mkdir()
    (path / "a.txt").write_text(telegram())
    (path / "b.txt").write_text("Dear diary, nothing of note today.\n")
    batch = preview([path], collection)
    list(go_on(batch))
    assert batch.tally == {"new": 1, "refused": 1, **({"doubted": 1} if "doubted" in batch.tally else {})}
    assert batch.paths == [f"{tmp_path}/z\\xff\\xfe"]
    assert read_again(batch.items.get(outcome="refused")).text.startswith("Dear diary")


def test_text_that_the_parser_fails_on_stops_no_other(folder, collection, monkeypatch, caplog):
    parse = reading.parse_cable
    monkeypatch.setattr(
        reading, "parse_cable", lambda text: parse(text) if "HARBOUR DUES" not in text else 1 / 0
    )
    (folder / "odd.txt").write_text(telegram(subject="HARBOUR DUES", serial=999_999))
    list(import_paths([folder], collection))
    assert Cable.objects.count() == COUNT
    item = ImportItem.objects.get(file__endswith="odd.txt")
    assert (
        item.message
        == "This cable could not be parsed (ZeroDivisionError); nothing of it is kept. Report it."
    )
    assert "HARBOUR" not in caplog.text


def test_what_the_driver_cannot_take_refuses_one_record(folder, collection, monkeypatch):
    load_new, load = chunks.load_new, chunks.load

    def failing(reads, *args):
        if any(read.record.file.endswith("odd.txt") for read in reads):
            raise OverflowError
        return load_new(reads, *args)

    def failing_alone(record, *args):
        if record.file.endswith("odd.txt"):
            raise OverflowError
        return load(record, *args)

    monkeypatch.setattr(chunks, "load_new", failing)
    monkeypatch.setattr(chunks, "load", failing_alone)
    (folder / "odd.txt").write_text(telegram(serial=999_999))
    list(import_paths([folder], collection))
    assert Cable.objects.count() == COUNT
    assert "OverflowError" in ImportItem.objects.get(file__endswith="odd.txt").message


def locked(*_):
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise OperationalError("database is locked") from cause


@pytest.mark.parametrize("times", [2, 3])
def test_lock_is_waited_out_and_told_only_if_it_lasts(folder, collection, monkeypatch, times):
    note, tried = Ledger.note, []

    def noted(self, chunk, results):
        tried.append(len(chunk))
        if len(tried) <= times:
            locked()
        note(self, chunk, results)

    monkeypatch.setattr(Ledger, "note", noted)
    if times < 3:
        list(import_paths([folder], collection))
        whole()
    else:
        with pytest.raises(Stopped, match="Somebody else kept the database locked"):
            list(import_paths([folder], collection))
        assert ImportBatch.objects.get().state == State.STOPPED


@pytest.mark.parametrize("name", ["_begin", "_end"])
def test_fault_at_the_beginning_or_the_end_is_a_sentence_too(folder, collection, monkeypatch, name):
    monkeypatch.setattr(batches, name, full_disk)
    with pytest.raises(Stopped, match=r"The disk is full\. What was imported before is in"):
        list(import_paths([folder], collection))


def test_import_whose_process_is_gone_is_said_to_have_stopped(folder, collection):
    list(islice(import_paths([folder], collection), 7))
    assert close_lost() == 0  # it may be alive
    long_ago = timezone.now() - batches.SILENCE * 2
    ImportBatch.objects.update(started_at=long_ago, beat_at=long_ago)
    assert close_lost() == 1
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.message[:32]) == (State.STOPPED, "The process that worked on it en")
    list(go_on(batch))
    whole()


def test_reading_process_that_is_killed_stops_the_import_with_a_sentence(folder, collection, monkeypatch):
    monkeypatch.setattr("cables.importing.processes.CHUNK", 2)
    results = import_paths([folder], collection, processes=2)
    for _ in range(5):
        next(results)
    for process in multiprocessing.active_children():
        process.kill()
    with pytest.raises(Stopped, match="A process that reads for it was ended"):
        list(results)
    batch = ImportBatch.objects.get()
    assert batch.state == State.STOPPED
    list(go_on(batch))
    whole()
