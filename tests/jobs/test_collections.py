"""A collection taken down and put back: on its page with the worker, and by the commands."""

import pytest
from django.core.management import CommandError, call_command

from cables.importing.batches import import_paths
from cables.jobs import collections, tasks, worker
from cables.models import AuditEvent, Collection, Paragraph
from cables.reviewing.standing import take_down
from cables.visibility import Role
from tests.people import a_user
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
CABLE = "/cables/08ZENDA412/"


@pytest.fixture
def held(collection, tmp_path):
    """The collection, with a public cable in it."""
    (tmp_path / "a.txt").write_text(telegram())
    list(import_paths([tmp_path / "a.txt"], collection))
    return collection


@pytest.fixture
def officer(client):
    client.force_login(user := a_user(Role.RELEASE_OFFICER, is_staff=True))
    return user


def page(held):
    return f"/admin/cables/collection/{held.pk}/standing/"


def test_page_says_what_goes_and_what_went(client, held, officer, work):
    assert "1 cable goes from every page at once" in client.get(page(held)).content.decode()
    answer = client.post(page(held), {"verb": "take_down", "reason": "The donor asks for it."})
    assert answer.status_code == 302
    assert client.get(CABLE).status_code == 404
    assert "1 version of its text still to be cleared" in client.get(page(held)).content.decode()
    work()
    shown = client.get(page(held)).content.decode()
    assert "None of its text is in the public rows" in shown
    assert "The donor asks for it." in shown
    assert not Paragraph.objects.exists()
    client.post(page(held), {"verb": "put_back"})
    work()
    assert client.get(CABLE).status_code == 200
    assert "This collection is up" in client.get(page(held)).content.decode()
    acts = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert acts == ["took collection down", "put collection back"]


@pytest.mark.parametrize(
    "form", [{"verb": "take_down", "reason": " "}, {"verb": "put_back"}, {"verb": "x"}, {}]
)
def test_refused_with_a_sentence(client, held, officer, form):
    answer = client.post(page(held), form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert client.get(CABLE).status_code == 200


def test_importer_takes_down_and_does_not_put_back(client, held, work):
    client.force_login(a_user(Role.IMPORTER))
    client.post(page(held), {"verb": "take_down", "reason": "Why"})
    work()
    assert "<button" not in client.get(page(held)).content.decode().partition('class="import"')[2]
    assert client.post(page(held), {"verb": "put_back"}).status_code == 422
    assert client.get(CABLE).status_code == 404


def test_list_shows_standing_and_counts(client, held, officer):
    listed = client.get("/admin/cables/collection/").content.decode()
    assert "field-public_cables" in listed
    assert "field-standing" in listed


def test_worker_takes_up_what_nobody_finished(held, officer, work):
    take_down(held, "Why", officer)  # and whoever did it was ended
    for _ in range(2):
        worker.take_up(tasks.work_on_collection, [held.pk])
    assert len(worker._waiting(tasks.work_on_collection)) == 1
    work()
    assert not Paragraph.objects.exists()


def test_fault_leaves_it_to_the_next_time(held, officer, work, monkeypatch):
    def fail(collection):
        raise KeyError("the harbour master said")

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "work_off", fail)
        collections.take_down(held, "Why", officer)
        work()
    assert Paragraph.objects.exists()
    work()
    assert not Paragraph.objects.exists()


def test_commands(client, held, capsys):
    call_command("take_down", "harbours", reason="The donor asks for it.")
    assert "1 cables are gone" in capsys.readouterr().out
    assert client.get(CABLE).status_code == 404
    assert not Paragraph.objects.exists()
    with pytest.raises(CommandError, match="down already"):
        call_command("take_down", "harbours", reason="Again")
    call_command("put_back", "harbours")
    assert "1 cables of Harbours are public again" in capsys.readouterr().out
    assert client.get(CABLE).status_code == 200
    with pytest.raises(CommandError, match="known: harbours"):
        call_command("put_back", "nowhere")
    assert Collection.objects.get().standing == "up"
