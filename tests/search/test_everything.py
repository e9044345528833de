"""All cables of a list: in its order, a chunk at a time, with nothing open in between."""

import gc
import weakref

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from cables.models import Cable, CableVersion
from cables.projection.write_ahead_log import empty_wal
from cables.search import everything
from cables.search.everything import in_list_order, versions_of
from cables.search.filters import SORTS, CableFilter
from tests.factories import a_held_version, a_reference, a_version

RELATIONS = 3
"""Of `for_row()`: tags, addressees, references."""


def ask(address=""):
    return CableFilter(QueryDict(address), queryset=CableVersion.objects.released())


def numbers(address=""):
    mrns = dict(Cable.objects.values_list("pk", "mrn"))
    return [mrns[key] for key in in_list_order(ask(address))]


def rows(address=""):
    return versions_of(in_list_order(ask(address)), CableVersion.objects.released().for_row())


@pytest.fixture
def few_at_once(monkeypatch):
    monkeypatch.setattr(everything, "KEYS_AT_ONCE", 4)
    monkeypatch.setattr(everything, "CABLES_AT_ONCE", 3)


@pytest.fixture
def cables(db):
    cited = a_version("07ZENDA1", sent_at=None, tags=["PREL"])
    for number in range(2, 12):
        version = a_version(f"08ZENDA{number}", subject="HARBOR" if number % 3 else "TIN", tags=["PREL"])
        a_reference(version, mrn="07ZENDA1", target=cited.cable)
    a_held_version("08ZENDA99")


@pytest.mark.parametrize("indexed", [False, True], ids=["tables", "index"])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("asked", ["", "q=harbor", "tag=PREL&q=-tin", "q=nothing"])
def test_every_cable_of_the_list_comes_once_and_in_its_order(
    client, cables, few_at_once, index, indexed, sort, asked
):
    if indexed:
        index()
    listed = client.get(f"/cables/?{asked}&sort={sort}").context["list"].results
    assert numbers(f"{asked}&sort={sort}") == [result.mrn for result in listed]


def test_page_of_the_address_does_not_matter(cables, few_at_once):
    assert numbers("page=2") == numbers("page=soon") == numbers()


@pytest.mark.parametrize("indexed", [False, True], ids=["tables", "index"])
def test_chunks_are_read_when_they_are_wanted_and_not_before(cables, few_at_once, index, indexed):
    if indexed:
        index()
    with CaptureQueriesContext(connection) as queries:
        versions = rows()
        assert len(queries) == 0
        asked = []
        for _ in versions:
            asked.append(len(queries))
    chunk = 1 + RELATIONS
    first = asked[0]
    assert first <= chunk + 2  # the keys; of an index, what it may not answer with
    steps = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3]
    assert asked == [first + chunk * step for step in steps]


def test_cables_that_were_handed_on_are_not_kept(cables, few_at_once):
    seen = []
    for version in rows():
        seen.append(weakref.ref(version))
        gc.collect()  # a row and those prefetched for it know each other
        assert sum(each() is not None for each in seen) <= 1
    assert len(seen) == 11


def test_cable_withheld_meanwhile_is_left_out(cables, few_at_once):
    versions = rows("sort=mrn")
    found = [next(versions).cable.mrn]
    CableVersion.objects.filter(cable__mrn="08ZENDA9").update(shown=False)
    a_version("08ZENDA10", shown=True, subject="CORRECTED")
    rest = {version.cable.mrn: version.subject for version in versions}
    assert found == ["07ZENDA1"]
    assert "08ZENDA9" not in rest
    assert rest["08ZENDA10"] == "CORRECTED"
    assert len(rest) == 9


@pytest.mark.django_db(transaction=True)
def test_nothing_is_open_while_somebody_reads_slowly(site_database, few_at_once):
    for number in range(1, 10):
        a_version(f"08ZENDA{number}")
    versions = rows()
    next(versions)
    if connection.vendor == "sqlite":
        assert not connection.connection.in_transaction
        assert empty_wal()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE is_holdable")
            assert cursor.fetchone() == (0,)
        assert connection.connection.info.transaction_status == 0  # idle
    assert len(list(versions)) == 8
