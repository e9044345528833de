"""Notes: whose they are, who reads them, and when they are no longer public."""

import pytest

from cables import sanitise
from cables.models import Annotation, AuditEvent, Decision, IndexChange, Paragraph, PublicNote
from cables.reviewing.notes import annotate, delete, edit, reply
from cables.reviewing.refusals import Forbidden, Refused, Stale
from cables.reviewing.releasing import recall
from cables.visibility import visible_notes
from tests.reviewing.acts import PARAGRAPHS, newest, paragraph, public_rows, released, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


def a_note(cable, by, number=1, source="He *did* call.", visibility="all", quote="", version=None):
    version = version or newest(cable)
    found = paragraph(cable, number)
    start = found.text.index(quote) if quote else 0
    place = {"start": start, "end": start + len(quote), "quote": quote} if quote else {}
    return annotate(version, found.identity, source, visibility, by, **place)


def an_edit(note, source, by, visibility="all", seen=None):
    return edit(note, source, visibility, by, note.revision if seen is None else seen)


# --- Written ----------------------------------------------------------------------------------


def test_note_keeps_its_source_and_the_cleaned_html(cable, reviewer):
    note = a_note(cable, reviewer, source='<script>x</script> *He* [said](javascript:1) "so".')
    note.refresh_from_db()
    assert note.html == sanitise.clean(note.source) == PublicNote.objects.get().html
    assert "<script" not in note.html
    assert note.sanitiser_version == sanitise.SANITISER_VERSION
    note = an_edit(note, "**Now** <b>", reviewer)
    assert note.html == sanitise.clean("**Now** <b>") == PublicNote.objects.get().html


def test_note_on_words_keeps_them_and_their_place(cable, reviewer):
    note = a_note(cable, reviewer, quote="harbour master")
    assert (note.quote, note.start, note.end) == ("harbour master", 4, 18)
    public = PublicNote.objects.get()
    assert (public.quote, public.start, public.end, public.number) == ("harbour master", 4, 18, 1)
    assert public.paragraph.number == 1
    assert public.written_at == note.created_at


def test_note_on_the_paragraph_has_no_quote(cable, reviewer):
    note = a_note(cable, reviewer)
    assert (note.quote, note.start, note.end) == ("", None, None)
    public = PublicNote.objects.get()
    assert (public.quote, public.start, public.end, public.reply_to) == ("", None, None, None)


@pytest.mark.parametrize("source", ["", " \n\t "])
def test_empty_note_is_refused(cable, reviewer, source):
    with pytest.raises(Refused, match=r"^The note is empty\. Write something, or delete it\.$"):
        a_note(cable, reviewer, source=source)
    assert not Annotation.objects.exists()


def test_note_of_16_kilobytes_is_taken_and_a_byte_more_refused(cable, reviewer):
    a_note(cable, reviewer, source="ü" * 8192)
    with pytest.raises(Refused, match="16,385 bytes"):
        a_note(cable, reviewer, source="ü" * 8192 + "x")
    assert Annotation.objects.count() == 1


def test_unknown_visibility_is_refused(cable, reviewer):
    with pytest.raises(
        Refused, match=r"^Say for whom the note is: for you, for reviewers, or for all readers\.$"
    ):
        a_note(cable, reviewer, visibility="everybody")


def test_words_that_do_not_stand_there_are_stale(cable, reviewer):
    identity = paragraph(cable, 1).identity
    for place in ({"start": 0, "end": 3, "quote": "the"}, {"start": 0, "end": 3}, {"quote": "The"}):
        with pytest.raises(Stale, match=r"^The text is not the one you wrote about\.$"):
            annotate(newest(cable), identity, "x", "all", reviewer, **place)
    with pytest.raises(Stale):
        annotate(newest(cable), 99, "x", "all", reviewer)


def test_importers_and_readers_write_no_notes(cable, importer, reviewer, django_user_model):
    parent = a_note(cable, reviewer)
    for person in (importer, django_user_model.objects.create_user("reader")):
        with pytest.raises(Forbidden):
            a_note(cable, person)
        with pytest.raises(Forbidden):
            reply(parent, "x", "all", person)
    assert Annotation.objects.count() == 1


