"""From words of a paragraph as it is read back to where they stand in the record."""

from __future__ import annotations

from collections.abc import Iterator

from cables.parsing.parsed import Block, Paragraph, Place, Span


def reading_text(paragraph: Paragraph) -> str:
    """The paragraph as it is read: its blocks in order, a line feed between two."""
    return "\n".join(block.text for block in paragraph.blocks)


def locate(paragraph: Paragraph, start: int, end: int) -> Span | None:
    """The stretch of the record from the first to the last character of reading_text[start:end].

    It takes in what lies between: line ends, page markers. None for a stretch without characters
    of any block.
    """
    first: int | None = None
    last = at = 0
    for block in paragraph.blocks:
        low, high = max(start - at, 0), min(end - at, len(block.text))
        if low < high:
            span = _within(block, low, high)
            first, last = span.start if first is None else first, span.end
        at += len(block.text) + 1
    return None if first is None else Span(first, last)


def words_at(paragraph: Paragraph, start: int, end: int) -> str:
    """The words of reading_text that came from record[start:end], what stands for a part of it included."""
    first: int | None = None
    last = at = 0
    for block in paragraph.blocks:
        for low, high in _taken(block, start, end):
            first, last = at + low if first is None else first, at + high
        at += len(block.text) + 1
    return "" if first is None else reading_text(paragraph)[first:last]


def _taken(block: Block, start: int, end: int) -> Iterator[Span]:
    """The stretches of a block's text whose places overlap record[start:end]."""
    for place, stop in stretches(block):
        if place.start < end and place.end > start:
            same = stop - place.at == place.end - place.start
            low = place.at + max(start - place.start, 0) if same else place.at
            yield Span(low, min(stop, place.at + end - place.start) if same else stop)


def stretches(block: Block) -> Iterator[tuple[Place, int]]:
    """Each place with the end of the stretch of text that came from it."""
    stops = [place.at for place in block.places[1:]] + [len(block.text)]
    return zip(block.places, stops, strict=True)


def _within(block: Block, low: int, high: int) -> Span:
    starts, ends = [], []
    for place, stop in stretches(block):
        if place.at >= high or stop <= low:
            continue
        same = stop - place.at == place.end - place.start
        starts.append(place.start + max(low - place.at, 0) if same else place.start)
        ends.append(place.start + min(high, stop) - place.at if same else place.end)
    return Span(min(starts), max(ends))


def stretch(paragraph: Paragraph, start: int, end: int) -> tuple[int, int] | None:
    """The other way: from record[start:end] to the stretch of the paragraph as it is read."""
    low: int | None = None
    high = at = 0
    for block in paragraph.blocks:
        stops = [place.at for place in block.places[1:]] + [len(block.text)]
        for place, stop in zip(block.places, stops, strict=True):
            first, last = max(place.start, start), min(place.end, end)
            if first >= last:
                continue
            same = stop - place.at == place.end - place.start
            begins = place.at + first - place.start if same else place.at
            low = at + begins if low is None else low
            high = at + (place.at + last - place.start if same else stop)
        at += len(block.text) + 1
    return None if low is None else (low, high)
