"""Everything a cable's page says, as plain values: no HTML, no rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cables.models import CableVersion, Mention, Paragraph
from cables.presenters import cable_facts as facts
from cables.presenters.badge import Badge, cable_badge, paragraph_badge
from cables.presenters.citations import CitedBy, cited_by
from cables.presenters.mentioned import Mentioned, mentioned
from cables.presenters.names import date_in_words, post_names, tag_names, zulu_time
from cables.presenters.reasons import Code
from cables.presenters.references import ReferenceView, ids_of_references, reference_view
from cables.presenters.repairs import RepairList, counted_noun, repair_list
from cables.presenters.segments import Group, Segment, Stretch, groups
from cables.presenters.strip import Part, strip
from cables.presenters.strip import Segment as StripSegment

SEPTEL = "Separate telegram: sent on its own, and not named by its number here."
UNRESOLVED = "The REF line does not say which telegram this is."


@dataclass(frozen=True, slots=True)
class Note:
    """In the margin beside a paragraph."""

    id: str
    title: str  # cable text: the words that are explained
    text: str
    href: str = ""
    mrn: str = ""
    subject: str = ""
    date: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class ParagraphView:
    id: str
    number: str  # as shown: '3' or '¶'
    key: str  # of data-paragraph: '3', or 'u1' where there is no number
    name: str  # 'paragraph 3', 'unnumbered paragraph'
    level: str
    badge: Badge
    heading: str
    groups: tuple[Group, ...]
    empty: str  # what to say where there is no text
    notes: tuple[Note, ...]


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
    strip: tuple[StripSegment, ...]
    counts: str
    all_inherited: str
    paragraphs: tuple[ParagraphView, ...]
    signers: tuple[str, ...]
    repairs: RepairList | None
    cited_by: CitedBy


def cable_page(version: CableVersion, public_versions: int = 1) -> CablePage:
    """From a version of `for_cable_page()`; asks for five things more, each in one query or two."""
    cable, collection = version.cable, version.collection
    addressees, tags = list(version.addressees.all()), list(version.tags.all())
    references, paragraphs = list(version.references.all()), list(version.paragraphs.all())
    posts = post_names([cable.post, *(a.post for a in addressees)])
    names = tag_names(tag.code for tag in tags)
    targets = _readable(version)
    ids, reference_ids = _ids(paragraphs), ids_of_references(references)
    badges = [_badge(paragraph, version) for paragraph in paragraphs]
    address = reverse("cable", args=[cable.mrn])
    views = _paragraphs(version, paragraphs, ids, badges, reference_ids, targets)
    return CablePage(
        mrn=cable.mrn,
        address=address,
        source=reverse("cable-source", args=[cable.mrn]),
        classification=version.classification,
        badge=cable_badge(version.classification),
        kind=facts.kind_of_telegram(version),
        at_origin=facts.marked_at_origin(version),
        subject=version.title,
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
    """Key of a paragraph → its id in the page. A number that comes again gives `p3-2`."""
    found: dict[int, str] = {}
    seen: Counter[int | None] = Counter()
    for paragraph in paragraphs:
        number = paragraph.number
        seen[number] += 1
        if number is None:
            found[paragraph.pk] = f"u{seen[None]}"
        else:
            found[paragraph.pk] = f"p{number}" if seen[number] == 1 else f"p{number}-{seen[number]}"
    return found


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
) -> tuple[ParagraphView, ...]:
    mentions: dict[int, list[Mention]] = {}
    for mention in version.mentions.all():
        mentions.setdefault(mention.paragraph_id, []).append(mention)
    letters = {r.label: reference_ids[r.pk] for r in reversed(version.references.all()) if r.label}
    linker = _Linker({*ids.values()}, letters, targets)
    views = []
    for paragraph, badge in zip(paragraphs, badges, strict=True):
        name, number = ids[paragraph.pk], paragraph.number
        stretches, notes = linker.place(name, mentions.get(paragraph.pk, ()))
        views.append(
            ParagraphView(
                id=name,
                number="¶" if number is None else str(number),
                key=name if number is None else str(number),
                name="unnumbered paragraph" if number is None else f"paragraph {number}",
                level=paragraph.level,
                badge=badge,
                heading=paragraph.heading,
                groups=groups(paragraph.text, paragraph.blocks, paragraph.page_breaks, stretches, name),
                empty="" if paragraph.text or paragraph.heading else _empty(paragraph),
                notes=notes,
            )
        )
    return tuple(views)


def _empty(paragraph: Paragraph) -> str:
    if "ENTIRE" in paragraph.portion_mark.upper():
        return "The mark covers the entire text."
    return "There is no text under this number."


class _Linker:
    """Turns mentions into links, and says in the margin what a link alone cannot; each thing once."""

    def __init__(self, ids: set[str], letters: Mapping[str, str], targets: Mapping[str, Mentioned]) -> None:
        self.ids, self.letters, self.targets = ids, letters, targets
        self.explained: set[str] = set()
        self.place_of_note: dict[str, str] = {}

    def place(self, paragraph: str, mentions: Iterable[Mention]) -> tuple[list[Stretch], tuple[Note, ...]]:
        stretches, notes = [], []
        for mention in mentions:
            if mention.kind == Mention.Kind.PARAGRAPH:
                segment = self._paragraph(mention)
            elif mention.mrn:
                segment = self._cable(mention, paragraph, notes)
            elif mention.label in self.letters:
                segment = Segment(
                    "link", mention.text, f"#{self.letters[mention.label]}", words="in the references"
                )
            else:
                segment = self._unresolved(mention, paragraph, notes)
            stretches.append(Stretch(mention.start, mention.end, segment))
        return stretches, tuple(notes)

    def _paragraph(self, mention: Mention) -> Segment:
        name = f"p{mention.number}"
        return Segment("link" if name in self.ids else "text", mention.text, f"#{name}")

    def _cable(self, mention: Mention, paragraph: str, notes: list[Note]) -> Segment:
        target = self.targets.get(mention.mrn)
        href = reverse("cable", args=[mention.mrn])
        if mention.mrn not in self.explained:
            self.explained.add(mention.mrn)
            note_id = f"{paragraph}-n{len(notes) + 1}"
            notes.append(_preview(note_id, mention, href, target))
        return Segment("cable", mention.text, href, mention.mrn, held=target is not None)

    def _unresolved(self, mention: Mention, paragraph: str, notes: list[Note]) -> Segment:
        words = SEPTEL if mention.kind == Mention.Kind.SEPTEL else UNRESOLVED
        key = mention.text.casefold()
        if key not in self.place_of_note:
            self.place_of_note[key] = f"{paragraph}-n{len(notes) + 1}"
            notes.append(Note(self.place_of_note[key], mention.text, words))
        return Segment("note", mention.text, f"#{self.place_of_note[key]}", words=words)


def _preview(note_id: str, mention: Mention, href: str, target: Mentioned | None) -> Note:
    if target is None:
        return Note(note_id, mention.text, "Not held here.", href, mention.mrn)
    return Note(note_id, mention.text, "", href, mention.mrn, target.subject, target.date, target.badge)


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
