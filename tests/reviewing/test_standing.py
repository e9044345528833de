"""A collection taken down is gone at once and leaves nothing; put back, it is as decisions say it may be."""

import pytest
from django.db import transaction

from cables.importing.batches import import_paths
from cables.importing.undoing import undo
from cables.models import (
    Cable,
    CableVersion,
    Collection,
    ImportBatch,
    IndexChange,
    Mention,
    Paragraph,
    PublicSource,
    Reference,
    WithheldCable,
)
from cables.reviewing.refusals import Forbidden, Refused
from cables.reviewing.standing import put_back, take_down, unfinished, work_off
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
ADDRESSES = [f"/cables/08ZENDA412/{end}" for end in ("", "source/", "history/")] + ["/cables/08ZENDA412.txt"]
LISTS = ["/", "/cables/", "/cables/?q=pilot", "/tags/", "/posts/", "/posts/ZENDA/", "/collections/down/"]


@pytest.fixture
def officer():
    return a_user(Role.RELEASE_OFFICER, name="olga")


@pytest.fixture
def collections():
    make = Collection.objects.create
    return make(name="Going", slug="down"), make(name="Staying", slug="stays")


@pytest.fixture
def brought(tmp_path):
    def do(collection, *texts):
        folder = tmp_path / f"{collection.slug}{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for n, text in enumerate(texts):
            (folder / f"{n}.txt").write_text(text)
        return list(import_paths([folder], collection))

    return do


def taken_down(collection, by, *, cleared=True):
    hidden = take_down(collection, "The donor asks for it.", by)
    if cleared:
        list(work_off(collection))
    return hidden


def pages(client):
    return {
        address: (answer := client.get(address)).status_code and answer.content
        for address in ADDRESSES + LISTS
    }


PILOT = telegram(paragraphs=["1. (C) The pilot wept.", "2. (C) The harbour slept."])


@pytest.mark.parametrize("cleared", [False, True])
def test_every_page_is_as_if_its_cables_had_never_come(client, collections, brought, officer, cleared):
    down, stays = collections
    brought(stays, telegram(serial=500, ref="08 ZENDA 412", paragraphs=["1. (C) See 08 ZENDA 412."]))
    before = pages(client)
    brought(down, PILOT)
    assert client.get("/cables/08ZENDA412/").status_code == 200
    assert taken_down(down, officer, cleared=cleared) == 1
    assert pages(client) == before


def test_nothing_of_it_is_left_in_public_rows(collections, brought, officer):
    down, stays = collections
    brought(stays, telegram(serial=500, ref="08 ZENDA 412", paragraphs=["1. (C) See 08 ZENDA 412."]))
    brought(down, PILOT)
    assert Reference.objects.filter(target__mrn="08ZENDA412").exists()
    taken_down(down, officer)
    assert not Paragraph.objects.filter(version__collection=down).exists()
    assert not PublicSource.objects.filter(version__collection=down).exists()
    assert not CableVersion.objects.filter(collection=down).exclude(subject="", state="held").exists()
    assert not Reference.objects.exclude(target=None).exists()
    assert not Mention.objects.exclude(target=None).exists()
    assert IndexChange.objects.filter(cable__mrn="08ZENDA412", kind="withheld").exists()
    assert unfinished() == []


def test_cable_of_two_collections_shows_the_other(client, collections, brought, officer):
    down, stays = collections
    brought(stays, telegram(paragraphs=["1. (C) As it was."]))
    brought(down, PILOT)
    taken_down(down, officer, cleared=False)
    assert b"wept" not in client.get("/cables/08ZENDA412/").content
    assert b"wept" not in client.get("/cables/08ZENDA412/history/").content
    list(work_off(down))
    assert b"As it was." in client.get("/cables/08ZENDA412/").content
    assert b"wept" not in client.get("/cables/08ZENDA412/history/").content


def test_older_text_of_a_collection_that_is_down_is_in_no_history(client, collections, brought, officer):
    down, stays = collections
    brought(down, PILOT)
    brought(stays, telegram(paragraphs=["1. (C) As it was."]))
    assert b"wept" in client.get("/cables/08ZENDA412/history/").content
    taken_down(down, officer, cleared=False)
    assert b"As it was." in client.get("/cables/08ZENDA412/").content
    assert b"wept" not in client.get("/cables/08ZENDA412/history/").content


def test_put_back_it_is_as_before(client, collections, brought, officer):
    down, stays = collections
    brought(stays, telegram(serial=500, ref="08 ZENDA 412"))
    brought(down, PILOT, telegram(serial=413))
    before = pages(client)
    taken_down(down, officer)
    put_back(down, officer)
    list(work_off(down))
    down.refresh_from_db()
    assert down.standing == "up"
    assert pages(client) == before
    assert Reference.objects.filter(target__mrn="08ZENDA412").exists()


def test_what_was_withheld_before_or_meanwhile_stays_so(client, collections, brought, officer):
    down, _ = collections
    brought(down, PILOT, telegram(serial=413, paragraphs=["1. (C) The envoy sang.", "2. (C) All slept."]))
    withheld(Cable.objects.get(mrn="08ZENDA412"), officer, 1)
    taken_down(down, officer)
    withheld(Cable.objects.get(mrn="08ZENDA413"), officer, 1)
    put_back(down, officer)
    list(work_off(down))
    for mrn, gone, there in (
        ("08ZENDA412", b"wept", b"harbour slept"),
        ("08ZENDA413", b"sang", b"All slept"),
    ):
        page = client.get(f"/cables/{mrn}/").content
        assert gone not in page
        assert there in page


