"""Other cables as a page names them: date, level and subject of the version shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.urls import reverse

from cables.models import CableVersion
from cables.presenters.badge import Badge, cable_badge
from cables.presenters.names import short_date
from cables.presenters.sentence_case import sentence_case

READ_OF_A_PARAGRAPH = 2_000
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Mentioned:
    mrn: str
    href: str
    date: str
    subject: str
    badge: Badge


def mentioned(versions: QuerySet[CableVersion], names: Iterable[str] = ()) -> dict[str, Mentioned]:
    """Number → cable, in the order of `versions`, which must be released ones.

    In one query: each version comes once for each of its paragraphs, whose texts are the evidence
    for the case of its subject. `names` as for sentence_case.
    """
    rows = versions.annotate(body=Left("paragraphs__text", READ_OF_A_PARAGRAPH)).values_list(
        "cable__mrn", "sent_at", "classification", "subject", "body"
    )
    facts: dict[str, tuple] = {}
    bodies: dict[str, list[str]] = {}
    for mrn, sent_at, classification, subject, body in rows[:MOST_ROWS]:
        facts.setdefault(mrn, (sent_at, classification, subject))
        bodies.setdefault(mrn, []).append(body or "")
    known = [*names]
    return {
        mrn: Mentioned(
            mrn,
            reverse("cable", args=[mrn]),
            short_date(sent_at) if sent_at else "no date",
            sentence_case(subject, bodies[mrn], known),
            cable_badge(classification),
        )
        for mrn, (sent_at, classification, subject) in facts.items()
    }
