"""What is hidden is nowhere in public; what is public is where it belongs."""

from __future__ import annotations

from cables.models import CableVersion
from tests.proofs.sequences import looking
from tests.proofs.sequences.model import Cable, Version
from tests.proofs.sequences.room import Problem, Room, same


def check(room: Room, cable: Cable) -> None:
    """After every act: nothing hidden is in a public row, and what is public is where it belongs."""
    found = looking.public_windows(room.rows)
    for other in room.cables:
        if leaked := looking.seen(other.hidden(), found):
            raise Problem(f"Withheld words of {other.mrn} are public: {', '.join(leaked)}.")
    rows = {row.ordinal: row for row in CableVersion.objects.filter(cable=cable.pk)}
    public = [ordinal for ordinal, row in sorted(rows.items()) if row.state == "public"]
    shown = [ordinal for ordinal, row in rows.items() if row.shown]
    same(f"the version shown of {cable.mrn}", public[-1:], shown)
    for version in cable.versions:
        may = cable.may_be_public(version)
        if rows[version.ordinal].state == "held":
            room.counts["versions held for want of exactness" if may else "versions rightly held"] += 1
        elif not may:
            raise Problem(f"Version {version.ordinal} of {cable.mrn} is public and ought to be held.")
        else:
            room.counts["versions public"] += 1
            _find(room, cable, version, rows[version.ordinal])


def _find(room: Room, cable: Cable, version: Version, row: CableVersion) -> None:
    """Left out where the parser was changed: what is withheld then grows with its paragraph."""
    if cable.shaken >= 0 or room.parsers.joins or room.waiting(cable):
        room.counts["versions not looked through"] += 1
        return
    text = looking.said_publicly(version)
    corrected = {correction.field: correction.value for correction in cable.corrections}
    for index, word in cable.free(version):
        if word not in (text if index >= 0 else row.subject) and not (index < 0 and "subject" in corrected):
            raise Problem(f"{word} ought to be public in version {version.ordinal} of {cable.mrn}.")
        room.counts["words found where they belong"] += 1
    if cable.live:
        return
    for field, value in corrected.items():
        stands = getattr(row, field)
        same(f"the {field} of {cable.mrn}", value, stands.isoformat() if field == "sent_at" else stands)
        room.counts["corrections found where they belong"] += 1
    notes = looking.notes_shown(version) if cable.notes else set()
    for note in cable.notes:
        if not note.is_for_all or not cable.shows(version, note) or note.quote not in text:
            continue
        if note.pk not in notes:
            raise Problem(f"A note for all readers on {cable.mrn} is not there.")
        room.counts["notes found where they belong"] += 1


def look_at_pages(room: Room, cable: Cable) -> None:
    hidden = {word for other in room.cables for word in other.hidden()}
    for address, answer in looking.pages(room.nobody, cable):
        if leaked := looking.seen(hidden, looking.windows(answer)):
            raise Problem(f"Withheld words are at {address}: {', '.join(leaked)}.")
        room.counts["pages looked at"] += 1
    for word in sorted(cable.hidden())[:1]:
        if found := looking.found_by_search(room.nobody, cable, word):
            raise Problem(f"A withheld word of {cable.mrn} leads to it: {', '.join(found)}.")
        room.counts["searches that found nothing"] += 1


def look_at_audit() -> None:
    if not looking.audit_is_whole():
        raise Problem("The audit is broken.")
