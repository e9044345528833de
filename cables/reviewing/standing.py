"""A collection taken down as a whole, and put back as it was.

Down, no version of it is public, and none of its text is in a row that public pages read. Readers lose it
in the transaction that takes it down; its rows are cleared after that, by whoever has the time. Put back,
each version is settled anew by the decisions that hold then: nothing comes back that was withheld meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cables.models import Cable, CableVersion, Collection, WithheldCable
from cables.projection.links import unlink_incoming
from cables.projection.names import Names
from cables.projection.settle import settle
from cables.projection.writers import one_transaction, wait_for_other_writers
from cables.reviewing import audit
from cables.reviewing.refusals import Refused, demand
from cables.visibility import PUBLIC, Action, State

Standing = Collection.Standing
CHUNK = 100  # versions that are settled in one transaction


@one_transaction
def take_down(collection: Collection, reason: str, by: Any) -> int:
    """At once, for every reader: how many cables were to be seen. The rest is for `work_off`.

    `by` is None for a command: whoever runs one has the database itself.
    """
    if by is not None:
        demand(by, Action.TAKE_DOWN, State.SITE)
    if not reason.strip():
        raise Refused("Say why: a collection is taken down with its reason.")
    wait_for_other_writers()
    locked = _locked(collection)
    if locked.standing == Standing.DOWN:
        raise Refused("The collection is down already.")
    _stand(locked, Standing.DOWN, reason.strip(), by)
    hidden = CableVersion.objects.filter(collection=locked, shown=True).update(shown=False)
    elsewhere = CableVersion.objects.exclude(collection__standing=Standing.DOWN)
    WithheldCable.objects.filter(cable__versions__collection=locked).exclude(
        cable__in=elsewhere.values("cable")
    ).delete()
    audit.record("took collection down", actor=by, collection=locked.pk, cables=hidden)
    return hidden


@one_transaction
def put_back(collection: Collection, by: Any) -> None:
    """Let it return; `work_off` brings its cables back one by one."""
    if by is not None:
        demand(by, Action.PUT_BACK, State.SITE)
    locked = _locked(collection)
    if locked.standing != Standing.DOWN:
        raise Refused("The collection is not down.")
    _stand(locked, Standing.RETURNING, "", by)
    audit.record("put collection back", actor=by, collection=locked.pk)


def unfinished() -> list[Collection]:
    """Those that were taken down or put back and whose rows are not all as they should be."""
    public = CableVersion.objects.filter(state=PUBLIC, collection=OuterRef("pk"))
    to_clear = Q(standing=Standing.DOWN) & Q(Exists(public))
    return list(Collection.objects.filter(to_clear | Q(standing=Standing.RETURNING)).order_by("pk"))


def work_off(collection: Collection) -> Iterator[int]:
    """What is left to do for it, in chunks: after each, how many versions were settled. It may be cut off
    anywhere, and begins then where it was."""
    names = Names.of_tables()
    while True:
        collection.refresh_from_db()
        was, came_to = collection.standing, collection.returned_to
        versions = _next(collection)
        with transaction.atomic():
            wait_for_other_writers()
            _settle(versions, names, urgent=was == Standing.DOWN)
            if was == Standing.RETURNING:
                # Somebody may have taken it down again meanwhile, and settle has held it then.
                mine = Collection.objects.filter(pk=collection.pk, standing=was, returned_to=came_to)
                if versions:
                    mine.update(returned_to=versions[-1].pk)
                else:
                    mine.update(standing=Standing.UP, returned_to=0)
        if not versions:
            return
        yield len(versions)


def _next(collection: Collection) -> list[CableVersion]:
    versions = CableVersion.objects.filter(collection=collection).order_by("pk")
    if collection.standing == Standing.DOWN:
        return list(versions.filter(state=PUBLIC)[:CHUNK])
    if collection.standing == Standing.RETURNING:
        return list(versions.filter(pk__gt=collection.returned_to)[:CHUNK])
    return []


def _settle(versions: Sequence[CableVersion], names: Names, *, urgent: bool) -> None:
    keys = sorted({version.cable_id for version in versions})
    for cable in Cable.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        settle(cable, names, urgent=urgent)
        if not cable.versions.filter(shown=True).exists():
            unlink_incoming(cable)


def _locked(collection: Collection) -> Collection:
    return Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)


def _stand(collection: Collection, standing: str, reason: str, by: Any) -> None:
    collection.standing, collection.standing_reason = standing, reason
    collection.standing_by = by.get_username() if by else ""
    collection.standing_at, collection.returned_to = timezone.now(), 0
    collection.save()
