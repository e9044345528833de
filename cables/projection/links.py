"""References and mentions point at the cable they name as soon as it can be read, whichever came first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import OuterRef, Subquery

from cables.models import Cable, Mention, Reference


def readable(numbers: Iterable[str]) -> dict[str, int]:
    """The keys of those of the cables named that can be read already."""
    wanted = set(numbers) - {""}
    if not wanted:
        return {}
    return dict(Cable.objects.released().filter(mrn__in=wanted).values_list("mrn", "pk"))


def link_incoming(cables: Mapping[str, int]) -> None:
    """Point at these cables, keys by number, what was waiting for them."""
    for model in (Reference, Mention):
        waiting = model.objects.filter(mrn__in=cables, target=None)
        if len(cables) == 1:
            waiting.update(target=next(iter(cables.values())))
            continue
        waiting.update(target=Subquery(Cable.objects.filter(mrn=OuterRef("mrn")).values("pk")[:1]))


def unlink_incoming(cable: Cable) -> None:
    """Withheld and absent look the same, in the rows too."""
    for model in (Reference, Mention):
        model.objects.filter(target=cable).update(target=None)
