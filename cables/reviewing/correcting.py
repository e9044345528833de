"""What a new parser or a person makes of the same bytes: taken over at once, or held for review."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cables.models import Cable, CableVersion, Override, Paragraph, SourceText
from cables.parsing import ParsedCable, canonical_mrn, parse_cable
from cables.parsing.tags import NO_TAGS, read_tags
from cables.projection.arranging import Change, Unplaced, arranged, begins_at
from cables.projection.corrections import changes_in, corrected_number
from cables.projection.names import Names
from cables.projection.numbers import number_of
from cables.projection.settle import Settled, settle
from cables.projection.sources import source_of, text_of
from cables.projection.waiting import has_live_decision, wait
from cables.projection.writers import one_transaction
from cables.reviewing import audit
from cables.reviewing.received import may_read_bytes
from cables.reviewing.refusals import Forbidden, Refused, Stale, demand
from cables.visibility import Action, State

Field = Override.Field
LONGEST = 4000
"""Characters of a value or a reason."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a field ought to be: `value` as people write it.

    One of a paragraph is about the text of `version`, at an offset into its decoded source: `at` says
    where the paragraph begins, or is to begin. The value of a mark is the level, "" for unmarked.
    """

    field: str
    value: str = ""
    version: CableVersion | None = None
    at: int = -1


def correct(cable: Cable, field: str, value: str, reason: str, by: Any) -> Settled:
    """Record what a field of the heading ought to be. It waits where something of the cable is withheld."""
    return correct_together(cable, [Correction(field, value)], reason, by)


@one_transaction
def correct_together(
    cable: Cable, corrections: Sequence[Correction], reason: str, by: Any, *, seen: int | None = None
) -> Settled:
    """Record corrections, all or none, with the one reason for them. Raises Refused or Stale.

    `seen` is the cable's revision on the page that was acted on; None where there was no page.
    """
    demand(by, Action.IMPORT, State.SITE)
    if not reason.strip():
        raise Refused("Say why: a correction is recorded with its reason.")
    if max(len(reason), *(len(each.value) for each in corrections), 0) > LONGEST:
        raise Refused(f"A value, or the reason, has more than {LONGEST:,} characters. Shorten it.")
    cable = Cable.objects.select_for_update().get(pk=cable.pk)
    if seen is not None and seen != cable.revision:
        raise Stale("Something of this cable has changed since you opened the page.")
    checked = _Checked(cable, by)
    waits = has_live_decision(cable)
    for each in corrections:
        value = checked.value(each)
        facts = {"version": each.version, "field": each.field, "value": value, "reason": reason.strip()}
        Override.objects.create(cable=cable, author=by, waits=waits, **facts)
    settled = Settled()
    former = cable.mrn
    if waits:
        wait(cable, SourceText.Pending.CORRECTED)
    else:
        settled = settle(cable, Names.of_tables())
        if (wanted := corrected_number(cable)) not in ("", cable.mrn):
            raise Refused(_taken(wanted))
    for each in corrections:
        place = {"version": each.version.ordinal} if each.version else {}
        audit.record("corrected", actor=by, mrn=former, field=each.field, waits=waits, **place)
    record_number(settled, cable, by)
    return settled


@one_transaction
def reparse(cable: Cable) -> Settled:
    """Derive all rows anew from the stored bytes; where something is withheld the public keeps the old."""
    cable = Cable.objects.select_for_update().get(pk=cable.pk)
    if not has_live_decision(cable):
        return settle(cable, Names.of_tables())
    wait(cable, SourceText.Pending.REPARSED)
    return Settled()


def refuse_if_number_is_taken(cable: Cable) -> None:
    """Before what waits is taken over: another cable may have come in under the number meanwhile."""
    mrn = corrected_number(cable)
    if mrn and Cable.objects.filter(mrn=mrn).exclude(pk=cable.pk).exists():
        raise Refused(_taken(mrn))


def record_number(settled: Settled, cable: Cable, by: Any) -> None:
    """That the cable has another number, under each of the two."""
    if settled.former:
        audit.record("number taken", actor=by, mrn=settled.former, cable=cable.pk)
        audit.record("number given", actor=by, mrn=cable.mrn, cable=cable.pk)


def _taken(mrn: str) -> str:
    return (
        f"{mrn} is the number of another cable that is here. Look at that one: if its number is wrong, "
        "correct it first; if both are one telegram, import this text again with the number in it."
    )


class _Checked:
    """Values as they are stored. Each is checked against what those before it made of the cable."""

    def __init__(self, cable: Cable, by: Any) -> None:
        self.cable, self.by = cable, by
        self.changes: dict[int, list[Change]] = {}  # by version
        self.texts: dict[int, tuple[str, ParsedCable]] = {}

    def value(self, correction: Correction) -> str:
        """Raises Refused for what the field cannot have."""
        field, value = correction.field, " ".join(correction.value.split())
        if field in Override.OF_VERSION:
            return self._of_paragraph(correction)
        if field == Field.NUMBER:
            return self._number(value)
        if field not in Field.values:
            raise Refused(
                "Choose what to correct: " + ", ".join(str(label).lower() for label in Field.labels)
            )
        if field == Field.CLASSIFICATION and value not in CableVersion.Classification.values:
            raise Refused("Choose the classification: " + ", ".join(CableVersion.Classification.values))
        if field == Field.TAGS:
            return _tags(value)
        return _date(value) if field == Field.SENT_AT else value

    def _number(self, value: str) -> str:
        mrn = canonical_mrn(value) if len(value) <= 80 else None
        if not mrn or number_of(mrn) is None:
            raise Refused(
                f"“{value[:80]}” is no whole cable number; write year, post and serial, as in 09STATE95585."
            )
        if mrn == (corrected_number(self.cable) or self.cable.mrn):
            raise Refused(f"{mrn} is the cable's number already.")
        if Cable.objects.filter(mrn=mrn).exclude(pk=self.cable.pk).exists():
            raise Refused(_taken(mrn))
        return mrn

    def _of_paragraph(self, correction: Correction) -> str:
        version = correction.version
        if version is None or version.cable_id != self.cable.pk:
            raise Refused("Say in which version of the cable the paragraph is.")
        if not may_read_bytes(self.by, self.cable):
            raise Forbidden(
                "Something of this cable was decided about, and your account may not read its whole text: "
                "its paragraphs are for reviewers who are importers too."
            )
        text, parsed = self._text(version)
        changes = self.changes.setdefault(version.pk, changes_in(version, waiting=True))
        now = arranged(text, parsed, changes)
        value = _place(correction, now)
        changes.append(Change(correction.field, value["start"], value.get("level", "")))
        if correction.field != Field.MARK:
            _refuse_if_unplaced(arranged(text, parsed, changes), at=value["start"])
        return json.dumps(value)

    def _text(self, version: CableVersion) -> tuple[str, ParsedCable]:
        if version.pk not in self.texts:
            text = text_of(source_of(version))
            self.texts[version.pk] = text, parse_cable(text)
        return self.texts[version.pk]


def _place(correction: Correction, now: ParsedCable) -> dict[str, Any]:
    """The stretch of the source that the correction is about: start, end and, of a mark, level."""
    at = correction.at
    if correction.field == Field.SPLIT:
        if any(paragraph.span.start == at for paragraph in now.paragraphs):
            raise Refused("A paragraph begins there already.")
        try:
            start = begins_at(now.paragraphs, at)
        except Unplaced as reason:
            raise Refused(str(reason)) from None
        return {"start": start, "end": next(p.span.end for p in now.paragraphs if p.span.end > start)}
    found = next((paragraph for paragraph in now.paragraphs if paragraph.span.start == at), None)
    if found is None:
        raise Refused("No paragraph begins there: the text is divided otherwise.")
    place: dict[str, Any] = {"start": at, "end": found.span.end}
    if correction.field == Field.MERGE:
        return place
    if correction.value not in ("", *Paragraph.Level.values):
        raise Refused("Choose the mark: unmarked, " + ", ".join(Paragraph.Level.values))
    return place | {"level": correction.value}


def _refuse_if_unplaced(parsed: ParsedCable, at: int) -> None:
    for finding in parsed.findings:
        if finding.code == "correction-unplaced" and finding.span.start == at:
            raise Refused(finding.message)


def _tags(value: str) -> str:
    if value and not NO_TAGS.match(value) and not read_tags(value):
        raise Refused("No code was read in the TAGS. Write them as a telegram does: PREL, PGOV, RU.")
    return value


def _date(value: str) -> str:
    if not value:
        return ""
    try:
        sent = dt.datetime.fromisoformat(value)
    except ValueError:
        raise Refused(
            f"“{value[:80]}” is no date; write it as 2008-08-14T15:20, in UTC, or leave it empty."
        ) from None
    try:
        return (sent if sent.tzinfo else sent.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat()
    except OverflowError:
        raise Refused(f"“{value[:80]}” is no date of the calendar.") from None
