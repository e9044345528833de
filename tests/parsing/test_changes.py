"""What parses otherwise than before is told field by field."""

import shutil
import subprocess

import pytest

from tests.parsing import changes
from tests.parsing.telegrams import telegram
from tests.places import PROJECT

pytestmark = pytest.mark.once


@pytest.fixture
def before(tmp_path):
    """A copy of the parser that is going to be changed, under git."""
    folder = tmp_path / "project"
    for name in ("parsing", "reference"):
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / "cables" / name, folder / "cables" / name, ignore=leave)
    shutil.copy(PROJECT / "cables" / "__init__.py", folder / "cables")
    for command in ("init --quiet", "add .", "-c user.name=x -c user.email=x@x commit --quiet -m x"):
        subprocess.run(["git", "-C", str(folder), *command.split()], check=True)
    return folder


@pytest.fixture
def texts(tmp_path, monkeypatch):
    """Two telegrams, one of them with a letter to repair."""
    paths = [tmp_path / "sound.txt", tmp_path / "misread.txt"]
    paths[0].write_text(telegram(), encoding="utf-8")
    paths[1].write_text(telegram(["1. (U) The Crownīs dues.", "2. (C) More."]), encoding="utf-8")
    monkeypatch.setattr(changes, "files", lambda: paths)
    return paths


def change(folder, module, old, new):
    path = folder / "cables" / "parsing" / module
    source = path.read_text()
    assert old in source
    path.write_text(source.replace(old, new))


def test_nothing_changed_is_said(before, texts, capsys):
    assert changes.main(["HEAD"], before) == 0
    assert capsys.readouterr().out == "All 2 cables parse as before.\n"


def test_changed_fields_are_counted(before, texts, capsys):
    change(before, "repairs.py", 'yield at, at + 1, "\'", APOSTROPHE', 'yield at, at + 1, "’", APOSTROPHE')
    assert changes.main(["HEAD"], before) == 0
    assert capsys.readouterr().out == (
        "field                  changed, of 2 cables\nparagraphs             1\nrepairs                1\n"
    )


def test_changed_values_are_shown_where_they_differ(before, texts, capsys):
    change(before, "repairs.py", 'yield at, at + 1, "\'", APOSTROPHE', 'yield at, at + 1, "’", APOSTROPHE')
    changes.main(["HEAD", "--show"], before)
    shown = capsys.readouterr().out
    assert '    misread paragraphs[0].text: "The Crown\'s dues." → "The Crown’s dues."' in shown
    assert '    misread repairs[0].after: "\'" → "’"' in shown
    assert "sound" not in shown


def test_field_that_is_new_is_a_change_of_every_cable(before, texts, capsys):
    change(before, "parsed.py", "    signers: tuple", "    colour: str = 'blue'\n    signers: tuple")
    changes.main(["HEAD"], before)
    assert capsys.readouterr().out.splitlines()[1:] == ["colour                 2"]


def test_file_that_is_split_otherwise_is_a_change_of_its_cables(before, texts):
    texts[0].write_text(telegram() + telegram().replace("000412", "000413"), encoding="utf-8")
    shutil.copytree(before, before.parent / "after")
    change(before.parent / "after", "splitting.py", "return [0, *starts[1:]]", "return [0]")
    _, found = changes.compare(before, before.parent / "after", texts)
    assert found == {"cables": [("sound", 2, 1)]}


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ([1, 2, 3], [1, 3], [("x[1:1]", [2], [])]),
        ([{"a": 1, "b": 2}], [{"a": 1, "b": 3}], [("x[0].b", 2, 3)]),
        (None, "Zenda", [("x", None, "Zenda")]),
        ({"a": [1]}, {"a": [1]}, []),
    ],
)
def test_difference_is_told_at_the_innermost_value(one, other, told):
    assert list(changes.differences(one, other, "x")) == told


def test_revision_that_is_none_is_said_in_a_sentence(before, texts, capsys):
    assert changes.main(["nowhere"], before) == 2
    assert capsys.readouterr().err.startswith("git has no parser for nowhere: ")


def test_sample_is_always_read():
    assert len(changes.files()) >= 30
