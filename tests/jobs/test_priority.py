"""What works beside the site stands back behind its pages."""

import subprocess
import sys
from importlib import import_module

import pytest
from django.core.management import call_command

from cables.jobs.priority import NICE
from tests.places import PROJECT

pytestmark = pytest.mark.once
TWICE = """
import os
from cables.jobs.priority import behind_pages
for _ in range(2):
    behind_pages()
    print(os.getpriority(os.PRIO_PROCESS, 0))
"""


@pytest.mark.parametrize("before", [0, 5, 19])
def test_stands_back_once_and_never_comes_forward(before):
    command = ["nice", "-n", str(before), sys.executable, "-c", TWICE]
    said = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    assert [int(each) for each in said.split()] == [NICE, NICE]


@pytest.mark.parametrize(
    "words",
    [
        *(("import_cables", "a.txt"), ("undo_import", "1"), ("reparse_cables",)),
        *(("run_worker",), ("follow_search_index",), ("rebuild_search_index",)),
    ],
    ids=lambda words: words[0],
)
def test_command_that_works_long_beside_the_site_stands_back_first(words, monkeypatch):
    class StoodBack(Exception):
        pass

    def stand_back():
        raise StoodBack

    module = import_module(f"cables.management.commands.{words[0]}")
    monkeypatch.setattr(module, "behind_pages", stand_back)
    with pytest.raises(StoodBack):
        call_command(*words)
