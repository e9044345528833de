"""Another generation of an index, built in small steps beside the one that is asked."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import Self

from cables.search.generations import Home
from cables.search.writing import CHUNK, Source, Writing

QUIET = 100
"""Changes that are left when it is so near the present that it can be asked."""


class Building:
    """Raises Taken where another process builds. What was begun and not used is removed at the end."""

    def __init__(self, home: Home, source: Source) -> None:
        self.home, self.source = home, source
        self.done = self.changed = 0
        self._last = 0
        self._has_all = False
        with ExitStack() as exits:
            exits.enter_context(home.only_one("building"))
            self.folder = home.new_generation()
            self.writing: Writing | None = Writing.begun(self.folder, source)
            self._exits = exits.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def step(self) -> bool:
        """Some more cables, or some of what has changed meanwhile. False when it may be used."""
        assert self.writing, "it was used"  # noqa: S101
        if self._has_all:
            changes = self.writing.follow()
            self.changed += changes
            return changes > QUIET
        keys = self.source.keys(self._last, CHUNK)
        if keys:
            self.writing.add(keys)
            self._last = keys[-1]
            self.done += len(keys)
        else:
            self.writing.commit()
            self._has_all = True
        return True

    def use(self) -> Writing:
        """From now on it is asked. It is open still, and whoever called follows with it, or closes it."""
        assert self.writing, "it was used"  # noqa: S101
        writing, self.writing = self.writing, None
        self.home.use(self.folder)
        self._exits.close()
        return writing

    def finish(self) -> None:
        """Take every step, and use it, for others to follow with. Its segments are merged first."""
        assert self.writing, "it was used"  # noqa: S101
        while self.step():
            pass
        self.writing.wait_for_merges()
        while self.step():
            pass
        self.use().leave()

    def end(self) -> None:
        """Remove what was not used."""
        if self.writing:
            self.writing.leave()
            self.writing = None
            shutil.rmtree(self.folder, ignore_errors=True)
        self._exits.close()
