"""From an upload to the result, by the verbs of the page and the worker."""

import pytest
from django_tasks_db.models import DBTaskResult

from cables.importing import batches
from cables.importing.faults import Stopped
from cables.jobs import imports, tasks
from cables.models import AuditEvent, Cable, CableVersion, ImportBatch
from cables.reviewing.refusals import Forbidden, Refused
from cables.visibility import Role
from tests.jobs.conftest import files
from tests.people import a_user
from tests.reviewing.acts import withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
Stage = ImportBatch.State


def test_preview_writes_nothing_and_the_commit_everything(uploaded, importer, work):
    batch = uploaded(412, 413)
    assert (batch.state, batch.asked_for) == ("previewed", "")
    assert (batch.tally["new"], batch.tally["refused"]) == (2, 1)
    assert not Cable.objects.exists()
    imports.commit(batch, importer)
    batch.refresh_from_db()
    assert batch.asked_for == "import"
    work(batch)
    assert (batch.state, batch.asked_for) == ("done", "")
    assert (batch.tally["new"], batch.tally["refused"]) == (2, 1)
    assert Cable.objects.count() == 2
    assert batch.items.count() == 3


def test_acts_are_audited_by_the_number_of_the_import(uploaded, importer, work):
    batch = uploaded(412)
    imports.commit(batch, importer)
    imports.undo(work(batch), importer)
    told = list(AuditEvent.objects.order_by("pk").values_list("action", "actor_id", "details"))
    acts = ("started import", "committed import", "undid import")
    assert told == [(act, importer.pk, {"batch": batch.pk}) for act in acts]


@pytest.mark.parametrize("role", [None, Role.REVIEWER, Role.RELEASE_OFFICER, Role.ADMINISTRATOR])
def test_only_importers_import(uploaded, collection, role, tmp_path):
    batch = uploaded(412)
    user = a_user(role) if role else a_user()
    acts = (imports.commit, imports.preview_again, imports.cancel, imports.go_on, imports.undo, imports.retry)
    for act in acts:
        with pytest.raises(Forbidden):
            act(batch, user)
    with pytest.raises(Forbidden):
        imports.start_uploaded(files(telegram()), collection, user)
    with pytest.raises(Forbidden):
        imports.start_on_server(tmp_path, collection, user)


def test_what_cannot_be_done_now_is_refused(uploaded, importer, work):
    batch = uploaded(412)
    for act in (imports.cancel, imports.go_on, imports.undo, imports.retry):
        with pytest.raises(Refused, match="look again"):
            act(batch, importer)
    imports.commit(batch, importer)
    for act in (imports.commit, imports.preview_again, imports.undo):
        with pytest.raises(Refused, match="look again"):
            act(batch, importer)
    work(batch)
    with pytest.raises(Refused, match="look again"):
        imports.commit(batch, importer)


def test_commit_asked_for_twice_is_done_once(uploaded, importer, work):
    batch = uploaded(412)
    imports.commit(batch, importer)
    tasks.work_on.enqueue(batch.pk)  # as another worker would that thought it lost
    work(batch)
    assert (batch.state, batch.tally["new"]) == ("done", 1)


def test_cancelled_before_the_worker_came_to_it(uploaded, importer, work):
    batch = uploaded(412)
    imports.commit(batch, importer)
    imports.cancel(batch, importer)
    work(batch)
    assert (batch.state, batch.asked_for) == ("cancelled", "")
    assert not Cable.objects.exists()


def test_cancelled_preview_can_be_previewed_again_and_committed(uploaded, importer, work, monkeypatch):
    monkeypatch.setattr("cables.importing.processes.CHUNK", 1)
    batch = uploaded(412, 413, 414)
    imports.preview_again(batch, importer)
    begin = batches._begin

    def begin_and_be_cancelled(batch, *args, **values):
        begin(batch, *args, **values)
        imports.cancel(batch, importer)

    monkeypatch.setattr(batches, "_begin", begin_and_be_cancelled)
    work(batch)
    assert (batch.state, batch.job, batch.position) == ("cancelled", "preview", 1)
    monkeypatch.setattr(batches, "_begin", begin)
    with pytest.raises(Refused):
        imports.go_on(batch, importer)  # it would leave out what the preview had come to
    imports.preview_again(batch, importer)
    imports.commit(work(batch), importer)
    work(batch)
    assert Cable.objects.count() == 3


