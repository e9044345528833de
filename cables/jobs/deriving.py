"""Versions derived anew because staff ask for it: a few at once, more by the worker."""

from __future__ import annotations

from collections import deque
from typing import Any

from django.db.models import QuerySet

from cables.importing.faults import told
from cables.jobs.reparsing import Report, reparse
from cables.jobs.tasks import derive
from cables.models import CableVersion
from cables.reviewing.refusals import Refused, demand
from cables.visibility import Action, State

FEW = 20
"""As many as are derived while somebody waits for the page: about a second."""
MOST = 5_000


def derive_anew(versions: QuerySet[CableVersion], by: Any) -> Report | None:
    """What became of them, or None where the worker is given them. Raises Refused, Stopped."""
    demand(by, Action.IMPORT, State.SITE)
    keys = list(versions.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        raise Refused(
            f"More than {MOST:,} versions were chosen. Choose fewer, or run `manage.py reparse_cables`."
        )
    if len(keys) > FEW:
        derive.enqueue(keys, by.pk)
        return None
    report = Report()
    with told("What was derived before stays; derive them anew again to go on."):
        deque(reparse(CableVersion.objects.filter(pk__in=keys), write=True, report=report, by=by), maxlen=0)
    return report
