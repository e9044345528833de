"""Acts about notes. A note's canary is its own; some repeat a whole paragraph beside it."""

from __future__ import annotations

from django.contrib.auth.models import User

from cables.models import Annotation, CableVersion
from cables.reviewing.notes import BREADTH, annotate, delete, edit, reply
from tests.proofs.sequences.comparing import reconcile
from tests.proofs.sequences.model import Cable, Note
from tests.proofs.sequences.room import ACCEPTED, ANY, Page, Room


def _written(room: Room, cable: Cable, n: int, *, repeats: bool) -> tuple[str, str, frozenset[str]]:
    canary = room.writer.aviary.new("a note")
    cable.canaries.add(canary)
    piece = cable.text.pieces[n % len(cable.text.pieces)]
    if repeats:
        return f"He *said* {piece.text} {canary}", canary, frozenset(piece.canaries)
    return f"He *said* {canary}.", canary, frozenset()


def write(
    room: Room, cable: Cable, by: User, n: int, visibility: str, *, fresh: bool, quotes: bool, repeats: bool
) -> None:
    page = room.page(by, cable, fresh=fresh)
    identity = sorted(page.paragraphs)[n % len(page.paragraphs)]
    quote = page.paragraphs[identity].text[4:34] if quotes else ""
    source, canary, said = _written(room, cable, n, repeats=repeats)
    version = CableVersion.objects.get(pk=page.version.pk)
    where = {"start": 4, "end": 34, "quote": quote} if quote else {}
    done, row = room.attempt(
        "annotate",
        lambda: annotate(version, identity, source, visibility, by, **where),
        (ACCEPTED,) if room.is_settled(cable, page) else ANY,
        by,
    )
    if done:
        note = Note(
            row.pk, identity, by.pk, visibility, source, canary, said, quote=quote, touched=room.clock
        )
        cable.notes.append(note)
        reconcile(room, cable)


def _one(cable: Cable, page: Page, n: int, mine: int | None = None) -> Note | None:
    known = [note for note in cable.notes if note.pk in page.notes]
    known = [note for note in known if note.author == mine] or known
    return known[n % len(known)] if known else None


def answer(room: Room, cable: Cable, by: User, n: int, visibility: str, *, fresh: bool) -> None:
    page = room.page(by, cable, fresh=fresh)
    if (parent := _one(cable, page, n)) is None:
        room.counts["nothing to act on"] += 1
        return
    source, canary, said = _written(room, cable, n, repeats=False)
    readable = parent.visibility != "me" or parent.author == by.pk
    broader = BREADTH.index(visibility) > BREADTH.index(parent.visibility)
    refused = parent.deleted or not readable or broader
    done, row = room.attempt(
        "answer a note",
        lambda: reply(page.notes[parent.pk], source, visibility, by),
        ("Refused",) if refused else (ACCEPTED,),
        by,
    )
    if done:
        cable.notes.append(
            Note(row.pk, parent.identity, by.pk, visibility, source, canary, said, parent, touched=room.clock)
        )
        reconcile(room, cable)


def change(
    room: Room, cable: Cable, by: User, n: int, visibility: str, *, fresh: bool, deletes: bool
) -> None:
    """Edit or delete a note; mostly its author does."""
    standing = [note for note in cable.notes if not note.deleted] or cable.notes
    if standing and n % 4:
        author = standing[n % len(standing)].author
        by = next(person for person in room.reviewers if person.pk == author)
    page = room.page(by, cable, fresh=fresh)
    if (note := _one(cable, page, n, by.pk)) is None:
        room.counts["nothing to act on"] += 1
        return
    row: Annotation = page.notes[note.pk]
    source, canary, said = _written(room, cable, n, repeats=n % 3 == 0)
    if deletes:
        source, canary, said = "", "", frozenset()
        visibility = note.visibility
    done, _ = room.attempt(
        "delete a note" if deletes else "edit a note",
        lambda: delete(row, by, row.revision) if deletes else edit(row, source, visibility, by, row.revision),
        _change_answers(note, by, page, None if deletes else visibility),
        by,
    )
    if done:
        note.source, note.canary, note.repeats, note.visibility = source, canary, said, visibility
        note.revision, note.deleted, note.touched = note.revision + 1, deletes, room.clock
        note.quote = "" if deletes else note.quote
        reconcile(room, cable)


def _change_answers(note: Note, by: User, page: Page, visibility: str | None) -> tuple[str, ...]:
    """`visibility` is the one wished for, None to delete the note, as its author always may."""
    if note.author != by.pk:
        return ("Forbidden",)
    if note.deleted or note.touched > page.at:
        return ("Stale",)
    if visibility and note.parent and BREADTH.index(visibility) > BREADTH.index(note.parent.visibility):
        return ("Refused",)
    return (ACCEPTED,)