def test_cancelled_import_goes_on(uploaded, importer, work, monkeypatch):
    monkeypatch.setattr("cables.importing.processes.CHUNK", 1)
    batch = uploaded(412, 413, 414)
    imports.commit(batch, importer)
    go_on = batches.go_on

    def cancelled_after_one(batch, **options):
        for result in go_on(batch, **options):
            ImportBatch.objects.filter(pk=batch.pk).update(is_to_stop=True)
            yield result

    monkeypatch.setattr(batches, "go_on", cancelled_after_one)
    work(batch)
    assert (batch.state, batch.position, Cable.objects.count()) == ("cancelled", 1, 1)
    monkeypatch.setattr(batches, "go_on", go_on)
    imports.go_on(batch, importer)
    work(batch)
    assert (batch.state, batch.tally["new"], Cable.objects.count()) == ("done", 3, 3)


def test_retry_reads_the_files_of_what_was_refused(uploaded, importer, work, media):
    batch = uploaded(412)
    imports.commit(batch, importer)
    work(batch)
    (diary,) = media.glob("imports/*/1.txt")
    diary.write_text(telegram(serial=500))
    again = work(imports.retry(batch, importer))
    assert again.paths == [str(diary)]
    assert (again.state, again.tally.get("new"), again.retries) == ("done", 1, batch)
    assert Cable.objects.filter(mrn__endswith="500").exists()


def test_undo_takes_back_and_names_those_who_worked_since(uploaded, importer, work):
    batch = uploaded(412, 413)
    imports.commit(batch, importer)
    work(batch)
    reviewer = a_user(Role.REVIEWER, name="rosa")
    decision = withheld(Cable.objects.get(mrn__endswith="412"), reviewer, 1)
    imports.undo(batch, importer)
    work(batch)
    assert (batch.state, batch.asked_for) == ("done", "")
    assert batch.message.startswith("Nothing was undone")
    assert f"{decision.cable.mrn}: rosa" in batch.message
    assert CableVersion.objects.count() == 2


def test_undo(uploaded, importer, work):
    batch = uploaded(412, 413)
    imports.commit(batch, importer)
    imports.undo(work(batch), importer)
    work(batch)
    assert (batch.state, batch.asked_for) == ("undone", "")
    assert not Cable.objects.exists()


def test_fault_ends_it_with_a_sentence_and_it_goes_on(uploaded, importer, work, monkeypatch):
    batch = uploaded(412)
    imports.commit(batch, importer)

    def fail(batch, **options):
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=Stage.STOPPED, job="import", position=0, message="Full."
        )
        raise Stopped("Full.")

    with monkeypatch.context() as patch:
        patch.setattr(batches, "go_on", fail)
        work(batch)
    assert (batch.state, batch.message, batch.asked_for) == ("stopped", "Full.", "")
    imports.go_on(batch, importer)
    work(batch)
    assert (batch.state, batch.message, Cable.objects.count()) == ("done", "", 1)


def test_what_nobody_foresaw_is_told_without_its_words(uploaded, importer, work, monkeypatch, caplog):
    batch = uploaded(412)
    imports.commit(batch, importer)

    def fail(batch, **options):
        raise KeyError("the harbour master said")
        yield

    monkeypatch.setattr(batches, "go_on", fail)
    work(batch)
    assert (batch.state, batch.asked_for) == ("stopped", "")
    assert "KeyError" in batch.message
    kept = [batch.message, caplog.text, *DBTaskResult.objects.values_list("traceback", flat=True)]
    assert not any("harbour" in text for text in kept)
