"""Numbers and names in the messages of the admin."""

from collections.abc import Sequence

NAMED = 8
"""Names that a message gives; of more it gives the number."""


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
