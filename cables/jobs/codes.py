"""The cables that carry a code which staff have settled, derived anew.

Whose rows carry a code is asked of the public rows only; a cable that is held is derived when it is released,
by the verdicts that hold then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from cables.jobs.reparsing import Report, reparse
from cables.models import (
    Addressee,
    Cable,
    CableTag,
    CableVersion,
    ImportBatch,
    Mention,
    PublicSource,
    Reference,
    SettledCode,
)
from cables.projection.corrections import corrected_number
from cables.projection.names import Names, place_of
from cables.reviewing.correcting import correct
from cables.reviewing.refusals import Refused

Table = SettledCode.Table
TOLD = 5
"""Numbers of cables that a message names."""


def unfinished() -> list[int]:
    """Those whose cables are to be derived anew."""
    return list(SettledCode.objects.filter(derived=False).values_list("pk", flat=True))


def work_off(settled: SettledCode) -> Iterator[Report]:
    """Derive the cables that carry it anew; cut off anywhere, it begins again and finds less to do.

    While an import is at work nothing is done: it goes by what was said before it began.
    """
    if ImportBatch.objects.filter(state=ImportBatch.State.IMPORTING).exists():
        return
    by = get_user_model().objects.filter(username=settled.by).first()
    renumbered, report = _renumber(settled, by), Report()
    versions, processes = carrying(settled), settings.IMPORT_PROCESSES
    yield from reparse(versions, write=True, processes=processes, report=report, by=by)
    if settled.withdrawn:
        settled.delete()
        return
    settled.derived, settled.message = True, _told(report, renumbered)
    settled.save(update_fields=["derived", "message"])


def carrying(settled: SettledCode) -> QuerySet[CableVersion]:
    """The public versions that the verdict may change, and those that it may have changed."""
    versions = CableVersion.objects.filter(state=CableVersion.State.PUBLIC)
    means = [settled.means] if settled.means else []
    if settled.table == Table.TAGS:
        of_code = CableTag.objects.filter(code=settled.code).values("version")
        meant = CableTag.objects.filter(code__in=means).values("version")
        typed = PublicSource.objects.filter(version__in=meant, text__icontains=settled.code)
        return versions.filter(Q(pk__in=of_code) | Q(pk__in=typed.values("version")))
    unknown = Addressee.objects.filter(post__in=["", settled.code, *means])
    names = unknown.order_by().values_list("name", flat=True).distinct()
    named = Addressee.objects.filter(name__in=[name for name in names if place_of(name) == settled.code])
    carried = Q(pk__in=named.values("version"))
    if means:
        of_number = Q(mrn__contains=settled.code)
        if settled.withdrawn:
            of_number |= Q(mrn__contains=settled.means)
        for model in (Reference, Mention):
            carried |= Q(pk__in=model.objects.filter(of_number).values("version"))
    return versions.filter(carried)


@dataclass(slots=True)
class Renumbered:
    cables: int = 0  # that got the number that was meant
    kept: dict[str, str] = field(default_factory=dict)  # numbers of those that keep theirs, each with why


def _renumber(settled: SettledCode, by: Any) -> Renumbered:
    """Give the cables of a post the numbers that were meant."""
    renumbered = Renumbered()
    if settled.table != Table.POSTS or not settled.means or settled.withdrawn:
        return renumbered
    reason, names = f"{settled.code} means {settled.means}, for every cable.", Names.of_tables()
    for cable in Cable.objects.filter(post=settled.code).order_by("pk"):
        mrn = names.number(cable.mrn) or ""
        if corrected_number(cable) == mrn:  # it waits until what is withheld has been looked at
            continue
        try:
            correct(cable, "number", mrn, reason, by)
        except Refused as refusal:
            renumbered.kept[cable.mrn] = str(refusal)
        else:
            renumbered.cables += Cable.objects.filter(pk=cable.pk, mrn=mrn).count()  # the others wait
    return renumbered


def _told(report: Report, renumbered: Renumbered) -> str:
    sentences = []
    if renumbered.cables:
        many = "cable" if renumbered.cables == 1 else "cables"
        sentences.append(f"{renumbered.cables:,} {many} got the number that was meant.")
    if report.changed or not renumbered.cables:
        many = "version of a cable was" if report.changed == 1 else "versions of cables were"
        sentences.append(f"{report.changed:,} {many} derived anew.")
    if report.waiting:
        waits = "something of it is withheld, so it waits for a reviewer to look"
        sentences.append(f"{_named(report.waiting)}: {waits}.")
    if report.refused:
        sentences.append(f"{_named(report.refused)}: the database refused it. Run reparse_cables for it.")
    if kept := renumbered.kept:
        sentences.append(f"{_named(list(kept))} kept the number. {next(iter(kept.values()))}")
    return "\n".join(sentences)


def _named(mrns: list[str]) -> str:
    more = f" and {len(mrns) - TOLD:,} more" if len(mrns) > TOLD else ""
    return ", ".join(mrns[:TOLD]) + more
