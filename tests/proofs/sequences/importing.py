"""Acts of the importer: new texts, the same again, others under the same number, corrections, parsers."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User

from cables.importing.batches import import_paths
from cables.models import Cable as CableRow
from cables.models import Collection, ImportItem
from cables.reviewing.correcting import correct, reparse
from tests.proofs.sequences.comparing import reconcile
from tests.proofs.sequences.looking import OF_IMPORTS
from tests.proofs.sequences.model import Cable, Correction, Version
from tests.proofs.sequences.room import ACCEPTED, Problem, Room
from tests.proofs.sequences.texts import Text

FIELDS = ("subject", "originator", "classification", "sent_at")


def import_text(room: Room, name: str, text: Text, policy: str = "on-import") -> None:
    collection, _ = Collection.objects.get_or_create(
        slug=f"sequences-{policy}", defaults={"name": "Sequences", "release_policy": policy}
    )
    path = room.folder / f"{text.mrn}.txt"
    path.write_text(text.content)
    cable = next((cable for cable in room.cables if cable.mrn == text.mrn), None)
    known = [v for v in cable.versions if v.text.content == text.content] if cable else []
    _, (result,) = room.attempt(name, lambda: list(import_paths([path], collection)))
    outcome = ImportItem.Outcome.UNCHANGED if known else _new(cable)
    if result.outcome != outcome:
        raise Problem(f"To {name} gave “{result.outcome}” and not “{outcome}”: {result.message}")
    room.counts[f"imported: {result.outcome}"] += 1
    if known:
        if changed := room.changed_by_last_act() - OF_IMPORTS:
            raise Problem(f"The same bytes again changed {', '.join(sorted(changed))}.")
        return
    if cable is None:
        cable = Cable(result.cable, text.mrn, text)
        room.cables.append(cable)
    must_hold = bool(cable.live) or policy == "after-review"
    version = Version(result.version, len(cable.versions) + 1, text)
    cable.versions.append(version)
    cable.text = text
    cable.canaries |= {word for _, word in version.occurrences}
    reconcile(room, cable, may_hold=[version] if must_hold else [])
    if must_hold and cable.hold_on(version) is None:
        raise Problem(f"Version {version.ordinal} of {cable.mrn} came in without a hold.")


def _new(cable: Cable | None) -> str:
    return ImportItem.Outcome.NEW_VERSION if cable else ImportItem.Outcome.NEW


def import_other(room: Room, cable: Cable, ways: Sequence[str], n: int, *, of_first: bool) -> None:
    """Another text under the number; `of_first` departs from the first text rather than the newest."""
    text = cable.versions[0].text if of_first else cable.text
    if "rewritten" in ways:
        cable.rewritten |= {word for piece in text.pieces for word in piece.canaries}
    import_text(room, f"import ({' '.join(ways) or 'transmission'})", room.writer.other(text, ways, n))


def correct_field(room: Room, cable: Cable, field: str, n: int, by: User, *, repeats: bool) -> None:
    """The value is a canary; with `repeats` it repeats a whole paragraph."""
    canary = room.writer.aviary.new("a correction")
    reason = room.writer.aviary.new("the reason of a correction")
    piece = cable.text.pieces[n % len(cable.text.pieces)]
    repeats = repeats and field in ("subject", "originator")
    value = {
        "subject": f"{piece.text} {canary}" if repeats else f"HARBOUR {canary} FEES",
        "originator": f"{piece.text} {canary}" if repeats else f"AMCONSUL {canary}",
        "classification": ("SECRET", "UNCLASSIFIED")[n % 2],
        "sent_at": f"2008-08-{n % 28 + 1:02d}T10:00:00+00:00",
    }[field]
    cable.canaries |= {canary, reason}
    done, _ = room.attempt(
        f"correct the {field}",
        lambda: correct(CableRow.objects.get(pk=cable.pk), field, value, f"As printed: {reason}", by),
        (ACCEPTED,) if by == room.importer else ("Forbidden",),
        by,
    )
    if done:
        said = frozenset(piece.canaries if repeats else ())
        waits = bool(cable.live)
        cable.corrections.append(Correction(field, value, canary, said, by.pk, waits))
        reconcile(room, cable)


def parse_anew(room: Room, cable: Cable) -> None:
    room.attempt("parse anew", lambda: reparse(CableRow.objects.get(pk=cable.pk)), (ACCEPTED,))
    reconcile(room, cable)


def change_parser(room: Room) -> None:
    """Nobody is told: what is parsed from now on is divided otherwise."""
    room.parsers.joins = not room.parsers.joins
    room.counts["change the parser: accepted"] += 1
