"""Where an index is: a folder for each time it was built, and a file that names the one to ask.

public/1-000003/    an index, and `applied.json` beside it: how far it has followed the outbox
public/current      1-000003
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from tantivy import Index, Searcher

from cables.search.outbox import is_left_behind, is_too_old
from cables.search.schema import VERSION, schema, with_words

CURRENT, APPLIED, DAMAGED = "current", "applied.json", "damaged"
PUBLIC, FULL = "public", "full"
MODES = {PUBLIC: 0o755, FULL: 0o700}


class Taken(Exception):
    """Another process has the lock: as a sentence."""


class Unanswered(Exception):
    """The index cannot answer, although it is there: as a sentence."""


class Reading:
    """A searcher of which every fault is Unanswered, and of which the home is told."""

    def __init__(self, searcher: Searcher, failed: Callable[[], None]) -> None:
        self._searcher, self._failed = searcher, failed

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._searcher, name)
        return partial(self._call, found) if callable(found) else found

    def _call(self, ask: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return ask(*args, **kwargs)
        except BaseException as error:
            # The engine's panics are no Exception; its words may be those of a text.
            if not isinstance(error, ValueError | OSError) and type(error).__name__ != "PanicException":
                raise
            self._failed()
            raise Unanswered(f"The index could not be read ({type(error).__name__}).") from None


@dataclass(frozen=True, slots=True)
class Asked:
    """An index as it was at one moment. `applied` may be older than it, never newer."""

    searcher: Searcher
    applied: dict[str, Any]
    generation: str
    memory: dict[Any, Any] = field(default_factory=dict)
    """What was counted in it already; all who ask it at this moment share it."""


@dataclass
class Home:
    """The folder of one of the two indexes; in each process one, which all its threads share."""

    path: Path
    mode: int = 0o755
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _name: str = ""
    _text: str = ""
    _applied: dict[str, Any] = field(default_factory=dict)
    _memory: dict[Any, Any] = field(default_factory=dict)
    _index: Index | None = None
    _damaged: str = ""

    def ask(self) -> Asked | None:
        """The index that is current; None where there is none, or nobody follows with it."""
        name = self.current()
        if self._damaged and not self.is_reported():  # it was looked at, and nothing was found
            self._damaged = ""
        while name.startswith(f"{VERSION}-") and name != self._damaged:
            try:
                return self._opened(name)
            except (OSError, ValueError, KeyError, TypeError):
                before, name = name, self.current()
                if name == before:  # else it was removed meanwhile, and another is asked
                    return None
        return None

    def _opened(self, name: str) -> Asked | None:
        folder = self.path / name
        text = (folder / APPLIED).read_text()  # before the index is looked at
        with self._lock:
            if name != self._name or text != self._text:
                index = self._index if name == self._name else None
                if index is None:
                    index = open_index(folder)
                    index.config_reader("manual")
                # Else it was reloaded already when the text, which changes with each commit, was this one.
                index.reload()
                self._applied, self._index, self._name, self._text = json.loads(text), index, name, text
                self._memory = {}
            assert self._index  # noqa: S101
            searcher: Any = Reading(self._index.searcher(), partial(self.report, name))
            asked = Asked(searcher, self._applied, name, self._memory)
        return None if is_too_old(asked.applied) or is_left_behind(asked.applied) else asked

    def report(self, name: str) -> None:
        """That a generation could not be read: this process asks it no more, whoever follows looks at it."""
        self._damaged = name
        with contextlib.suppress(OSError):
            (self.path / DAMAGED).write_text(name)

    def is_reported(self) -> bool:
        return (self.path / DAMAGED).exists()

    def take_report(self) -> None:
        (self.path / DAMAGED).unlink(missing_ok=True)

    def current(self) -> str:
        try:
            return (self.path / CURRENT).read_text().strip()
        except OSError:
            return ""

    def folder(self) -> Path | None:
        """Of the index that is current, if this software built it."""
        name = self.current()
        return self.path / name if name.startswith(f"{VERSION}-") else None

    def new_generation(self) -> Path:
        """An empty folder for another index. Call with the lock for building; leftovers are removed."""
        others = self._others()
        numbers = [int(name.rpartition("-")[2]) for name in (self.current() or "0-0", *map(_name, others))]
        for other in others:
            if other.name != self.current():
                shutil.rmtree(other, ignore_errors=True)
        folder = self.path / f"{VERSION}-{max(numbers) + 1:06}"
        folder.mkdir(mode=self.mode)
        return folder

    def use(self, folder: Path) -> None:
        """From now on this one is asked. The others are removed; whoever has one open can still read it."""
        write_whole(self.path / CURRENT, folder.name)
        for other in self._others():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    def give_up(self) -> None:
        """From now on none is asked."""
        (self.path / CURRENT).unlink(missing_ok=True)

    def _others(self) -> list[Path]:
        return [path for path in self.path.glob("[0-9]*-*[0-9]") if path.is_dir()]

    @contextmanager
    def only_one(self, doing: str) -> Iterator[None]:
        """Raises Taken where another process is doing the same. The lock goes with the process."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(self.mode)
        with (self.path / f".{doing}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Taken(f"Another process is {doing} the index in {self.path}.") from None
            yield


def home(kind: str) -> Home:
    """Of the public index or the full one."""
    path = Path(settings.SEARCH_INDEX_DIR) / kind
    with _HOMES_LOCK:
        return _HOMES.setdefault(path, Home(path, MODES[kind]))


_HOMES: dict[Path, Home] = {}
_HOMES_LOCK = threading.Lock()


def make_index(folder: Path) -> Index:
    return with_words(Index(schema(), str(folder)))


def open_index(folder: Path) -> Index:
    """Raises ValueError where there is none that this software can read."""
    return with_words(Index.open(str(folder)))


def read_applied(folder: Path) -> dict[str, Any]:
    return json.loads((folder / APPLIED).read_text())


def write_applied(folder: Path, applied: dict[str, Any]) -> None:
    write_whole(folder / APPLIED, json.dumps(applied))


def write_whole(path: Path, text: str) -> None:
    """A reader, and a machine that loses power, has the whole of the old text or of the new."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _name(path: Path) -> str:
    return path.name
