"""Other cables as a page names them: date, level and subject of the version shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from cables.models import CableVersion
from cables.presenters.badge import Badge, cable_badge
from cables.presenters.deletions import shown_subject
from cables.presenters.names import short_date


@dataclass(frozen=True, slots=True)
class Mentioned:
    mrn: str
    href: str
    date: str
    subject: str
    badge: Badge


def mentioned(versions: QuerySet[CableVersion]) -> dict[str, Mentioned]:
    """Number → cable, in the order of `versions`, which must be released ones. One query."""
    rows = versions.values_list("cable__mrn", "sent_at", "classification", "title", "subject_codes")
    return {
        mrn: Mentioned(
            mrn,
            reverse("cable", args=[mrn]),
            short_date(sent_at) if sent_at else "no date",
            shown_subject(title, codes),
            cable_badge(classification),
        )
        for mrn, sent_at, classification, title, codes in rows
    }
