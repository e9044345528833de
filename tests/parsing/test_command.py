"""`python -m cables.parsing`: JSON Lines, without Django."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cables.parsing import ParsedCable
from tests.parsing.telegrams import telegram

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments, data=b""):
    command = [sys.executable, "-m", "cables.parsing", *arguments]
    return subprocess.run(command, input=data, capture_output=True, cwd=ROOT, check=False)


def test_one_object_per_cable_with_the_keys_of_the_record(tmp_path):
    file = tmp_path / "two.txt"
    file.write_text(telegram() + telegram().replace("000412", "000413"), encoding="utf-8")
    done = run(str(file))
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [o["mrn"] for o in objects] == ["08ZENDA412", "08ZENDA413"]
    assert list(objects[0]) == [field.name for field in dataclasses.fields(ParsedCable)]
    assert objects[0]["sent_at"] == "2008-08-14T15:20:00+00:00"
    assert objects[0]["declassify_on"] == "2018-08-14"
    assert set(objects[0]["paragraphs"][0]["span"]) == {"start", "end"}


@pytest.mark.parametrize("arguments", [["-"], []])
def test_standard_input_is_read(arguments):
    assert json.loads(run(*arguments, data=telegram().encode()).stdout)["mrn"] == "08ZENDA412"


def test_missing_file_is_said_in_one_sentence():
    done = run("nowhere.txt")
    assert done.returncode == 2
    assert done.stderr.decode() == "nowhere.txt cannot be read: No such file or directory.\n"


def test_binary_file_is_said_in_one_sentence():
    done = run("-", data=b"\x89PNG" + bytes(range(30)) * 40)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1


def test_parser_does_not_import_django():
    code = "import sys, cables.parsing.__main__; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
