"""Several rows of a list at once: who may, what is done, and what is said of it by number and name."""

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.test import Client, RequestFactory

from cables.importing.batches import import_paths
from cables.jobs import imports
from cables.models import Cable, CableTag, CableVersion, Collection, ImportBatch
from cables.visibility import Role
from tests.factories import a_tag
from tests.jobs import working
from tests.people import a_user
from tests.reviewing.acts import withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
IMPORTS = "/admin/cables/importbatch/"
COLLECTIONS = "/admin/cables/collection/"
CABLES = "/admin/cables/cable/"
VERSIONS = "/admin/cables/cableversion/"


@pytest.fixture
def brought(tmp_path):
    """Import telegrams into a collection of a name: the batch."""

    def do(*texts, into="Harbours"):
        folder = tmp_path / str(ImportBatch.objects.count())
        folder.mkdir()
        for n, text in enumerate(texts):
            (folder / f"{n}.txt").write_text(text)
        collection = Collection.objects.get_or_create(name=into, slug=into.lower())[0]
        list(import_paths([folder], collection))
        return ImportBatch.objects.order_by("-pk").first()

    return do


@pytest.fixture
def act():
    """Do it to rows of a list: the answer and what is said."""

    def do(address, name, *rows, as_=Role.IMPORTER, **fields):
        client = Client()
        client.force_login(a_user(as_, is_staff=True))
        form = {"action": name, "_selected_action": [row.pk for row in rows], **fields}
        answer = client.post(address, form)
        return answer, [str(message) for message in get_messages(answer.wsgi_request)]

    return do


def offered(user, model):
    request = RequestFactory().get("/")
    request.user = user
    return set(admin.site._registry[model].get_actions(request))


@pytest.mark.parametrize(
    ("role", "of_imports", "of_collections", "of_cables"),
    [
        (Role.IMPORTER, {"retry_refused", "go_on", "cancel", "undo"}, {"take_down"}, {"derive_anew"}),
        (Role.REVIEWER, set(), {"take_down"}, set()),
        (Role.RELEASE_OFFICER, set(), {"take_down", "put_back"}, set()),
        (Role.ADMINISTRATOR, set(), set(), set()),
    ],
)
def test_each_is_offered_to_those_who_may(role, of_imports, of_collections, of_cables):
    user = a_user(role, is_staff=True)
    assert offered(user, ImportBatch) == of_imports
    assert offered(user, Collection) == of_collections
    assert offered(user, Cable) == offered(user, CableVersion) == of_cables


def test_nothing_is_deleted_by_the_dozen():
    user = a_user(*Role, is_staff=True, is_superuser=True)
    for model in admin.site._registry:
        assert "delete_selected" not in offered(user, model)


@pytest.mark.parametrize("name", ["undo", "delete_selected"])
def test_who_may_not_is_not_heard(act, brought, name):
    batch = brought(telegram())
    act(IMPORTS, name, batch, as_=Role.REVIEWER, confirmed="yes", post="yes")
    batch.refresh_from_db()
    assert batch.asked_for == ""
    assert Cable.objects.exists()


# --- Imports --------------------------------------------------------------------------------------


def test_imports_are_undone_after_a_page_that_says_what_goes(act, brought):
    one, two = brought(telegram()), brought(telegram(serial=413))
    page, said = act(IMPORTS, "undo", one, two)
    html = page.content.decode()
    assert page.status_code == 200
    assert "Undo 2 imports?" in html
    assert "What each of them brought in goes" in html
    assert html.count('name="_selected_action"') == 2
    assert not said
    answer, said = act(IMPORTS, "undo", one, two, confirmed="yes")
    assert answer.status_code == 302
    assert said == [f"Being undone: {two}, {one}."]
    working.work()
    assert not Cable.objects.exists()


def test_those_that_cannot_be_undone_are_left_alone_with_the_reason(act, brought):
    one, again = brought(telegram()), brought(telegram())
    _, said = act(IMPORTS, "undo", one, again, confirmed="yes")
    assert said[0] == f"Being undone: {one}."
    assert said[1].startswith(f"Left alone: {again}. It brought nothing in that could be taken back.")