def test_note_is_audited_without_its_words(cable, reviewer):
    note = a_note(cable, reviewer, source="Rischenheim is a name", visibility="reviewers")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.mrn) == ("noted", "ada", "08ZENDA412")
    identity = paragraph(cable, 1).identity
    assert event.details == {"note": note.pk, "paragraph": identity, "visibility": "reviewers"}


# --- For whom ---------------------------------------------------------------------------------


def test_only_notes_for_all_readers_are_in_public_rows(cable, reviewer):
    for visibility in ("me", "reviewers"):
        a_note(cable, reviewer, source="Zyxwv speculates.", visibility=visibility)
    assert not PublicNote.objects.exists()
    assert "Zyxwv" not in public_rows()


def test_only_a_public_note_changes_what_the_public_has(cable, reviewer):
    before = cable.revision, IndexChange.objects.count()
    note = a_note(cable, reviewer, visibility="reviewers")
    cable.refresh_from_db()
    assert (cable.revision, IndexChange.objects.count()) == before
    note = an_edit(note, "For all.", reviewer)
    cable.refresh_from_db()
    assert (cable.revision, IndexChange.objects.count()) == (before[0] + 1, before[1] + 1)
    change = IndexChange.objects.last()
    assert (change.kind, change.revision) == ("changed", cable.revision)
    an_edit(note, "For us.", reviewer, "me")
    cable.refresh_from_db()
    assert cable.revision == before[0] + 2
    assert not PublicNote.objects.exists()


def test_readers_see_what_is_for_them(cable, reviewer, other_reviewer, importer):
    notes = {word: a_note(cable, reviewer, visibility=word) for word in ("me", "reviewers", "all")}

    def seen_by(person):
        found = Annotation.objects.filter(visible_notes(person))
        return {word for word, note in notes.items() if note in found}

    assert seen_by(reviewer) == {"me", "reviewers", "all"}
    assert seen_by(other_reviewer) == {"reviewers", "all"}
    assert seen_by(importer) == {"all"}


def test_numbers_count_only_the_notes_that_readers_were_shown(cable, reviewer):
    for visibility in ("me", "all", "reviewers", "all"):
        a_note(cable, reviewer, visibility=visibility)
    assert [note.number for note in PublicNote.objects.all()] == [1, 2]
    assert sorted(Annotation.objects.values_list("visibility", "number")) == [
        ("all", 1),
        ("all", 2),
        ("me", None),
        ("reviewers", None),
    ]


def test_number_of_a_deleted_note_is_not_given_again(cable, reviewer):
    first = a_note(cable, reviewer)
    delete(first, reviewer, first.revision)
    a_note(cable, reviewer)
    assert [note.number for note in PublicNote.objects.all()] == [2]


# --- Answers ----------------------------------------------------------------------------------


def test_answer_stands_under_what_it_answers(cable, reviewer, other_reviewer):
    parent = a_note(cable, reviewer)
    answer = reply(parent, "Did he?", "all", other_reviewer)
    assert (answer.parent, answer.identity, answer.author) == (parent, parent.identity, other_reviewer)
    assert [(n.number, n.reply_to) for n in PublicNote.objects.all()] == [(1, None), (2, 1)]
    event = AuditEvent.objects.last()
    assert (event.action, event.actor) == ("replied", "ben")


@pytest.mark.parametrize(
    ("parent", "answer", "is_allowed"),
    [
        ("all", "all", True),
        ("all", "reviewers", True),
        ("all", "me", True),
        ("reviewers", "all", False),
        ("reviewers", "reviewers", True),
        ("reviewers", "me", True),
        ("me", "all", False),
        ("me", "reviewers", False),
        ("me", "me", True),
    ],
)
def test_answer_is_for_no_more_people_than_what_it_answers(cable, reviewer, parent, answer, is_allowed):
    note = a_note(cable, reviewer, visibility=parent)
    if is_allowed:
        assert reply(note, "So.", answer, reviewer).visibility == answer
        return
    sentence = r"^An answer cannot be for more people than the note it answers\.$"
    with pytest.raises(Refused, match=sentence):
        reply(note, "So.", answer, reviewer)
    private = reply(note, "So.", "me", reviewer)
    with pytest.raises(Refused, match="more people"):
        an_edit(private, "So.", reviewer, answer)


def test_private_note_of_another_is_not_answered(cable, reviewer, other_reviewer):
    note = a_note(cable, reviewer, visibility="me")
    with pytest.raises(Refused, match=r"^The note you answer is not there any more\.$"):
        reply(note, "So.", "me", other_reviewer)


