"""An import taken back: what the batch brought in goes, and nothing else.

Where a version goes, the one before it is shown again, by the decisions that hold now: what is withheld
of the cable stays so. Where people have worked on what would go, nothing goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cables.models import (
    Annotation,
    Cable,
    CableVersion,
    Decision,
    ImportBatch,
    ImportItem,
    IndexChange,
    Override,
    WithheldText,
)
from cables.projection.names import Names
from cables.projection.settle import settle

State = ImportBatch.State
CHUNK = 100  # versions that go in one transaction


@dataclass(frozen=True, slots=True)
class Worked:
    """That somebody did something with a cable since it came in."""

    mrn: str
    who: str
    what: str

    def __str__(self) -> str:
        return f"{self.mrn}: {self.who} {self.what}"


class Refused(Exception):
    """The import stays. `worked` says why, a line for each cable."""

    def __init__(self, reason: str, worked: Sequence[Worked] = ()) -> None:
        super().__init__(reason)
        self.worked = list(worked)


def undo(batch: ImportBatch) -> int:
    """Take back what the batch created: the number of versions that went. Raises Refused."""
    batch.refresh_from_db()
    if batch.state in (State.PREVIEWING, State.IMPORTING):
        raise Refused("The import is still running. Cancel it first.")
    if worked := list(islice(_worked_since(_versions(batch)), 100)):
        raise Refused(
            f"Nothing was undone: people have worked since on {len({each.mrn for each in worked})} of the "
            "cables that would go, or change. Ask them first.",
            worked,
        )
    names = Names.of_tables()
    gone = 0
    while versions := list(_versions(batch).select_related("cable").order_by("pk")[:CHUNK]):
        with transaction.atomic():
            gone += _take_back(versions, names)
    batch.state, batch.finished_at = State.UNDONE, timezone.now()
    batch.message = f"It was undone: {gone:,} {'version' if gone == 1 else 'versions'} went."
    batch.save(update_fields=["state", "message", "finished_at"])
    return gone


def _versions(batch: ImportBatch) -> QuerySet[CableVersion]:
    """What it created and what is still there."""
    made = ImportItem.objects.filter(batch=batch, outcome__in=["new", "new-version"]).exclude(version=None)
    return CableVersion.objects.filter(pk__in=made.values("version"))


def _worked_since(versions: Any) -> Iterator[Worked]:
    """What people did with the cables of these versions after each came in."""
    came = dict(versions.values_list("cable", "created_at").order_by("-created_at"))  # the first of each
    of = {"cable__in": versions.values("cable")}
    decisions = Decision.objects.filter(**of).with_people().order_by("pk")
    for decision in decisions:
        for who, when in (
            (decision.withheld_by, decision.withheld_at),
            (decision.proposed_by, decision.proposed_at),
            (decision.confirmed_by, decision.confirmed_at),
        ):
            if who and when and when >= came[decision.cable_id]:
                yield Worked(decision.cable.mrn, str(who), "decided about it")
    places = WithheldText.objects.filter(version__in=versions).select_related("decision__cable")
    for place in places.select_related("decision__withheld_by"):
        yield Worked(place.decision.cable.mrn, str(place.decision.withheld_by), "withheld words of it")
    notes = Annotation.objects.filter(**of).select_related("cable", "author")
    for note in notes:
        if max(filter(None, (note.created_at, note.edited_at, note.deleted_at))) >= came[note.cable_id]:
            yield Worked(note.cable.mrn, str(note.author), "wrote a note on it")
    for override in Override.objects.filter(**of).select_related("cable", "author"):
        if override.created_at >= came[override.cable_id]:
            yield Worked(override.cable.mrn, str(override.author), "corrected it")


def _take_back(versions: Sequence[CableVersion], names: Names) -> int:
    keys = [version.pk for version in versions]
    of_versions = {version.cable_id for version in versions}
    cables = {cable.pk: cable for cable in Cable.objects.select_for_update().filter(pk__in=of_versions)}
    if worked := list(_worked_since(CableVersion.objects.filter(pk__in=keys))):
        raise Refused("Somebody began to work on a cable while the import was undone. Try again.", worked)
    Decision.objects.filter(version__in=keys).delete()  # holds that the importer set, and nobody touched
    CableVersion.objects.filter(pk__in=keys).delete()
    left = set(CableVersion.objects.filter(cable__in=cables).values_list("cable", flat=True))
    for key, cable in cables.items():
        if key in left:
            settle(cable, names)
    gone = [key for key in cables if key not in left]
    IndexChange.objects.bulk_create(
        IndexChange(cable_id=key, kind=IndexChange.Kind.REMOVED, revision=cables[key].revision + 1)
        for key in gone
    )
    Cable.objects.filter(pk__in=gone).delete()
    return len(keys)
