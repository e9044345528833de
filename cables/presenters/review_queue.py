"""What waits for a reviewer, and what was decided last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cables.models import Decision, SourceText
from cables.presenters.review_decisions import DecisionView, decision_view
from cables.visibility import State

MOST = 100
LATEST = 20


@dataclass(frozen=True, slots=True)
class Row:
    mrn: str
    href: str
    decision: DecisionView


@dataclass(frozen=True, slots=True)
class Queue:
    to_confirm: tuple[Row, ...]
    held: tuple[Row, ...]
    anew: tuple[tuple[str, str], ...]  # number and address of cables derived anew
    latest: tuple[Row, ...]


def review_queue(user: Any) -> Queue:
    """Four queries."""
    decisions = Decision.objects.with_people()
    proposed = decisions.filter(state=State.PROPOSED).order_by("proposed_at")[:MOST]
    held = decisions.holds().filter(state=State.WITHHELD).order_by("pk")[:MOST]
    waiting = SourceText.objects.exclude(pending="").order_by("version__cable__mrn")
    mrns = dict.fromkeys(waiting.values_list("version__cable__mrn", flat=True)[:MOST])
    return Queue(
        to_confirm=_rows(proposed, user),
        held=_rows(held, user),
        anew=tuple((mrn, reverse("review-cable", args=[mrn])) for mrn in mrns),
        latest=_rows(decisions.order_by("-pk")[:LATEST], user),
    )


def _rows(decisions: Iterable[Decision], user: Any) -> tuple[Row, ...]:
    return tuple(Row(d.cable.mrn, _href(d), decision_view(d, user)) for d in decisions)


def _href(decision: Decision) -> str:
    address = reverse("review-cable", args=[decision.cable.mrn])
    version = f"?version={decision.version.ordinal}" if decision.version else ""
    place = f"#i{decision.identity}" if decision.identity else ""
    return f"{address}{version}{place}"
