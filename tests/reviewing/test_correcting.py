"""A correction is taken over at once, or waits; what is withheld does not come back through it."""

import datetime as dt
import time

import pytest
from django.db import IntegrityError

from cables.models import AuditEvent, Cable, CableVersion, Decision, Finding, Override, SourceText
from cables.reviewing.correcting import correct, reparse
from cables.reviewing.placing import accept_anew, place
from cables.reviewing.refusals import Forbidden, Refused
from tests.reviewing.acts import newest, public_rows, released, what_is_shown, withheld
from tests.telegrams import telegram

PARAGRAPHS = (
    "1. (U) The harbour master called. See paragraph 2.",
    "2. (C) The smuggler Rischenheim paid him, as ZENDA 388 reports.",
)
WHY = "The typist erred."
pytestmark = pytest.mark.django_db


@pytest.fixture
def cable(import_text):
    return import_text(telegram(paragraphs=PARAGRAPHS))


def shown():
    return CableVersion.objects.get(shown=True)


def accepted(cable, field, value, importer, reviewer):
    """A correction of a cable with something withheld, made and accepted."""
    correct(cable, field, value, WHY, importer)
    accept_anew(cable, reviewer)


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("subject", " HARBOUR \n FEES ", "HARBOUR FEES"),
        ("subject", "", ""),
        ("originator", "AMCONSUL ZENDA", "AMCONSUL ZENDA"),
        ("classification", "SECRET", "SECRET"),
        ("sent_at", "2008-08-15T10:00:00+02:00", dt.datetime(2008, 8, 15, 8, tzinfo=dt.UTC)),
        ("sent_at", "2008-08-15T10:00", dt.datetime(2008, 8, 15, 10, tzinfo=dt.UTC)),
        ("sent_at", "2008-08-15", dt.datetime(2008, 8, 15, tzinfo=dt.UTC)),
        ("sent_at", "", None),
    ],
)
def test_correction_is_what_the_page_shows(cable, importer, field, value, stored):
    correct(cable, field, value, WHY, importer)
    assert getattr(shown(), field) == stored
    override = Override.objects.get()
    assert (override.field, override.reason, override.author, override.waits) == (field, WHY, importer, False)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.mrn) == ("corrected", "emil", "08ZENDA412")
    assert event.details == {"field": field, "waits": False}


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="This system cannot change its time zone.")
def test_date_without_a_zone_is_utc_wherever_the_server_stands(cable, importer, monkeypatch):
    monkeypatch.setenv("TZ", "America/La_Paz")
    time.tzset()
    try:
        correct(cable, "sent_at", "2008-08-15T10:00", WHY, importer)
        assert Override.objects.get().value == "2008-08-15T10:00:00+00:00"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        (" pgov,\nKPAO RU", ["PGOV", "KPAO", "RS"]),
        ("OVIP (HENTZAU, RUPERT), PREL", ["OVIP", "HENTZAU, RUPERT", "PREL"]),
        ("NONE", []),
        ("", []),
    ],
)
def test_tags_are_read_as_a_telegram_has_them(cable, importer, value, codes):
    correct(cable, "tags", value, WHY, importer)
    assert [tag.code for tag in shown().tags.all()] == codes
    reparse(cable)
    assert [tag.code for tag in shown().tags.all()] == codes


def test_doubts_that_a_correction_answers_go(import_text, importer):
    text = "SUBJECT: HARBOUR DUES\nTAGS: PREL, QQQQ\n\n1. He called.\n2. He left.\n"
    cable = import_text(text)

    def doubts():
        return set(Finding.objects.values_list("code", flat=True))

    assert doubts() >= {"no-date", "no-class-line", "unknown-tag"}
    correct(cable, "sent_at", "2008-08-14", WHY, importer)
    correct(cable, "classification", "SECRET", WHY, importer)
    correct(cable, "tags", "PREL", WHY, importer)
    assert not doubts() & {"no-date", "no-class-line", "unknown-tag"}
    correct(cable, "tags", "PREL, QQQQ", WHY, importer)
    assert "unknown-tag" in doubts()
    assert {(p.level, p.inherited) for p in shown().paragraphs.all()} == {("S", True)}


