"""One record into the database: new, unchanged, a new version, or refused. One transaction each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import transaction

from cables.importing.former import former_numbers, once_numbered, whose
from cables.importing.sources import Record
from cables.models import Cable, CableVersion, Collection, Decision, ImportItem, SourceText, UnnumberedKey
from cables.parsing import PARSER_VERSION, ParsedCable, parse_cable
from cables.parsing.quoting import reading_text
from cables.projection.derive import shown
from cables.projection.names import Names
from cables.projection.numbers import number_of, whole_numbers
from cables.projection.settle import hold, settle
from cables.projection.sources import name_paragraphs

Outcome = ImportItem.Outcome


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one record; `message` is a sentence, needed where the outcome is a refusal."""

    file: str
    start: int
    outcome: str
    message: str = ""
    mrn: str = ""
    cable: int | None = None  # their keys
    version: int | None = None


def load(record: Record, collection: Collection, names: Names) -> Result:
    """Store one record that is a cable."""
    parsed = parse_cable(shown(record.text))
    digest = hashlib.sha256(record.content).hexdigest()
    with transaction.atomic():
        meant = names.number(parsed.mrn)
        numbers = whole_numbers(parsed.mrn, meant)
        if known := _same(digest, numbers):
            return _result(record, Outcome.UNCHANGED, known.cable.mrn, known)
        cable = _holder(numbers, parsed)
        outcome = Outcome.NEW if cable is None else Outcome.NEW_VERSION
        if cable is None:
            cable = _new_cable(meant)
        places = name_paragraphs(cable, parsed)
        version = _new_version(cable, collection)
        SourceText.objects.create(
            version=version,
            content=record.content,
            size=len(record.content),
            sha256=digest,
            encoding=record.encoding,
            paragraphs=[list(place) for place in places],
        )
        if _must_be_held(cable, collection, numbers):
            hold(version)
        settle(cable, names, only=version, parsed=parsed)
    return _result(record, outcome, cable.mrn, version)


def _same(digest: str, numbers: Sequence[str]) -> CableVersion | None:
    """The version with these bytes under one of these numbers, or under one that was corrected; with none,
    of a cable that has none."""
    wanted = numbers or [""]
    rows = SourceText.objects.filter(sha256=digest).select_related("version__cable")
    found = {row.version.cable_id: row.version for row in rows}
    for version in found.values():
        if (version.cable.mrn if version.cable.post else "") in wanted:
            return version
    return next((found[cable] for cable, former in former_numbers(found) if former in wanted), None)


def _holder(numbers: Sequence[str], parsed: ParsedCable) -> Cable | None:
    """The cable of the first number that is held, locked; or that which had one until it was corrected, if
    the text is its own."""
    cables = Cable.objects.select_for_update().filter(mrn__in=numbers)
    if held := {cable.mrn: cable for cable in cables}:
        return next(held[number] for number in numbers if number in held)
    if not (former := _formerly(numbers)):
        return None
    cable = whose(former, [(p.number, reading_text(p)) for p in parsed.paragraphs])
    return Cable.objects.select_for_update().get(pk=cable.pk) if cable else None


def _formerly(numbers: Sequence[str]) -> list[Cable]:
    return list(chain.from_iterable(once_numbered(numbers).values()))


def _new_cable(mrn: str | None) -> Cable:
    if mrn is None or (number := number_of(mrn)) is None:
        return Cable.objects.create(mrn=str(UnnumberedKey.objects.create()))
    return Cable.objects.create(mrn=mrn, **number._asdict())


def _new_version(cable: Cable, collection: Collection) -> CableVersion:
    """A version without a fact: it is held until it is settled."""
    latest = cable.versions.order_by("-ordinal").first()
    return CableVersion.objects.create(
        cable=cable,
        collection=collection,
        ordinal=latest.ordinal + 1 if latest else 1,
        state=CableVersion.State.HELD,
        parser_version=PARSER_VERSION,
    )


def _must_be_held(cable: Cable, collection: Collection, numbers: Sequence[str]) -> bool:
    """By the collection's policy; and where something of the cable is withheld, until that is placed.

    So too where something is withheld of one that had a number of the text until it was corrected: the
    text may say the same once more.
    """
    if collection.release_policy == Collection.ReleasePolicy.AFTER_REVIEW:
        return True
    return Decision.objects.filter(cable__in=[cable, *_formerly(numbers)]).live().exists()


def _result(
    record: Record,
    outcome: str,
    mrn: str | None,
    version: CableVersion | None = None,
) -> Result:
    cable = version.cable_id if version else None
    return Result(record.file, record.start, outcome, "", mrn or "", cable, version.pk if version else None)
