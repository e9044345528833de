"""`backup --public`: a file for anybody, on which a site can be started."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from cables.backup import filling, public_copy
from cables.backup.checking import faults
from cables.backup.tables import LEFT_OUT, TABLES
from cables.importing.batches import import_paths
from cables.models import Annotation, Cable, Collection, Decision, PublicNote
from cables.reviewing.correcting import correct
from cables.reviewing.notes import annotate
from cables.reviewing.releasing import recall
from cables.visibility import Role
from tests.backup.served import answers
from tests.databases import elsewhere
from tests.factories import a_post, a_tag
from tests.people import a_user
from tests.places import PROJECT
from tests.reviewing.acts import newest, released, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="session")
def tables(tmp_path_factory):
    """The tables of a copy, made by the migrations once for all tests here."""
    file = tmp_path_factory.mktemp("tables") / "tables of a copy+1.sqlite3"
    file.touch(0o600)
    public_copy._make_tables(file)
    return file


@pytest.fixture(autouse=True)
def quick(tables, monkeypatch):
    monkeypatch.setattr(public_copy, "_make_tables", lambda file: shutil.copyfile(tables, file))


@pytest.fixture
def site(site_database, tmp_path):
    a_post(), a_tag()
    return Site(tmp_path / "received", site_database)


@pytest.fixture
def copy(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "public.sqlite3"


class Site:
    def __init__(self, folder, database):
        folder.mkdir()
        self.folder, self.database, self.serial = folder, database, 400
        self.reviewer = a_user(Role.REVIEWER, name="rupertofhentzau")
        self.officer = a_user(Role.RELEASE_OFFICER, name="colonelsapt")

    def cable(self, *paragraphs, policy="on-import", slug="harbours", unnumbered=False, **facts):
        if "serial" not in facts:
            self.serial += 1
        text = telegram(**{"serial": self.serial} | facts, paragraphs=paragraphs)
        if unnumbered:
            text = re.sub(r"(?m)^(C O N F I D E N T I A L) ZENDA \d+$", r"\1", text)
            text = re.sub(r"(?m)^(FM AMEMBASSY) ZENDA$", r"\1", text)
        path = self.folder / f"{len(list(self.folder.iterdir()))}.txt"
        path.write_text(text)
        collection, _ = Collection.objects.get_or_create(
            slug=slug, defaults={"name": slug.title(), "release_policy": policy}
        )
        (result,) = import_paths([path], collection)
        assert result.outcome in ("new", "new-version"), result.message
        assert result.mrn.startswith("unnumbered-") is unnumbered
        return Cable.objects.get(pk=result.cable)

    def withhold(self, cable, *what, **options):
        return withheld(cable, self.reviewer, *what, **options)

    def note(self, cable, position, visibility, text):
        identity = newest(cable).paragraphs.get(position=position).identity
        return annotate(newest(cable), identity, text, visibility, self.reviewer)


def backup(file):
    out = StringIO()
    call_command("backup", public=file, stdout=out)
    return out.getvalue()


def rows(file, question):
    with closing(sqlite3.connect(file)) as database:
        return database.execute(question).fetchall()


def content(file):
    """Every row of a copy but those that say when it was made."""
    with closing(sqlite3.connect(file)) as database:
        return [line for line in database.iterdump() if "django_migrations" not in line]


# --- What is in it ------------------------------------------------------------------------------

SECRETS = (
    "Rischenheim Detchard Bersonin Lauengramm Krafstein Tarlenheim Strelsau Hofbau Zenderloo Ruritanien "
    "Marbot Wintenberg Helsing Streslow"
).split()


@pytest.fixture
def secrets(site):
    """A site on which each of SECRETS is kept back in a way of its own; gives what may be looked for too."""
    word = iter(SECRETS)
    plain = "1. (U) The harbour master called."
    cable = site.cable(plain, f"2. (C) {next(word)} paid.", f"3. (C) The pilot {next(word)} was seen.", plain)
    site.withhold(cable, 2)
    site.withhold(cable, 3, "pilot Detchard")
    site.note(cable, 1, "me", f"Ask {next(word)}.")
    site.note(cable, 1, "reviewers", f"As {next(word)} said.")
    site.note(cable, 1, "all", "The harbour is that of the *lower* town.")
    site.withhold(site.cable(plain, subject=f"DUES OF {next(word).upper()}"), scope="subject")
    hidden = site.cable(plain, f"2. (C) {next(word)} paid.", unnumbered=True)
    site.withhold(hidden, scope="cable", acknowledged=False)
    site.withhold(site.cable(f"1. (C) {next(word)} paid.", slug="lighthouses"), scope="cable")
    site.withhold(site.cable(plain, f"2. (C) {next(word)} paid."), 2, acknowledged=False)
    site.cable(f"1. (C) {next(word)} paid.", policy="after-review", slug="ruritania-papers")
    site.withhold(
        site.cable(f"1. (C) {next(word)} paid.", post="STRELSAU"), scope="cable", acknowledged=False
    )
    twice = site.cable(plain, f"2. (C) {next(word)} paid.")
    site.withhold(twice, 2)
    site.cable(plain, f"2. (C) {next(word)} paid.", "3. (U) More.", serial=twice.serial)
    corrected = site.cable(plain, "2. (C) He paid.")
    importer = a_user(Role.IMPORTER, name="fritzvontarlenheim")
    correct(corrected, "subject", "HARBOUR DUES ANEW", f"As {next(word)} says.", importer)
    again = site.cable(plain, f"2. (C) {next(word)} paid.")
    decision = released(site.withhold(again, 2), site.reviewer, site.officer)
    recall(decision, site.reviewer, decision.revision)
    assert not list(word)
    site.cable(plain, ref=f"08 ZENDA {cable.serial}; 08 STRELSAU 407")
    return [
        *SECRETS,
        "rupertofhentzau",
        "colonelsapt",
        "fritzvontarlenheim",
        "ruritania-papers",
        "lighthouses",
    ]


def test_no_byte_of_what_is_kept_back_is_in_the_file(secrets, copy):
    backup(copy)
    found = copy.read_bytes().lower()
    assert b"harbour master called" in found
    assert b"lower</em> town" in found
    for secret in secrets:
        if secret == "Strelsau":  # the number that another cable cites
            continue
        assert secret.lower().encode() not in found, secret


def test_site_on_the_copy_answers_as_the_site(secrets, copy):
    backup(copy)
    numbers = sorted(Cable.objects.values_list("mrn", flat=True))
    addresses = ["/", "/cables/", "/cables/?q=harbour&sort=relevance", "/cables/?tag=PREL&sort=-cited"]
    addresses += ["/tags/", "/tags/PREL/", "/posts/", "/posts/ZENDA/", "/about/markings/", "/go/?q=zenda+401"]
    addresses += ["/collections/harbours/", "/collections/lighthouses/", "/collections/ruritania-papers/"]
    for number in numbers:
        addresses += [f"/cables/{number}/", f"/cables/{number}/source/", f"/cables/{number}.txt"]
    here = answers(addresses)
    assert {200, 302, 404} == {status for status, *_ in here.values()}
    served = [sys.executable, "-m", "tests.backup.served", *addresses]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{copy}", "DATA_DIR": str(copy.parent / "data")}
    done = subprocess.run(served, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    there = json.loads(done.stdout)
    for address in addresses:
        assert there[address] == here[address], address


def test_tables_of_what_is_left_out_are_there_and_empty(secrets, copy):
    backup(copy)
    assert Annotation.objects.exists()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in LEFT_OUT:
            assert rows(copy, f"SELECT count(*) FROM {model._meta.db_table}") == [(0,)], model


def test_copy_is_protected_and_migrated_as_a_site_is(site, copy):
    backup(copy)
    triggers = {name for (name,) in rows(copy, "SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert triggers == {"auditevent_keeps_update", "auditevent_keeps_delete"}
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{copy}", "DATA_DIR": str(copy.parent / "data")}
    command = [sys.executable, "manage.py", "migrate", "--check"]
    assert subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True).returncode == 0


def test_cable_withheld_as_a_whole_is_a_number_with_codes_or_nothing(site, copy):
    site.withhold(site.cable("1. (C) He paid."), scope="cable")
    site.withhold(site.cable("1. (C) He paid."), scope="cable", acknowledged=False)
    backup(copy)
    assert rows(copy, "SELECT mrn, revision FROM cables_cable") == [("08ZENDA401", 0)]
    assert len(rows(copy, "SELECT codes FROM cables_withheldcable")) == 1
    assert rows(copy, "SELECT * FROM cables_cableversion") == []
    assert rows(copy, "SELECT * FROM cables_collection") == []


def test_reference_leads_to_a_cable_in_the_copy_and_to_nothing_else(site, copy):
    cited, hidden = site.cable("1. (C) He paid."), site.cable("1. (C) He paid.")
    site.cable("1. (U) See ref B.", ref="A) 08 ZENDA 401; B) 08 ZENDA 402")
    site.withhold(hidden, scope="cable", acknowledged=False)
    backup(copy)
    join = "SELECT r.mrn, c.mrn FROM cables_reference r LEFT JOIN cables_cable c ON c.id = r.target_id"
    assert sorted(rows(copy, join)) == [(cited.mrn, cited.mrn), (hidden.mrn, None)]


# --- What numbers tell ----------------------------------------------------------------------------


def test_cable_that_nobody_is_told_of_changes_nothing_in_the_copy(site, copy):
    """No key, count, order or sequence of the copy can be told from one without it."""
    site.cable("1. (U) The harbour master called.", "2. (C) He paid, says 08 ZENDA 402.")
    hidden = site.serial + 1
    site.serial += 1
    third = site.cable("1. (U) The harbour master called.", ref=f"08 ZENDA {hidden}")
    backup(copy)
    hidden = site.cable("1. (C) He paid.", "2. (C) And paid.", serial=hidden)
    site.withhold(hidden, scope="cable", acknowledged=False)
    site.cable("1. (C) He paid.", policy="after-review", slug="papers", serial=third.serial)
    again = copy.with_name("again.sqlite3")
    backup(again)
    assert content(again) == content(copy)


def test_paragraph_that_is_not_acknowledged_leaves_no_gap_in_identities(site, copy):
    cable = site.cable("1. (U) The harbour master called.", "2. (C) He paid.", "3. (U) He went home.")
    site.withhold(cable, 2, acknowledged=False)
    assert list(newest(cable).paragraphs.values_list("identity", flat=True)) == [1, 3]
    backup(copy)
    assert rows(copy, "SELECT identity FROM cables_paragraph ORDER BY position") == [(1,), (2,)]


def test_version_that_is_held_leaves_no_gap_in_ordinals(site, copy):
    site.cable("1. (C) He paid.", policy="after-review", slug="papers")
    cable = site.cable("1. (C) He paid his dues.", serial=site.serial)
    hold = Decision.objects.get(version=newest(cable))
    released(hold, site.reviewer, site.officer)
    assert list(cable.versions.values_list("ordinal", "state")) == [(1, "held"), (2, "public")]
    backup(copy)
    assert rows(copy, "SELECT ordinal FROM cables_cableversion") == [(1,)]


def test_keys_are_the_numbers_of_the_rows(secrets, copy):
    backup(copy)
    last = dict(rows(copy, "SELECT name, seq FROM sqlite_sequence"))
    for table in TABLES:
        ((number,),) = rows(copy, f"SELECT count(*) FROM {table.name}")
        assert last.get(table.name, 0) == number


def test_copy_is_the_same_however_few_cables_are_in_memory(secrets, copy, monkeypatch):
    backup(copy)
    monkeypatch.setattr(filling, "CABLES_AT_ONCE", 1)
    monkeypatch.setattr(filling, "ROWS_AT_ONCE", 1)
    backup(again := copy.with_name("again.sqlite3"))
    assert content(again) == content(copy)


# --- The file -------------------------------------------------------------------------------------


def test_copy_is_one_file_that_only_its_owner_reads(site, copy):
    site.cable("1. (U) The harbour master called.")
    backup(copy)
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert rows(copy, "PRAGMA journal_mode") == [("delete",)]
    assert rows(copy, "PRAGMA freelist_count") == [(0,)]
    assert not list(faults(copy))


def test_command_says_what_was_written(site, copy):
    cable = site.cable("1. (U) The harbour master called.")
    site.note(cable, 1, "all", "So he did.")
    site.cable("1. (U) Again.", serial=site.serial)
    site.withhold(site.cable("1. (C) He paid."), scope="cable")
    said = backup(copy)
    assert PublicNote.objects.exists()
    assert "holds 1 cable in 2 versions, 1 number of a withheld cable, 1 note for" in said, said
    assert "and 1 collection." in said


def test_file_that_is_there_is_left_as_it_is(site, copy):
    copy.write_text("precious")
    with pytest.raises(CommandError, match="is there already, and a copy overwrites nothing"):
        backup(copy)
    assert copy.read_text() == "precious"


def test_file_that_somebody_makes_meanwhile_is_left_as_it_is(site, copy, monkeypatch):
    monkeypatch.setattr(public_copy, "faults", lambda file: copy.write_text("precious") and [])
    with pytest.raises(CommandError, match="by somebody else meanwhile"):
        backup(copy)
    assert copy.read_text() == "precious"
    assert [*copy.parent.iterdir()] == [copy]


def test_missing_folder_is_said(site, copy):
    with pytest.raises(CommandError, match="There is no folder"):
        backup(copy.parent / "absent" / "public.sqlite3")


def test_private_backup_is_left_to_the_database(site):
    with pytest.raises(CommandError, match=r"backup --public FILE.*own tools"):
        call_command("backup")


@pytest.mark.parametrize("failing", ["_make_tables", "fill", "faults"])
def test_copy_that_fails_leaves_no_file(site, copy, monkeypatch, failing):
    def fail(*args):
        raise OSError("No space left on device")

    monkeypatch.setattr(public_copy, failing, fail)
    with pytest.raises(OSError, match="No space"):
        backup(copy)
    assert not [*copy.parent.iterdir()]
    site.cable("1. (U) The site goes on.")


def test_copy_with_a_fault_is_thrown_away(site, copy, monkeypatch):
    monkeypatch.setattr(public_copy, "faults", lambda file: ["SQLite finds the file damaged."])
    with pytest.raises(CommandError, match=r"thrown away\. SQLite finds the file damaged"):
        backup(copy)
    assert not [*copy.parent.iterdir()]


@pytest.mark.parametrize(
    ("planted", "sentence"),
    [
        ("INSERT INTO cables_unnumberedkey VALUES (7)", "The table cables_unnumberedkey has rows"),
        (
            "INSERT INTO restricted_withheldtext (id, start, end, text, absent, decision_id, version_id) "
            "VALUES (1, 0, 1, 'X', 0, 1, 1)",
            "The table restricted_withheldtext has rows",
        ),
        ("CREATE TABLE elsewhere AS SELECT 1", "The table elsewhere has rows"),
        ("UPDATE cables_cableversion SET state = 'held', shown = 0", "not public"),
        ("UPDATE cables_cable SET id = 77", "The keys of cables_cable have gaps"),
        ("UPDATE cables_paragraph SET version_id = 99", "refers to one that is not there"),
        ("PRAGMA journal_mode = WAL", "not one file"),
    ],
)
def test_check_finds_what_may_not_be_there(site, copy, planted, sentence):
    site.cable("1. (U) The harbour master called.")
    backup(copy)
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute(planted)
        database.commit()
    assert sentence in " ".join(faults(copy))


# --- While others write ---------------------------------------------------------------------------


@pytest.fixture
def meanwhile(site, monkeypatch):
    """Have something done by another process after the copy has begun to read."""
    fill = public_copy.fill

    def arrange(act):
        def fill_and_act(database):
            monkeypatch.setattr(public_copy, "fill", fill)
            elsewhere(act, site.database)
            return fill(database)

        monkeypatch.setattr(public_copy, "fill", fill_and_act)

    return arrange


def test_copy_is_of_the_moment_it_began_and_keeps_no_writer_waiting(site, copy, meanwhile):
    site.cable("1. (U) The harbour master called.")
    meanwhile(lambda: site.cable("1. (U) The pilot came."))
    backup(copy)
    assert rows(copy, "SELECT count(*) FROM cables_cable") == [(1,)]
    assert Cable.objects.count() == 2


@pytest.mark.parametrize(
    "what", [{"scope": "cable"}, {"number": 1}, {"scope": "subject", "acknowledged": False}]
)
def test_copy_during_which_something_was_withheld_is_thrown_away(site, copy, meanwhile, what, monkeypatch):
    monkeypatch.setattr("cables.projection.write_ahead_log.PATIENCE", 0)
    cable = site.cable("1. (U) The harbour master called.")
    meanwhile(lambda: site.withhold(cable, **what))
    with pytest.raises(CommandError, match=r"withheld while the copy was being written.*Start again"):
        backup(copy)
    assert not [*copy.parent.iterdir()]
    log = site.database.with_name(site.database.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0  # what the snapshot kept the withholding from doing
    backup(copy)
