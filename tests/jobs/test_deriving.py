"""Versions derived anew by the worker, and by a worker that is to end."""

import datetime as dt

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cables.importing.batches import import_paths
from cables.jobs import deriving, reparsing, tasks, worker
from cables.models import AuditEvent, CableVersion, Paragraph
from cables.reviewing.refusals import Forbidden
from cables.visibility import Role
from tests.people import a_user
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoilt(collection, tmp_path, monkeypatch):
    """Five versions whose rows are not what their bytes say, each a chunk of its own."""
    for serial in range(5):
        (tmp_path / f"{serial}.txt").write_text(telegram(serial=412 + serial))
    list(import_paths([tmp_path], collection))
    Paragraph.objects.filter(number=2).update(text="Spoilt.")
    monkeypatch.setattr(reparsing, "CHUNK", 1)
    monkeypatch.setattr(deriving, "FEW", 1)


def left():
    return Paragraph.objects.filter(text="Spoilt.").count()


def test_worker_that_is_to_end_leaves_the_rest_to_the_next(spoilt, importer, work, monkeypatch):
    assert deriving.derive_anew(CableVersion.objects.all(), importer) is None
    keys = list(CableVersion.objects.order_by("pk").values_list("pk", flat=True))
    tasks.stopping.set()
    try:
        tasks.derive.func(keys, importer.pk)
    finally:
        tasks.stopping.clear()
    assert left() == 4
    assert AuditEvent.objects.get(action="derived anew").actor == importer.username
    work()
    assert left() == 0


@pytest.mark.parametrize(("ago", "taken_up"), [(dt.timedelta(hours=1), True), (dt.timedelta(0), False)])
def test_work_of_a_worker_that_is_gone_is_taken_up(spoilt, importer, ago, taken_up):
    deriving.derive_anew(CableVersion.objects.all(), importer)
    given = DBTaskResult.objects.get()
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - ago)
    worker.take_up_derived()
    worker.take_up_derived()  # as another worker would, at once
    now = DBTaskResult.objects.get()
    assert (now.pk != given.pk) == taken_up
    assert now.args_kwargs == given.args_kwargs


def test_sites_only_worker_takes_up_at_once(spoilt, importer):
    deriving.derive_anew(CableVersion.objects.all(), importer)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    worker.take_up_derived(at_once=True)
    assert DBTaskResult.objects.get().status == "READY"


def test_worker_survives_a_fault(spoilt, importer, work, monkeypatch):
    def fail(*args, **options):
        raise KeyError("the harbour master said")

    monkeypatch.setattr(tasks, "reparse", fail)
    deriving.derive_anew(CableVersion.objects.all(), importer)
    work()
    assert left() == 5


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.RELEASE_OFFICER, Role.ADMINISTRATOR])
def test_only_importers(spoilt, role):
    with pytest.raises(Forbidden):
        deriving.derive_anew(CableVersion.objects.all(), a_user(role))
