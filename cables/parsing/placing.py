"""Names for every line, and spans from the text that was read back to the record as it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import lt
from typing import Any

from cables.parsing.containers import Container
from cables.parsing.lines import BANNER, BLANK, TEXT, Line
from cables.parsing.parsed import Block, Item, NamedSpan, Paragraph, ParsedCable, Place, Span
from cables.parsing.spans import Places, named_span, partition

COOKED = ("html", "csv_row")  # containers whose text is not the record itself
SPANNED = ("sections", "references", "mentions", "repairs", "findings")  # the paragraphs have more to move


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
    bounds = [*begins, lines[-1].stop] if lines else []
    is_cooked = container.kind in COOKED
    if is_cooked:
        bounds = list(map(container.places.start, bounds))
    named = list(zip(given, bounds, bounds[1:], strict=False))
    if not is_cooked and all(map(lt, bounds, bounds[1:])):
        return tuple(map(named_span, named))  # lines leave no gap: that is a partition
    if is_cooked and named:
        named = [("container", 0, bounds[0]), *named, ("container", bounds[-1], length)]
    return partition(named, length)


def place(parsed: ParsedCable, container: Container) -> ParsedCable:
    """The same record with every span as offsets into the raw text."""
    if container.kind not in COOKED:
        return parsed
    places = container.places
    moved: dict[str, Any] = {
        name: tuple([_placed(item, places) for item in getattr(parsed, name)]) for name in SPANNED
    }
    paragraphs = tuple([_paragraph(paragraph, places) for paragraph in parsed.paragraphs])
    return dataclasses.replace(parsed, paragraphs=paragraphs, **moved)


def _placed(item: Any, places: Places) -> Any:
    """What has one span and nothing else to move."""
    return dataclasses.replace(item, span=places.span(item.span))


def _paragraph(paragraph: Paragraph, places: Places) -> Paragraph:
    return dataclasses.replace(
        paragraph,
        items=tuple([Item(item.text, places.span(item.span)) for item in paragraph.items]),
        span=places.span(paragraph.span),
        page_breaks=tuple(map(places.span, paragraph.page_breaks)),
        blocks=tuple([_block(block, places) for block in paragraph.blocks]),
    )


def _block(block: Block, places: Places) -> Block:
    runs = [run for place, length in _with_lengths(block) for run in _runs(place, length, places)]
    return Block(block.kind, block.text, places.span(block.span), block.breaks, tuple(runs))


def _with_lengths(block: Block) -> Iterator[tuple[Place, int]]:
    """Each place with the length of the text that stands for it."""
    stops = [place.at for place in block.places[1:]] + [len(block.text)]
    for place, stop in zip(block.places, stops, strict=True):
        yield place, stop - place.at


def _runs(place: Place, length: int, places: Places) -> Iterable[Place]:
    """One place of the text that was read as places of the record: entities and escapes apart."""
    at, start, end = place
    if length != end - start:
        return (Place(at, *places.span(Span(start, end))),)
    return places.runs(at, start, end)
