"""Two who write at the same moment: neither is told of a deadlock, neither waits who need not."""

import threading

import pytest
from django.db import OperationalError, connection

from cables.importing.batches import import_paths
from cables.models import Cable, Collection
from cables.projection.writers import TRIES, keep_standing, one_transaction
from cables.reviewing.standing import put_back, take_down
from tests.databases import elsewhere
from tests.reviewing.racing import at_once
from tests.telegrams import telegram

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")


@pytest.fixture
def cables(transactional_db, tmp_path):
    for serial in (1, 2):
        (tmp_path / f"{serial}.txt").write_text(telegram(serial=serial))
    list(import_paths([tmp_path], Collection.objects.create(name="Harbours", slug="harbours")))
    return list(Cable.objects.order_by("serial"))


class InTheWay(Exception):
    sqlstate = "40P01"


def a_deadlock():
    raise OperationalError from InTheWay()


@on_postgresql
def test_who_lock_two_cables_in_two_orders_both_come_through(cables):
    """The database ends one of them, which is done again."""
    both_have_one, tried = threading.Barrier(2), []

    @one_transaction
    def lock(first, second):
        tried.append(first)
        Cable.objects.select_for_update().get(pk=first.pk)
        if len(tried) <= 2:
            both_have_one.wait(10)
        return Cable.objects.select_for_update().get(pk=second.pk)

    assert at_once(lambda: lock(*cables), lambda: lock(*reversed(cables))) == [cables[1], cables[0]]
    assert len(tried) > 2


def test_what_was_done_before_the_way_was_blocked_is_done_once(cables):
    tried = []

    @one_transaction
    def rename(name):
        Collection.objects.create(name=name, slug=f"{name}-{len(tried)}")
        tried.append(name)
        if len(tried) < TRIES:
            a_deadlock()
        return name

    assert rename("again") == "again"
    assert Collection.objects.filter(name="again").count() == 1
    assert len(tried) == TRIES


@pytest.mark.parametrize(
    ("error", "times"), [(a_deadlock, TRIES), (lambda: (_ for _ in ()).throw(OperationalError), 1)]
)
def test_what_cannot_be_mended_by_trying_is_raised(cables, error, times):
    tried = []

    @one_transaction
    def act():
        tried.append(1)
        error()

    with pytest.raises(OperationalError):
        act()
    assert len(tried) == times


@on_postgresql
def test_two_may_keep_one_standing_and_nobody_changes_it_meanwhile(cables, tmp_path):
    collection = Collection.objects.get()
    order = []

    def change():
        take_down(collection, "The donor asks for it.", None)
        order.append("down")

    @one_transaction
    def settle():
        keep_standing(cables[0])
        elsewhere(one_transaction(lambda: keep_standing(cables[1])), tmp_path)  # does not wait
        taker = threading.Thread(target=lambda: elsewhere(change, tmp_path))
        taker.start()
        taker.join(0.3)
        order.append("settled")
        return taker

    settle().join()
    assert order == ["settled", "down"]
    put_back(Collection.objects.get(), None)
