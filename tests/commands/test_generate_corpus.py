import csv

import pytest
from django.core.management import CommandError, call_command

from cables.importing.sources import Record, find_files, read_file
from cables.inventing import invented

pytestmark = pytest.mark.once


def test_folder_has_a_file_for_each_telegram(tmp_path, capsys):
    call_command("generate_corpus", "1003", str(tmp_path / "out"), seed=2)
    files = list(find_files([tmp_path / "out"]))
    assert {file.stem: file.read_text() for file in files} == {t.mrn: t.text for t in invented(1003, seed=2)}
    assert {file.parent.name for file in files} == {"0000", "0001"}
    assert "1,003 telegrams of 6," in capsys.readouterr().out


def test_csv_has_a_row_for_each_that_the_importer_reads(tmp_path):
    out = tmp_path / "out.csv"
    call_command("generate_corpus", "12", str(out))
    with out.open(newline="") as file:
        rows = list(csv.reader(file))
    telegrams = list(invented(12))
    assert [row[2] for row in rows] == [telegram.mrn for telegram in telegrams]
    records = list(read_file(out))
    assert all(isinstance(record, Record) for record in records)
    assert len(records) == 12
    assert "".join(record.text for record in records) == out.read_text()


def test_what_is_there_is_left_as_it_is(tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(CommandError, match="left as it is"):
        call_command("generate_corpus", "3", str(out))
    assert out.read_text() == "mine"


def test_number_below_one_and_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="1 or more"):
        call_command("generate_corpus", "0", str(tmp_path / "out"))
    with pytest.raises(CommandError, match="No such file"):
        call_command("generate_corpus", "1", str(tmp_path / "none" / "out.csv"))
