"""Cables or versions derived anew from their stored bytes."""

from __future__ import annotations

from django.contrib import admin, messages

from cables.importing.faults import Stopped
from cables.jobs import deriving
from cables.jobs.reparsing import Report
from cables.models import CableVersion
from cables.presenters.acted import counted, left_alone
from cables.reviewing.refusals import Refused

WAITS = "something of it is withheld and a reviewer has to place the decisions again first"
NOT_TAKEN = "the database did not take it"


class DeriveAnew:
    """The action of CableAdmin and CableVersionAdmin."""

    actions = ["derive_anew"]

    @admin.action(description="Derive anew", permissions=["import"])
    def derive_anew(self, request, rows):
        column = "pk" if rows.model is CableVersion else "cable"
        versions = CableVersion.objects.filter(**{f"{column}__in": rows.order_by().values("pk")})
        try:
            report = deriving.derive_anew(versions, request.user)
        except Refused as refusal:
            messages.error(request, f"Nothing was derived anew. {refusal}")
            return
        except Stopped as fault:
            messages.error(request, str(fault))
            return
        mrns = versions.order_by("cable__mrn").values_list("cable__mrn", flat=True)
        numbers = list(dict.fromkeys(mrns))
        if report is None:
            told = (
                "cable is being derived anew by the worker",
                "cables are being derived anew by the worker",
            )
            messages.success(request, counted(numbers, *told))
        else:
            _tell(request, report, numbers)


def _tell(request, report: Report, numbers: list[str]) -> None:
    changed = list(dict.fromkeys(report.rewritten))
    left = [(mrn, WAITS) for mrn in report.waiting] + [(mrn, NOT_TAKEN) for mrn in report.refused]
    others = {*changed, *report.waiting, *report.refused}
    if changed:
        messages.success(
            request,
            counted(
                changed,
                "cable was derived anew and reads otherwise now",
                "cables were derived anew and read otherwise now",
            ),
        )
    if same := [mrn for mrn in numbers if mrn not in others]:
        told = ("cable was derived anew and reads as before", "cables were derived anew and read as before")
        messages.info(request, counted(same, *told))
    if left:
        messages.warning(request, left_alone(left))
