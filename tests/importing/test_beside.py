"""Imports beside each other, beside an undoing and beside a reviewer, each in a process of its own."""

import os
import subprocess
import sys
from collections import Counter

import pytest

from cables.importing.batches import import_paths
from cables.inventing import invented, write
from cables.models import Cable, CableVersion, Collection, ImportBatch
from cables.reviewing.refusals import Refused
from cables.visibility import Role
from tests.importing.killing import started, whole_cables
from tests.importing.test_killed import url_of
from tests.people import a_user
from tests.places import PROJECT
from tests.reviewing.acts import public_rows, withheld
from tests.telegrams import telegram

COUNT = int(os.environ.get("IMPORT_BESIDE", "160"))


@pytest.fixture
def collection(site_database):
    return Collection.objects.create(name="Harbours", slug="harbours")


@pytest.fixture
def go_on_beside(site_database, collection):
    """Go on with a batch in a process of its own, which does not outlive the test."""
    at_work = []

    def do(batch):
        at_work.append(started(batch, url_of(site_database)))
        return at_work[-1]

    yield do
    for each in at_work:
        each.kill()
        each.wait()


@pytest.fixture
def beside(go_on_beside):
    """Go on with batches of these paths, each in a process; give what their processes said."""

    def do(*batches):
        at_work = [go_on_beside(batch) for batch in batches]
        return [(*each.communicate(timeout=500), each.returncode)[1:] for each in at_work]

    return do


def batch_of(collection, *paths):
    return ImportBatch.objects.create(collection=collection, paths=[str(path) for path in paths])


def folders(tmp_path, *sizes):
    """Invented telegrams in folders, the first so many of the same in each."""
    made = []
    for n, (first, last) in enumerate(sizes):
        folder = tmp_path / str(n)
        list(write(list(invented(last, seed=4))[first:], folder))
        made.append(folder)
    return made


def tally_of(batch):
    batch.refresh_from_db()
    assert (batch.state, batch.message) == ("done", "")
    counts = Counter(batch.items.values_list("outcome", flat=True))
    assert counts == {name: count for name, count in batch.tally.items() if name != "doubted"}
    assert counts.total() == batch.position
    return counts


@pytest.mark.parametrize("overlap", ["whole", "half"])
def test_two_imports_at_once(beside, collection, tmp_path, overlap):
    half = COUNT // 2
    sizes = [(0, COUNT)] * 2 if overlap == "whole" else [(0, COUNT), (half, COUNT + half)]
    batches = [batch_of(collection, folder) for folder in folders(tmp_path, *sizes)]
    assert beside(*batches) == [("", 0)] * 2
    tallies = sum((tally_of(batch) for batch in batches), Counter())
    here = sizes[1][1]
    assert tallies == {"new": here, "unchanged": 2 * COUNT - here}
    assert whole_cables() == here


def test_two_who_go_on_with_one_import(beside, collection, tmp_path):
    """One of them is told, in a sentence, that the other has it, unless it had come to its end before."""
    (folder,) = folders(tmp_path, (0, COUNT))
    batch = batch_of(collection, folder)
    said = beside(batch, batch)
    assert set(said) <= {
        ("", 0),
        ("Somebody else goes on with this import, or took it back, so this process stopped.\n", 1),
    }
    assert ("", 0) in said
    assert tally_of(batch) == {"new": COUNT}
    assert whole_cables() == COUNT


def test_import_beside_the_undoing_of_another(go_on_beside, site_database, collection, tmp_path):
    first, second = folders(tmp_path, (0, COUNT), (COUNT // 2, COUNT + COUNT // 2))
    list(import_paths([first], collection))
    undone, batch = ImportBatch.objects.get(), batch_of(collection, second)
    importer = go_on_beside(batch)
    undoer = subprocess.Popen(
        [sys.executable, "manage.py", "undo_import", str(undone.pk)],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url_of(site_database)},
        text=True,
        stderr=subprocess.PIPE,
    )
    complaints = undoer.communicate(timeout=500)[1], importer.communicate(timeout=500)[1]
    assert complaints == ("", "")
    undone.refresh_from_db()
    assert (undone.state, undone.message) == ("undone", f"It was undone: {COUNT:,} versions went.")
    counts = tally_of(batch)
    assert counts.total() == COUNT
    assert whole_cables() == counts["new"]  # what it found unchanged went with the import that had brought it


def test_import_beside_a_reviewer_who_withholds(go_on_beside, collection, tmp_path):
    """New versions come in while their cables are withheld from: no withheld word is public after."""
    reviewer = a_user(Role.REVIEWER)
    serials = range(1, COUNT // 2 + 1)
    for serial in serials:
        said = f"2. (C) The smuggler Rischenheim{serial:04d} paid him."
        for folder, more in (("old", "He came."), ("new", "He came again.")):
            (tmp_path / folder).mkdir(exist_ok=True)
            text = telegram(serial=serial, paragraphs=["1. (U) He called.", said, f"3. (C) {more}"])
            (tmp_path / folder / f"{serial:04d}.txt").write_text(text)
    list(import_paths([tmp_path / "old"], collection))
    batch = batch_of(collection, tmp_path / "new")
    importer = go_on_beside(batch)
    done = []
    while len(done) < len(serials) and importer.poll() is None:
        serial = serials[-1 - len(done)] if len(done) % 2 else serials[len(done)]
        try:
            withheld(Cable.objects.get(mrn=f"08ZENDA{serial}"), reviewer, 2)
        except Refused:  # a version came in since the page was opened: he opens it again
            continue
        done.append(serial)
    assert importer.communicate(timeout=500)[1] == ""
    assert tally_of(batch) == {"new-version": len(serials)}
    assert done
    public = public_rows()
    assert not [serial for serial in done if f"Rischenheim{serial:04d}" in public]
    assert CableVersion.objects.filter(shown=True).count() == len(serials)
    assert CableVersion.objects.filter(ordinal=2).count() == len(serials)
