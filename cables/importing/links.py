"""References and mentions point at the cable they name as soon as it is held, whichever came first."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from cables.models import Cable, CableVersion, Mention, Reference


def link_outgoing(version: CableVersion) -> None:
    """Point what this version cites at the cables that are already here."""
    for model in (Reference, Mention):
        held = Cable.objects.filter(mrn=OuterRef("mrn")).values("pk")[:1]
        model.objects.filter(version=version).exclude(mrn="").update(target=Subquery(held))


def link_incoming(cable: Cable) -> None:
    """Point at this cable what was waiting for it."""
    for model in (Reference, Mention):
        model.objects.filter(mrn=cable.mrn, target=None).update(target=cable)
