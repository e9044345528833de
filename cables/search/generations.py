"""Where an index is: a folder for each time it was built, and a file that names the one to ask.

public/1-000003/    an index, and `applied.json` beside it: how far it has followed the outbox
public/current      1-000003
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from tantivy import Index, Searcher

from cables.search.schema import VERSION, schema, with_words

CURRENT, APPLIED = "current", "applied.json"
PUBLIC, FULL = "public", "full"


@dataclass(frozen=True, slots=True)
class Asked:
    """An index as it was at one moment. `applied` may be older than it, never newer."""

    searcher: Searcher
    applied: dict[str, Any]
    generation: str


@dataclass
class Home:
    """The folder of one of the two indexes; in each process one, which all its threads share."""

    path: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _name: str = ""
    _stamp: int = 0
    _index: Index | None = None

    def ask(self) -> Asked | None:
        """The index that is current; None where none has been built by this version of the software."""
        name = self.current()
        if not name.startswith(f"{VERSION}-"):
            return None
        folder = self.path / name
        try:
            applied = read_applied(folder)  # before the index is looked at
            index = self._opened(name, folder)
        except (OSError, ValueError):
            return None
        return Asked(index.searcher(), applied, name)

    def _opened(self, name: str, folder: Path) -> Index:
        with self._lock:
            stamp = (folder / "meta.json").stat().st_mtime_ns
            if self._index is None or name != self._name:
                self._index, self._name = open_index(folder), name
                self._index.config_reader("manual")
                self._index.reload()
            elif stamp != self._stamp:
                self._index.reload()
            self._stamp = stamp
            return self._index

    def current(self) -> str:
        try:
            return (self.path / CURRENT).read_text().strip()
        except OSError:
            return ""

    def new_generation(self) -> Path:
        """An empty folder for another index."""
        self.path.mkdir(parents=True, exist_ok=True)
        numbers = [int(name.name.rpartition("-")[2]) for name in self.path.glob("*-*") if name.is_dir()]
        folder = self.path / f"{VERSION}-{max(numbers, default=0) + 1:06}"
        folder.mkdir()
        return folder

    def use(self, folder: Path) -> None:
        """From now on this one is asked. The others are removed; whoever has one open can still read it."""
        write_whole(self.path / CURRENT, folder.name)
        for other in self.path.glob("*-*"):
            if other != folder and other.is_dir():
                shutil.rmtree(other, ignore_errors=True)


def home(kind: str) -> Home:
    """Of the public index or the full one."""
    path = Path(settings.SEARCH_INDEX_DIR) / kind
    with _HOMES_LOCK:
        return _HOMES.setdefault(path, Home(path))


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
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
