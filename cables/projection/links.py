"""References and mentions point at the cable they name as soon as it can be read, whichever came first."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from cables.models import Cable, CableVersion, Mention, Reference


def link_outgoing(version: CableVersion) -> None:
    """Point what this version cites at the cables that can be read already."""
    for model in (Reference, Mention):
        readable = Cable.objects.released().filter(mrn=OuterRef("mrn")).values("pk")[:1]
        model.objects.filter(version=version).exclude(mrn="").update(target=Subquery(readable))


def link_incoming(cable: Cable) -> None:
    """Point at this cable what was waiting for it."""
    for model in (Reference, Mention):
        model.objects.filter(mrn=cable.mrn, target=None).update(target=cable)


def unlink_incoming(cable: Cable) -> None:
    """Withheld and absent look the same, in the rows too."""
    for model in (Reference, Mention):
        model.objects.filter(target=cable).update(target=None)
