"""What of a batch is done: by names of files, not by their number, since one may have come or gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from cables.importing.sources import Found, Piece, records_of

LONGEST_PATH = 1000  # characters that are kept of one, from its end


class Done:
    """The places of records, each as often as it was read; as hashes, so that 250,000 take 40 megabytes."""

    def __init__(self, places: Iterable[tuple[str, int]] = ()) -> None:
        self.places: Counter[int] = Counter()
        self.files: set[int] = set()
        for file, start in places:
            self.places[hash((file, start))] += 1
            self.files.add(hash(file))

    def left(self, found: Iterable[Found]) -> Iterator[Found]:
        """What is found and not done."""
        for each in found:
            if not self.places or hash(each.file[-LONGEST_PATH:]) not in self.files:
                yield each
            else:
                yield from self._left_of(each)

    def _left_of(self, found: Found) -> Iterator[Found]:
        for record in records_of(found) if isinstance(found, Piece) else (found,):
            place = hash((record.file[-LONGEST_PATH:], record.start))
            if place not in self.places:
                yield record
                continue
            self.places[place] -= 1
            if not self.places[place]:
                del self.places[place]
