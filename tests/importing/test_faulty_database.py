"""A database that goes away, or takes nothing more, while an import runs: it says so, and goes on after."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import Client

from cables.importing.batches import go_on, import_paths
from cables.importing.faults import Stopped
from cables.importing.ledger import Ledger
from cables.inventing import invented, write
from cables.models import Cable, Collection, ImportBatch
from tests.databases import another_connection, in_a_file
from tests.importing.killing import whole_cables
from tests.importing.test_killed import url_of

COUNT = 20
NOBODY = 65534

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="is about SQLite's file")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="is about PostgreSQL's server")


@pytest.fixture
def texts(tmp_path, monkeypatch):
    monkeypatch.setattr("cables.importing.processes.CHUNK", 5)
    list(write(invented(COUNT, seed=8), tmp_path / "in"))
    return tmp_path / "in"


@pytest.fixture
def results(texts, transactional_db):
    return lambda: import_paths([texts], Collection.objects.create(name="Harbours", slug="harbours"))


def goes_on():
    """From the five that were in."""
    batch = ImportBatch.objects.get()
    assert batch.position == whole_cables() == 5
    assert Client().get("/cables/").status_code == 200
    list(go_on(batch))
    assert (batch.state, batch.tally["new"], batch.message) == ("done", COUNT, "")
    assert whole_cables() == COUNT


@on_sqlite
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else and come back")
def test_rights_that_are_taken_away(results):
    with tempfile.TemporaryDirectory() as made:
        folder, file = Path(made), Path(made, "site.sqlite3")
        with in_a_file(file), another_connection(file):  # another process has it open, as the site has
            coming = results()
            next(coming)
            Client().get("/cables/")  # its modules are root's too
            connection.close()
            folder.chmod(0o555)
            for each in folder.iterdir():
                each.chmod(0o444)
            os.seteuid(NOBODY)
            try:
                with pytest.raises(Stopped, match="it, or its folder, is read-only"):
                    list(coming)
                assert Client().get("/cables/").status_code == 200
                connection.close()
            finally:
                os.seteuid(0)
            folder.chmod(0o755)
            for each in folder.iterdir():
                each.chmod(0o644)
            goes_on()


def before_the_second_note(monkeypatch, act):
    note, seen = Ledger.note, []

    def noted(self, chunk, results):
        seen.append(chunk)
        if len(seen) == 2:
            act()
        note(self, chunk, results)

    monkeypatch.setattr(Ledger, "note", noted)


def ask(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


def end_our_connection():
    (number,) = ask("SELECT pg_backend_pid()")
    with psycopg.connect(url_of(None), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [number])


@on_postgresql
@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (end_our_connection, "The database was shut down."),
        (lambda: ask("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)"), "The database took too long."),
        (lambda: ask("SET TRANSACTION READ ONLY"), "The database cannot be written: it is read-only."),
    ],
    ids=["connection ended", "timeout", "read-only"],
)
def test_server_that_ends_a_chunk(results, monkeypatch, act, sentence):
    coming = results()
    with monkeypatch.context() as patch:
        before_the_second_note(patch, act)
        with pytest.raises(Stopped) as stopped:
            list(coming)
    assert str(stopped.value).startswith(sentence)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.message) == ("stopped", str(stopped.value))
    goes_on()


@on_postgresql
def test_server_that_becomes_read_only(results):
    coming = results()
    next(coming)
    ask("SET default_transaction_read_only = on")
    with pytest.raises(Stopped, match="it is read-only"):
        list(coming)
    assert Cable.objects.count() == 5
    assert ImportBatch.objects.get().state == "importing"  # not even that could be written
    ask("SET default_transaction_read_only = off")
    goes_on()


@on_postgresql
def test_server_that_is_away_between_two_chunks(results):
    coming = results()
    next(coming)
    end_our_connection()
    with pytest.raises(Stopped, match=r"The (database was shut down|connection to the database was lost)"):
        list(coming)
    connection.close()
    goes_on()


LOCKED = """
import fcntl, sys
with open(sys.argv[1], "r+b") as shared_memory:
    fcntl.lockf(shared_memory, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 128)
"""
"""Ends with an error while a process has the file open as SQLite opens it: the 128th byte is its lock."""


@on_sqlite
def test_folder_with_the_database_in_it_takes_no_locks_away(site_database, texts):
    """A file that a process has locked is unlocked when it closes another handle of it."""
    collection = Collection.objects.create(name="Harbours", slug="harbours")
    results = list(import_paths([site_database.parent], collection))
    refused = {Path(each.file).name: each.message for each in results if each.outcome == "refused"}
    assert set(refused) == {site_database.name + suffix for suffix in ("", "-wal", "-shm")}
    assert {message.split(", which")[0] for message in refused.values()} == {
        "This is a file of the site's own database"
    }
    assert Cable.objects.count() == COUNT
    command = [sys.executable, "-c", LOCKED, f"{site_database}-shm"]
    assert "BlockingIOError" in subprocess.run(command, capture_output=True, text=True).stderr
