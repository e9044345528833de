"""The short way of many new cables gives what the long way of each gives, to the last column."""

import pytest
from django.db import DatabaseError, connection

from cables.importing import chunks
from cables.importing.batches import import_paths
from cables.importing.load import Outcome
from cables.importing.reference import load_reference
from cables.importing.sample import FOLDER
from cables.inventing import invented, write
from cables.models import Cable, CableVersion, Collection, ImportItem, IndexChange, Paragraph
from tests.importing.tables import rows


@pytest.fixture
def texts(tmp_path):
    """Files in an order in which some cite what comes later."""
    list(write(invented(40, seed=3), tmp_path / "invented"))
    return [*sorted((tmp_path / "invented").rglob("*.txt")), *sorted(FOLDER.glob("*.txt"))[:12]]


@pytest.fixture
def collection(db):
    load_reference(extra=FOLDER)
    return Collection.objects.create(name="Harbours", slug="harbours")


def test_both_ways_give_the_same_rows(texts, collection, monkeypatch):
    outcomes = [result.outcome for result in import_paths(texts, collection)]
    assert outcomes == [Outcome.NEW] * len(texts)
    together = rows()
    for model in (ImportItem, IndexChange, CableVersion, Cable):
        model.objects.all().delete()

    def fail(*_):
        raise DatabaseError

    monkeypatch.setattr(chunks, "load_new", fail)
    assert [result.outcome for result in import_paths(texts, collection)] == outcomes
    alone = rows()
    for name, wanted in alone.items():
        assert together[name] == wanted, name
    assert any("'target', '" in row for row in alone["Reference"]), (
        "nothing is linked: the texts prove little"
    )


def test_same_number_twice_in_a_chunk_is_a_cable_and_its_version(tmp_path, collection):
    (telegram,) = invented(1)
    changed = telegram.text.replace("TAGS: ", "TAGS:  ")
    for name, text in (("a", telegram.text), ("b", changed), ("c", telegram.text)):
        (tmp_path / f"{name}.txt").write_text(text)
    outcomes = [result.outcome for result in import_paths([tmp_path], collection)]
    assert outcomes == [Outcome.NEW, Outcome.NEW_VERSION, Outcome.UNCHANGED]
    assert [result.outcome for result in import_paths([tmp_path], collection)] == [Outcome.UNCHANGED] * 3
    assert CableVersion.objects.filter(shown=True).values_list("ordinal", flat=True).get() == 2


def test_number_of_statements_does_not_grow_with_the_cables(texts, collection, django_assert_max_num_queries):
    with django_assert_max_num_queries(42 if connection.vendor == "postgresql" else 38):  # it copies
        list(import_paths(texts[:40], collection))


def test_processes_beside_give_the_same(tmp_path, collection, monkeypatch):
    monkeypatch.setattr("cables.importing.processes.FEW", 1)
    monkeypatch.setattr("cables.importing.processes.CHUNK", 7)
    list(write(invented(60, seed=4), tmp_path / "out"))
    (tmp_path / "out" / "diary.txt").write_text("Dear diary, nothing of note today.\n")
    outcomes = [result.outcome for result in import_paths([tmp_path / "out"], collection, processes=2)]
    assert outcomes == [Outcome.REFUSED] + [Outcome.NEW] * 60
    assert list(ImportItem.objects.order_by("position").values_list("position", flat=True)) == list(
        range(1, 62)
    )
    assert Paragraph.objects.count() > 300
