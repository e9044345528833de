import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cables.models import Cable, Collection, ImportBatch
from tests.places import PROJECT
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


def run(*args):
    """Exit status, standard output, standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_cables", *map(str, args), stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    raise AssertionError("import_cables ends with an exit status")


def test_import_of_good_files_ends_with_0_and_counts(tmp_path):
    (tmp_path / "a.txt").write_text(telegram(serial=1) + telegram(serial=2))
    status, out, _ = run(tmp_path)
    assert status == 0
    assert out.splitlines()[-1] == "2 new, 0 unchanged, 0 new version, 0 refused."
    status, out, _ = run(tmp_path)
    assert (status, out.splitlines()[-1]) == (0, "0 new, 2 unchanged, 0 new version, 0 refused.")


def test_some_refused_ends_with_1_and_the_others_are_in(tmp_path):
    (tmp_path / "a.txt").write_text(telegram())
    (tmp_path / "b.txt").write_text("Dear diary")
    status, out, err = run(tmp_path)
    assert status == 1
    assert "b.txt: This is not a cable" in err
    assert Cable.objects.count() == 1
    assert "1 refused" in out


def test_nothing_done_ends_with_2(tmp_path):
    (tmp_path / "b.txt").write_text("Dear diary")
    assert run(tmp_path)[0] == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    for path, words in ((tmp_path / "absent", "There is no file"), (empty, "No file was found")):
        with pytest.raises(CommandError, match=words) as failure:
            call_command("import_cables", str(path))
        assert failure.value.returncode == 2


def test_unknown_collection_is_refused_with_the_known_ones(tmp_path):
    Collection.objects.create(name="Harbours", slug="harbours")
    (tmp_path / "a.txt").write_text(telegram())
    with pytest.raises(CommandError, match="harbours") as failure:
        call_command("import_cables", str(tmp_path), collection="harbors")
    assert failure.value.returncode == 2
    assert run(tmp_path, "--collection", "harbours")[0] == 0
    assert ImportBatch.objects.get().collection.slug == "harbours"


def test_json_report_lists_each_record(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(telegram())
    (tmp_path / "in" / "b.txt").write_text("Dear diary")
    run(tmp_path / "in", "--json", tmp_path / "report.json", "--dry-run")
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["dry_run"] is True
    assert [(item["outcome"], item["mrn"]) for item in report["items"]] == [
        ("new", "08ZENDA412"),
        ("refused", ""),
    ]
    assert not Cable.objects.exists()
    assert not Collection.objects.exists()


def test_database_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "a.txt").write_text(telegram())
    sqlite = connection.vendor == "sqlite"
    read_only = "PRAGMA query_only = ON" if sqlite else "SET LOCAL transaction_read_only = on"
    try:
        with connection.cursor() as cursor:
            cursor.execute(read_only)
        with pytest.raises(CommandError, match=r"cannot be written.* Nothing was imported\.") as failure:
            call_command("import_cables", str(tmp_path))
        assert failure.value.returncode == 2
    finally:
        if sqlite:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")


def test_limit_stops_after_so_many(tmp_path):
    (tmp_path / "a.txt").write_text(telegram(serial=1) + telegram(serial=2))
    assert "1 new" in run(tmp_path, "--limit", "1")[1]


def test_empty_data_folder_is_a_good_place_to_begin(tmp_path):
    (tmp_path / "a.txt").write_text(telegram())
    environment = os.environ | {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "import_cables", str(tmp_path / "a.txt")]
    result = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "1 new, 0 unchanged, 0 new version, 0 refused."


def test_owner_s_cable_and_the_45_telegrams_import_whole_and_only_once(seed, telegrams):
    status, out, err = run(seed.parent, telegrams)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "46 new, 0 unchanged, 0 new version, 0 refused."
    status, out, _ = run(seed.parent, telegrams)
    assert out.splitlines()[-1] == "0 new, 46 unchanged, 0 new version, 0 refused."
