"""Which notes are public: those for all readers, on a paragraph of which nothing is withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Max

from cables.models import (
    Annotation,
    Cable,
    CableVersion,
    Decision,
    Paragraph,
    PublicNote,
    PublicSource,
    WithheldText,
)
from cables.projection.copies import Withheld
from cables.projection.sources import places_of, source_of, text_of


def write_public_notes(cable: Cable, live: Iterable[Decision]) -> None:
    """`live` are the cable's live decisions; the states of its versions stand already.

    What a note says elsewhere may not repeat withheld words, nor words that only a held version has;
    what it quotes must stand in this version. A reply to a note that is not public is not public.
    """
    PublicNote.objects.filter(version__cable=cable).delete()
    notes = list(Annotation.objects.filter(cable=cable, visibility="all", deleted_at=None).order_by("pk"))
    if not notes:
        return
    live = list(live)
    for version in CableVersion.objects.filter(cable=cable, state=CableVersion.State.PUBLIC):
        _write_beside(version, notes, live)


def _write_beside(version: CableVersion, notes: Iterable[Annotation], live: Sequence[Decision]) -> None:
    touched = {decision.identity for decision in live if decision.identity is not None}
    touched |= set(_with_deletions(version, live))
    withheld = _withheld(version, live)
    paragraphs = {row.identity: row for row in Paragraph.objects.filter(version=version)}
    public: dict[int | None, int | None] = {None: None}  # key → number
    for note in notes:
        paragraph = paragraphs.get(note.identity)
        if paragraph is None or note.identity in touched:
            continue
        if note.parent_id not in public or note.quote not in paragraph.text:
            continue
        if withheld.is_repeated_in(f"{note.source} {note.quote}"):
            continue
        public[note.pk] = number = note.number or _give_number(note)
        start = _place(note, paragraph.text)
        PublicNote.objects.create(
            version=version,
            paragraph=paragraph,
            number=number,
            reply_to=public[note.parent_id],
            quote=note.quote,
            start=start,
            end=None if start is None else start + len(note.quote),
            html=note.html,
            written_at=note.created_at,
        )


def _with_deletions(version: CableVersion, live: Iterable[Decision]) -> Iterator[int]:
    """The identities of the paragraphs of which something is withheld in this version.

    A decision can reach further than the paragraph that it names: one that a former parser joined
    to it is a paragraph of its own for the next.
    """
    places = WithheldText.objects.filter(version=version, decision__in=live, absent=False)
    spans = list(places.filter(decision__identity__isnull=False).values_list("start", "end"))
    for identity, low, high in places_of(source_of(version)) if spans else ():
        if any(start < high and end > low for start, end in spans):
            yield identity


def withheld_texts(live: Iterable[Decision]) -> list[str]:
    return list(WithheldText.objects.filter(decision__in=live).values_list("text", flat=True))


def _withheld(version: CableVersion, live: Iterable[Decision]) -> Withheld:
    others = CableVersion.objects.filter(cable=version.cable_id, state=CableVersion.State.HELD)
    held = [text_of(source_of(other)) for other in others]
    return Withheld(withheld_texts(live), held, PublicSource.objects.get(version=version).text)


def _give_number(note: Annotation) -> int:
    """The next of its cable, whose row is locked."""
    last = Annotation.objects.filter(cable=note.cable_id).aggregate(last=Max("number"))["last"]
    note.number = (last or 0) + 1
    note.save(update_fields=["number"])
    return note.number


def _place(note: Annotation, text: str) -> int | None:
    """Where the quoted words stand now: in their old place, else where they come first."""
    if not note.quote:
        return None
    if note.start is not None and text[note.start : note.end] == note.quote:
        return note.start
    return text.find(note.quote)
