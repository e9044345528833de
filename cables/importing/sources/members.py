"""How many members a zip says it has, before an object is made of each: a directory can be a bomb too."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

SIGNATURE, ENTRY = b"PK\x01\x02", 46  # bytes of an entry of the directory before its name
ZIP64, ZIP64_ENDS = b"PK\x06\x06", 56 + 20  # bytes of the two records at its end


def count_members(path: Path, enough: int) -> int:
    """Up to one more than `enough`. Raises BadZipFile, OSError, struct.error."""
    with path.open("rb") as file:
        # As zipfile looks for it, so that both count the same entries.
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        if not end:
            raise zipfile.BadZipFile
        size, place = end[5], end[9]
        if size // ENTRY <= enough:
            return int(size // ENTRY)
        file.seek(max(place - size - (ZIP64_ENDS if end[0] == ZIP64 else 0), 0))
        count = read = 0
        while read < size and count <= enough:
            entry = file.read(ENTRY)
            if not entry.startswith(SIGNATURE):
                raise zipfile.BadZipFile
            rest = sum(struct.unpack_from("<3H", entry, 28))  # its name, what is extra, a comment
            file.seek(rest, 1)
            read += ENTRY + rest
            count += 1
        return count