def test_answer_to_a_note_changed_since_goes_by_what_it_is_now(cable, reviewer, other_reviewer):
    seen = a_note(cable, reviewer)
    an_edit(Annotation.objects.get(), "Mine.", reviewer, "reviewers")
    with pytest.raises(Refused, match="more people"):
        reply(seen, "So.", "all", other_reviewer)
    delete(Annotation.objects.get(), reviewer, 2)
    with pytest.raises(Refused, match="not there"):
        reply(seen, "So.", "reviewers", other_reviewer)


def test_answer_is_public_only_with_what_it_answers(cable, reviewer, other_reviewer):
    parent = a_note(cable, reviewer)
    answer = reply(parent, "Did he?", "all", other_reviewer)
    reply(answer, "He did.", "all", reviewer)
    assert PublicNote.objects.count() == 3
    parent = an_edit(parent, "For us.", reviewer, "reviewers")
    assert not PublicNote.objects.exists()
    an_edit(parent, "For all again.", reviewer)
    assert PublicNote.objects.count() == 3


# --- Edited and deleted -----------------------------------------------------------------------


def test_edit_changes_words_visibility_and_revision(cable, reviewer):
    note = an_edit(a_note(cable, reviewer), "Other words.", reviewer, "reviewers")
    note.refresh_from_db()
    assert (note.source, note.visibility, note.revision) == ("Other words.", "reviewers", 2)
    assert note.edited_at is not None
    event = AuditEvent.objects.last()
    assert (event.action, event.actor, event.mrn) == ("note edited", "ada", "08ZENDA412")


def test_only_the_author_edits_and_deletes(cable, reviewer, other_reviewer, officer):
    note = a_note(cable, reviewer)
    for person in (other_reviewer, officer):
        with pytest.raises(Forbidden, match=r"^Only its author changes a note\.$"):
            an_edit(note, "Mine now.", person)
        with pytest.raises(Forbidden):
            delete(note, person, note.revision)
    note.refresh_from_db()
    assert note.source == "He *did* call."


def test_stale_edit_is_refused_and_nothing_is_lost(cable, reviewer):
    note = a_note(cable, reviewer)
    first = an_edit(note, "First.", reviewer, seen=1)
    for verb in (lambda: an_edit(note, "Second.", reviewer, seen=1), lambda: delete(note, reviewer, 1)):
        with pytest.raises(Stale, match=r"^This note was changed since you opened it\.$"):
            verb()
    assert Annotation.objects.get().source == "First."
    an_edit(first, "Second.", reviewer, seen=2)
    assert Annotation.objects.get().revision == 3


def test_deleted_note_keeps_its_place_and_no_words(cable, reviewer, other_reviewer):
    note = a_note(cable, reviewer, source="Zyxwv.", quote="harbour")
    answer = reply(note, "Who?", "all", other_reviewer)
    delete(note, reviewer, 1)
    note.refresh_from_db()
    assert (note.source, note.html, note.quote, note.start, note.end) == ("", "", "", None, None)
    assert note.deleted_at is not None
    assert Annotation.objects.get(pk=answer.pk).parent == note
    assert not PublicNote.objects.exists()
    event = AuditEvent.objects.last()
    assert (event.action, event.actor, event.mrn) == ("note deleted", "ada", "08ZENDA412")
    with pytest.raises(Stale, match=r"^This note was deleted\.$"):
        an_edit(note, "Back.", reviewer, seen=2)
    with pytest.raises(Stale, match="deleted"):
        delete(note, reviewer, 2)


def test_refused_edit_leaves_the_note(cable, reviewer):
    note = a_note(cable, reviewer)
    for source, visibility in (("", "all"), ("x" * 16385, "all"), ("x", "nobody")):
        with pytest.raises(Refused):
            an_edit(note, source, reviewer, visibility)
    note.refresh_from_db()
    assert (note.source, note.revision) == ("He *did* call.", 1)


# --- Withheld words ---------------------------------------------------------------------------


