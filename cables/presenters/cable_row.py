"""One cable as a row of a table: what a spreadsheet can sort and filter by.

docs/reading.md says column by column what stands there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse

from cables.importing.sources.cells import guarded
from cables.models import Addressee, CableVersion
from cables.presenters.deletions import deletion

HEADER = (
    "mrn",
    "address",
    "sent_at",
    "precedence",
    "info_precedence",
    "originator",
    "post",
    "action_addressees",
    "info_addressees",
    "classification",
    "captions",
    "tags",
    "subject",
    "references",
    "executive_order",
    "declassify_on",
    "declassify_event",
    "exemptions",
    "classified_by",
    "reasons",
    "signers",
    "complete",
    "collection",
    "notice",
)
BETWEEN = " | "
"""Of several values in a cell. No spreadsheet takes it for the end of a cell, as some take a semicolon."""


def cable_row(version: CableVersion, site: str) -> list[str]:
    """From a version of `for_row()`, in the order of HEADER. `site` is the scheme and host of addresses."""
    cable, addressees = version.cable, [each for each in version.addressees.all() if not each.excluded]
    cells = (
        cable.mrn,
        site + reverse("cable", args=[cable.mrn]),
        moment(version.sent_at),
        version.precedence,
        version.info_precedence,
        version.originator,
        cable.post,
        _listed(each.name for each in addressees if each.role == Addressee.Role.ACTION),
        _listed(each.name for each in addressees if each.role == Addressee.Role.INFO),
        version.classification,
        _listed(version.captions),
        _listed(dict.fromkeys(tag.code for tag in version.tags.all())),
        version.subject if version.subject_codes is None else f"[{deletion(version.subject_codes).text}]",
        _listed(reference.mrn or reference.text for reference in version.references.all()),
        version.executive_order,
        version.declassify_on.isoformat() if version.declassify_on else "",
        version.declassify_event,
        _listed(version.exemptions),
        version.classified_by,
        _listed(version.reasons),
        _listed(version.signers),
        "true" if version.complete else "false",
        version.collection.slug,
        version.collection.notice,
    )
    return [guarded(cell) for cell in cells]


def moment(time: dt.datetime | None) -> str:
    """`2008-08-14T15:20:00Z`, or "" where there is none."""
    return f"{time.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" if time else ""


def _listed(values: Iterable[str]) -> str:
    return BETWEEN.join(values)
