"""An index that is damaged, or cannot be written, costs time and no answer; it is built anew by itself."""

import random

import pytest
from django.db import OperationalError

from cables.jobs import indexing
from cables.models import ImportBatch
from cables.search import following
from cables.search.generations import PUBLIC, home
from cables.search.segments import PARTS, broken, missing
from tests.importing.disks import MEGABYTE, a_disk
from tests.search.keeping import all_differences, caught_up, folder_in_use, found, imported, many
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
NAMES = ("meta.json", "applied.json", *(f"*.{part}" for part in PARTS))


def damage(pattern: str, how: str) -> None:
    (file, *_) = sorted(folder_in_use().glob(pattern))
    content = bytearray(file.read_bytes())
    match how:
        case "removed":
            file.unlink()
        case "cut off":
            file.write_bytes(content[: len(content) // 2])
        case "emptied":
            file.write_bytes(b"")
        case "other bytes":
            for at in random.Random(pattern).sample(range(len(content)), min(40, len(content))):
                content[at] ^= 0x55
            file.write_bytes(content)


@pytest.fixture
def looks_always(monkeypatch):
    monkeypatch.setattr(following, "LOOKED_AT_EVERY", -1)


@pytest.mark.parametrize("how", ["removed", "cut off", "emptied", "other bytes"])
@pytest.mark.parametrize("name", NAMES)
def test_damaged_file_is_answered_by_the_tables_and_mended(follower, looks_always, name, how):
    many(5)
    caught_up(follower)
    follower._leave()  # as after a start: who has a file open sees what is written into it, or ends by it
    first = folder_in_use()
    damage(name, how)
    home(PUBLIC)._name = ""  # as in another process
    assert len(found("harbour")) == 5
    assert len(found('"harbour+master"&sort=mrn&tag=PREL')) == 5
    following_again = follower
    following_again._read = 0.0
    caught_up(following_again)
    assert folder_in_use() != first
    assert broken(folder_in_use()) == []
    assert len(found("harbour")) == 5
    assert all_differences() == []


def test_whole_index_is_whole(follower):
    """The checksums are those of the engine."""
    many(5)
    caught_up(follower)
    imported(telegram(serial=501, subject="CORRECTED"))
    follower.follow()
    assert list(folder_in_use().glob("*.del")), "nothing was deleted"
    assert broken(folder_in_use()) == missing(folder_in_use()) == []


def test_reader_who_meets_damage_has_it_looked_at(follower, looks_always):
    many(5)
    caught_up(follower)
    first = folder_in_use()
    home(PUBLIC).report(first.name)
    assert home(PUBLIC).ask() is None
    follower.follow()
    assert home(PUBLIC).ask(), "it was looked at, and is whole"
    (pos,) = first.glob("*.pos")
    pos.unlink()
    pos.write_bytes(b"something else")
    home(PUBLIC).report(first.name)
    caught_up(follower)
    assert folder_in_use() != first


def test_missing_file_is_seen_while_it_follows(follower, looks_always, caplog):
    many(5)
    caught_up(follower)
    first = folder_in_use()
    damage("*.pos", "removed")
    caught_up(follower)
    assert folder_in_use() != first
    assert "is built anew: of its files" in caplog.text
    assert all_differences() == []


def test_folder_that_was_removed_is_made_again(follower):
    import shutil

    many(5)
    caught_up(follower)
    shutil.rmtree(home(PUBLIC).path)
    assert len(found("harbour")) == 5
    process = indexing._Following(PUBLIC)
    process.follower = follower
    for _ in range(20):
        process.look()
    assert home(PUBLIC).ask()
    assert all_differences() == []


# --- What does not answer -------------------------------------------------------------------------


@pytest.fixture
def process(follower):
    process = indexing._Following(PUBLIC)
    process.follower = follower
    return process


def test_rests_between_large_commits_while_an_import_is_at_work_and_not_after_it(process, monkeypatch):
    monkeypatch.setattr(indexing, "MOST", 5)
    many(5)
    caught_up(process.follower)
    many(5, first=600)
    batches = ImportBatch.objects.all()
    batches.update(state=ImportBatch.State.IMPORTING)
    assert process.look() >= indexing.SHORTEST
    batches.update(state=ImportBatch.State.DONE)
    many(5, first=700)
    assert process.look() == 0, "more may be left"
    assert process.look() == indexing.SHORTEST, "nothing is left"
    assert all_differences() == []


def test_database_that_does_not_answer_is_waited_for(process, monkeypatch, caplog):
    imported(telegram())
    caught_up(process.follower)
    imported(telegram(serial=413, subject="LIGHTHOUSE OIL"))
    documents = process.follower.source.documents
    monkeypatch.setattr(indexing.connection, "close", lambda: None)

    def gone(cables):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(process.follower.source, "documents", gone)
    assert process.look() == process.look() == indexing.AFTER_A_FAULT
    assert caplog.text.count("The database did not answer (OperationalError); trying again.") == 1
    assert found("harbour") == ["08ZENDA412"], "the site reads"
    monkeypatch.setattr(process.follower.source, "documents", documents)
    process.look()
    assert found("lighthouse") == ["08ZENDA413"]
    assert all_differences() == []


def test_building_goes_on_where_the_database_was_gone(process, monkeypatch):
    monkeypatch.setattr("cables.search.building.CHUNK", 4)
    monkeypatch.setattr(indexing.connection, "close", lambda: None)
    many(12)
    process.look()
    keys = process.follower.source.keys

    def gone(after, most):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(process.follower.source, "keys", gone)
    process.look()
    assert process.follower.building.done == 4
    monkeypatch.setattr(process.follower.source, "keys", keys)
    caught_up(process.follower)
    assert all_differences() == []


def test_disk_that_is_full_is_said_and_outlived(settings, tmp_path, caplog):
    with a_disk(tmp_path / "disk", 2 * MEGABYTE) as disk:
        if not disk.is_mounted:
            pytest.skip("Only root can make a disk here.")
        settings.SEARCH_INDEX_DIR = disk.folder
        process = indexing._Following(PUBLIC)
        try:
            many(5)
            for _ in range(10):
                process.look()
            assert home(PUBLIC).ask()
            filling = disk.folder / "filling"
            _fill(filling)
            imported(telegram(serial=413, subject="LIGHTHOUSE OIL"))
            for _ in range(3):
                process.look()
            assert caplog.text.count("could not be written") == 1
            assert len(found("harbour")) in (5, 6), "the site reads"
            filling.unlink()
            for _ in range(20):
                process.look()
            assert found("lighthouse") == ["08ZENDA413"]
            assert all_differences() == []
        finally:
            process.end()


def _fill(file) -> None:
    with file.open("wb", buffering=0) as opened:
        try:
            while opened.write(b"x" * 4096):
                pass
        except OSError:
            pass