def test_notes_on_a_withheld_paragraph_go_and_come_back(cable, reviewer, officer):
    a_note(cable, reviewer, 2, "Zyxwv paid.", quote="smuggler")
    a_note(cable, reviewer, 1)
    decision = withheld(cable, reviewer, 2)
    assert [note.paragraph.number for note in PublicNote.objects.all()] == [1]
    assert "Zyxwv" not in public_rows()
    decision = released(decision, reviewer, officer)
    assert PublicNote.objects.count() == 2
    recall(decision, reviewer, decision.revision)
    assert PublicNote.objects.count() == 1


def test_notes_on_a_paragraph_go_with_any_words_of_it(cable, reviewer):
    a_note(cable, reviewer, 2, quote="paid")
    withheld(cable, reviewer, 2, "smuggler", acknowledged=False)
    assert not PublicNote.objects.exists()


def test_notes_go_with_a_cable_withheld_whole(cable, reviewer, officer):
    a_note(cable, reviewer)
    whole = withheld(cable, reviewer, scope="cable")
    assert not PublicNote.objects.exists()
    released(whole, reviewer, officer)
    assert PublicNote.objects.count() == 1


@pytest.mark.parametrize(
    "source",
    [
        "As said below, *the smuggler Rischenheim* paid him, as Zenda reports.",
        "THE SMUGGLER RISCHENHEIM PAID HIM",
        "the smug-\ngler Rischen­heim paid him",
    ],
)
def test_note_elsewhere_that_repeats_withheld_words_goes_too(cable, reviewer, officer, source):
    a_note(cable, reviewer, 1, source)
    decision = withheld(cable, reviewer, 2)
    assert not PublicNote.objects.exists()
    a_note(cable, reviewer, 3, source)
    assert not PublicNote.objects.exists()
    released(decision, reviewer, officer)
    assert PublicNote.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "repeats"),
    [("smuggler Rischenheim", True), ("Rischenheim", True), ("paid", True), ("him", True), ("ZENDA", False)],
)
def test_short_words_count_where_they_stand_whole(cable, reviewer, words, repeats):
    a_note(cable, reviewer, 1, "Smuggler Rischenheim paid him, says Zendarian hearsay.")
    withheld(cable, reviewer, 2, words)
    assert PublicNote.objects.exists() is not repeats


def test_notes_that_repeat_a_withheld_subject_go(cable, reviewer):
    a_note(cable, reviewer, 1, "About harbour dues.")
    withheld(cable, reviewer, scope="subject")
    assert not PublicNote.objects.exists()


def test_quote_of_words_that_only_a_held_version_has_is_not_public(import_text, cable, reviewer, officer):
    import_text(telegram(paragraphs=("1. (U) The harbour master Kowalski called.",)), policy="after-review")
    a_note(cable, reviewer, 1, "Who?", quote="Kowalski")
    a_note(cable, reviewer, 1, "Which?", quote="harbour master")
    assert [note.quote for note in PublicNote.objects.all()] == ["harbour master"]
    assert "Kowalski" not in public_rows()


def test_note_that_repeats_words_that_only_a_held_version_has_is_not_public(
    import_text, cable, reviewer, officer
):
    a_note(cable, reviewer, 1, "Kowalski, lately of the Strelsau customs, called.")
    a_note(cable, reviewer, 1, "The harbour master called. See paragraph 2 indeed.")
    assert PublicNote.objects.count() == 2
    text = telegram(paragraphs=(*PARAGRAPHS, "4. (C) Kowalski, lately of the Strelsau customs, called."))
    import_text(text, policy="after-review")
    assert [note.number for note in PublicNote.objects.all()] == [2]
    released(Decision.objects.live().get(version=newest(cable)), reviewer, officer)
    assert PublicNote.objects.filter(version=newest(cable)).count() == 2


def test_quote_moves_with_its_words_and_stays_behind_without_them(import_text, cable, reviewer):
    a_note(cable, reviewer, 1, "Who?", quote="harbour master")
    edited = ("1. (U) Today the harbour master called. See paragraph 2.", *PARAGRAPHS[1:])
    import_text(telegram(paragraphs=edited))
    public = PublicNote.objects.get(version=newest(cable))
    assert Paragraph.objects.get(pk=public.paragraph_id).text[public.start : public.end] == "harbour master"
    edited = ("1. (U) Today the port master called. See paragraph 2.", *PARAGRAPHS[1:])
    import_text(telegram(paragraphs=edited))
    assert not PublicNote.objects.filter(version=newest(cable)).exists()
    assert PublicNote.objects.count() == 2
