"""Notes: threads of Markdown on a paragraph or on words of it. One's own are edited and deleted."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cables import sanitise
from cables.models import Annotation, Cable, CableVersion, Decision, IndexChange
from cables.projection.notes import write_public_notes
from cables.projection.writers import one_transaction
from cables.reviewing import audit
from cables.reviewing.full_text import full_text
from cables.reviewing.refusals import Forbidden, Refused, Stale, demand
from cables.visibility import Action, may_edit_note, may_read_note

Visibility = Annotation.Visibility
BREADTH: list[str] = [Visibility.ME, Visibility.REVIEWERS, Visibility.ALL]


@one_transaction
def annotate(
    version: CableVersion,
    identity: int,
    source: str,
    visibility: str,
    by: Any,
    *,
    start: int = 0,
    end: int = 0,
    quote: str = "",
) -> Annotation:
    """A note on a paragraph of a version, or on the words `quote` at [start, end) of its text."""
    cable = _locked(version.cable)
    demand(by, Action.ANNOTATE, version.state)
    found = full_text(version).paragraph(identity)
    if found is None or found.text[start:end] != quote:
        raise Stale("The text is not the one you wrote about.")
    note = Annotation(cable=cable, identity=identity, author=by, quote=quote)
    if quote:
        note.start, note.end = start, end
    _write(note, source, visibility)
    return _saved(note, "noted", by, note.visibility == Visibility.ALL)


@one_transaction
def reply(parent: Annotation, source: str, visibility: str, by: Any) -> Annotation:
    """An answer stands on the same paragraph, and is for nobody who may not read what it answers."""
    cable = _locked(parent.cable)
    demand(by, Action.ANNOTATE, CableVersion.State.PUBLIC)
    parent = Annotation.objects.get(pk=parent.pk)
    if not may_read_note(by, parent) or parent.deleted_at:
        raise Refused("The note you answer is not there any more.")
    note = Annotation(cable=cable, identity=parent.identity, author=by, parent=parent)
    _write(note, source, visibility)
    return _saved(note, "replied", by, note.visibility == Visibility.ALL)


@one_transaction
def edit(note: Annotation, source: str, visibility: str, by: Any, seen: int) -> Annotation:
    """`seen` is the note's revision in the form that was sent."""
    note = _own(note, by, seen)
    was_public = note.visibility == Visibility.ALL
    _write(note, source, visibility)
    note.edited_at = timezone.now()
    return _saved(note, "note edited", by, was_public or note.visibility == Visibility.ALL)


@one_transaction
def delete(note: Annotation, by: Any, seen: int) -> Annotation:
    """Its words go; its place in the thread stays for those who answered."""
    note = _own(note, by, seen)
    was_public = note.visibility == Visibility.ALL
    note.source = note.html = note.quote = ""
    note.start = note.end = None
    note.deleted_at = timezone.now()
    return _saved(note, "note deleted", by, was_public)


def _locked(cable: Cable) -> Cable:
    return Cable.objects.select_for_update().get(pk=cable.pk)


def _own(note: Annotation, by: Any, seen: int) -> Annotation:
    cable = _locked(note.cable)
    note = Annotation.objects.get(pk=note.pk)
    note.cable = cable
    if not may_edit_note(by, note):
        raise Forbidden("Only its author changes a note.")
    if note.deleted_at:
        raise Stale("This note was deleted.")
    if note.revision != seen:
        raise Stale("This note was changed since you opened it.")
    note.revision += 1
    return note


def _write(note: Annotation, source: str, visibility: str) -> None:
    if not source.strip():
        raise Refused("The note is empty. Write something, or delete it.")
    if visibility not in Visibility.values:
        raise Refused("Say for whom the note is: for you, for reviewers, or for all readers.")
    if note.parent and BREADTH.index(visibility) > BREADTH.index(note.parent.visibility):
        raise Refused("An answer cannot be for more people than the note it answers.")
    try:
        note.html = sanitise.clean(source)
    except sanitise.TooLong as error:
        raise Refused(str(error)) from None
    note.source, note.visibility = source, visibility
    note.sanitiser_version = sanitise.SANITISER_VERSION


def _saved(note: Annotation, action: str, by: Any, public_changed: bool) -> Annotation:
    note.save()
    cable = note.cable
    if public_changed:
        write_public_notes(cable, Decision.objects.filter(cable=cable).live())
        cable.revision += 1
        cable.save(update_fields=["revision"])
        IndexChange.objects.create(cable=cable, kind=IndexChange.Kind.CHANGED, revision=cable.revision)
    audit.record(
        action,
        actor=by,
        mrn=cable.mrn,
        note=note.pk,
        paragraph=note.identity,
        visibility=note.visibility,
    )
    return note
