"""Reading records in processes beside the one that writes."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, count, islice
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
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
    beside = _Beside(names)
    with ThreadPoolExecutor(processes, "reads", beside.begin) as pool:
        waiting: deque[Future[R]] = deque([pool.submit(beside.do, work, first)])
        try:
            for chunk in chunks:
                waiting.append(pool.submit(beside.do, work, chunk))
                if len(waiting) > processes * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
            beside.end()


class _Beside:
    """A process for each thread that waits for one.

    Each has a pipe of its own, whose other end nobody else holds: of one that is killed, in the middle of
    what it says too, its thread is told at once. The executor of the standard library waits for ever then.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._mine = threading.local()
        self._all: list[tuple[BaseProcess, Connection]] = []

    def begin(self) -> None:
        """In a thread: start its process."""
        context = multiprocessing.get_context("spawn")  # a fork would take the database's connection along
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._names), daemon=True)
        process.start()
        theirs.close()
        self._mine.pipe = ours
        self._all.append((process, ours))

    def do(self, work: Callable[[list[T], Names], R], chunk: list[T]) -> R:
        """In a thread: let its process do it. Raises BrokenExecutor where that was ended."""
        try:
            self._mine.pipe.send((work, chunk))
            done, result = self._mine.pipe.recv()
        except (EOFError, OSError) as error:
            raise BrokenExecutor("A process was ended.") from error
        if not done:
            raise result
        return result

    def end(self) -> None:
        for _, pipe in self._all:
            pipe.close()
        for process, _ in self._all:
            process.join()


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


def _serve(pipe: Connection, names: Names) -> None:
    """Until the other end is closed, or whoever held it is gone."""
    gc.set_threshold(*THRESHOLDS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that writes
    with suppress(EOFError, OSError):
        while True:
            work, chunk = pipe.recv()
            try:
                answer = True, work(chunk, names)
            except Exception as error:
                answer = False, error
            pipe.send(answer)
