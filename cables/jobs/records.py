"""One record of an import for whoever may see the bytes of its cable."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from cables.importing.again import read_again
from cables.importing.sources import Record, Unreadable
from cables.models import Cable, Decision, ImportBatch, ImportItem
from cables.parsing import parse_cable
from cables.projection.derive import shown
from cables.projection.sources import source_of, text_of
from cables.visibility import Action, State, may, states_for

GONE = (
    "The file that this record came from is gone or has changed since. Uploaded files are deleted some time "
    "after their import; import the file again."
)


class Hidden(Exception):
    """Its text is not shown. The message is a sentence."""


def record_of(item: ImportItem, user: Any) -> Record | Unreadable:
    """What was previewed or refused is read from its file, what came in from the bytes that are kept.

    Raises Hidden where the file is gone, or where the policy keeps the bytes from this person.
    """
    if not states_for(user, Action.READ_BYTES):
        raise Hidden("Your account may not read the bytes received.")
    if item.version and item.batch.job != ImportBatch.Job.PREVIEW:
        demand_bytes(user, item)
        source = source_of(item.version)
        return Record(item.file, item.start, bytes(source.content), text_of(source), source.encoding)
    found = read_again(item)
    if found is None:
        raise Hidden(GONE)
    demand_bytes(user, item, found.text if isinstance(found, Record) else "")
    return found


def demand_bytes(user: Any, item: ImportItem, text: str = "") -> None:
    """Raises Hidden where there is a decision about its cable: the one that has, or had, its number."""
    number = (parse_cable(shown(text)).mrn if text else None) or ""
    named = Q(pk=item.cable_id or 0) | Q(mrn=number) | Q(former_numbers__mrn=number)
    is_decided = Decision.objects.filter(cable__in=Cable.objects.filter(named)).exists()
    if not may(user, Action.READ_BYTES, State.DECIDED if is_decided else State.UNDECIDED):
        raise Hidden("There is a decision about this cable, so its text is for reviewers and not shown here.")
