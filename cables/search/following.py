"""The one that keeps an index up to date: follows the outbox, and builds anew what cannot be followed."""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from django.db import Error

from cables.search import outbox
from cables.search.building import Building
from cables.search.generations import Home, Taken, read_applied
from cables.search.segments import broken, missing
from cables.search.writing import MOST, Source, Writing

log = logging.getLogger(__name__)
LOOKED_AT_EVERY = 10
"""Seconds from one look at what files are there to the next."""
READ_EVERY = 3600
"""Seconds from one reading of all files to the next."""


class Follower:
    """There is one for each index; Taken is raised, when it is made, where another process has its lock.

    `follow` does one step, a second long or two: what has changed, and some of a generation that is being
    built because there was none to follow, or because the index owes one.
    """

    def __init__(self, home: Home, source: Source) -> None:
        self.home, self.source = home, source
        self.live: Writing | None = None
        self.building: Building | None = None
        self._looked = self._read = 0.0
        with ExitStack() as exits:
            exits.enter_context(home.only_one("following"))
            self._exits = exits.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._leave()
        if self.building:
            self.building.end()
            self.building = None
        self._exits.close()

    def follow(self, most: int = MOST) -> int:
        """How many changes it was, at most `most`, and one for a step of building.

        What fails is raised, and done again by the next call.
        """
        try:
            self._open()
            done = self.live.follow(most) if self.live else 0
            if self.live is None or self.live.owes or self.building:
                done += self._build_on()
            return done
        except Error:
            raise  # of the database, which says nothing of the index
        except BaseException:
            self._leave()
            self._read = 0.0
            raise

    # --- inside ---

    def _open(self) -> None:
        """The generation that is current, if it is one that can be followed."""
        folder = self.home.folder()
        if self.live and self.live.folder != folder:
            self._leave()  # another process has built another
        if folder is None:
            return
        if why := self._why_not(folder):
            log.warning("The index in %s is built anew: %s", self.home.path, why)
            self._leave()
            self.home.give_up()
        elif not self.live:
            self.live = Writing(folder, self.source)

    def _why_not(self, folder: Path) -> str:
        """It cannot be followed, as the end of a sentence."""
        now = time.monotonic()
        if self.live and now - self._looked < LOOKED_AT_EVERY:
            return ""
        reads = not self._read or now - self._read > READ_EVERY or self.home.is_reported()
        files = broken(folder) if reads else missing(folder)
        if reads:
            self.home.take_report()
        if files:
            return f"of its files {files[0]} is missing or damaged."
        try:
            mark = read_applied(folder)
            if outbox.is_too_old(mark):
                return "it has not followed for days, and what changed then may be forgotten."
            if outbox.is_of_another_database(mark):
                return "it has followed another database, or this one before it was put back."
        except (OSError, ValueError, KeyError):
            return "it does not say how far it has followed."
        self._looked, self._read = now, now if reads else self._read
        return ""

    def _build_on(self) -> int:
        try:
            building = self.building = self.building or Building(self.home, self.source)
        except Taken:
            return 0  # and that process builds what is wanted
        try:
            if building.step():
                return 1
            self._leave()
            self.live, self.building = building.use(), None
            log.info("The index in %s was built anew: %d cables", self.home.path, building.done)
            return 1
        except Error:
            raise
        except BaseException:
            building.end()
            self.building = None
            raise

    def _leave(self) -> None:
        live, self.live = self.live, None
        if live:
            live.leave()
