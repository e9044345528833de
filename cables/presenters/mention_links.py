"""Words of a paragraph that point somewhere, as links, and as notes in its margin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cables.models import Mention
from cables.presenters.badge import Badge
from cables.presenters.deletions import Deletion, deletion
from cables.presenters.mentioned import Mentioned
from cables.presenters.segments import Segment, Stretch

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


class Linker:
    """Turns mentions into links, and says in the margin what a link alone cannot; each thing once."""

    def __init__(self, ids: set[str], letters: Mapping[str, str], targets: Mapping[str, Mentioned]) -> None:
        self.ids, self.letters, self.targets = ids, letters, targets
        self.explained: set[str] = set()
        self.place_of_note: dict[str, str] = {}

    def place(
        self, paragraph: str, mentions: Iterable[Mention], deletions: Iterable[Sequence] = ()
    ) -> tuple[list[Stretch], tuple[Note, ...]]:
        """`deletions` as in the column of Paragraph."""
        stretches, notes = [], []
        for start, end, codes in deletions:
            stretches.append(Stretch(start, end, self._deleted(deletion(codes), paragraph, notes)))
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

    def _deleted(self, deleted: Deletion, paragraph: str, notes: list[Note]) -> Segment:
        if not deleted.meaning:
            return Segment("withheld", deleted.text)
        if deleted.codes not in self.place_of_note:
            self.place_of_note[deleted.codes] = f"{paragraph}-n{len(notes) + 1}"
            notes.append(Note(self.place_of_note[deleted.codes], deleted.codes, deleted.meaning))
        return Segment(
            "withheld", deleted.text, f"#{self.place_of_note[deleted.codes]}", words=deleted.meaning
        )

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
