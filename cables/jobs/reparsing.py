"""All rows once more from the stored bytes, by today's parser and with what staff have put right.

What would change is told before anything is written. A cable with something withheld is never written:
it waits until its decisions are placed again.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from cables.importing.faults import Stopped, why_it_cannot_go_on
from cables.importing.processes import CHUNK, few_collections, in_order
from cables.models import Cable, CableVersion, Decision, Override, SourceText
from cables.parsing import PARSER_VERSION
from cables.projection.arranging import Change
from cables.projection.corrections import change_of, changes_in
from cables.projection.derive import Unplaceable, derive
from cables.projection.differing import Written
from cables.projection.names import Names
from cables.projection.rereading import Stored, read_again
from cables.projection.settle import corrected, cuts_of, settle
from cables.projection.sources import parse_source, places_of, source_of, text_of
from cables.projection.values import Values, values_of
from cables.projection.waiting import has_live_decision, wait
from cables.reviewing import audit

log = logging.getLogger(__name__)
EXAMPLES = 3
DIVISION = "paragraphs: how many"


@dataclass(slots=True)
class Report:
    """What changed, or would. Versions are counted, cables named."""

    looked_at: int = 0
    changed: int = 0
    rewritten: list[str] = field(
        default_factory=list
    )  # numbers of the cables of what changed, of each as often
    waiting: list[str] = field(default_factory=list)  # numbers of cables with something withheld
    refused: list[str] = field(default_factory=list)  # numbers of cables the database did not take
    fields: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, mrn: str, differing: Sequence[str]) -> None:
        self.changed += 1
        self.rewritten.append(mrn)
        for name in differing:
            self.fields[name] += 1
            if len(self.examples[name]) < EXAMPLES:
                self.examples[name].append(mrn)


def to_be_read(versions: QuerySet[CableVersion], *, all_of_them: bool = False) -> QuerySet[CableVersion]:
    """Those that an older parser read and that do not wait yet; or all."""
    if all_of_them:
        return versions
    waits = SourceText.objects.filter(version=OuterRef("pk")).exclude(pending="")
    return versions.exclude(parser_version=PARSER_VERSION).exclude(Exists(waits))


def reparse(
    versions: QuerySet[CableVersion],
    *,
    write: bool,
    processes: int = 1,
    report: Report | None = None,
    by: Any = None,
) -> Iterator[Report]:
    """The report, once for each chunk that is done. Raises Stopped where the database can take no more.

    `by` is None for a command.
    Each cable is written in a transaction of its own, and with it that it was: cut off, it goes on there.
    """
    report, names = report or Report(), Names.of_tables()
    keys = list(versions.order_by("pk").values_list("pk", flat=True))
    chunks = [keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK)]
    tasks = (_tasks(chunk) for chunk in chunks)
    with few_collections():
        for chunk, made in zip(chunks, in_order(read_again, tasks, names, processes), strict=True):
            _Chunk(chunk, dict(made), names, report, write=write).look()
            yield report
    if write:
        record_derived(report, by)


def record_derived(report: Report, by: Any) -> None:
    """One act in the audit, however many versions it was."""
    if report.changed or report.waiting:
        seen, changed, waiting = report.looked_at, report.changed, len(report.waiting)
        with transaction.atomic():
            audit.record("derived anew", actor=by, versions=seen, changed=changed, waiting=waiting)


def _tasks(keys: Sequence[int]) -> list[Stored]:
    decided = Decision.objects.filter(cable=OuterRef("version__cable")).live()
    sources = SourceText.objects.filter(version__in=keys, version__state="public").exclude(Exists(decided))
    rows = list(sources.values_list("version", "version__cable", "content", "encoding"))
    changes, headings = _corrections({cable for _, cable, _, _ in rows})
    return [
        Stored(version, bytes(content), encoding, changes[version], headings[cable])
        for version, cable, content, encoding in rows
    ]


def _corrections(
    cables: set[int],
) -> tuple[dict[int, list[Change]], dict[int, list[tuple[str, str]]]]:
    """In force of some cables: of paragraphs by version, of headings by cable."""
    changes: dict[int, list[Change]] = defaultdict(list)
    headings: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Override.objects.filter(cable__in=cables, waits=False).order_by("pk")
    for cable, version, name, value in rows.values_list("cable", "version", "field", "value"):
        if version is None:
            headings[cable].append((name, value))
        else:
            changes[version].append(change_of(name, value))
    return changes, headings


class _Chunk:
    """Some versions, compared and, with `write`, written."""

    def __init__(
        self, keys: Sequence[int], made: dict[int, Values], names: Names, report: Report, *, write: bool
    ) -> None:
        found = CableVersion.objects.filter(pk__in=keys).select_related("cable").order_by("pk")
        self.versions = list(found)
        self.written = Written([version for version in self.versions if version.state == "public"])
        self.made, self.names, self.report, self.write = made, names, report, write

    def look(self) -> None:
        same = []
        for version in self.versions:
            self.report.looked_at += 1
            if version.pk in self.made:
                differing = self.written.differing(version.pk, self.made[version.pk])
            else:
                differing = self._of_decided(version)
            if not differing:
                same.append(version.pk)
            elif version.pk in self.made and not (self.write and has_live_decision(version.cable)):
                self._change(version, differing)
            else:
                self._wait(version)
        if self.write:
            CableVersion.objects.filter(pk__in=same).update(parser_version=PARSER_VERSION)

    def _of_decided(self, version: CableVersion) -> list[str]:
        """Of a cable with something withheld: in what the public text would differ, or the division."""
        source = source_of(version)
        parsed, places = parse_source(source), places_of(source)
        if [p.span for p in parsed.paragraphs] != [(place.start, place.end) for place in places]:
            return [DIVISION]
        if version.state != "public":  # it has no rows
            return []
        live = list(Decision.objects.filter(cable=version.cable).live())
        mine = [decision for decision in live if decision.version_id in (None, version.pk)]
        try:
            cuts = cuts_of(version, mine)
            projection = derive(text_of(source), parsed, places, cuts, changes_in(version))
        except Unplaceable:
            return [DIVISION]
        values = values_of(corrected(projection, version.cable_id, mine), self.names)
        return self.written.differing(version.pk, values)

    def _change(self, version: CableVersion, differing: Sequence[str]) -> None:
        mrn = version.cable.mrn
        if self.write:
            try:
                with transaction.atomic():
                    cable = Cable.objects.select_for_update().get(pk=version.cable_id)
                    settle(cable, self.names, only=cable.versions.get(pk=version.pk))
            except DatabaseError as error:
                if reason := why_it_cannot_go_on(error):
                    raise Stopped(
                        f"{reason} What was derived before stays; run it again to go on."
                    ) from error
                # The class only: a database's message quotes the row, and the row is the text.
                log.error("Deriving %s anew failed with %s", mrn, type(error).__name__)
                self.report.refused.append(mrn)
                return
        self.report.add(mrn, differing)

    def _wait(self, version: CableVersion) -> None:
        if version.cable.mrn in self.report.waiting:
            return
        self.report.waiting.append(version.cable.mrn)
        if self.write:
            with transaction.atomic():
                cable = Cable.objects.select_for_update().get(pk=version.cable_id)
                wait(cable, SourceText.Pending.REPARSED)
                audit.record("derived anew", mrn=cable.mrn, waits=True)
