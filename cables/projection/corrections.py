"""What staff have put right and what of it is in force. Restricted."""

from __future__ import annotations

import json

from django.db import IntegrityError, transaction

from cables.models import Cable, CableVersion, FormerNumber, Override
from cables.parsing import ParsedCable, parse_cable
from cables.projection.arranging import Change, arranged
from cables.projection.links import link_incoming, unlink_incoming
from cables.projection.numbers import number_of

Field = Override.Field


def changes_in(version: CableVersion | int, *, waiting: bool = False) -> list[Change]:
    """Of the paragraphs of one version, oldest first; those that wait only where they are asked for."""
    rows = Override.objects.filter(version=version).order_by("pk")
    rows = rows if waiting else rows.filter(waits=False)
    return [change_of(field, value) for field, value in rows.values_list("field", "value")]


def change_of(field: str, value: str) -> Change:
    said = json.loads(value)
    return Change(field, said["start"], said.get("level", ""))


def parse_version(version: CableVersion | int, text: str, parsed: ParsedCable | None = None) -> ParsedCable:
    """The text of a version, its paragraphs as staff have put them right."""
    return arranged(text, parsed or parse_cable(text), changes_in(version))


def of_heading(cable: Cable | int, *, waiting: bool = False) -> list[tuple[str, str]]:
    """The fields of the heading with their values, oldest first; those that wait only where asked for."""
    rows = Override.objects.filter(cable=cable, version=None).order_by("pk")
    rows = rows if waiting else rows.filter(waits=False)
    return list(rows.values_list("field", "value"))


# --- The number ---------------------------------------------------------------------------------


def corrected_number(cable: Cable) -> str:
    """The number that staff said last, waiting or not; "" where nobody has said one."""
    said = Override.objects.filter(cable=cable, field=Field.NUMBER).order_by("-pk")
    return said.values_list("value", flat=True).first() or ""


def number_in_force(cable: Cable) -> str:
    said = Override.objects.filter(cable=cable, field=Field.NUMBER, waits=False).order_by("-pk")
    return said.values_list("value", flat=True).first() or ""


def renumber(cable: Cable, mrn: str) -> bool:
    """Give the cable another number; the one it had leads to it from now on. False where that is taken.

    Call inside a transaction that has locked the cable. What cites the number it had cites it no
    longer, and what cites its new one does.
    """
    number, former = number_of(mrn), cable.mrn
    if number is None:
        raise ValueError("A number that is not whole cannot be given to a cable.")
    facts = {"mrn": mrn, "year": number.year, "post": number.post, "serial": number.serial}
    try:
        with transaction.atomic():
            Cable.objects.filter(pk=cable.pk).update(**facts)
    except IntegrityError:
        return False
    for name, value in facts.items():
        setattr(cable, name, value)
    FormerNumber.objects.filter(cable=cable, mrn=mrn).delete()
    FormerNumber.objects.get_or_create(cable=cable, mrn=former)
    unlink_incoming(cable)
    if cable.versions.filter(shown=True).exists():
        link_incoming({mrn: cable.pk})
    return True
