"""All rows once more from the stored bytes: told first, written where nothing is withheld, else waiting."""

import pytest
from django.db import DatabaseError

from cables.importing.batches import import_paths
from cables.jobs import reparsing
from cables.jobs.reparsing import reparse, to_be_read
from cables.models import AuditEvent, CableVersion, Collection, Mention, Paragraph, SourceText
from cables.parsing import PARSER_VERSION, parse_cable
from cables.projection import corrections, derive, rereading, settle
from cables.reviewing.correcting import Correction, correct, correct_together
from cables.reviewing.placing import accept_anew
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import newest, public_rows, what_is_shown, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
PARAGRAPHS = (
    "1. (U) The harbour master called. See paragraph 2.",
    "2. (C) The smuggler Rischenheim paid him, as ZENDA 388 reports.",
    "3. (C) COMMENT: Nobody was surprised. END COMMENT.",
)


@pytest.fixture
def bring(tmp_path):
    def do(*texts, policy="on-import"):
        collection, _ = Collection.objects.get_or_create(
            slug=policy, defaults={"name": policy, "release_policy": policy}
        )
        for n, text in enumerate(texts):
            (tmp_path / f"{n}.txt").write_text(text)
        return [result.cable for result in import_paths([tmp_path], collection)]

    return do


@pytest.fixture
def three(bring):
    return bring(*(telegram(serial=serial, paragraphs=PARAGRAPHS) for serial in (410, 411, 412)))


@pytest.fixture
def newer_parser(monkeypatch):
    """From now on paragraph 3 is part of paragraph 2, and the version of the parser is another."""

    def change():
        def parse(raw, gaps=()):
            return parse_cable(raw.replace("\n\n3.", "\n 3-"), gaps)

        for module in (rereading, settle, derive, corrections):
            monkeypatch.setattr(module, "parse_cable", parse)
        for module in (reparsing, settle):
            monkeypatch.setattr(module, "PARSER_VERSION", "next")

    return change


def run(*, write=False, all_of_them=False):
    versions = to_be_read(CableVersion.objects.all(), all_of_them=all_of_them)
    return next(iter([*reparse(versions, write=write)][-1:]), None)


def divided():
    return [v.paragraphs.count() for v in CableVersion.objects.order_by("pk")]


def test_nothing_is_to_be_done_where_this_parser_read_all(three):
    assert run() is None
    report = run(all_of_them=True)
    assert (report.looked_at, report.changed, report.fields) == (3, 0, {})


def test_what_would_change_is_told_and_nothing_is_written(three, newer_parser):
    newer_parser()
    before = what_is_shown()
    report = run()
    assert (report.looked_at, report.changed) == (3, 3)
    assert report.fields["paragraphs: how many"] == 3
    assert report.examples["paragraphs: how many"] == ["08ZENDA410", "08ZENDA411", "08ZENDA412"]
    assert what_is_shown() == before
    assert not AuditEvent.objects.exists()


def test_written_it_is_as_a_new_import_would_have_it_and_there_is_nothing_more_to_do(three, newer_parser):
    newer_parser()
    run(write=True)
    assert divided() == [2, 2, 2]
    assert set(CableVersion.objects.values_list("parser_version", flat=True)) == {"next"}
    assert run(write=True) is None
    assert run(all_of_them=True).changed == 0
    (event,) = AuditEvent.objects.all()
    assert (event.action, event.details) == ("derived anew", {"versions": 3, "changed": 3, "waiting": 0})


@pytest.mark.parametrize(
    ("table", "change", "name"),
    [
        (CableVersion, {"subject": "ANOTHER"}, "subject"),
        (CableVersion, {"captions": ["NODIS"]}, "captions"),
        (Paragraph, {"level": "S"}, "paragraphs: level"),
        (Paragraph, {"text": "Another."}, "paragraphs: text"),
        (Paragraph, {"blocks": []}, "paragraphs: blocks"),
        (Mention, {"start": 0, "end": 3}, "mentions"),
    ],
)
def test_each_field_that_differs_is_named(three, table, change, name):
    version = CableVersion.objects.get(cable=three[1])
    rows = table.objects.filter(**({"pk": version.pk} if table is CableVersion else {"version": version}))
    rows.update(**change)
    report = run(all_of_them=True)
    assert (dict(report.fields), dict(report.examples)) == ({name: 1}, {name: ["08ZENDA411"]})
    run(write=True, all_of_them=True)
    assert run(all_of_them=True).changed == 0


