"""Names of files as text. A file system's are bytes of any kind; a database, a page, a terminal take text."""

from __future__ import annotations

import os
import re
from pathlib import Path

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


def name_of(path: str | Path) -> str:
    """With `\\xNN` for each byte that is no UTF-8 and each control character."""
    text = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def path_of(name: str) -> Path:
    """The file to which `name_of` gave that name."""
    if "\\x" not in name or os.path.lexists(name):
        return Path(name)
    return Path(os.fsdecode(ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), name.encode())))
