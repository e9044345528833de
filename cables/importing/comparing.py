"""What would become of records: new, unchanged, another version of a cable that is here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cables.importing.reading import Read
from cables.models import Cable, ImportItem, SourceText

Outcome = ImportItem.Outcome


class Seen:
    """The numbers and texts of records compared before, for those that come again in one import."""

    def __init__(self) -> None:
        self.texts: dict[str, set[str]] = defaultdict(set)  # digests by number; those without one by ""

    def outcomes(self, reads: Sequence[Read]) -> list[str]:
        """One for each record, by what is here and what came before it. In two queries."""
        held = {read.mrn for read in reads if read.mrn}
        held = set(Cable.objects.filter(mrn__in=held).values_list("mrn", flat=True))
        known = SourceText.objects.filter(sha256__in=[read.digest for read in reads])
        here = {
            (mrn if post else "", digest)
            for mrn, post, digest in known.values_list(
                "version__cable__mrn", "version__cable__post", "sha256"
            )
        }
        return [self._outcome(read, held, here) for read in reads]

    def _outcome(self, read: Read, held: set[str], here: set[tuple[str, str]]) -> str:
        came = self.texts[read.mrn]
        is_known = (read.mrn, read.digest) in here or read.digest in came
        is_held = bool(read.mrn) and (read.mrn in held or bool(came))
        came.add(read.digest)
        if is_known:
            return Outcome.UNCHANGED
        return Outcome.NEW_VERSION if is_held else Outcome.NEW