def test_title_follows_the_corrected_subject(cable, importer):
    correct(cable, "subject", "HARBOUR FEES", WHY, importer)
    assert shown().title == "Harbour fees"


def test_newest_correction_counts_and_survives_the_next_derivation(cable, importer, import_text):
    for subject in ("ONE", "TWO"):
        correct(cable, "subject", subject, WHY, importer)
    reparse(cable)
    assert shown().subject == "TWO"
    import_text(telegram(paragraphs=(*PARAGRAPHS, "3. (C) He left.")))
    assert (shown().ordinal, shown().subject) == (2, "TWO")
    assert Override.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("sent_at", "yesterday", "is no date"),
        ("sent_at", "2008-13-01", "is no date"),
        ("classification", "MOST SECRET", "Choose the classification"),
        ("sent_at", "9999-12-31T23:00-05:00", "is no date of the calendar"),
        ("tags", "!!", "No code was read in the TAGS"),
        ("subject", "x" * 4001, "more than 4,000 characters"),
        ("classification", "", "^Choose the classification: UNCLASSIFIED, SBU, "),
        ("mrn", "08ZENDA413", "^Choose what to correct: number, subject, date sent, "),
    ],
)
def test_what_the_field_cannot_have_is_refused(cable, importer, field, value, words):
    with pytest.raises(Refused, match=words):
        correct(cable, field, value, WHY, importer)
    assert not Override.objects.exists()


def test_correction_needs_its_reason(cable, importer):
    with pytest.raises(Refused, match=r"^Say why: a correction is recorded with its reason\.$"):
        correct(cable, "subject", "HARBOUR FEES", " ", importer)


def test_only_importers_correct(cable, reviewer, officer, django_user_model):
    for person in (reviewer, officer, django_user_model.objects.create_superuser("root")):
        with pytest.raises(Forbidden):
            correct(cable, "subject", "HARBOUR FEES", WHY, person)
    assert not Override.objects.exists()


def test_database_knows_the_fields(cable, importer):
    with pytest.raises(IntegrityError):
        Override.objects.create(cable=cable, field="text", value="x", reason="x", author=importer)


# --- With something withheld ------------------------------------------------------------------


def test_correction_waits_and_the_public_keeps_the_old_rows(cable, importer, reviewer):
    withheld(cable, reviewer, 2)
    before = what_is_shown()
    settled = correct(cable, "subject", "HARBOUR FEES", WHY, importer)
    assert settled.held == {}
    assert what_is_shown() == before
    assert Override.objects.get().waits
    assert SourceText.objects.get().pending == "corrected"
    assert AuditEvent.objects.last().details == {"field": "subject", "waits": True}


def test_each_correction_that_waits_gives_the_cable_a_revision(cable, importer, reviewer):
    withheld(cable, reviewer, 2)
    for _ in range(2):
        before = Cable.objects.get().revision
        correct(cable, "subject", "HARBOUR FEES", WHY, importer)
        assert Cable.objects.get().revision == before + 1


def test_correction_that_waits_is_not_taken_over_by_the_way(cable, importer, reviewer):
    withheld(cable, reviewer, 2)
    correct(cable, "subject", "HARBOUR FEES", WHY, importer)
    withheld(cable, reviewer, 1)
    assert shown().subject == "HARBOUR DUES"
    accept_anew(cable, reviewer)
    assert shown().subject == "HARBOUR FEES"


def test_first_reason_to_wait_stays(cable, importer, reviewer):
    withheld(cable, reviewer, 2)
    reparse(cable)
    correct(cable, "subject", "HARBOUR FEES", WHY, importer)
    assert SourceText.objects.get().pending == "re-parsed"


