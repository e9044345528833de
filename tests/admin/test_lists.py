"""The lists that staff search and filter. Who sees which: test_permissions.py."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables.importing.batches import import_paths
from cables.models import (
    AuditEvent,
    Cable,
    CableVersion,
    Collection,
    Decision,
    ImportBatch,
    IndexChange,
    SourceText,
    UnnumberedKey,
)
from cables.visibility import Role
from tests.admin.many_rows import add_rows
from tests.people import a_user
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db

LISTS = sorted(
    (m for m in admin.site._registry if m._meta.app_label == "cables"), key=lambda m: m._meta.model_name
)
WORDED = {"action_checkbox", "roles", "said", "put_right"}
"""Columns that several things make up: there is no order among them."""

LIST_QUERIES = 16
"""Session, user and roles cost four; the rest is the list, its filters and its count."""


@pytest.fixture
def staff(client):
    """Somebody who sees every list there is."""
    client.force_login(a_user(Role.IMPORTER, Role.ADMINISTRATOR))
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
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_table_has_a_list_but_the_restricted_ones():
    tables = set(apps.get_app_config("cables").get_models())
    restricted = {m for m in tables if m._meta.db_table.startswith("restricted_")}
    # The bytes' size and hash are shown to those who may have them, the audit to those who may read it.
    hidden = restricted - {SourceText, AuditEvent}
    # A counter; and an outbox that would tell which cables were withheld.
    assert set(LISTS) == tables - hidden - {UnnumberedKey, IndexChange}


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


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda m: m._meta.model_name)
def test_queries_do_not_grow_with_the_rows(staff, model):
    add_rows(3)
    staff.get(url(model))  # once for what is read once
    few, rows = queries_of(staff, model)
    add_rows(27)
    many, more = queries_of(staff, model)
    assert more >= rows + 20
    assert many == few


def queries_of(client, model):
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url(model))
    return len(queries), len(page.context["cl"].result_list)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda m: m._meta.model_name)
def test_every_column_can_be_sorted_by_but_the_worded(staff, model):
    add_rows(2)
    columns = staff.get(url(model)).context["cl"].list_display
    for n, column in enumerate(columns):
        page = staff.get(url(model), {"o": f"-{n}"})
        assert page.status_code == 200
        assert bool(page.context["cl"].get_ordering_field(column)) is (column not in WORDED)


@pytest.mark.parametrize("model", [m for m in LISTS if m is not Collection], ids=lambda m: m._meta.model_name)
def test_rows_can_be_looked_at_and_not_changed(staff, imported, model):
    assert staff.get(url(model, "add")).status_code == (200 if model is ImportBatch else 403)  # adds no row
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


@pytest.mark.parametrize("state", ["withheld", "released"])
def test_size_and_hash_of_a_cable_with_a_decision_are_for_those_who_read_its_bytes(client, imported, state):
    decided, undecided = SourceText.objects.order_by("version__cable__mrn")
    one, other = a_user(), a_user()
    persons = {"proposed_by": one, "confirmed_by": other} if state == "released" else {}
    Decision.objects.create(
        cable=decided.version.cable, scope="cable", state=state, revision=1, withheld_by=one, **persons
    )
    for role, sees in [(Role.IMPORTER, False), (Role.REVIEWER, True), (Role.RELEASE_OFFICER, True)]:
        client.force_login(a_user(role))
        body = client.get(url(SourceText)).content.decode()
        assert undecided.sha256 in body
        assert (decided.sha256 in body) is sees
        assert client.get(url(SourceText, "change", undecided.pk)).status_code == 200
        # A row that the list does not have is answered by a redirect to the index.
        assert client.get(url(SourceText, "change", decided.pk)).status_code == (200 if sees else 302)
        guess = client.get(url(SourceText), {"sha256__startswith": decided.sha256[:8]}).content.decode()
        assert (decided.version.cable.mrn in guess) is sees


def test_administrator_sees_neither_bytes_nor_what_is_known_of_them(client, imported):
    client.force_login(a_user(Role.ADMINISTRATOR, is_superuser=True))
    assert client.get(url(SourceText)).status_code == 403
    assert client.get(url(SourceText, "change", SourceText.objects.first().pk)).status_code == 403
    assert "sourcetext" not in client.get("/admin/").content.decode()


def test_held_text_is_in_no_list(staff, imported):
    held = Collection.objects.create(name="Held", slug="held", release_policy="after-review")
    imported(telegram(serial=500, subject="UNHEARD WORDS", paragraphs=["1. (U) Unheard words."]), into=held)
    assert CableVersion.objects.filter(state="held").exists()
    for model in LISTS:
        assert "nheard words" not in staff.get(url(model), {"q": ""}).content.decode().lower()


def test_history_is_offered_of_what_is_changed_here(staff, imported):
    row, collection = Cable.objects.first(), Collection.objects.first()
    assert "historylink" not in staff.get(f"/admin/cables/cable/{row.pk}/change/").content.decode()
    assert "historylink" in staff.get(f"/admin/cables/collection/{collection.pk}/change/").content.decode()


def test_collection_can_be_made(staff):
    form = {"name": "Harbours", "slug": "harbours", "release_policy": "after-review"}
    assert staff.post(url(Collection, "add"), form).status_code == 302
    assert Collection.objects.get(slug="harbours").release_policy == "after-review"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="is about what SQLite makes of a condition")
@pytest.mark.parametrize("chosen", [{"collection": "1"}, {"versions": "several"}, {"readers": "down"}])
def test_filter_goes_through_the_versions_once_and_not_for_each_cable(staff, imported, chosen):
    cables = staff.get(url(Cable), chosen).context["cl"].queryset
    plan = cables.explain()
    lists = [line for line in plan.splitlines() if "CORRELATED" in line]
    assert len(lists) <= ("readers" in chosen), plan  # whether a version is shown has an index of its own
