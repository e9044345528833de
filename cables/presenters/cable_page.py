"""Everything a cable's page says, as plain values: no HTML, no rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cables.models import CableVersion, Mention, Paragraph
from cables.models.paragraph import anchors
from cables.presenters import cable_facts as facts
from cables.presenters.badge import Badge, cable_badge, paragraph_badge
from cables.presenters.citations import CitedBy, cited_by
from cables.presenters.deletions import Deletion, deletion, shown_subject
from cables.presenters.found import Piece, cut, pieces
from cables.presenters.mention_links import Linker, Note
from cables.presenters.mentioned import Mentioned, mentioned
from cables.presenters.names import date_in_words, post_names, tag_names, zulu_time
from cables.presenters.public_notes import PublicNoteView, public_notes_of
from cables.presenters.reasons import Code
from cables.presenters.references import ReferenceView, ids_of_references, reference_view
from cables.presenters.repairs import RepairList, counted_noun, repair_list
from cables.presenters.segments import Group, groups
from cables.presenters.strip import Part, strip
from cables.presenters.strip import Segment as StripSegment
from cables.search.hits import searched
from cables.search.marking import NO_MARKS, Marks
from cables.search.placing import Span


@dataclass(frozen=True, slots=True)
class ParagraphView:
    id: str
    number: str  # as shown: '3' or '¶'
    key: str  # of data-paragraph: '3', or 'u1' where there is no number
    name: str  # 'paragraph 3', 'unnumbered paragraph'
    level: str
    badge: Badge
    heading: tuple[Piece, ...]
    groups: tuple[Group, ...]
    empty: str  # what to say where there is no text
    notes: tuple[Note, ...]
    public_notes: tuple[PublicNoteView, ...]
    review: str  # address of its page for reviewers


@dataclass(frozen=True, slots=True)
class CablePage:
    mrn: str
    address: str
    source: str
    classification: str
    badge: Badge
    kind: str
    at_origin: str
    subject: str
    subject_pieces: tuple[Piece, ...]
    subject_withheld: Deletion | None
    notice: str
    collection: str
    collection_slug: str
    sent_at: dt.datetime | None
    date: str
    time: str
    route: facts.Route
    tags: tuple[facts.TagChip, ...]
    references: tuple[ReferenceView, ...]
    precedences: tuple[facts.Precedence, ...]
    authority: facts.Authority | None
    clock: facts.Clock
    captions: tuple[Code, ...]
    header: tuple[facts.HeaderLine, ...]
    missing: str
    versions: str
    history: str  # address of what changed between them, '' where there is one version
    strip: tuple[StripSegment, ...]
    counts: str
    all_inherited: str
    paragraphs: tuple[ParagraphView, ...]
    signers: tuple[str, ...]
    repairs: RepairList | None
    cited_by: CitedBy


def cable_page(version: CableVersion, public_versions: int = 1, marks: Marks = NO_MARKS) -> CablePage:
    """From a version of `for_cable_page()`; asks for five things more, each in one query or two.

    `marks` are of what was searched for by whoever comes from a list.
    """
    cable, collection = version.cable, version.collection
    addressees, tags = list(version.addressees.all()), list(version.tags.all())
    references, paragraphs = list(version.references.all()), list(version.paragraphs.all())
    posts = post_names([cable.post, *(a.post for a in addressees)])
    names = tag_names(tag.code for tag in tags)
    targets = _readable(version)
    ids, reference_ids = _ids(paragraphs), ids_of_references(references)
    badges = [_badge(paragraph, version) for paragraph in paragraphs]
    address = reverse("cable", args=[cable.mrn])
    views = _paragraphs(version, paragraphs, ids, badges, reference_ids, targets, marks)
    subject = shown_subject(version.title, version.subject_codes)
    return CablePage(
        mrn=cable.mrn,
        address=address,
        source=reverse("cable-source", args=[cable.mrn]),
        classification=version.classification,
        badge=cable_badge(version.classification),
        kind=facts.kind_of_telegram(version),
        at_origin=facts.marked_at_origin(version),
        subject=subject,
        subject_pieces=pieces(subject, marks),
        subject_withheld=None if version.subject_codes is None else deletion(version.subject_codes),
        notice=collection.notice,
        collection=collection.name,
        collection_slug=collection.slug,
        sent_at=version.sent_at,
        date=date_in_words(version.sent_at) if version.sent_at else "",
        time=zulu_time(version.sent_at) if version.sent_at else "",
        route=facts.route(cable.post, version.originator, addressees, posts),
        tags=facts.tag_chips(tags, names),
        references=tuple(reference_view(r, reference_ids[r.pk], targets) for r in references),
        precedences=facts.precedences(version),
        authority=facts.authority(version),
        clock=facts.clock(version),
        captions=facts.captions(version.captions),
        header=facts.telegram_header(version, addressees),
        missing=facts.missing_sections(version),
        versions=_versions(version, public_versions),
        history=reverse("cable-history", args=[cable.mrn]) if public_versions > 1 else "",
        strip=strip([_part(*row) for row in zip(paragraphs, views, strict=True)]),
        counts=_counts(version, paragraphs),
        all_inherited=_all_inherited(paragraphs, version),
        paragraphs=views,
        signers=tuple(version.signers),
        repairs=repair_list(version, ids),
        cited_by=cited_by(cable.mrn, leaving_out=cable.pk),
    )


# --- Paragraphs -------------------------------------------------------------------------------


def _ids(paragraphs: Sequence[Paragraph]) -> dict[int, str]:
    """Key of a paragraph → its id in the page."""
    names = anchors(paragraph.number for paragraph in paragraphs)
    return {paragraph.pk: name for paragraph, name in zip(paragraphs, names, strict=True)}


def _badge(paragraph: Paragraph, version: CableVersion) -> Badge:
    return paragraph_badge(
        paragraph.portion_mark,
        paragraph.level,
        paragraph.inherited,
        paragraph.captions,
        version.classification,
    )


def _paragraphs(
    version: CableVersion,
    paragraphs: Sequence[Paragraph],
    ids: Mapping[int, str],
    badges: Sequence[Badge],
    reference_ids: Mapping[int, str],
    targets: Mapping[str, Mentioned],
    marks: Marks,
) -> tuple[ParagraphView, ...]:
    mentions: dict[int, list[Mention]] = {}
    for mention in version.mentions.all():
        mentions.setdefault(mention.paragraph_id, []).append(mention)
    letters = {r.label: reference_ids[r.pk] for r in reversed(version.references.all()) if r.label}
    public_notes = public_notes_of(version.public_notes.all())
    linker = Linker({*ids.values()}, letters, targets)
    views = []
    for paragraph, badge in zip(paragraphs, badges, strict=True):
        name, number = ids[paragraph.pk], paragraph.number
        in_heading, in_text = _found(paragraph, marks)
        stretches, notes = linker.place(name, mentions.get(paragraph.pk, ()), paragraph.deletions)
        views.append(
            ParagraphView(
                id=name,
                number="¶" if number is None else str(number),
                key=name if number is None else str(number),
                name="unnumbered paragraph" if number is None else f"paragraph {number}",
                level=paragraph.level,
                badge=badge,
                heading=cut(paragraph.heading, 0, len(paragraph.heading), in_heading),
                groups=groups(
                    paragraph.text, paragraph.blocks, paragraph.page_breaks, stretches, name, in_text
                ),
                empty="" if paragraph.text or paragraph.heading else _empty(paragraph),
                notes=notes,
                public_notes=public_notes.get(paragraph.pk, ()),
                review=reverse("review-paragraph", args=[version.cable.mrn, paragraph.identity]),
            )
        )
    return tuple(views)


def _found(paragraph: Paragraph, marks: Marks) -> tuple[list[Span], list[Span]]:
    """What was searched for in its heading and in its text; a phrase may go from one to the other."""
    whole = searched(paragraph.heading, paragraph.text)
    end, begins = len(paragraph.heading), len(whole) - len(paragraph.text)
    spans = marks.spans(whole)
    return (
        [(start, min(stop, end)) for start, stop in spans if start < end],
        [(max(start - begins, 0), stop - begins) for start, stop in spans if stop > begins],
    )


def _empty(paragraph: Paragraph) -> str:
    if "ENTIRE" in paragraph.portion_mark.upper():
        return "The mark covers the entire text."
    return "There is no text under this number."


def _readable(version: CableVersion) -> dict[str, Mentioned]:
    """Number → each cable cited here that can be read; withheld and absent are alike."""
    cited = [*version.references.all(), *version.mentions.all()]
    targets = {row.target_id for row in cited if row.target_id}
    if not targets:
        return {}
    return mentioned(CableVersion.objects.released().filter(cable__in=targets))


def _part(paragraph: Paragraph, view: ParagraphView) -> Part:
    name = view.name[0].upper() + view.name[1:]
    return Part(
        f"#{view.id}", name, view.badge.words, view.level, view.badge.inherited, len(paragraph.text) + 1
    )


def _all_inherited(paragraphs: Sequence[Paragraph], version: CableVersion) -> str:
    """One sentence instead of a note beside every paragraph."""
    unmarked = sum(paragraph.inherited for paragraph in paragraphs)
    if not unmarked:
        return ""
    if unmarked == len(paragraphs):
        who = "No paragraph carries a mark of its own"
    elif unmarked == 1:
        who = "One paragraph is unmarked in the source"
    else:
        who = f"{facts.in_words(unmarked).capitalize()} paragraphs are unmarked in the source"
    if version.classification == "UNKNOWN":
        return f"{who}; the cable states no level either."
    return f"{who}; the level of the whole cable is shown, in a dashed frame."


# --- Counts ---------------------------------------------------------------------------------


def _counts(version: CableVersion, paragraphs: Sequence[Paragraph]) -> str:
    breaks = sum(len(paragraph.page_breaks) for paragraph in paragraphs)
    counted = [
        counted_noun(len(paragraphs), "paragraph"),
        counted_noun(len(version.repairs.all()), "repair"),
        counted_noun(breaks, "page break"),
    ]
    return " · ".join(filter(None, counted))


def _versions(version: CableVersion, public_versions: int) -> str:
    if public_versions < 2:
        return ""
    number = facts.in_words(public_versions)
    return f"{number.capitalize()} versions were received under this number; this is the newest."
