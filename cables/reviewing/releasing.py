"""Release: one person proposes, another confirms. Recall: one person, at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cables.models import Cable, Decision, SourceText, WithheldText
from cables.projection.names import Names
from cables.projection.settle import Settled, settle
from cables.projection.writers import one_transaction
from cables.reviewing import audit
from cables.reviewing.correcting import record_number
from cables.reviewing.full_text import full_text
from cables.reviewing.refusals import Refused, Stale, demand
from cables.reviewing.withholding import record_holds, spread
from cables.visibility import Action

State = Decision.State


@one_transaction
def propose_release(decision: Decision, by: Any, seen: int) -> Decision:
    """`seen` is the decision's revision on the page that was acted on. Nothing becomes public yet."""
    decision = _locked(decision, seen)
    demand(by, Action.PROPOSE_RELEASE, decision.state)
    decision.state, decision.proposed_by, decision.proposed_at = State.PROPOSED, by, timezone.now()
    return _saved(decision, "release proposed", by)


@one_transaction
def withdraw_proposal(decision: Decision, by: Any, seen: int) -> Decision:
    decision = _locked(decision, seen)
    demand(by, Action.WITHDRAW_PROPOSAL, decision.state)
    decision.state, decision.proposed_by, decision.proposed_at = State.WITHHELD, None, None
    return _saved(decision, "release withdrawn", by)


@one_transaction
def confirm_release(decision: Decision, by: Any, seen: int) -> Settled:
    """Publish what the decision kept back, unless something else still does."""
    decision = _locked(decision, seen)
    demand(by, Action.CONFIRM_RELEASE, decision.state)
    if decision.proposed_by_id == by.pk:
        raise Refused("You proposed this release; another person has to confirm it.")
    _refuse_if_unplaced(decision)
    decision.state, decision.confirmed_by, decision.confirmed_at = State.RELEASED, by, timezone.now()
    decision.revision = decision.cable.revision + 1
    decision.save()
    WithheldText.objects.filter(decision=decision).update(text="")
    settled = settle(decision.cable, Names.of_tables())
    _record(decision, "released", by)
    record_number(settled, decision.cable, by)
    return settled


@one_transaction
def recall(decision: Decision, by: Any, seen: int) -> Decision:
    """Take back a mistaken release: the same is withheld again, by a decision of its own."""
    decision = _locked(decision, seen)
    demand(by, Action.RECALL, decision.state)
    live = Decision.objects.filter(cable=decision.cable, version=decision.version).live()
    if decision.scope != Decision.Scope.PASSAGE and live.filter(
        scope=decision.scope, identity=decision.identity
    ):
        raise Refused("This is withheld again already.")
    if Decision.objects.filter(recalls=decision).exists():
        raise Refused("This release was recalled before. Withhold the text anew.")
    again = Decision.objects.create(
        cable=decision.cable,
        version=decision.version,
        scope=decision.scope,
        identity=decision.identity,
        codes=decision.codes,
        acknowledged=decision.acknowledged,
        revision=decision.cable.revision + 1,
        withheld_by=by,
        recalls=decision,
    )
    held: list[Decision] = []
    if again.scope != Decision.Scope.CABLE:
        _place_again(again, decision)
        held = spread(again, words=_paragraphs_withheld(again))
    settle(decision.cable, Names.of_tables(), urgent=True)
    record_holds(held, by)
    audit.record("recalled", actor=by, mrn=decision.cable.mrn, decision=again.pk, recalls=decision.pk)
    return again


UNDO: dict[str, Callable[[Decision, Any, int], Any]] = {
    State.WITHHELD: propose_release,
    State.PROPOSED: withdraw_proposal,
    State.RELEASED: recall,
}


def undo(decision: Decision, by: Any, seen: int) -> Any:
    """Take back the last step, never by publishing: a withholding is undone when another confirms it."""
    return UNDO[decision.state](decision, by, seen)


def _locked(decision: Decision, seen: int) -> Decision:
    """The decision as it stands, its cable locked. Raises Stale if it has changed since `seen`."""
    cable = Cable.objects.select_for_update().get(pk=decision.cable_id)
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    decision.cable = cable
    if decision.revision != seen:
        raise Stale("Somebody has acted on this decision since you opened the page.")
    return decision


def _saved(decision: Decision, action: str, by: Any) -> Decision:
    cable = decision.cable
    cable.revision += 1
    cable.save(update_fields=["revision"])
    decision.revision = cable.revision
    decision.save()
    _record(decision, action, by)
    return decision


def _record(decision: Decision, action: str, by: Any) -> None:
    audit.record(action, actor=by, mrn=decision.cable.mrn, decision=decision.pk, scope=decision.scope)


def _refuse_if_unplaced(decision: Decision) -> None:
    """A held version is published only after every withholding of its cable has its place in it."""
    sources = SourceText.objects.filter(version__cable=decision.cable).exclude(pending="")
    if sources.exists():
        raise Refused("The cable was derived anew. Place its decisions again first.")
    if decision.version_id is None:
        return
    live = Decision.objects.filter(cable=decision.cable).withholdings().live()
    live = live.exclude(scope=Decision.Scope.CABLE)
    placed = WithheldText.objects.filter(version=decision.version_id, decision__in=live)
    if placed.count() < live.count():
        raise Refused("Something withheld of this cable has no place in this version yet. Place it first.")


def _paragraphs_withheld(again: Decision) -> str:
    """The texts of a paragraph in the versions where it has its place; words of one are not looked for."""
    if again.scope != Decision.Scope.PARAGRAPH:
        return ""
    return "\n".join(
        WithheldText.objects.filter(decision=again).order_by("pk").values_list("text", flat=True)
    )


def _place_again(again: Decision, released: Decision) -> None:
    for place in WithheldText.objects.filter(decision=released).order_by("pk").select_related("version"):
        WithheldText.objects.create(
            decision=again,
            version=place.version,
            start=place.start,
            end=place.end,
            text=full_text(place.version).words(place),
            absent=place.absent,
        )
