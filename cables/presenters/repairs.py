"""What was done to the text between the source and the page, for those who ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from cables.models import CableVersion

MOST_REPAIRS = 200
LONGEST_REPAIR = 120


@dataclass(frozen=True, slots=True)
class RepairView:
    before: str
    after: str
    reason: str
    paragraph: str  # '#p3' or ''
    place: str  # '¶3' or 'header'
    source: str


@dataclass(frozen=True, slots=True)
class RepairList:
    summary: str  # '9 repairs: apostrophe misread (7), page marker (2)'
    shown: tuple[RepairView, ...]
    more: int


def repair_list(version: CableVersion, ids: Mapping[int, str]) -> RepairList | None:
    repairs = list(version.repairs.all())
    if not repairs:
        return None
    reasons = Counter(repair.reason for repair in repairs)
    told = ", ".join(f"{reason} ({count})" for reason, count in reasons.most_common())
    source = reverse("cable-source", args=[version.cable.mrn])
    shown = []
    for number, repair in enumerate(repairs[:MOST_REPAIRS], 1):
        paragraph = ids.get(repair.paragraph_id, "")
        place = (
            f"¶{paragraph[1:]}" if paragraph.startswith("p") else "unnumbered ¶" if paragraph else "header"
        )
        shown.append(
            RepairView(
                before=visible(repair.before),
                after=visible(repair.after),
                reason=repair.reason,
                paragraph=f"#{paragraph}" if paragraph else "",
                place=place,
                source=f"{source}#repair-{number}",
            )
        )
    summary = f"{counted_noun(len(repairs), 'repair')}: {told}"
    return RepairList(summary, tuple(shown), len(repairs) - len(shown))


def visible(text: str) -> str:
    """Line ends and the blanks around them as signs; cut where it is long."""
    shown = text.replace("\r\n", "↵").replace("\n", "↵").replace("\r", "↵").replace("\t", "⇥")
    return shown if len(shown) <= LONGEST_REPAIR else shown[:LONGEST_REPAIR] + "…"


def counted_noun(number: int, noun: str) -> str:
    """`3 repairs`, `1 repair`, "" for none."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else ""
