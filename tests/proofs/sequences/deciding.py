"""Acts about decisions, with what each ought to be answered, and what it does to the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User

from cables.models import Cable as CableRow
from cables.models import CableVersion
from cables.models import Decision as DecisionRow
from cables.reviewing.placing import accept_anew, place
from cables.reviewing.releasing import confirm_release, propose_release, recall, undo, withdraw_proposal
from cables.reviewing.withholding import Target, withhold
from cables.visibility import Action, may
from tests.proofs.sequences.comparing import observe_division, place_by_itself, reconcile
from tests.proofs.sequences.model import NOWHERE, Cable, Decision, Occurrence, Version
from tests.proofs.sequences.room import ACCEPTED, ANY, Page, Problem, Room, Seen
from tests.reviewing.acts import CODES

# --- Withhold -------------------------------------------------------------------------------------


def withhold_something(
    room: Room, cable: Cable, by: User, scope: str, n: int, *, fresh: bool, acknowledged: bool, sure: bool
) -> None:
    page = room.page(by, cable, fresh=fresh)
    version = CableVersion.objects.get(pk=page.version.pk)
    identity, words, cover = None, "", NOWHERE
    target = Target(version, scope, page.revision)
    if scope in ("paragraph", "passage"):
        identity = sorted(page.paragraphs)[n % len(page.paragraphs)]
        seen = page.paragraphs[identity]
        words, cover = seen.text, _said(page.version, seen, seen.text)
        start = 0
        if scope == "passage":
            start, words, cover = _a_passage(page.version, seen, n)
        target = Target(version, scope, page.revision, identity, start, start + len(words), words)
    elif scope == "subject":
        cover = page.version.of_subject
    may_hold = cable.versions if by else ()
    name = f"withhold a {scope}{'' if acknowledged else ', not acknowledged'}"
    done, outcome = room.attempt(
        name,
        lambda: withhold(target, CODES, by, acknowledged=acknowledged, sure=sure),
        _withholding_answers(room, cable, page, scope, identity, cover, sure=sure),
        by,
    )
    if done:
        decision = Decision(outcome.decision.pk, scope, identity, None, acknowledged, by.pk, words)
        decision.touched = room.clock
        if scope != "cable":
            decision.where[page.version.ordinal] = cover
        cable.decisions.append(decision)
        reconcile(room, cable, may_hold=may_hold, fresh=decision)


def _said(version: Version, seen: Seen, words: str) -> frozenset[Occurrence]:
    """What of a paragraph stands in some words of it; of what it says twice the first."""
    first: dict[str, int] = {}
    for index, word in sorted(version.occurrences):
        if index in seen.indices and word in words:
            first.setdefault(word, index)
    whole = words == seen.text
    return frozenset(
        (index, word)
        for index, word in version.occurrences
        if index in seen.indices and (whole or first.get(word) == index)
    )


def _a_passage(version: Version, seen: Seen, n: int) -> tuple[int, str, frozenset[Occurrence]]:
    """From one canary to the same or the next."""
    words = sorted(
        (word for index, word in version.occurrences if index in seen.indices), key=seen.text.index
    )
    words = list(dict.fromkeys(words))
    first = n % len(words)
    last = min(first + (n // 7) % 2, len(words) - 1)
    start, end = seen.text.index(words[first]), seen.text.index(words[last]) + len(words[last])
    passage = seen.text[start:end]
    return start, passage, _said(version, seen, passage)


def _withholding_answers(
    room: Room,
    cable: Cable,
    page: Page,
    scope: str,
    identity: int | None,
    cover: frozenset[Occurrence],
    *,
    sure: bool,
) -> tuple[str, ...]:
    if cable.newest is not page.version:
        return ("Stale",)
    if not room.is_settled(cable, page) and identity is not None:
        return ANY
    since = [
        d
        for d in cable.decisions
        if d.touched > page.at and (identity is None or d.identity in (identity, None))
    ]
    if any(not decision.auto for decision in since):
        return ("Stale",)
    ambiguous = ("Stale",) if since else ()
    if identity is not None and not sure and _is_unclassified(page, identity):
        return ("Doubtful", *ambiguous)
    live = [d for d in cable.live if d.version is None]
    same = [d for d in live if (d.scope, d.identity) == (scope, identity)]
    if scope == "passage":
        whole = any((d.scope, d.identity) == ("paragraph", identity) for d in live)
        overlaps = any(d.where.get(page.version.ordinal, NOWHERE) & cover for d in same)
        return ("Refused", *ambiguous) if whole or overlaps else (ACCEPTED, "Refused", *ambiguous)
    return ("Refused", *ambiguous) if same else (ACCEPTED, *ambiguous)


def _is_unclassified(page: Page, identity: int) -> bool:
    return page.version.text.pieces[page.paragraphs[identity].indices[0]].mark == "U"


# --- Release and recall ---------------------------------------------------------------------------


def _do_propose(decision: Decision, by: User) -> None:
    decision.state, decision.proposed_by = "proposed", by.pk


def _do_withdraw(decision: Decision, by: User) -> None:
    decision.state, decision.proposed_by = "withheld", None


def _do_confirm(decision: Decision, by: User) -> None:
    decision.state, decision.confirmed_by = "released", by.pk


Verb = Callable[[DecisionRow, Any, int], Any]
STEPS: dict[str, tuple[Verb, Action, str, Callable[[Decision, User], None] | None]] = {
    "propose": (propose_release, Action.PROPOSE_RELEASE, "withheld", _do_propose),
    "withdraw": (withdraw_proposal, Action.WITHDRAW_PROPOSAL, "proposed", _do_withdraw),
    "confirm": (confirm_release, Action.CONFIRM_RELEASE, "proposed", _do_confirm),
    "recall": (recall, Action.RECALL, "released", None),
}
UNDONE_BY = {"withheld": "propose", "proposed": "withdraw", "released": "recall"}


def step(
    room: Room, cable: Cable, by: User, name: str, n: int, *, fresh: bool, any_state: bool = False
) -> None:
    """One step of a decision that the person's page shows, if any; `name` may be “undo”."""
    page = room.page(by, cable, fresh=fresh)
    known = [d for d in cable.decisions if d.pk in page.decisions]
    wanted = STEPS[name][2] if name in STEPS else ""
    fitting = [d for d in known if d.state == wanted] or known
    if not known:
        room.counts["nothing to act on"] += 1
        return
    chosen = known if any_state or not wanted else fitting
    decision = chosen[n % len(chosen)]
    row = page.decisions[decision.pk]
    act = UNDONE_BY[row.state] if name == "undo" else name
    verb = undo if name == "undo" else STEPS[act][0]
    before = decision.state
    done, result = room.attempt(
        f"{name}{' a hold' if decision.version else ''}",
        lambda: verb(row, by, row.revision),
        _step_answers(room, cable, decision, act, by, is_stale=decision.touched > page.at),
        by,
    )
    if not done:
        return
    if before != STEPS[act][2]:
        raise Problem(f"To {act} was accepted of a decision that was {before}.")
    if change := STEPS[act][3]:
        change(decision, by)
        decision.touched = room.clock
        reconcile(room, cable)
    else:
        _recalled(room, cable, decision, result, by)


