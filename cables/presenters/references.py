"""The entries of the REF line: what each names, and what of its number is not in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from cables.models import Reference
from cables.presenters.mentioned import Mentioned

INFERRED = {"year": "the year is", "post": "the post is", "label": "the letter is"}


@dataclass(frozen=True, slots=True)
class ReferenceView:
    id: str
    label: str
    text: str
    mrn: str
    href: str
    held: bool
    date: str
    remarks: tuple[str, ...]


def ids_of_references(references: Iterable[Reference]) -> dict[int, str]:
    """Key of a reference → its id in the page: `ref-A`, or by its place where the letter is taken."""
    found: dict[int, str] = {}
    for reference in references:
        letter = re.sub(r"[^A-Za-z0-9]", "", reference.label)
        taken = not letter or f"ref-{letter}" in found.values()
        found[reference.pk] = f"ref-at-{reference.position}" if taken else f"ref-{letter}"
    return found


def reference_view(reference: Reference, name: str, targets: Mapping[str, Mentioned]) -> ReferenceView:
    target = targets.get(reference.mrn)
    remarks = [] if reference.kind == Reference.Kind.CABLE else [reference.get_kind_display().lower()]
    told = [INFERRED[what] for what in reference.inferred if what in INFERRED and what != "label"]
    if told:
        remarks.append(f"{' and '.join(told)} inferred from this cable")
    if reference.notal:
        remarks.append("not sent to all addressees")
    if reference.and_previous:
        remarks.append("and previous messages")
    return ReferenceView(
        id=name,
        label=reference.label,
        text=reference.text,
        mrn=reference.mrn,
        href=reverse("cable", args=[reference.mrn]) if reference.mrn else "",
        held=target is not None,
        date=target.date if target else "",
        remarks=tuple(remarks),
    )
