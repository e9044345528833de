"""The releases of a cable and what differs between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from cables.models import CableVersion
from cables.presenters.aligned import Pair, Same, aligned
from cables.presenters.badge import Badge, cable_badge
from cables.presenters.cable_facts import marked_at_origin
from cables.presenters.deletions import shown_subject
from cables.presenters.names import CLASSIFICATION_WORDS, plain_date


@dataclass(frozen=True, slots=True)
class Release:
    """`number` counts the public releases from the oldest: a gap would tell of one that is held."""

    number: int
    collection: str
    collection_slug: str
    legal_status: str
    notice: str
    released: str  # by its container, 'not stated'
    badge: Badge
    subject: str
    is_shown: bool
    role: str  # 'before' | 'after' | ''
    compare: str  # address of the comparison with the one before it, '' for the first


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str  # '' where it was not stated
    after: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    mrn: str
    address: str
    reading: str
    source: str
    at_origin: str
    notice: str
    releases: tuple[Release, ...]  # newest first
    old: int
    new: int
    differences: tuple[Difference, ...]
    paragraphs: tuple[Pair | Same, ...]
    says: str  # how much changed
    unknown: str  # what was asked for and is not there


def history_page(
    versions: Sequence[CableVersion], old: CableVersion | None, new: CableVersion, unknown: str = ""
) -> HistoryPage:
    """`versions` are the public ones, oldest first; `old` and `new` two of them, with their rows."""
    mrn = new.cable.mrn
    address = reverse("cable-history", args=[mrn])
    number = {version.pk: n for n, version in enumerate(versions, 1)}
    rows = aligned(old, new) if old else []
    return HistoryPage(
        mrn=mrn,
        address=address,
        reading=reverse("cable", args=[mrn]),
        source=reverse("cable-source", args=[mrn]),
        at_origin=marked_at_origin(new),
        notice=new.collection.notice,
        releases=tuple(
            _release(version, number[version.pk], address, old, new) for version in reversed(versions)
        ),
        old=number[old.pk] if old else 0,
        new=number[new.pk],
        differences=tuple(_differences(old, new)) if old else (),
        paragraphs=tuple(rows),
        says=_says(rows) if old else "",
        unknown=unknown,
    )


def _release(
    version: CableVersion, number: int, address: str, old: CableVersion | None, new: CableVersion
) -> Release:
    role = "after" if version.pk == new.pk else "before" if old and version.pk == old.pk else ""
    return Release(
        number=number,
        collection=version.collection.name,
        collection_slug=version.collection.slug,
        legal_status=version.collection.legal_status,
        notice=version.collection.notice,
        released=plain_date(version.released_at) if version.released_at else "",
        badge=cable_badge(version.classification),
        subject=shown_subject(version.title, version.subject_codes),
        is_shown=version.shown,
        role=role if old else "",
        compare=f"{address}?old={number - 1}&new={number}" if number > 1 else "",
    )


def _differences(old: CableVersion, new: CableVersion) -> list[Difference]:
    before, after = _facts(old), _facts(new)
    return [
        Difference(label, value, after[label]) for label, value in before.items() if value != after[label]
    ]


def _facts(version: CableVersion) -> dict[str, str]:
    to = [a.name for a in version.addressees.all() if a.role == "action"]
    info = [a.name for a in version.addressees.all() if a.role == "info"]
    sent = version.sent_at
    return {
        "Subject": shown_subject(version.title, version.subject_codes),
        "Date": f"{plain_date(sent)}, {sent:%H:%M}Z" if sent else "",
        "From": version.originator,
        "To": ", ".join(to),
        "Info": ", ".join(info),
        "Precedence": version.precedence.capitalize(),
        "Classification": CLASSIFICATION_WORDS[version.classification],
        "Captions": ", ".join(version.captions),
        "Tags": ", ".join(tag.code for tag in version.tags.all()),
        "References": "; ".join(reference.text for reference in version.references.all()),
        "Classified by": version.classified_by,
        "Declassify on": plain_date(version.declassify_on) if version.declassify_on else "",
        "Signed": ", ".join(version.signers),
        "Transmission": version.transmission_id,
        "Collection": version.collection.name,
    }


def _says(rows: Sequence[Pair | Same]) -> str:
    pairs = [row for row in rows if isinstance(row, Pair)]
    same = sum(len(row.sides) for row in rows if isinstance(row, Same))
    if not pairs:
        return "No paragraph differs."
    counts = [
        (sum(1 for pair in pairs if pair.old and pair.new), "changed"),
        (sum(1 for pair in pairs if not pair.old), "added"),
        (sum(1 for pair in pairs if not pair.new), "dropped"),
        (same, "the same"),
    ]
    told = [f"{count} {what}" for count, what in counts if count]
    return f"Of the paragraphs, {', '.join(told)}."
