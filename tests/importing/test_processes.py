"""Processes beside the one that writes: in order, and never waited for when they are gone."""

import multiprocessing
import threading
from concurrent.futures import BrokenExecutor

import pytest

from cables.importing.processes import in_order
from cables.projection.names import Names
from tests.importing import working

pytestmark = pytest.mark.once
NAMES = Names({}, [])
MANY = 8


def test_what_is_made_comes_in_the_order_of_the_chunks():
    chunks = ([n, 0.05 if n % 3 == 0 else 0] for n in range(MANY))
    assert list(in_order(working.wait, chunks, NAMES, 3)) == list(range(MANY))
    assert not multiprocessing.active_children()


def test_fault_of_the_work_is_raised_here():
    results = in_order(working.fail_after_two, ([n] for n in range(MANY)), NAMES, 2)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(KeyError, match="harbour"):
        list(results)
    assert not multiprocessing.active_children()


def test_who_stops_listening_leaves_no_process():
    results = in_order(working.wait, ([n, 0] for n in range(MANY)), NAMES, 2)
    for _ in range(4):
        next(results)
    assert multiprocessing.active_children()
    results.close()
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("victim", [0, -1])
def test_process_that_is_killed_while_it_answers_is_told_of(victim):
    """Its answer is large, so that it is at it nearly always."""
    results = in_order(working.answer_at_length, ([n] for n in range(100)), NAMES, 2)
    for _ in range(4):
        next(results)
    told = []

    def listen():
        try:
            list(results)
        except BrokenExecutor as error:
            told.append(error)

    threading.Timer(0.02, multiprocessing.active_children()[victim].kill).start()
    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    listener.join(20)
    assert told
    assert not multiprocessing.active_children()
