"""What would become of records: new, unchanged, another version of a cable that is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cables.importing.reading import Read
from cables.models import Cable, ImportItem, SourceText

Outcome = ImportItem.Outcome


class Compared(NamedTuple):
    outcome: str
    cable: int | None = None  # keys of what is here already
    version: int | None = None


class Seen:
    """The numbers and texts of records compared before, for those that come again in one import.

    As hashes: of 300,000 records they take 50 megabytes.
    """

    def __init__(self) -> None:
        self.numbers: set[int] = set()
        self.texts: set[int] = set()  # of number and digest; those without a number by ""

    def compare(self, reads: Sequence[Read]) -> list[Compared]:
        """One for each record, by what is here and what came before it. In two queries."""
        numbers = {read.mrn for read in reads if read.mrn}
        held = dict(Cable.objects.filter(mrn__in=numbers).values_list("mrn", "pk"))
        known = SourceText.objects.filter(sha256__in=[read.digest for read in reads]).values_list(
            "sha256", "version__cable__mrn", "version__cable__post", "version__cable", "version"
        )
        here = {(mrn if post else "", digest): keys for digest, mrn, post, *keys in known}
        return [self._compared(read, held, here) for read in reads]

    def _compared(self, read: Read, held: dict[str, int], here: dict[tuple[str, str], list[int]]) -> Compared:
        number, text = hash(read.mrn), hash((read.mrn, read.digest))
        is_again, is_further = text in self.texts, bool(read.mrn) and number in self.numbers
        self.numbers.add(number)
        self.texts.add(text)
        if known := here.get((read.mrn, read.digest)):
            return Compared(Outcome.UNCHANGED, *known)
        if is_again:
            return Compared(Outcome.UNCHANGED)
        if is_further or read.mrn in held:
            return Compared(Outcome.NEW_VERSION, held.get(read.mrn))
        return Compared(Outcome.NEW)
