"""The three commands of the search index, as they are typed."""

import os
import signal
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cables.models import Paragraph
from cables.search.building import Building
from cables.search.documents import Released
from cables.search.generations import PUBLIC, home
from cables.search.schema import VERSION
from tests.importing.test_killed import url_of
from tests.places import PROJECT
from tests.search.keeping import all_differences, folder_in_use, found, imported, many
from tests.telegrams import telegram


@pytest.fixture(autouse=True)
def index_dir(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return settings.SEARCH_INDEX_DIR


def run(*words, **options):
    out = StringIO()
    try:
        call_command(*words, stdout=out, **options)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


# --- rebuild_search_index -------------------------------------------------------------------------


@pytest.mark.django_db
def test_rebuild_says_what_it_did():
    many(3)
    code, said = run("rebuild_search_index")
    assert code == 0
    assert said.startswith("The public index was built anew: 3 cables in ")
    assert said.endswith(f"0 changes meanwhile. It is {VERSION}-000001.\n")
    assert run("rebuild_search_index")[1].endswith(f"It is {VERSION}-000002.\n")
    assert [path.name for path in home(PUBLIC).path.glob("*-*")] == [f"{VERSION}-000002"]


@pytest.mark.django_db
def test_rebuild_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr("cables.management.commands.rebuild_search_index.EVERY", -1)
    monkeypatch.setattr("cables.search.building.CHUNK", 2)
    many(5)
    assert run("rebuild_search_index")[1].splitlines()[:3] == ["2 cables …", "4 cables …", "5 cables …"]


@pytest.mark.django_db
def test_second_rebuild_is_refused_in_a_sentence():
    with (
        Building(home(PUBLIC), Released()),
        pytest.raises(CommandError, match=r"Another process is building the index in .*\. Wait for it"),
    ):
        run("rebuild_search_index")


@pytest.mark.django_db
def test_folder_that_cannot_be_written_is_said(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.SEARCH_INDEX_DIR = tmp_path / "file"
    with pytest.raises(CommandError, match=r"could not be written in .*file/public"):
        run("rebuild_search_index")


# --- verify_search_index --------------------------------------------------------------------------


@pytest.mark.django_db
def test_index_that_agrees():
    many(3)
    run("rebuild_search_index")
    assert run("verify_search_index") == (0, "The public index holds what the tables say: 3 cables.\n")


@pytest.mark.django_db
def test_index_that_is_not_there():
    code, said = run("verify_search_index")
    assert code == 1
    assert said.startswith("There is no index in ")
    assert said.endswith("Run manage.py rebuild_search_index.\n")


@pytest.mark.django_db
def test_word_that_the_index_does_not_have():
    cable = many(3)
    run("rebuild_search_index")
    Paragraph.objects.filter(version__cable=cable, position=1).update(text="Somebody wrote into the table.")
    code, said = run("verify_search_index")
    assert code == 1
    assert said.startswith(
        "08ZENDA502 is in the index with other words or values than in the tables (in body"
    )


# --- follow_search_index --------------------------------------------------------------------------


def follow(database, index_dir, **settings):
    return subprocess.Popen(
        [sys.executable, "manage.py", "follow_search_index"],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url_of(database), "SEARCH_INDEX_DIR": str(index_dir)} | settings,
        text=True,
        stderr=subprocess.PIPE,
    )


def wait_until(is_so, process=None):
    for _ in range(1200):
        if is_so():
            return
        assert process is None or process.poll() is None, process.stderr.read()
        time.sleep(0.05)
    raise AssertionError("It did not come to it within a minute.")


def test_process_follows_and_ends_when_it_is_told_to(site_database, index_dir):
    imported(telegram())
    process = follow(site_database, index_dir)
    try:
        wait_until(lambda: home(PUBLIC).ask(), process)
        assert found("harbour") == ["08ZENDA412"]
        imported(telegram(serial=413, subject="LIGHTHOUSE OIL"))
        wait_until(lambda: found("lighthouse"), process)
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=30)[1]
    assert process.returncode == 0
    assert "Traceback" not in said
    assert said.splitlines()[0] == f"Following what changes, in {home(PUBLIC).path}."
    assert all_differences() == []


def test_second_process_says_so_once_and_takes_over(site_database, index_dir):
    imported(telegram())
    first = follow(site_database, index_dir)
    wait_until(lambda: home(PUBLIC).ask(), first)
    second = follow(site_database, index_dir)
    try:
        sentence = second.stderr.readline()
        assert sentence == (
            f"Another process is following the index in {home(PUBLIC).path}. "
            "This one waits to take over when it ends.\n"
        )
        first.kill()
        first.wait()
        said = iter(second.stderr.readline, "")  # of the other index it says the same
        assert f"Following what changes, in {home(PUBLIC).path}.\n" in said
        imported(telegram(serial=413, subject="LIGHTHOUSE OIL"))
        wait_until(lambda: found("lighthouse"), second)
    finally:
        second.terminate()
        second.communicate(timeout=30)
        first.communicate()
    assert second.returncode == 0


def test_rebuild_beside_a_process_that_follows(site_database, index_dir):
    many(3)
    process = follow(site_database, index_dir)
    try:
        wait_until(lambda: home(PUBLIC).ask(), process)
        before = folder_in_use()
        assert run("rebuild_search_index")[0] == 0
        assert folder_in_use() != before
        imported(telegram(serial=413, subject="LIGHTHOUSE OIL"))
        wait_until(lambda: found("lighthouse"), process)
        wait_until(lambda: run("verify_search_index")[0] == 0, process)
    finally:
        process.terminate()
        said = process.communicate(timeout=30)[1]
    assert process.returncode == 0
    assert "Traceback" not in said