def test_acknowledged_withholding_is_not_told_of_while_it_is_down(client, collections, brought, officer):
    down, _ = collections
    absent = client.get("/cables/08ZENDA412/").content
    brought(down, PILOT)
    withheld(Cable.objects.get(), officer, scope="cable")
    assert client.get("/cables/08ZENDA412/").status_code == 200
    taken_down(down, officer, cleared=False)
    assert client.get("/cables/08ZENDA412/").content == absent
    put_back(down, officer)
    list(work_off(down))
    assert WithheldCable.objects.exists()


def test_what_comes_in_while_it_is_down_is_held_until_it_is_put_back(client, collections, brought, officer):
    down, _ = collections
    taken_down(down, officer)
    brought(down, PILOT)
    assert client.get("/cables/08ZENDA412/").status_code == 404
    assert not Paragraph.objects.exists()
    put_back(down, officer)
    list(work_off(down))
    assert client.get("/cables/08ZENDA412/").status_code == 200


def test_what_comes_in_before_its_rows_are_cleared_brings_nothing_back(client, collections, brought, officer):
    down, _ = collections
    brought(down, PILOT)
    taken_down(down, officer, cleared=False)
    brought(down, telegram(paragraphs=["1. (C) Another text."]))
    assert client.get("/cables/08ZENDA412/").status_code == 404
    assert not Cable.objects.released().exists()


def test_import_that_was_under_way_is_held_from_then_on(client, collections, tmp_path, officer, monkeypatch):
    monkeypatch.setattr("cables.importing.processes.CHUNK", 1)
    down, _ = collections
    for serial in (412, 413):
        (tmp_path / f"{serial}.txt").write_text(telegram(serial=serial))
    results = import_paths([tmp_path], down)
    next(results)
    taken_down(Collection.objects.get(pk=down.pk), officer)
    list(results)
    assert [client.get(f"/cables/08ZENDA{n}/").status_code for n in (412, 413)] == [404, 404]
    assert not Paragraph.objects.exists()


def test_undo_while_it_is_down_restores_nothing(client, collections, brought, officer):
    down, _ = collections
    brought(down, PILOT)
    brought(down, telegram(paragraphs=["1. (C) Another text."]))
    taken_down(down, officer)
    undo(ImportBatch.objects.first())
    assert CableVersion.objects.count() == 1
    assert client.get("/cables/08ZENDA412/").status_code == 404


def test_cut_off_anywhere_it_goes_on(client, collections, brought, officer, monkeypatch):
    monkeypatch.setattr("cables.reviewing.standing.CHUNK", 1)
    down, _ = collections
    brought(down, *(telegram(serial=serial) for serial in range(400, 405)))
    taken_down(down, officer, cleared=False)
    next(work_off(down))
    assert Paragraph.objects.exists()
    assert unfinished() == [down]
    list(work_off(down))
    assert not Paragraph.objects.exists()
    put_back(down, officer)
    steps = work_off(down)
    next(steps)
    next(steps)
    assert CableVersion.objects.filter(shown=True).count() == 2
    assert unfinished() == [down]
    assert sum(work_off(down)) == 3
    assert CableVersion.objects.filter(shown=True).count() == 5
    assert unfinished() == []


def test_taken_down_again_while_it_returns(collections, brought, officer, monkeypatch):
    monkeypatch.setattr("cables.reviewing.standing.CHUNK", 1)
    down, _ = collections
    brought(down, *(telegram(serial=serial) for serial in range(400, 403)))
    taken_down(down, officer)
    put_back(down, officer)
    steps = work_off(down)
    next(steps)
    take_down(down, "Again.", officer)
    list(steps)
    assert not Paragraph.objects.exists()
    down.refresh_from_db()
    assert down.standing == "down"


@pytest.mark.parametrize(
    ("role", "takes", "puts"),
    [
        (None, 0, 0),
        (Role.ADMINISTRATOR, 0, 0),
        (Role.IMPORTER, 1, 0),
        (Role.REVIEWER, 1, 0),
        (Role.RELEASE_OFFICER, 1, 1),
    ],
)
def test_who_may(collections, officer, role, takes, puts):
    down, other = collections
    user = a_user(role) if role else a_user()
    taken_down(other, officer)
    for act, may in ((lambda: take_down(down, "Why", user), takes), (lambda: put_back(other, user), puts)):
        if may:
            act()
        else:
            with pytest.raises(Forbidden), transaction.atomic():
                act()


def test_refused(collections, officer):
    down, _ = collections
    with pytest.raises(Refused, match="Say why"), transaction.atomic():
        take_down(down, "  ", officer)
    with pytest.raises(Refused, match="not down"), transaction.atomic():
        put_back(down, officer)
    taken_down(down, officer)
    with pytest.raises(Refused, match="down already"), transaction.atomic():
        take_down(down, "Again", officer)