def _recalled(room: Room, cable: Cable, decision: Decision, row: DecisionRow, by: User) -> None:
    again = Decision(
        row.pk, decision.scope, decision.identity, decision.version, decision.acknowledged, by.pk
    )
    again.where, again.recalls, again.touched = dict(decision.where), decision.pk, room.clock
    cable.decisions.append(again)
    reconcile(room, cable, may_hold=cable.versions, fresh=again)
    again.words = decision.words


def _step_answers(
    room: Room, cable: Cable, decision: Decision, act: str, by: User, *, is_stale: bool
) -> tuple[str, ...]:
    if is_stale:
        return ("Stale",)
    _, action, state, _ = STEPS[act]
    if decision.state != state or not may(by, action, decision.state):
        return ("Forbidden",)
    if act == "confirm":
        unplaced = decision.version is not None and any(
            decision.version.ordinal not in other.where for other in cable.of_parts
        )
        if decision.proposed_by == by.pk or unplaced or room.waiting(cable):
            return ("Refused",)
    if act == "recall":
        again = any(
            (d.scope, d.identity, d.version) == (decision.scope, decision.identity, decision.version)
            for d in cable.live
            if d.scope != "passage"
        )
        if again or any(d.recalls == decision.pk for d in cable.decisions):
            return ("Refused",)
    return (ACCEPTED,)