def test_cable_that_is_the_same_is_only_noted(three, monkeypatch):
    CableVersion.objects.update(parser_version="1")
    keys = list(Paragraph.objects.values_list("pk", flat=True))
    assert run(write=True).changed == 0
    assert list(Paragraph.objects.values_list("pk", flat=True)) == keys
    assert set(CableVersion.objects.values_list("parser_version", flat=True)) == {PARSER_VERSION}


def test_corrections_are_no_change_and_stay(three):
    ida = a_user(Role.IMPORTER, name="ida")
    cable = CableVersion.objects.get(cable=three[0]).cable
    version = newest(cable)
    place = Paragraph.objects.get(version=version, number=2)
    mark = Correction("mark", "S", version, place.start)
    joined = Correction("merge", "", version, Paragraph.objects.get(version=version, number=3).start)
    correct_together(cable, [Correction("subject", "FEES"), mark, joined], "As printed.", ida)
    correct(cable, "number", "08ZENDA999", "As printed.", ida)
    before = what_is_shown()
    assert run(all_of_them=True).changed == 0
    run(write=True, all_of_them=True)
    assert what_is_shown() == before


# --- With something withheld ------------------------------------------------------------------


def test_cable_with_something_withheld_waits(three, newer_parser):
    ada = a_user(Role.REVIEWER, name="ada")
    cable = CableVersion.objects.get(cable=three[2]).cable
    withheld(cable, ada, 2)
    newer_parser()
    before = what_is_shown()
    report = run()
    assert (report.changed, report.waiting) == (2, ["08ZENDA412"])
    assert what_is_shown() == before
    assert not SourceText.objects.exclude(pending="").exists()
    run(write=True)
    assert divided() == [2, 2, 3]
    assert SourceText.objects.get(pending="re-parsed").version.cable == cable
    assert "Rischenheim" not in str(
        list(CableVersion.objects.get(cable=cable).paragraphs.values_list("text"))
    )
    assert run(write=True) is None
    accept_anew(cable, ada)
    assert "surprised" not in str(list(CableVersion.objects.get(cable=cable).paragraphs.values_list("text")))
    waits = AuditEvent.objects.filter(action="derived anew", mrn="08ZENDA412")
    assert [event.details for event in waits] == [{"waits": True}]


def test_decided_cable_that_reads_as_before_does_not_wait(three):
    ada = a_user(Role.REVIEWER, name="ada")
    cable = CableVersion.objects.get(cable=three[2]).cable
    withheld(cable, ada, 2, "Rischenheim")
    CableVersion.objects.update(parser_version="1")
    before = public_rows()
    report = run(write=True)
    assert (report.looked_at, report.changed, report.waiting) == (3, 0, [])
    assert public_rows().replace(repr(PARSER_VERSION), "'1'") == before.replace(repr(PARSER_VERSION), "'1'")


def test_held_version_waits_where_it_would_be_divided_otherwise(bring, newer_parser):
    bring(telegram(paragraphs=PARAGRAPHS), policy="after-review")
    CableVersion.objects.update(parser_version="1")
    assert run(write=True).waiting == []
    newer_parser()
    assert run(write=True).waiting == ["08ZENDA412"]
    assert not Paragraph.objects.exists()


# --- Faults -----------------------------------------------------------------------------------


def test_one_cable_that_the_database_refuses_loses_no_other(three, newer_parser, monkeypatch):
    newer_parser()
    settled = reparsing.settle

    def refuses(cable, names, **options):
        if cable.mrn == "08ZENDA411":
            raise DatabaseError("no text of this sentence is told")
        return settled(cable, names, **options)

    monkeypatch.setattr(reparsing, "settle", refuses)
    report = run(write=True)
    assert (report.changed, report.refused) == (2, ["08ZENDA411"])
    assert divided() == [2, 3, 2]
    monkeypatch.setattr(reparsing, "settle", settled)
    assert run(write=True).changed == 1


def test_in_processes_of_its_own_it_is_the_same(bring, monkeypatch):
    monkeypatch.setattr(reparsing, "CHUNK", 1)
    bring(*(telegram(serial=serial, paragraphs=PARAGRAPHS) for serial in range(600, 605)))
    Paragraph.objects.filter(version__cable__serial=604).update(level="S")
    *_, report = reparse(CableVersion.objects.all(), write=False, processes=2)
    assert (report.looked_at, dict(report.examples)) == (5, {"paragraphs: level": ["08ZENDA604"]})
