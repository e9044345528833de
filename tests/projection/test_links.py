"""What was waiting for a cable points at it, and nobody looks through all that waits for others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cables.models import Mention, Reference
from cables.projection.links import link_incoming, unlink_incoming
from tests.factories import a_mention, a_reference, a_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def cables():
    return [a_version(f"08ZENDA{n}", paragraphs=[{"text": "See ref."}]).cable for n in range(1, 5)]


def test_what_waits_points_at_what_came_and_at_nothing_else(cables):
    version = cables[0].versions.get()
    waiting = a_reference(version, text="ZENDA 2", mrn="08ZENDA2")
    other = a_reference(version, text="ZENDA 9", mrn="08ZENDA9")
    linked = a_reference(version, text="ZENDA 3", mrn="08ZENDA3", target=cables[3])
    mention = a_mention(version.paragraphs.get(), "ref", mrn="08ZENDA3")
    link_incoming({cable.mrn: cable.pk for cable in cables[1:3]})
    targets = [Reference.objects.get(pk=each.pk).target for each in (waiting, other, linked)]
    assert targets == [cables[1], None, cables[3]]
    assert Mention.objects.get(pk=mention.pk).target == cables[2]
    unlink_incoming(cables[1])
    assert Reference.objects.get(pk=waiting.pk).target is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's")
def test_no_statement_reads_all_that_waits(cables):
    numbers = {cable.mrn: cable.pk for cable in cables}
    with CaptureQueriesContext(connection) as queries:
        link_incoming(numbers)
        unlink_incoming(cables[0])
        list(Reference.objects.filter(target__in=cables))
    plans = [_plan(query["sql"]) for query in queries.captured_queries]
    assert all("_by_mrn" in plan for plan in plans[:2]), plans
    assert all("_by_target" in plan for plan in plans[2:4]), plans
    assert "reference_by_target" in plans[4]


def _plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "; ".join(row[-1] for row in cursor.fetchall())
