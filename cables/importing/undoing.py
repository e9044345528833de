"""An import taken back: what the batch brought in goes, and nothing else.

Where a version goes, the one before it is shown again, by the decisions that hold now: what is withheld
of the cable stays so. Where people have worked on what would go, nothing goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cables.importing.faults import patiently, told
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
from cables.projection.writers import wait_for_other_writers

State = ImportBatch.State
CHUNK = 100  # versions that go in one transaction
BEGAN = (
    "Somebody began to work on a cable while the import was undone, so the rest of it is still here. "
    "Ask them first, then undo it again."
)


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


def undo(batch: ImportBatch, until: Callable[[], bool] = lambda: False) -> int:
    """Take back what the batch created: the number of versions that went now. Raises Refused, Stopped.

    They go some at a time. Once `until` says so it ends, as if this process had been killed there: the
    batch says what is gone and what is not, and another call takes back the rest.
    """
    with told("What went is gone, the rest is as it was; undo the import again to go on."):
        batch.refresh_from_db()
        _refuse_at_work(batch)
        if worked := worked_since(batch):
            raise Refused(
                f"{_gone_before(batch)}: people have worked since on {len({each.mrn for each in worked})} of "
                "the cables that would go, or change. Ask them first.",
                worked,
            )
        names, before = Names.of_tables(), _gone(batch)
        keys = list(_versions(batch).order_by("pk").values_list("pk", flat=True))
        gone = 0
        for at in range(0, len(keys), CHUNK):
            so_far = before + gone, len(keys) - at
            chunk = keys[at : at + CHUNK]
            gone += patiently(lambda chunk=chunk, so_far=so_far: _step(batch, chunk, so_far, names))  # type: ignore[misc]
            if until():
                return gone
        _note(batch, state=State.UNDONE, message=f"It was undone: {_told(before + gone)} went.")
    return gone


def worked_since(batch: ImportBatch) -> list[Worked]:
    """What people did with the cables that would go or change since these came in: the first hundred."""
    return list(islice(_worked_since(_versions(batch)), 100))


def _step(batch: ImportBatch, keys: Sequence[int], so_far: tuple[int, int], names: Names) -> int:
    """One transaction, with the note of how many versions went and how many are left."""
    with transaction.atomic():
        wait_for_other_writers()
        _refuse_at_work(ImportBatch.objects.select_for_update().get(pk=batch.pk))
        gone = _take_back(keys, names)
        message = (
            f"Undoing it was begun and not finished: {_told(so_far[0] + gone)} went, "
            f"{so_far[1] - len(keys):,} are still here. Undo it again to take back the rest."
        )
        _note(batch, state=State.STOPPED, message=message)
    return gone


def _note(batch: ImportBatch, **values: Any) -> None:
    now = timezone.now()
    values |= {"job": ImportBatch.Job.UNDO, "beat_at": now, "finished_at": now}
    ImportBatch.objects.filter(pk=batch.pk).update(**values)
    batch.refresh_from_db()


def _refuse_at_work(batch: ImportBatch) -> None:
    if batch.state in (State.PREVIEWING, State.IMPORTING):
        raise Refused("The import is still running. Cancel it first.")


def _made(batch: ImportBatch) -> QuerySet[ImportItem]:
    done = ImportItem.objects.filter(batch=batch, position__lte=batch.position)
    return done.filter(outcome__in=["new", "new-version"])


def _gone(batch: ImportBatch) -> int:
    """Versions that it created and that went: only undoing takes any away."""
    return _made(batch).filter(version=None).count() if batch.job != ImportBatch.Job.PREVIEW else 0


def _gone_before(batch: ImportBatch) -> str:
    gone = _gone(batch)
    return f"Nothing more was undone ({_told(gone)} went before)" if gone else "Nothing was undone"


def _told(count: int) -> str:
    return f"{count:,} {'version' if count == 1 else 'versions'}"


def _versions(batch: ImportBatch) -> QuerySet[CableVersion]:
    """What it created and what is still there."""
    return CableVersion.objects.filter(pk__in=_made(batch).exclude(version=None).values("version"))


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


def _take_back(keys: Sequence[int], names: Names) -> int:
    of_versions = set(CableVersion.objects.filter(pk__in=keys).values_list("cable", flat=True))
    cables = {cable.pk: cable for cable in Cable.objects.select_for_update().filter(pk__in=of_versions)}
    if worked := list(_worked_since(CableVersion.objects.filter(pk__in=keys))):
        raise Refused(BEGAN, worked)
    Decision.objects.filter(version__in=keys).delete()  # holds that the importer set, and nobody touched
    _, by_model = CableVersion.objects.filter(pk__in=keys).delete()
    left = set(CableVersion.objects.filter(cable__in=cables).values_list("cable", flat=True))
    for key, cable in cables.items():
        if key in left:
            settle(cable, names)
            # A text that was public goes with its version, for those who follow the outbox.
            kind = IndexChange.Kind.WITHHELD
            IndexChange.objects.create(cable=cable, kind=kind, revision=cable.revision)
    gone = [key for key in cables if key not in left]
    IndexChange.objects.bulk_create(
        IndexChange(cable_id=key, kind=IndexChange.Kind.REMOVED, revision=cables[key].revision + 1)
        for key in gone
    )
    Cable.objects.filter(pk__in=gone).delete()
    return by_model.get(CableVersion._meta.label, 0)  # less where somebody else was undoing it too
