"""What a new parser or a person makes of the same bytes: taken over at once, or held for review."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from cables.models import Cable, CableVersion, Decision, Override, SourceText
from cables.projection.names import Names
from cables.projection.settle import Settled, settle
from cables.reviewing import audit
from cables.reviewing.refusals import Refused, demand
from cables.visibility import Action, State

Field = Override.Field


@transaction.atomic
def correct(cable: Cable, field: str, value: str, reason: str, by: Any) -> Settled:
    """Record what a field ought to be. It waits where something of the cable is withheld."""
    demand(by, Action.IMPORT, State.SITE)
    if not reason.strip():
        raise Refused("Say why: a correction is recorded with its reason.")
    value = _checked(field, value)
    cable = Cable.objects.select_for_update().get(pk=cable.pk)
    waits = _is_withheld(cable)
    Override.objects.create(cable=cable, field=field, value=value, reason=reason, author=by, waits=waits)
    settled = Settled()
    if waits:
        _wait(cable, SourceText.Pending.CORRECTED)
    else:
        settled = settle(cable, Names.of_tables())
    audit.record("corrected", actor=by, mrn=cable.mrn, field=field, waits=waits)
    return settled


@transaction.atomic
def reparse(cable: Cable) -> Settled:
    """Derive all rows anew from the stored bytes; where something is withheld the public keeps the old."""
    cable = Cable.objects.select_for_update().get(pk=cable.pk)
    if not _is_withheld(cable):
        return settle(cable, Names.of_tables())
    _wait(cable, SourceText.Pending.REPARSED)
    return Settled()


def _checked(field: str, value: str) -> str:
    """The value as it is stored. Raises Refused for what the field cannot have."""
    if field not in Field.values:
        raise Refused("Choose what to correct: " + ", ".join(str(label).lower() for label in Field.labels))
    if field == Field.CLASSIFICATION and value not in CableVersion.Classification.values:
        raise Refused("Choose the classification: " + ", ".join(CableVersion.Classification.values))
    if field != Field.SENT_AT:
        return " ".join(value.split())
    try:
        sent = dt.datetime.fromisoformat(value)
    except ValueError:
        raise Refused(f"“{value}” is no date; write it as 2008-08-14T15:20.") from None
    return (sent if sent.tzinfo else sent.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat()


def _is_withheld(cable: Cable) -> bool:
    return Decision.objects.filter(cable=cable).live().exists()


def _wait(cable: Cable, why: str) -> None:
    """The revision tells those who are about to accept an earlier one."""
    SourceText.objects.filter(version__cable=cable, pending="").update(pending=why)
    cable.revision += 1
    cable.save(update_fields=["revision"])
