"""Names for every line, and spans from the text that was read back to the record as it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from operator import lt
from typing import Any

from cables.parsing.containers import Container
from cables.parsing.lines import BANNER, BLANK, TEXT, Line
from cables.parsing.parsed import Block, NamedSpan, ParsedCable, Place, Span
from cables.parsing.spans import Places, named_span, partition

COOKED = ("html", "csv_row")  # containers whose text is not the record itself
PLACED_FIELDS = ("sections", "references", "mentions", "paragraphs", "repairs", "findings")


def name_lines(
    lines: Sequence[Line], names: Mapping[int, str], container: Container, length: int
) -> tuple[NamedSpan, ...]:
    """Every line under the name it was given; white space goes with the line before it."""
    given: list[str] = []
    begins: list[int] = []  # where each of them begins to hold; lines leave no gap
    last, running = "blank", ""
    for line, name in zip(lines, map(names.get, range(len(lines))), strict=True):
        if name is None:
            kind = line.kind
            name = last if kind == BLANK else "unplaced" if kind == TEXT else kind
            last = "blank" if kind == BANNER else name
        else:
            last = name
        if name != running:
            given.append(name)
            begins.append(line.start)
            running = name
    ends = [*begins[1:], lines[-1].stop] if lines else []
    is_cooked = container.kind in COOKED
    if is_cooked:
        begins, ends = (list(map(container.places.start, places)) for places in (begins, ends))
    named = list(zip(given, begins, ends, strict=True))
    if not is_cooked and all(map(lt, begins, ends)):
        return tuple(map(named_span, named))  # lines leave no gap: that is a partition
    if is_cooked and named:
        named = [("container", 0, begins[0]), *named, ("container", ends[-1], length)]
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
    if isinstance(value, Place):
        return value  # moved with its block
    if isinstance(value, Block):
        places = tuple(run for place in _with_ends(value) for run in _runs(*place, container.places))
        moved = dataclasses.replace(value, places=())
        changes: dict[str, Any] = {
            f.name: _moved(getattr(moved, f.name), container) for f in dataclasses.fields(value)
        }
        return Block(**changes | {"places": places})
    if isinstance(value, tuple):
        return tuple(_moved(item, container) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _moved(getattr(value, f.name), container) for f in dataclasses.fields(value)}
        return type(value)(**changes)
    return value


def _with_ends(block: Block) -> Iterator[tuple[Place, int]]:
    """Each place with the length of the text that stands for it."""
    stops = [place.at for place in block.places[1:]] + [len(block.text)]
    for place, stop in zip(block.places, stops, strict=True):
        yield place, stop - place.at


def _runs(place: Place, length: int, places: Places) -> Iterator[Place]:
    """One place of the text that was read as places of the record: entities and escapes apart."""
    if length != place.end - place.start:
        yield Place(place.at, *places.span(Span(place.start, place.end)))
        return
    run: Place | None = None
    for n in range(length):
        start, end = places.span(Span(place.start + n, place.start + n + 1))
        if run and run.end == start and end - start == 1 and run.end - run.start == place.at + n - run.at:
            run = Place(run.at, run.start, end)
            continue
        if run:
            yield run
        run = Place(place.at + n, start, end)
    if run:
        yield run
