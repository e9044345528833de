"""Names for every line, and spans from the text that was read back to the record as it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from cables.parsing.containers import Container
from cables.parsing.lines import BANNER, BLANK, TEXT, Line
from cables.parsing.parsed import NamedSpan, ParsedCable, Span
from cables.parsing.spans import partition

COOKED = ("html", "csv_row")  # containers whose text is not the record itself
PLACED_FIELDS = ("sections", "references", "mentions", "paragraphs", "repairs", "findings")


def name_lines(
    lines: Sequence[Line], names: Mapping[int, str], container: Container, length: int
) -> tuple[NamedSpan, ...]:
    """Every line under the name it was given; white space goes with the line before it."""
    named: list[NamedSpan] = []
    last = "blank"
    for i, line in enumerate(lines):
        name = names.get(i) or (line.kind if line.kind not in (TEXT, BLANK) else "")
        if not name:
            name = last if line.kind == BLANK else "unplaced"
        start, end = container.places.start(line.start), container.places.start(line.stop)
        named.append(NamedSpan(name, start, end))
        last = "blank" if line.kind == BANNER else name
    if container.kind in COOKED and named:
        before, after = (
            NamedSpan("container", 0, named[0].start),
            NamedSpan("container", named[-1].end, length),
        )
        named = [before, *named, after]
    return partition(named, length)


def place(parsed: ParsedCable, container: Container) -> ParsedCable:
    """The same record with every span as offsets into the raw text."""
    if container.kind not in COOKED:
        return parsed
    moved: dict[str, Any] = {field: _moved(getattr(parsed, field), container) for field in PLACED_FIELDS}
    return dataclasses.replace(parsed, **moved)


def _moved(value: object, container: Container) -> object:
    """Spans moved, everything else as it is."""
    if isinstance(value, Span):
        return container.places.span(value)
    if isinstance(value, tuple):
        return tuple(_moved(item, container) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _moved(getattr(value, f.name), container) for f in dataclasses.fields(value)}
        return type(value)(**changes)
    return value
