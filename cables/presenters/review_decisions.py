"""A decision as reviewers see it: what it keeps, its history, what they may do next. Restricted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cables.models import Decision
from cables.presenters.deletions import Deletion, deletion
from cables.presenters.names import short_date
from cables.visibility import Action, may

State = Decision.State
SCOPES = {"paragraph": "Paragraph", "passage": "Words", "subject": "Subject", "cable": "Whole cable"}
UNDO = {
    State.WITHHELD: ("propose", "Propose release", Action.PROPOSE_RELEASE),
    State.PROPOSED: ("withdraw", "Withdraw the proposal", Action.WITHDRAW_PROPOSAL),
    State.RELEASED: ("recall", "Recall the release", Action.RECALL),
}


@dataclass(frozen=True, slots=True)
class Act:
    """A button: `name` is what the form sends."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    pk: int
    revision: int
    what: str  # 'Words', 'Version 2 held'
    state: str
    is_live: bool
    deletion: Deletion
    acknowledged: bool
    history: tuple[str, ...]  # sentences
    acts: tuple[Act, ...]
    waits_for_another: bool  # proposed by the person who looks


def decision_view(decision: Decision, user: Any) -> DecisionView:
    what = SCOPES[decision.scope]
    if decision.version is not None:
        what = f"Version {decision.version.ordinal} held"
    own_proposal = decision.state == State.PROPOSED and decision.proposed_by_id == user.pk
    acts = []
    if may(user, Action.CONFIRM_RELEASE, decision.state) and not own_proposal:
        acts.append(Act("confirm", "Confirm the release"))
    name, label, action = UNDO[decision.state]
    if may(user, action, decision.state):
        acts.append(Act(name, label))
    return DecisionView(
        pk=decision.pk,
        revision=decision.revision,
        what=what,
        state=decision.get_state_display(),
        is_live=decision.is_live,
        deletion=deletion(decision.codes),
        acknowledged=decision.acknowledged,
        history=tuple(_history(decision)),
        acts=tuple(acts),
        waits_for_another=own_proposal,
    )


def _history(decision: Decision) -> Iterable[str]:
    by = decision.withheld_by
    withheld = "Held on import" if by is None else f"Withheld by {by.get_username()}"
    yield f"{withheld} on {short_date(decision.withheld_at)}."
    if decision.proposed_by and decision.proposed_at:
        name = decision.proposed_by.get_username()
        yield f"Release proposed by {name} on {short_date(decision.proposed_at)}."
    if decision.confirmed_by and decision.confirmed_at:
        name = decision.confirmed_by.get_username()
        yield f"Released by {name} on {short_date(decision.confirmed_at)}."
