"""No change is missed and none is kept for ever, in whatever order they were committed."""

import datetime as dt
import time
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cables.jobs import worker
from cables.models import IndexChange
from cables.search import outbox
from cables.search.generations import PUBLIC, home
from tests.databases import another_connection
from tests.factories import a_cable
from tests.search.keeping import a_follower, all_differences, caught_up, found, imported
from tests.telegrams import telegram

only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")


def a_change(number: int = 412, kind: str = "changed") -> int:
    cable = a_cable(f"08ZENDA{number}")
    return IndexChange.objects.create(cable=cable, kind=kind, revision=1).pk


def keys(changes: list[outbox.Change]) -> list[int]:
    return [change.key for change in changes]


def remembered_at_last(mark: outbox.Mark, limit: int) -> list[list[int]]:
    """What of the changes that were seen is still kept once no transaction of before is at work, in this
    database or in another of the server: those count too."""
    for _ in range(300):
        changes, mark = outbox.unseen(mark, limit)
        assert changes == []
        if not mark["seen"]:
            break
        time.sleep(0.1)
    return mark["seen"]


# --- Whatever the database ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_each_change_is_seen_once():
    a_change()
    mark = outbox.now()
    made = [a_change(n) for n in range(5)]
    changes, mark = outbox.unseen(mark, 100)
    assert keys(changes) == made
    assert outbox.unseen(mark, 100)[0] == []


@pytest.mark.django_db(transaction=True)
def test_some_at_a_time():
    mark = outbox.now()
    made = [a_change(n) for n in range(7)]
    seen = []
    for _ in range(3):
        changes, mark = outbox.unseen(mark, 3)
        seen += keys(changes)
    assert seen == made
    assert remembered_at_last(mark, 3) == []


@pytest.mark.django_db(transaction=True)
def test_many_of_one_transaction_some_at_a_time():
    mark = outbox.now()
    with transaction.atomic():
        made = [a_change(n) for n in range(7)]
    seen = []
    for _ in range(4):
        changes, mark = outbox.unseen(mark, 2)
        seen += keys(changes)
    assert seen == made
    assert outbox.unseen(mark, 2)[0] == []


@pytest.mark.django_db(transaction=True)
def test_keys_that_were_rolled_back_are_no_hole():
    mark = outbox.now()
    first = a_change()
    with transaction.atomic():
        a_change()
        transaction.set_rollback(True)
    last = a_change()
    changes, mark = outbox.unseen(mark, 100)
    assert keys(changes) == [first, last]
    assert outbox.unseen(mark, 100)[0] == []


@pytest.mark.django_db(transaction=True)
def test_what_was_withheld_since_is_told_until_it_is_followed():
    mark = outbox.now()
    a_change(1)
    for number, kind in ((2, "withheld"), (2, "withheld"), (3, "removed")):
        a_change(number, kind)
    wanted = {a_cable("08ZENDA2").pk, a_cable("08ZENDA3").pk}
    assert set(outbox.withheld_since(mark)) == wanted
    assert len(outbox.withheld_since(mark, 1)) == 1
    _, mark = outbox.unseen(mark, 100)
    assert outbox.withheld_since(mark) == []


@pytest.mark.django_db(transaction=True)
def test_old_changes_are_forgotten_but_the_newest(monkeypatch):
    old = timezone.now() - outbox.KEPT - dt.timedelta(hours=1)
    made = [a_change(n) for n in range(5)]
    IndexChange.objects.update(at=old)
    monkeypatch.setattr(outbox, "AT_ONCE", 3)
    assert [outbox.forget_old() for _ in range(3)] == [3, 1, 0]
    assert list(IndexChange.objects.values_list("pk", flat=True)) == made[-1:]
    a_change(9)
    assert outbox.forget_old() == 1


@pytest.mark.django_db(transaction=True)
def test_worker_forgets_them():
    a_change(1)
    IndexChange.objects.update(at=timezone.now() - 2 * outbox.KEPT)
    a_change(2)
    worker.run(until_empty=True)
    assert IndexChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_database_that_was_put_back_is_another():
    a_change(1)
    before = outbox.now()
    a_change(2)
    mark = outbox.unseen(before, 100)[1]
    assert not outbox.is_of_another_database(mark)
    IndexChange.objects.order_by("-pk").first().delete()
    assert outbox.is_of_another_database(mark)
    a_change(2)
    assert not outbox.is_of_another_database(before)


