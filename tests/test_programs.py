"""The long runs that stand beside the suite start from a plain shell: nothing else in CI starts them all."""

import os
import subprocess
import sys

import pytest

from tests.places import PROJECT

PROGRAMS = sorted(path.parent.name for path in (PROJECT / "tests").glob("*/__main__.py"))
OF_THE_SUITE = ("DJANGO_SETTINGS_MODULE", "PYTHONPATH")

pytestmark = pytest.mark.once


@pytest.mark.parametrize("program", PROGRAMS)
def test_program_starts_from_a_plain_shell(program, tmp_path):
    plain = {name: value for name, value in os.environ.items() if name not in OF_THE_SUITE}
    command = [sys.executable, "-c", f"import tests.{program}.__main__"]
    subprocess.run(command, cwd=PROJECT, env=plain | {"DATA_DIR": str(tmp_path)}, check=True)


def test_run_that_is_not_there_is_named_with_those_that_are():
    command = [sys.executable, "-m", "tests.torture", "nothing_of_the_kind"]
    said = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert said.returncode == 2
    assert "There is no run nothing_of_the_kind. There are killed_importer" in said.stdout
