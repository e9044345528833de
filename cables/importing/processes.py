"""Reading records in processes beside the one that writes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain, count, islice
from typing import TypeVar

from cables.importing.reading import ReadOrNot, read_all
from cables.importing.sources import Found
from cables.projection.names import Names

T = TypeVar("T")
R = TypeVar("R")
CHUNK = 150  # records: what one transaction writes
FEW = 2  # chunks that are read here, before other processes are worth their start
THRESHOLDS = (2_000_000, 20, 100)  # of the collector of circles: a chunk makes some 300,000 objects
AHEAD = 2  # chunks for each process that wait for the writer, so that memory stays flat


def read_in_chunks(
    found: Iterable[Found], names: Names, processes: int, *, limit: int | None = None
) -> Iterator[list[ReadOrNot]]:
    """The records in their order, read, in chunks; any beyond the limit left out.

    With one process or few records all is done here. Raises BrokenExecutor where another was ended.
    """
    results = in_order(read_all, chunks_of(found), names, processes)
    yield from chunks_of(islice(chain.from_iterable(results), limit))


def in_order(
    work: Callable[[list[T], Names], R], chunks: Iterator[list[T]], names: Names, processes: int
) -> Iterator[R]:
    """What `work`, a function of a module, makes of each chunk, in their order; of few chunks here."""
    for _, chunk in zip(range(FEW) if processes > 1 else count(), chunks, strict=False):
        yield work(chunk, names)
    if processes < 2 or (first := next(chunks, None)) is None:
        return
    context = multiprocessing.get_context("spawn")  # a fork would take the database's connection along
    with ProcessPoolExecutor(processes, context, _start, (names,)) as pool:
        waiting: deque[Future[R]] = deque([pool.submit(_work_there, work, first)])
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_work_there, work, chunk))
                if len(waiting) > processes * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def chunks_of(items: Iterable[T]) -> Iterator[list[T]]:
    items = iter(items)
    while chunk := list(islice(items, CHUNK)):
        yield chunk


@contextmanager
def few_collections() -> Iterator[None]:
    """Parsing makes many objects and no circles of them: most of what a collection would look at stays."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


# --- In the other processes -------------------------------------------------------------------

_names: Names


def _start(names: Names) -> None:
    global _names
    _names = names
    gc.set_threshold(*THRESHOLDS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that writes
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A writer that was killed tells nobody: without it this process would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)


def _work_there(work: Callable[[list[T], Names], R], chunk: list[T]) -> R:
    return work(chunk, _names)