# --- Placing --------------------------------------------------------------------------------------

HOW = ("by itself", "elsewhere", "absent")


def place_somewhere(room: Room, cable: Cable, by: User, how: str, n: int, *, fresh: bool) -> None:
    """In the newest version, or one of the others; of a decision that has no place yet if there is one."""
    page = room.page(by, cable, fresh=fresh)
    known = [d for d in cable.of_parts if d.pk in page.decisions]
    if not known:
        room.counts["nothing to act on"] += 1
        return
    pairs = [(d, v) for d in known for v in cable.versions]
    waiting = [(d, v) for d, v in pairs if v.ordinal not in d.where]
    chosen = waiting if waiting and n % 5 else pairs
    decision, version = chosen[n % len(chosen)]
    row, version_row = page.decisions[decision.pk], CableVersion.objects.get(pk=version.pk)
    identity, words, cover = None, "", NOWHERE
    if how == "elsewhere" and version is page.version:
        identity = sorted(page.paragraphs)[n % len(page.paragraphs)]
        seen = page.paragraphs[identity]
        cover = _said(version, seen, seen.text)
        if decision.scope == "passage":
            _, words, cover = _a_passage(version, seen, n)
    by_itself = how != "absent" and identity is None
    if decision.scope == "subject" and how != "absent":
        cover = version.of_subject
    since = [d for d in cable.decisions if d.touched > page.at and (d is decision or d.version is version)]
    expected = ("Refused",) if version_row.state == "public" else (ACCEPTED, "Refused")
    if since:
        expected = ("Stale", *expected) if all(d.auto for d in since) else ("Stale",)
    done, _ = room.attempt(
        f"place {how}",
        lambda: place(
            row,
            version_row,
            by,
            identity=identity,
            words=words,
            absent=how == "absent",
            seen=page.revision,
        ),
        expected,
        by,
    )
    if done:
        observe_division(room, cable)  # its words are looked for in what the parser finds now
        cover = place_by_itself(decision, version) if by_itself else cover
        if how != "absent" and not cover:
            raise Problem(f"A decision was placed in {cable.mrn} where it has no place.")
        decision.where[version.ordinal] = cover
        if (hold := cable.hold_on(version)) is not None:
            hold.state, hold.proposed_by, hold.touched, hold.auto = "withheld", None, room.clock, False
        reconcile(room, cable, may_hold=[version])
        if (hold := cable.hold_on(version)) is not None:
            hold.auto = False


def accept(room: Room, cable: Cable, by: User) -> None:
    """What is found divided otherwise by the way, since nobody told of the parser, waits from then on."""
    waited = room.waiting(cable)
    done, _ = room.attempt(
        "accept anew",
        lambda: accept_anew(CableRow.objects.get(pk=cable.pk), by),
        (ACCEPTED,) if may(by, Action.PLACE, "held") else ("Forbidden",),
    )
    if done:
        for correction in cable.corrections:
            correction.waits = False
        reconcile(room, cable)
        if room.waiting(cable) & waited:
            raise Problem(f"{cable.mrn} was accepted, and waits as before.")
