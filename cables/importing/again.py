"""Records of an import read once more, from the files they came from."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from cables.importing.batches import caps_of_settings
from cables.importing.resuming import LONGEST_PATH
from cables.importing.sources import NOT_A_CABLE, Found, Piece, Record, Unreadable, open_file, records_of
from cables.importing.sources.names import path_of
from cables.models import ImportBatch, ImportItem
from cables.parsing.decoding import decode

Again = tuple[ImportItem, Record | Unreadable | None]


def read_again(item: ImportItem) -> Record | Unreadable | None:
    """None where its file is gone, or has changed so that nothing begins there any more."""
    return next(read_all_again(item.batch, [item]))[1]


def read_all_again(batch: ImportBatch, items: Iterable[ImportItem]) -> Iterator[Again]:
    """Each of some items of a batch with what stands there now; each file is read once, as far as needed."""
    of_files: dict[str, list[ImportItem]] = defaultdict(list)
    for item in items:
        of_files[file_of(item.file, batch.paths)].append(item)
    for path, there in of_files.items():
        yield from _read_file(path_of(path), there)


def _read_file(path: Path, items: Iterable[ImportItem]) -> Iterator[Again]:
    wanted = {(item.file, item.start): item for item in items}
    names = {name for name, _ in wanted}
    for found in open_file(path, caps_of_settings()) if os.path.isfile(path) else ():
        for record in _records(found) if found.file[-LONGEST_PATH:] in names else ():
            if item := wanted.pop((record.file[-LONGEST_PATH:], record.start), None):
                yield item, record
        if not wanted:
            return
    yield from ((item, None) for item in wanted.values())


def _records(found: Found) -> Iterator[Record | Unreadable]:
    """What is text and no cable as a record too: somebody wants to see why, and may mend it."""
    if not isinstance(found, Piece):
        yield found
        return
    for record in records_of(found):
        if isinstance(record, Unreadable) and record.reason == NOT_A_CABLE:
            yield Record(record.file, record.start, found.content, *decode(found.content))
        else:
            yield record


def file_of(name: str, paths: Iterable[str]) -> str:
    """The file on the disk, one of `paths` or below one; `name` may be that of a member of an archive."""
    roots = [Path(path) for path in paths]
    path = Path(name)
    for candidate in (path, *path.parents):
        if not any(candidate.is_relative_to(root) for root in roots):
            break
        if os.path.isfile(path_of(str(candidate))):
            return str(candidate)
    return name
