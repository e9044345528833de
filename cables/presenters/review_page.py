"""What reviewers see of a cable: the whole text, what is withheld of it, and the notes. Restricted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cables.models import Annotation, Decision, WithheldText
from cables.parsing.quoting import stretch
from cables.presenters.badge import Badge, cable_badge, paragraph_badge
from cables.presenters.deletions import Deletion, deletion
from cables.presenters.review_decisions import DecisionView, decision_view
from cables.presenters.review_notes import NoteView, note_threads
from cables.reviewing.full_text import FullParagraph, FullText
from cables.reviewing.placing import first_words
from cables.visibility import visible_notes


@dataclass(frozen=True, slots=True)
class Piece:
    """Of a paragraph's text; `kept` is what keeps it from the public, if anything."""

    text: str
    kept: Deletion | None = None


@dataclass(frozen=True, slots=True)
class ReviewParagraph:
    identity: int
    id: str
    href: str
    number: str
    name: str
    level: str
    badge: Badge
    heading: str
    text: str
    pieces: tuple[Piece, ...]
    decisions: tuple[DecisionView, ...]
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class VersionLink:
    ordinal: int
    state: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class ToPlace:
    """A withholding that has no place yet in the version that is looked at."""

    decision: DecisionView
    words: str
    suggested: str  # 'paragraph 2', or ""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    mrn: str
    href: str
    public_href: str
    subject: str
    badge: Badge
    revision: int
    ordinal: int
    state: str
    pending: str
    bytes_href: str
    versions: tuple[VersionLink, ...]
    paragraphs: tuple[ReviewParagraph, ...]
    about_the_whole: tuple[DecisionView, ...]
    to_place: tuple[ToPlace, ...]


def review_page(text: FullText, user: Any) -> ReviewPage:
    """In seven queries and one parse."""
    version, cable = text.version, text.version.cable
    decisions = list(Decision.objects.filter(cable=cable).with_people().order_by("pk"))
    places = list(WithheldText.objects.filter(version=version, decision__in=decisions))
    notes = note_threads(Annotation.objects.filter(visible_notes(user), cable=cable), text, user)
    versions = list(cable.versions.order_by("ordinal"))
    views = {d.pk: decision_view(d, user) for d in decisions}
    href = reverse("review-cable", args=[cable.mrn])
    of_paragraph: dict[int, list[DecisionView]] = {}
    whole: list[DecisionView] = []
    for decision in decisions:
        if decision.identity is None:
            whole.append(views[decision.pk])
        else:
            of_paragraph.setdefault(decision.identity, []).append(views[decision.pk])
    kept = _kept(decisions, places)
    return ReviewPage(
        mrn=cable.mrn,
        href=href,
        public_href=reverse("cable", args=[cable.mrn]),
        subject=text.parsed.subject or "",
        badge=cable_badge(text.parsed.classification or "UNKNOWN"),
        revision=cable.revision,
        ordinal=version.ordinal,
        state=version.get_state_display(),
        pending=text.pending,
        bytes_href=reverse("review-bytes", args=[cable.mrn, version.ordinal]),
        versions=tuple(
            VersionLink(v.ordinal, v.get_state_display(), f"{href}?version={v.ordinal}", v == version)
            for v in versions
        ),
        paragraphs=tuple(
            _paragraph(p, cable.mrn, text, kept, of_paragraph.get(p.identity, ()), notes.get(p.identity, ()))
            for p in text.paragraphs
        ),
        about_the_whole=tuple(whole),
        to_place=tuple(_to_place(text, decisions, places, views)),
    )


def _kept(
    decisions: Iterable[Decision], places: Iterable[WithheldText]
) -> list[tuple[int, int, Deletion, str]]:
    """(start, end, what keeps it, scope) of all that is live in this version, by place in the source."""
    live = {decision.pk: decision for decision in decisions if decision.is_live}
    found = []
    for place in places:
        decision = live.get(place.decision_id)
        if decision and not place.absent and decision.identity is not None:
            found.append((place.start, place.end, deletion(decision.codes), decision.scope))
    return sorted(found, key=lambda kept: kept[0])


def _to_place(
    text: FullText,
    decisions: Iterable[Decision],
    places: Iterable[WithheldText],
    views: dict[int, DecisionView],
) -> Iterable[ToPlace]:
    placed = {place.decision_id for place in places}
    for decision in decisions:
        about_a_part = decision.version_id is None and decision.scope != Decision.Scope.CABLE
        if not decision.is_live or not about_a_part or decision.pk in placed:
            continue
        words = first_words(decision, text.version)
        place = text.place(decision, words)
        found = text.paragraph(decision.identity or 0)
        name = "the subject" if decision.scope == Decision.Scope.SUBJECT else found.name if found else ""
        yield ToPlace(views[decision.pk], words, name if place else "")


def _paragraph(
    found: FullParagraph,
    mrn: str,
    text: FullText,
    kept: Sequence[tuple[int, int, Deletion, str]],
    decisions: Sequence[DecisionView],
    notes: Sequence[NoteView],
) -> ReviewParagraph:
    paragraph = found.paragraph
    return ReviewParagraph(
        identity=found.identity,
        id=f"i{found.identity}",
        href=reverse("review-paragraph", args=[mrn, found.identity]),
        number="¶" if paragraph.number is None else str(paragraph.number),
        name=found.name,
        level=paragraph.level or "",
        badge=paragraph_badge(
            paragraph.portion_mark or "",
            paragraph.level or "",
            paragraph.inherited,
            paragraph.captions,
            text.parsed.classification or "UNKNOWN",
        ),
        heading=paragraph.heading or "",
        text=found.text,
        pieces=tuple(_pieces(found, kept)),
        decisions=tuple(decisions),
        notes=tuple(notes),
    )


def _pieces(found: FullParagraph, kept: Sequence[tuple[int, int, Deletion, str]]) -> Iterable[Piece]:
    span = found.paragraph.span
    at = 0
    for start, end, deleted, scope in kept:
        if scope == Decision.Scope.PARAGRAPH and start <= span.start < max(end, start + 1):
            yield Piece(found.text[at:], deleted)
            return
        place = stretch(found.paragraph, start, end) if start < span.end and end > span.start else None
        if place is None or place[0] < at:
            continue
        if place[0] > at:
            yield Piece(found.text[at : place[0]])
        yield Piece(found.text[place[0] : place[1]], deleted)
        at = place[1]
    if at < len(found.text):
        yield Piece(found.text[at:])
