"""Archives: what is in them, as if it lay in a folder; what is no plain file in them is refused in words."""

from __future__ import annotations

import gzip
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from cables.importing.sources.caps import MEGABYTE, Caps
from cables.importing.sources.members import count_members
from cables.importing.sources.names import name_of
from cables.importing.sources.records import Found, Unreadable

ZIP, GZIP, TAR = (b"PK\x03\x04", b"PK\x05\x06"), b"\x1f\x8b", (257, b"ustar")
FREE = 10 * MEGABYTE  # unpacked bytes that no ratio is asked of
LONGEST_NAME = 500  # characters

Read = Callable[[str, BinaryIO], Iterator[Found]]


class Bomb(Exception):
    """More comes out of an archive than one may hold. The message is a sentence."""


class Counted:
    """A stream that is read up to a number of bytes and no further. Raises Bomb."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self.file, self.left = file, most

    def read(self, size: int) -> bytes:
        content = self.file.read(size)
        self.left -= len(content)
        if self.left < 0:
            raise Bomb("It unpacks to far more than text does, as archives do that are to fill a disk.")
        return content


def read_gzip(path: Path, read: Read, caps: Caps) -> Iterator[Found]:
    """The file that was packed, by its name without .gz."""
    name = name_of(path)
    most = max(FREE, path.stat().st_size * caps.ratio)
    try:
        with gzip.open(path) as file:
            yield from read(name, Counted(file, most))  # type: ignore[arg-type]
    except Bomb as error:
        yield Unreadable(name, 0, f"The archive was refused. {error}")
    except (OSError, EOFError, zlib.error):
        yield Unreadable(name, 0, DAMAGED)


def read_zip(path: Path, read: Read, caps: Caps) -> Iterator[Found]:
    """The members in order of their names, hidden ones passed over; a name's second numbered."""
    name = name_of(path)
    try:
        if (count := count_members(path, caps.members)) > caps.members:
            reason = f"The archive has {count:,} files or more; one may have {caps.members:,}. Divide it."
            yield Unreadable(name, 0, reason)
            return
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info)]
            budget = [max(FREE, path.stat().st_size * caps.ratio)]
            named: Counter[str] = Counter()
            for info in sorted(members, key=lambda info: info.filename):
                member = f"{name}/{name_of(info.filename[:LONGEST_NAME])}"
                named[member] += 1
                if named[member] > 1:
                    member = f"{member} ({named[member]})"
                yield from _read_member(archive, info, member, read, budget)
    except UnicodeDecodeError:
        yield Unreadable(name, 0, MISNAMED)
    except (*BROKEN, OSError):
        yield Unreadable(name, 0, DAMAGED)


DAMAGED = "The archive is damaged or of a kind that is not read; what came before is in. Make it anew."
MISNAMED = "A name in this archive is not in UTF-8, though the archive says it is. Pack it again."
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError)
"""Raised by zipfile for bytes that make no sense; NotImplementedError is a RuntimeError."""
READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of packing. Of the others zipfile unpacks megabytes at once, to gigabytes: no cap could be kept."""


def _read_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, read: Read, budget: list[int]
) -> Iterator[Found]:
    """`budget` holds how many bytes may still come out of the archive."""
    reason = _why_not(info)
    if reason:
        yield Unreadable(name, 0, reason)
        return
    try:
        with archive.open(info) as file:
            counted = Counted(file, budget[0])  # type: ignore[arg-type]
            yield from read(name, counted)  # type: ignore[arg-type]
            budget[0] = counted.left
    except Bomb as error:
        budget[0] = 0
        yield Unreadable(name, 0, f"The rest of the archive was refused. {error}")
    except (*BROKEN, OSError):
        yield Unreadable(name, 0, "This file of the archive is damaged; its checksum is not its own.")


def _why_not(info: zipfile.ZipInfo) -> str:
    parts = _parts(info)
    if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return "The name leads out of the archive; it was not read. Make the archive anew, from a folder."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "This is a symbolic link, which the importer does not follow. Pack the file itself."
    if info.flag_bits & 1:
        return "This file of the archive is encrypted. Unpack it with its password first."
    if info.compress_type not in READ:
        return "This file of the archive is packed in a way that is not read. Pack it with Deflate."
    return ""


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    parts = _parts(info)
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part.strip(".") for part in parts)


def _parts(info: zipfile.ZipInfo) -> list[str]:
    return info.filename.replace("\\", "/").split("/")
