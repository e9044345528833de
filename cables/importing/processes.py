"""Reading records in processes beside the one that writes."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from cables.importing.reading import Read, read
from cables.importing.sources import Record, Unreadable
from cables.projection.names import Names

CHUNK = 60  # records: what one transaction writes
FEW = 4  # chunks that are read here, before other processes are worth their start
AHEAD = 2  # chunks for each process that wait for the writer, so that memory stays flat

Chunk = Sequence[Record | Unreadable]
Found = Read | Unreadable


def read_in_chunks(
    records: Iterable[Record | Unreadable], names: Names, processes: int
) -> Iterator[list[Found]]:
    """The records in their order, read, in chunks. With one process or few records all is done here."""
    chunks = _chunks(records)
    for _, chunk in zip(range(FEW) if processes > 1 else _ever(), chunks, strict=False):
        yield _read_chunk(chunk, names)
    if processes < 2 or (first := next(chunks, None)) is None:
        return
    context = multiprocessing.get_context("spawn")  # a fork would take the database's connection along
    with ProcessPoolExecutor(processes, context, _start, (names,)) as pool:
        waiting: deque[Future[list[Found]]] = deque([pool.submit(_read_there, first)])
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_read_there, chunk))
                if len(waiting) > processes * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _chunks(records: Iterable[Record | Unreadable]) -> Iterator[Chunk]:
    chunk: list[Record | Unreadable] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _ever() -> Iterator[int]:
    while True:
        yield 0


def _read_chunk(chunk: Chunk, names: Names) -> list[Found]:
    return [record if isinstance(record, Unreadable) else read(record, names) for record in chunk]


# --- In the other processes -------------------------------------------------------------------

_names: Names


def _start(names: Names) -> None:
    global _names
    _names = names
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A writer that was killed tells nobody: without it this process would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)


def _read_there(chunk: Chunk) -> list[Found]:
    return _read_chunk(chunk, _names)
