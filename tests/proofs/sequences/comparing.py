"""After each accepted act: the database says what the model says, decision for decision, note for note."""

from __future__ import annotations

from collections.abc import Iterable

from cables.models import Annotation, Override, WithheldText
from cables.models import Decision as DecisionRow
from tests.proofs.sequences import looking, publicity
from tests.proofs.sequences.model import Cable, Decision, Version
from tests.proofs.sequences.room import Problem, Room, same


def reconcile(
    room: Room, cable: Cable, *, may_hold: Iterable[Version] = (), fresh: Decision | None = None
) -> None:
    """Take over what the site found by itself where it may, then compare everything.

    `may_hold` are the versions on which the act may have put a hold; `fresh` is the decision that
    it made, which finds its own places in the other versions.
    """
    observe_division(room, cable)
    _adopt_holds(room, cable, may_hold)
    if fresh is not None and fresh.is_of_a_part:
        _adopt_places(cable, fresh)
    _compare(room, cable)
    publicity.check(room, cable)


def observe_division(room: Room, cable: Cable) -> None:
    for version, now in zip(cable.versions, looking.divisions(cable), strict=True):
        if now == version.division:
            continue
        if version.division:
            cable.shaken = room.clock
        version.division = now
        for identity in now:
            words = {word for _, word in version.of(identity)}
            named = cable.named.setdefault(identity, set(words))
            if not named & words and _is_spoken_of(cable, identity):
                raise Problem(f"Identity {identity} of {cable.mrn} was another paragraph's before.")
            named |= words


def _is_spoken_of(cable: Cable, identity: int) -> bool:
    return any(thing.identity == identity for thing in [*cable.decisions, *cable.notes])


def _adopt_holds(room: Room, cable: Cable, may_hold: Iterable[Version]) -> None:
    known = {decision.pk for decision in cable.decisions}
    allowed = {version.pk: version for version in may_hold if cable.hold_on(version) is None}
    for row in DecisionRow.objects.filter(cable=cable.pk).exclude(pk__in=known).order_by("pk"):
        version = allowed.get(row.version_id or 0)
        if version is None or row.withheld_by_id:
            raise Problem(f"A decision about {cable.mrn} came from nowhere: {row}.")
        hold = Decision(row.pk, "cable", None, version, False, None, touched=room.clock, auto=True)
        cable.decisions.append(hold)
        room.counts["held by itself"] += 1


def _adopt_places(cable: Cable, decision: Decision) -> None:
    places = WithheldText.objects.filter(decision=decision.pk)
    said = decision.said - cable.rewritten
    for version in cable.versions:
        place = next((p for p in places if p.version_id == version.pk), None)
        if place is None or version.ordinal in decision.where:
            continue
        cover = place_by_itself(decision, version)
        if place.absent or not cover:
            raise Problem(f"A decision found a place in {cable.mrn} where it has none.")
        here = {word for _, word in version.occurrences}
        if said & here - {word for _, word in cover}:
            raise Problem(f"A decision found a place in {cable.mrn} beside the words it is about.")
        decision.where[version.ordinal] = cover


def place_by_itself(decision: Decision, version: Version) -> frozenset[tuple[int, str]]:
    """What a decision takes out of a version in which nobody has placed it."""
    if decision.scope == "subject":
        return version.of_subject
    cover = version.of(decision.identity)
    if decision.scope == "passage":
        cover = frozenset(pair for pair in cover if pair[1] in decision.words)
    return cover


def _compare(room: Room, cable: Cable) -> None:
    same(
        f"the decisions about {cable.mrn}",
        {
            d.pk: (
                *(d.scope, d.identity, d.version and d.version.pk, d.acknowledged, d.withheld_by),
                *(d.state, d.proposed_by, d.confirmed_by, d.recalls),
            )
            for d in cable.decisions
        },
        {
            row[0]: row[1:]
            for row in DecisionRow.objects.filter(cable=cable.pk).values_list(
                *("pk", "scope", "identity", "version", "acknowledged", "withheld_by"),
                *("state", "proposed_by", "confirmed_by", "recalls"),
            )
        },
    )
    same(
        f"the places in {cable.mrn}",
        {(d.pk, n, not cover) for d in cable.decisions for n, cover in d.where.items()},
        set(
            WithheldText.objects.filter(decision__cable=cable.pk).values_list(
                "decision", "version__ordinal", "absent"
            )
        ),
    )
    same(
        f"the notes on {cable.mrn}",
        {
            n.pk: (n.identity, n.author, n.visibility, n.source, n.quote, n.revision, n.deleted)
            for n in cable.notes
        },
        {
            n.pk: (
                n.identity,
                n.author_id,
                n.visibility,
                n.source,
                n.quote,
                n.revision,
                bool(n.deleted_at),
            )
            for n in Annotation.objects.filter(cable=cable.pk)
        },
    )
    same(
        f"the corrections of {cable.mrn}",
        [(c.field, c.value, c.author, c.waits) for c in cable.corrections],
        list(
            Override.objects.filter(cable=cable.pk)
            .order_by("pk")
            .values_list("field", "value", "author", "waits")
        ),
    )
    if any(correction.waits for correction in cable.corrections) and not room.waiting(cable):
        raise Problem(f"A correction of {cable.mrn} waits, and nothing says so.")
