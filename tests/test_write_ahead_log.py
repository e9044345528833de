"""What a withholding leaves in SQLite's write-ahead log: nothing, as soon as nobody reads in it."""

import logging

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cables.importing.batches import import_paths
from cables.models import Cable, Collection, Decision
from cables.projection import write_ahead_log
from cables.projection.write_ahead_log import empty_wal
from cables.reviewing.releasing import recall
from cables.visibility import Role
from tests.databases import another_connection
from tests.people import a_user
from tests.reviewing.acts import released, withheld
from tests.telegrams import telegram

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite has a log of this kind."),
]
TOKEN = b"Rischenheim"


@pytest.fixture
def wal(site_database):
    return site_database.with_name(site_database.name + "-wal")


@pytest.fixture
def cable(wal, tmp_path):
    """Imported through the log, so that the log holds its text."""
    path = tmp_path / "cable.txt"
    path.write_text(telegram(paragraphs=["1. (U) The harbour master called.", "2. (C) Rischenheim paid."]))
    (result,) = import_paths([path], Collection.objects.create(name="Harbours", slug="harbours"))
    assert TOKEN in wal.read_bytes()
    return Cable.objects.get(pk=result.cable)


@pytest.fixture
def reader(site_database, cable):
    """Somebody in the middle of reading; give `end` to let him go."""
    with another_connection(site_database) as other:
        cursor = other.cursor()
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM cables_cable")
        cursor.fetchall()
        yield lambda: cursor.execute("ROLLBACK")
        if other.connection.in_transaction:
            cursor.execute("ROLLBACK")


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(write_ahead_log, "PATIENCE", 0.1)


def test_withholding_empties_the_log(cable, wal):
    withheld(cable, a_user(Role.REVIEWER), 2)
    assert wal.stat().st_size == 0


def test_recall_empties_the_log_and_other_acts_need_not(cable, wal):
    reviewer, officer = a_user(Role.REVIEWER), a_user(Role.RELEASE_OFFICER)
    decision = released(withheld(cable, reviewer, 2), reviewer, officer)
    assert TOKEN in wal.read_bytes()
    recall(decision, reviewer, decision.revision)
    assert wal.stat().st_size == 0


def test_log_is_emptied_after_the_transaction_of_which_the_withholding_is_part(cable, wal):
    reviewer = a_user(Role.REVIEWER)
    with transaction.atomic():
        withheld(cable, reviewer, 2)
        assert TOKEN in wal.read_bytes()
    assert wal.stat().st_size == 0


def test_withholding_waits_until_a_reader_ends(cable, wal, reader, monkeypatch):
    """The reader ends while the log is being tried: nothing is left, and nothing is said."""
    pauses = []
    monkeypatch.setattr(write_ahead_log.time, "sleep", lambda _: pauses.append(1) or reader())
    withheld(cable, a_user(Role.REVIEWER), 2)
    assert pauses == [1]
    assert wal.stat().st_size == 0


def test_reader_who_stays_is_reported_and_the_withholding_stands(cable, wal, reader, impatient, caplog):
    with caplog.at_level(logging.WARNING):
        decision = withheld(cable, a_user(Role.REVIEWER), 2)
    assert Decision.objects.live().get() == decision
    assert TOKEN in wal.read_bytes()
    (record,) = caplog.records
    assert "write-ahead log could not be emptied" in record.getMessage()
    assert "Rischenheim" not in record.getMessage()


def test_next_withholding_empties_what_an_earlier_one_could_not(cable, wal, reader, impatient):
    reviewer = a_user(Role.REVIEWER)
    withheld(cable, reviewer, 2)
    reader()
    withheld(cable, reviewer, 1)
    assert wal.stat().st_size == 0


def test_command_says_whether_the_log_is_empty(cable, wal, reader, impatient, capsys):
    with pytest.raises(CommandError, match="still in use"):
        call_command("empty_wal")
    reader()
    call_command("empty_wal")
    assert capsys.readouterr().out == "The write-ahead log is empty.\n"
    assert wal.stat().st_size == 0


def test_waiting_for_readers_keeps_no_writer_out(cable, wal, reader, site_database, monkeypatch):
    """SQLite's own waiting would; so would 20 seconds of it."""
    with another_connection(site_database) as writer, writer.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        monkeypatch.setattr(
            write_ahead_log.time,
            "sleep",
            lambda _: cursor.execute("UPDATE cables_collection SET notice = 'Seen'") and reader(),
        )
        assert empty_wal()
    assert Collection.objects.get().notice == "Seen"


def test_connection_waits_for_locks_as_long_as_before(cable):
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()
        empty_wal()
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == before == (20_000,)


def test_failure_of_the_log_never_fails_the_withholding(cable, monkeypatch):
    monkeypatch.setattr(write_ahead_log, "_tried", lambda cursor: 1 / 0)
    withheld(cable, a_user(Role.REVIEWER), 2)
    assert Decision.objects.live().exists()