def test_correction_of_a_withheld_subject_stays_withheld(cable, importer, reviewer, officer):
    decision = withheld(cable, reviewer, scope="subject")
    accepted(cable, "subject", "HARBOUR FEES", importer, reviewer)
    assert (shown().subject, shown().title) == ("", "")
    assert "HARBOUR FEES" not in public_rows().upper()
    released(decision, reviewer, officer)
    assert shown().subject == "HARBOUR FEES"


def test_subject_corrected_before_it_is_withheld_goes_too(cable, importer, reviewer):
    correct(cable, "subject", "THE SMUGGLER OF ZENDA", WHY, importer)
    withheld(cable, reviewer, scope="subject")
    assert "SMUGGLER OF" not in public_rows().upper()


@pytest.mark.parametrize(
    "value", ["THE SMUGGLER RISCHENHEIM PAID HIM", "Rischenheim", "TO RISCHENHEIM, DUES"]
)
def test_correction_that_repeats_withheld_words_is_left_out(cable, importer, reviewer, officer, value):
    decision = withheld(cable, reviewer, 2, "Rischenheim")
    accepted(cable, "subject", value, importer, reviewer)
    accepted(cable, "originator", value, importer, reviewer)
    assert (shown().subject, shown().originator) == ("HARBOUR DUES", "AMEMBASSY ZENDA")
    assert "rischenheim" not in public_rows().lower()
    released(decision, reviewer, officer)
    assert (shown().subject, shown().originator) == (value, value)


def test_correction_with_words_withheld_later_is_left_out_then(cable, importer, reviewer):
    correct(cable, "subject", "RISCHENHEIM AND THE DUES", WHY, importer)
    assert "RISCHENHEIM AND" in public_rows()
    withheld(cable, reviewer, 2, "Rischenheim")
    assert shown().subject == "HARBOUR DUES"
    assert "RISCHENHEIM AND" not in public_rows()


def test_corrected_subject_of_a_version_that_lacks_the_withheld_one(
    cable, importer, reviewer, officer, import_text
):
    """The words withheld in one version do not come back through the other, in which they are absent."""
    decision = withheld(cable, reviewer, scope="subject")
    import_text(telegram(subject="ZINC", paragraphs=PARAGRAPHS))
    place(decision, newest(cable), reviewer, absent=True)
    accepted(cable, "subject", "HARBOUR DUES", importer, reviewer)
    released(Decision.objects.live().get(version=newest(cable)), reviewer, officer)
    assert (shown().ordinal, shown().subject) == (2, "ZINC")


# --- Parsed anew ------------------------------------------------------------------------------


def test_reparsing_the_same_gives_the_same(cable):
    before = what_is_shown()
    reparse(cable)
    assert what_is_shown() == before
    assert not SourceText.objects.exclude(pending="").exists()


def test_reparsing_with_something_withheld_waits(cable, reviewer, import_text):
    import_text(telegram(paragraphs=(*PARAGRAPHS, "3. (C) He left.")))
    withheld(cable, reviewer, 2)
    before = what_is_shown()
    reparse(cable)
    assert what_is_shown() == before
    assert list(SourceText.objects.values_list("pending", flat=True)) == ["re-parsed", "re-parsed"]


def test_reparsing_after_a_release_does_not_wait(cable, reviewer, officer):
    released(withheld(cable, reviewer, 2), reviewer, officer)
    reparse(cable)
    assert not SourceText.objects.exclude(pending="").exists()


def test_another_cable_is_not_touched(cable, importer, reviewer, import_text):
    other = import_text(telegram(serial=500, paragraphs=PARAGRAPHS))
    withheld(other, reviewer, 2)
    correct(cable, "subject", "HARBOUR FEES", WHY, importer)
    reparse(cable)
    assert list(SourceText.objects.values_list("pending", flat=True)) == ["", ""]
    reparse(other)
    assert SourceText.objects.get(pending="re-parsed").version.cable == other
