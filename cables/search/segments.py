"""The files of an index as they are on the disk: what each segment holds, and whether all is whole."""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")
MAGIC = (1337).to_bytes(4, "little")


@dataclass(frozen=True, slots=True)
class Segment:
    """In the order in which the engine counts its segments."""

    files: tuple[str, ...]
    documents: int
    deleted: int

    @property
    def live(self) -> int:
        return self.documents - self.deleted


def segments(folder: Path) -> list[Segment]:
    """Raises OSError, ValueError or KeyError where the list of them cannot be read."""
    return [_segment(row) for row in json.loads((folder / "meta.json").read_text())["segments"]]


def _segment(row: dict[str, Any]) -> Segment:
    name, deletes = row["segment_id"].replace("-", ""), row["deletes"]
    files = [f"{name}.{part}" for part in PARTS]
    if deletes:
        files.append(f"{name}.{deletes['opstamp']}.del")
    return Segment(tuple(files), row["max_doc"], deletes["num_deleted_docs"] if deletes else 0)


def missing(folder: Path) -> list[str]:
    """Files that should be there and are not, or are empty."""
    return [name for name in _files(folder) if not _is_there(folder / name)]


def broken(folder: Path) -> list[str]:
    """The same, and files that are not what was written. Reads all of them."""
    return [name for name in _files(folder) if not _is_whole(folder / name)]


def _files(folder: Path) -> Iterator[str]:
    try:
        yield from (name for segment in segments(folder) for name in segment.files)
    except (OSError, ValueError, KeyError, TypeError):
        yield "meta.json"


def _is_there(file: Path) -> bool:
    try:
        return file.name != "meta.json" and file.stat().st_size > 0
    except OSError:
        return False


def _is_whole(file: Path) -> bool:
    """The engine ends each with a checksum, the length of what states it, and a number of its own."""
    if not _is_there(file):
        return False
    try:
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            length = int.from_bytes(content[-8:-4], "little")
            stated = json.loads(content[-8 - length : -8])["crc"]
            with memoryview(content) as view:
                return content[-4:] == MAGIC and zlib.crc32(view[: -8 - length]) == stated
    except (OSError, ValueError, KeyError, TypeError):
        return False
