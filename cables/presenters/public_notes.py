"""Reviewers' notes for all readers, by paragraph. Their writers are not named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from cables.models import PublicNote
from cables.presenters.names import short_date
from cables.sanitise import safe


@dataclass(frozen=True, slots=True)
class PublicNoteView:
    id: str  # 'n12'
    quote: str  # the words it is about, cable text
    date: str
    html: SafeString
    answers: str  # '#n11', or ""


def public_notes_of(notes: Iterable[PublicNote]) -> dict[int, tuple[PublicNoteView, ...]]:
    """Key of a paragraph → its notes, oldest first."""
    found: dict[int, tuple[PublicNoteView, ...]] = {}
    for note in notes:
        view = PublicNoteView(
            f"n{note.number}",
            note.quote,
            short_date(note.written_at),
            safe(note.html),
            f"#n{note.reply_to}" if note.reply_to else "",
        )
        found[note.paragraph_id] = (*found.get(note.paragraph_id, ()), view)
    return found
