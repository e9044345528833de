"""The process that keeps the indexes of one machine up to date, as long as it runs."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterable
from types import FrameType

from django.db import Error, close_old_connections, connection

from cables.importing.batches import is_at_work
from cables.reviewing.full_index import Whole
from cables.search.documents import Released
from cables.search.following import Follower
from cables.search.generations import FULL, PUBLIC, Taken, home
from cables.search.writing import MOST, Source

log = logging.getLogger(__name__)
SOURCES: dict[str, type[Source]] = {PUBLIC: Released, FULL: Whole}
SHORTEST, LONGEST = 0.1, 5.0
"""Seconds between two looks. What took longer is followed by as long a rest, so that an import, which
changes much, is followed in few large commits, and has most of the machine. What is left when it has ended
is followed without a rest."""
AFTER_A_FAULT = 2.0

stopping = threading.Event()


def run(kinds: Iterable[str]) -> None:
    """Follow until a signal comes. SIGTERM and SIGINT end it after the step in hand."""
    stopping.clear()
    before = {each: signal.signal(each, _stop) for each in (signal.SIGTERM, signal.SIGINT)}
    following = [_Following(kind) for kind in kinds]
    try:
        while not stopping.is_set():
            close_old_connections()
            stopping.wait(max(each.look() for each in following))
    finally:
        for each in following:
            each.end()
        for which, handler in before.items():
            signal.signal(which, handler)


class _Following:
    """One index: its lock, when it is free, and what there is to say, said once."""

    def __init__(self, kind: str) -> None:
        self.home, self.source = home(kind), SOURCES[kind]()
        self.follower: Follower | None = None
        self._said = ""

    def look(self) -> float:
        """How long to rest after it, in seconds."""
        began = time.monotonic()
        try:
            if self.follower is None:
                self.follower = Follower(self.home, self.source)
                self._say(f"Following what changes, in {self.home.path}.", logging.INFO)
            done = self.follower.follow()
        except Taken as taken:
            self._say(f"{taken} This one waits to take over when it ends.", logging.INFO)
            return AFTER_A_FAULT / 2
        except Error as error:  # locked, restarting, out of reach
            self._say(f"The database did not answer ({type(error).__name__}); trying again.")
            connection.close()
            return AFTER_A_FAULT
        except BaseException as error:
            if not _is_a_fault(error):
                raise
            self._say(
                f"The index in {self.home.path} could not be written. The site goes on with what it has; "
                "make room, or see that this account may write there. Trying again.",
                detail=f" What was said of it: {_first_line(error)}",
            )
            return AFTER_A_FAULT
        if self._said and done:
            self._said = ""
        if self.follower.building or (done >= MOST and not is_at_work()):
            return 0.0
        return min(max(time.monotonic() - began, SHORTEST), LONGEST)

    def end(self) -> None:
        if self.follower:
            self.follower.close()

    def _say(self, sentence: str, level: int = logging.WARNING, detail: str = "") -> None:
        """Once in a row, although the detail, with the name of a file in it, may be another each time."""
        if sentence != self._said:
            log.log(level, sentence + detail)
            self._said = sentence


def _is_a_fault(error: BaseException) -> bool:
    """Of the disk or of the engine, whose panics are no Exception."""
    return isinstance(error, OSError | ValueError | RuntimeError) or type(error).__name__ == "PanicException"


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200]


def _stop(signum: int, frame: FrameType | None) -> None:
    stopping.set()
