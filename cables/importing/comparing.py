"""What would become of records: new, unchanged, another version of a cable that is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cables.importing.former import former_numbers, once_numbered, whose
from cables.importing.reading import Read
from cables.models import Cable, ImportItem, SourceText
from cables.projection.values import PARAGRAPH

Outcome = ImportItem.Outcome
NUMBER, TEXT = PARAGRAPH.index("number"), PARAGRAPH.index("text")


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
        self.corrected: set[str] = set()  # numbers that a cable had until they were corrected

    def compare(self, reads: Sequence[Read]) -> list[Compared]:
        """One for each record, by what is here and what came before it. In four queries, and more only for
        numbers that were corrected."""
        numbers = {number for read in reads for number in read.numbers}
        held = dict(Cable.objects.filter(mrn__in=numbers).values_list("mrn", "pk"))
        known = SourceText.objects.filter(sha256__in=[read.digest for read in reads]).values_list(
            "sha256", "version__cable__mrn", "version__cable__post", "version__cable", "version"
        )
        here = {(mrn if post else "", digest): keys for digest, mrn, post, *keys in known}
        former = former_numbers({cable for cable, _ in here.values()}) if here else []
        for digest, _, _, *keys in known:
            for cable, mrn in former:
                if cable == keys[0]:
                    here.setdefault((mrn, digest), keys)
        misprinted = once_numbered(numbers - held.keys())
        self.corrected |= misprinted.keys()
        for read in reads:
            for number in read.numbers:
                if number in misprinted and (found := whose(misprinted[number], _paragraphs(read))):
                    held[number] = found.pk
        return [self._compared(read, held, here) for read in reads]

    def _compared(self, read: Read, held: dict[str, int], here: dict[tuple[str, str], list[int]]) -> Compared:
        number, text = hash(read.mrn), hash((read.mrn, read.digest))
        is_again, is_further = text in self.texts, bool(read.mrn) and number in self.numbers
        self.numbers.add(number)
        self.texts.add(text)
        for mrn in read.numbers or [""]:
            if known := here.get((mrn, read.digest)):
                return Compared(Outcome.UNCHANGED, *known)
        if is_again:
            return Compared(Outcome.UNCHANGED)
        cable = next((held[mrn] for mrn in read.numbers if mrn in held), None)
        if is_further or cable is not None:
            return Compared(Outcome.NEW_VERSION, cable)
        return Compared(Outcome.NEW)


def _paragraphs(read: Read) -> list[tuple[int | None, str]]:
    return [(row[NUMBER], row[TEXT]) for row in read.values.paragraphs]