@pytest.mark.django_db(transaction=True)
def test_index_that_nobody_follows_is_asked_only_while_nothing_changes(follower, settings):
    imported(telegram())
    caught_up(follower)
    mark = follower.live.mark | {"at": (timezone.now() - 2 * outbox.SILENCE).isoformat()}
    assert not outbox.is_left_behind(mark)
    a_change(9)
    assert outbox.is_left_behind(mark)
    assert not outbox.is_left_behind(follower.live.mark)


@pytest.mark.django_db(transaction=True)
def test_two_nodes_follow_each_for_itself(settings, tmp_path):
    homes = []
    with ExitStack() as exits:
        for node in ("one", "two"):
            settings.SEARCH_INDEX_DIR = tmp_path / node
            homes.append((tmp_path / node, exits.enter_context(a_follower())))
        imported(telegram())
        for _, each in homes:
            caught_up(each)
        imported(telegram(serial=413, subject="LIGHTHOUSE OIL"))
        for (place, each), others in zip(homes, (["08ZENDA413"], []), strict=True):
            if place.name == "one":
                assert each.follow() == 1
            settings.SEARCH_INDEX_DIR = place
            assert found("lighthouse") == others
        assert homes[1][1].follow() == 1
        for place, _ in homes:
            settings.SEARCH_INDEX_DIR = place
            assert all_differences() == []


@pytest.mark.django_db(transaction=True)
def test_crash_between_the_commit_and_its_note_is_harmless(follower, monkeypatch):
    imported(telegram())
    caught_up(follower)
    assert found("lighthouse") == []
    imported(telegram(serial=413, subject="LIGHTHOUSE OIL"))

    def killed(folder, applied):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("cables.search.writing.write_applied", killed)
        with pytest.raises(KeyboardInterrupt):
            follower.follow()
    assert found("lighthouse") == []
    assert follower.follow() == 1
    assert found("lighthouse") == ["08ZENDA413"]
    assert all_differences() == []


# --- PostgreSQL: a key says nothing of the order of commits ---------------------------------------


@contextmanager
def begun(number: int, kind: str = "changed"):
    """A change of another connection, which commits it at the end."""
    cable = a_cable(f"08ZENDA{number}").pk
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(
            "INSERT INTO cables_indexchange (cable_id, kind, revision, at) VALUES (%s, %s, 1, now()) "
            "RETURNING id",
            [cable, kind],
        )
        yield cursor.fetchone()[0]
        cursor.execute("COMMIT")


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_late_commit_with_a_lower_key_is_seen():
    mark = outbox.now()
    with begun(1) as late:
        early = a_change(2)
        assert early > late
        changes, mark = outbox.unseen(mark, 100)
        assert keys(changes) == [early]
        assert outbox.unseen(mark, 100)[0] == []
    changes, mark = outbox.unseen(mark, 100)
    assert keys(changes) == [late]
    assert remembered_at_last(mark, 100) == []


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_late_withholding_is_told_at_its_commit():
    mark = outbox.now()
    with begun(1, "withheld"):
        a_change(2)
        _, mark = outbox.unseen(mark, 100)
        assert outbox.withheld_since(mark) == []
    assert outbox.withheld_since(mark) == [a_cable("08ZENDA1").pk]


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_mark_of_now_has_what_was_committed_beside_one_at_work():
    with begun(1) as late:
        a_change(2)
        mark = outbox.now()
        assert outbox.unseen(mark, 100)[0] == []
    assert keys(outbox.unseen(mark, 100)[0]) == [late]


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_some_at_a_time_with_one_at_work():
    mark = outbox.now()
    with begun(1) as late:
        made = [a_change(n) for n in range(2, 9)]
        seen = []
        for _ in range(4):
            changes, mark = outbox.unseen(mark, 2)
            seen += keys(changes)
        assert seen == made
    changes, mark = outbox.unseen(mark, 2)
    assert keys(changes) == [late]
    assert remembered_at_last(mark, 2) == []


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_database_whose_transactions_begin_before_is_another():
    """A dump that was restored elsewhere has the rows and not the counter."""
    a_change(1)
    mark = outbox.now()
    assert not outbox.is_of_another_database(mark)
    assert outbox.is_of_another_database(mark | {"after": mark["after"] + 1_000_000})


def test_homes_are_by_folder(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "one"
    one = home(PUBLIC)
    settings.SEARCH_INDEX_DIR = tmp_path / "two"
    assert home(PUBLIC) is not one
    settings.SEARCH_INDEX_DIR = str(tmp_path / "one")
    assert home(PUBLIC) is one
