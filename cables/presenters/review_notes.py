"""The notes on a cable's paragraphs as reviewers see them. Restricted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from cables.models import Annotation
from cables.presenters.names import short_date
from cables.reviewing.full_text import FullText
from cables.sanitise import safe
from cables.visibility import may_edit_note


@dataclass(frozen=True, slots=True)
class NoteView:
    pk: int
    id: str
    author: str
    date: str
    edited: str
    visibility: str
    quote: str
    placed: bool  # the quoted words still stand in the text
    html: SafeString
    deleted: bool
    may_edit: bool
    replies: tuple[NoteView, ...]


def note_threads(notes: QuerySet[Annotation], text: FullText, user: Any) -> dict[int, tuple[NoteView, ...]]:
    """Identity of a paragraph → its notes, each with its answers."""
    rows = list(notes.select_related("author").order_by("pk"))
    answers: dict[int | None, list[Annotation]] = {}
    known = {row.pk for row in rows}
    for row in rows:
        answers.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)

    def view(note: Annotation) -> NoteView:
        found = text.paragraph(note.identity)
        return NoteView(
            pk=note.pk,
            id=f"n{note.pk}",
            author=note.author.get_username(),
            date=short_date(note.created_at),
            edited=short_date(note.edited_at) if note.edited_at else "",
            visibility=note.get_visibility_display(),
            quote=note.quote,
            placed=not note.quote or (found is not None and note.quote in found.text),
            html=safe(note.html),
            deleted=note.deleted_at is not None,
            may_edit=note.deleted_at is None and may_edit_note(user, note),
            replies=tuple(view(answer) for answer in answers.get(note.pk, ())),
        )

    threads: dict[int, tuple[NoteView, ...]] = {}
    for root in answers.get(None, ()):
        shown = view(root)
        if not shown.deleted or shown.replies:
            threads[root.identity] = (*threads.get(root.identity, ()), shown)
    return threads
