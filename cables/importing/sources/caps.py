"""How much an importer takes in: what is more is refused with a sentence, before memory is filled."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Caps:
    """`file` bounds what is read whole: a file or a member of an archive that is no CSV, a row of a CSV.

    `ratio` is how many bytes an archive may unpack to for each of its own.
    """

    file: int = 64 * MEGABYTE  # bytes
    members: int = 300_000  # of one archive
    ratio: int = 200