def test_refused_records_are_tried_again(act, brought):
    diary, good = brought("Dear diary, nothing of note today.\n"), brought(telegram())
    _, said = act(IMPORTS, "retry_refused", diary, good)
    assert said[0] == f"Being tried again: {diary}."
    assert said[1].startswith(f"Left alone: {good}. There is nothing to retry.")
    assert ImportBatch.objects.filter(retries=diary).exists()


def test_imports_are_cancelled_and_go_on(act, brought):
    batch = brought(telegram())
    importer = a_user(Role.IMPORTER)
    ImportBatch.objects.filter(pk=batch.pk).update(state="stopped")
    imports.go_on(batch, importer)
    _, said = act(IMPORTS, "cancel", batch)
    assert said == [f"Asked to stop after the cables in hand: {batch}."]
    working.work()
    _, said = act(IMPORTS, "go_on", batch)
    assert said == [f"Asked to go on: {batch}."]
    _, said = act(IMPORTS, "go_on", batch)
    assert said[0].startswith(f"Left alone: {batch}. There is nothing to go on with.")


# --- Collections ----------------------------------------------------------------------------------


def test_collections_are_taken_down_with_one_reason_and_put_back(act, brought):
    brought(telegram()), brought(telegram(serial=413), telegram(serial=414), into="Lights")
    harbours, lights = Collection.objects.order_by("name")
    page, _ = act(COLLECTIONS, "take_down", harbours, lights)
    assert "Take 2 collections down?" in page.content.decode()
    _, said = act(COLLECTIONS, "take_down", harbours, lights, confirmed="yes", reason=" ")
    assert said == ["Left alone: Harbours, Lights. Say why: a collection is taken down with its reason."]
    _, said = act(COLLECTIONS, "take_down", harbours, lights, confirmed="yes", reason="The donor asks.")
    assert said == ["Taken down: Harbours, Lights.", "3 cables went from the public pages."]
    harbours.refresh_from_db()
    assert harbours.standing_reason == "The donor asks."
    _, said = act(COLLECTIONS, "take_down", harbours, confirmed="yes", reason="Again.")
    assert said == ["Left alone: Harbours. The collection is down already."]
    page, _ = act(COLLECTIONS, "put_back", harbours, as_=Role.RELEASE_OFFICER)
    assert "Put 1 collection back?" in page.content.decode()
    _, said = act(COLLECTIONS, "put_back", harbours, as_=Role.RELEASE_OFFICER, confirmed="yes")
    assert said == ["Being put back: Harbours."]


# --- Cables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [CABLES, VERSIONS])
def test_cables_are_derived_anew_and_each_change_is_named(act, brought, address):
    a_tag()
    brought(telegram(), telegram(serial=413), telegram(serial=414, tags="PREL"))
    changed = CableVersion.objects.get(cable__mrn="08ZENDA412")
    CableTag.objects.filter(version=changed).update(code="XXXX")
    withheld(Cable.objects.get(mrn="08ZENDA414"), a_user(Role.REVIEWER), 2)
    CableTag.objects.filter(version__cable__mrn="08ZENDA414").update(code="XXXX")
    model = Cable if address == CABLES else CableVersion
    _, said = act(address, "derive_anew", *model.objects.all())
    assert said == [
        "1 version read otherwise now: TAGS of 08ZENDA412.",
        "1 version said what today’s parser reads, and stayed.",
        "08ZENDA414: something of it is withheld, so it waits for a reviewer to look.",
    ]
    assert set(CableTag.objects.filter(version=changed).values_list("code", flat=True)) == {"PREL", "EWWT"}


def test_more_than_a_page_can_wait_for_are_for_the_command(act, brought, monkeypatch):
    monkeypatch.setattr("cables.admin.bulk_actions.DERIVED_AT_ONCE", 1)
    brought(telegram(), telegram(serial=413))
    _, said = act(CABLES, "derive_anew", *Cable.objects.all())
    assert said == [
        "Nothing was done: 2 versions were chosen, and a page derives 1 at most. "
        "Choose fewer, or use manage.py reparse_cables."
    ]


def test_message_names_some_and_counts_the_rest(act, brought):
    batches = [brought("Dear diary.\n") for _ in range(10)]
    _, said = act(IMPORTS, "retry_refused", *batches)
    assert said[0].endswith(" and 2 more.")
