"""The rows of a version from its stored bytes, where nothing of its cable is withheld.

No database is asked and no Django needed, so this runs in processes of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cables.parsing import parse_cable
from cables.projection.arranging import Change, arranged
from cables.projection.derive import Projection, shown
from cables.projection.heading import headed
from cables.projection.names import Names
from cables.projection.values import Values, values_of


class Stored(NamedTuple):
    """A version, by its key, with what staff have put right of it."""

    version: int
    content: bytes
    encoding: str
    changes: list[Change]
    heading: list[tuple[str, str]]


def read_again(versions: Iterable[Stored], names: Names) -> list[tuple[int, Values]]:
    """Each key with what its rows would say; its paragraphs are counted, and not yet named."""
    return [(stored.version, _values(stored, names)) for stored in versions]


def _values(stored: Stored, names: Names) -> Values:
    text = shown(stored.content.decode(stored.encoding))
    parsed = headed(arranged(text, parse_cable(text), stored.changes), stored.heading)
    return values_of(Projection(text, parsed, range(len(parsed.paragraphs))), names)
