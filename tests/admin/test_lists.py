import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from cables.importing.batches import import_paths
from cables.models import Collection, Paragraph, SourceText
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db

LISTS = sorted(
    (m for m in admin.site._registry if m._meta.app_label == "cables"), key=lambda m: m._meta.model_name
)
LIST_QUERIES = 16
"""Session, user and permissions cost four; the rest is the list, its filters and its count."""


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("administrator"))
    return client


@pytest.fixture
def imported(tmp_path):
    collection = Collection.objects.create(name="Test", slug="test")

    def do(*texts, into=collection):
        for n, text in enumerate(texts):
            (tmp_path / f"{n}.txt").write_text(text)
        return list(import_paths([tmp_path], into))

    do(telegram(ref="STATE 80214"), telegram(serial=413, ref="ZENDA 412"))
    return do


def url(model, page="changelist", *args):
    return reverse(f"admin:cables_{model._meta.model_name}_{page}", args=args)


def test_every_table_of_the_room_has_a_list():
    from django.apps import apps

    from cables.models import UnnumberedKey

    assert {*LISTS, UnnumberedKey} == set(apps.get_app_config("cables").get_models())


@pytest.mark.parametrize("model", LISTS, ids=lambda m: m._meta.model_name)
def test_list_can_be_searched_and_filtered_in_few_queries(
    staff, imported, model, django_assert_max_num_queries
):
    with django_assert_max_num_queries(LIST_QUERIES):
        assert staff.get(url(model)).status_code == 200
    page = staff.get(url(model), {"q": "zenda"})
    assert page.status_code == 200
    changes = page.context["cl"]
    for spec in changes.filter_specs:
        for choice in spec.choices(changes):
            narrowed = staff.get(url(model) + choice["query_string"])
            # A filter that the list does not know is answered by a redirect with an error flag.
            assert narrowed.status_code == 200, choice


@pytest.mark.parametrize("model", [m for m in LISTS if m is not Collection], ids=lambda m: m._meta.model_name)
def test_rows_can_be_looked_at_and_not_changed(staff, imported, model):
    assert staff.get(url(model, "add")).status_code == 403
    if row := model.objects.first():
        assert staff.get(url(model, "change", row.pk)).status_code == 200
        assert staff.post(url(model, "change", row.pk), {}).status_code == 403
        assert staff.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_bytes_received_are_not_offered(staff, imported):
    source = SourceText.objects.first()
    for page in (url(SourceText), url(SourceText, "change", source.pk)):
        body = staff.get(page).content.decode()
        assert "harbour master" not in body
        assert source.sha256 in body


def test_held_text_is_in_no_list(staff, imported):
    held = Collection.objects.create(name="Held", slug="held", release_policy="after-review")
    imported(telegram(serial=500, subject="UNHEARD WORDS", paragraphs=["1. (U) Unheard words."]), into=held)
    for model in LISTS:
        assert "nheard words" not in staff.get(url(model), {"q": ""}).content.decode().lower()


def test_collection_can_be_made(staff):
    form = {"name": "Harbours", "slug": "harbours", "release_policy": "after-review"}
    assert staff.post(url(Collection, "add"), form).status_code == 302
    assert Collection.objects.get(slug="harbours").release_policy == "after-review"


def test_visitor_without_account_is_sent_to_sign_in(client):
    assert client.get(url(Paragraph)).status_code == 302
