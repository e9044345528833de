"""A text that comes in under a number that was corrected: whose is it?

The same bytes are the corrected cable's, whatever number stands in them. Another text is its next version
only if most of its paragraphs are that cable's paragraphs: the number may by now be that of the telegram
that really has it, and that one is a cable of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cables.models import Cable, FormerNumber, SourceText, UnnumberedKey
from cables.projection.identities import carry_over
from cables.projection.sources import known_paragraphs

Fresh = Sequence[tuple[int | None, str]]
"""The paragraphs of a new text: number and words."""

LEAST = 0.5
"""Share of the paragraphs of a text that must be a cable's for the text to be a version of it."""


def former_numbers(cables: Iterable[int]) -> list[tuple[int, str]]:
    """Each cable with each number that it had; "" for the key of one that had none."""
    rows = FormerNumber.objects.filter(cable__in=cables).values_list("cable", "mrn")
    return [(cable, "" if UnnumberedKey.SHAPE.fullmatch(mrn) else mrn) for cable, mrn in rows]


def once_numbered(mrns: Iterable[str]) -> dict[str, list[Cable]]:
    """The cables that had these numbers until they were corrected."""
    found: dict[str, list[Cable]] = {}
    for row in FormerNumber.objects.filter(mrn__in=mrns).select_related("cable").order_by("-pk"):
        found.setdefault(row.mrn, []).append(row.cable)
    return found


def whose(cables: Iterable[Cable], fresh: Fresh) -> Cable | None:
    """The first of some cables that a text is a version of."""
    return next((cable for cable in cables if _is_of(cable, fresh)), None)


def _is_of(cable: Cable, fresh: Fresh) -> bool:
    newest = SourceText.objects.filter(version__cable=cable).order_by("-version__ordinal").first()
    known = known_paragraphs(newest) if newest else []
    if not known or not fresh:
        return False
    last = max(each.identity for each in known)
    same = sum(identity <= last for identity in carry_over(known, fresh, last))
    return same >= LEAST * len(fresh)
