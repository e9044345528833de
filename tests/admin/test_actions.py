"""What can be done with several rows at once: who may, what happens, and what is said about it."""

import csv
import re

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from cables.importing.batches import import_paths
from cables.importing.faults import Stopped
from cables.jobs import deriving, imports
from cables.models import (
    AuditEvent,
    Cable,
    CableVersion,
    Collection,
    ImportBatch,
    ImportItem,
    Paragraph,
    SourceText,
)
from cables.visibility import Role
from tests.jobs.working import work
from tests.people import a_user
from tests.places import PROJECT
from tests.reviewing.acts import withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db

STAFF = [Role.IMPORTER, Role.REVIEWER, Role.RELEASE_OFFICER, Role.ADMINISTRATOR]
ACTIONS = {
    ImportBatch: {
        "retry_failures": {Role.IMPORTER},
        "undo_imports": {Role.IMPORTER},
        "cancel_imports": {Role.IMPORTER},
    },
    ImportItem: {"problems_as_csv": {Role.IMPORTER}, "retry_records": {Role.IMPORTER}},
    Collection: {
        "take_down": {Role.IMPORTER, Role.REVIEWER, Role.RELEASE_OFFICER},
        "put_back": {Role.RELEASE_OFFICER},
    },
    Cable: {"derive_anew": {Role.IMPORTER}},
    CableVersion: {"derive_anew": {Role.IMPORTER}},
}
EACH = [(model, action, roles) for model, named in ACTIONS.items() for action, roles in named.items()]


DOCS = (PROJECT / "docs" / "importing.md").read_text()
KEY = re.compile(r"(?:left alone, as|^\d+ \w+ (?:is|are|was|were))(?: Import \d+ is)? ([^:]+):")
"""What a message says before it names what it is about."""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def ida(client):
    client.force_login(user := a_user(Role.IMPORTER, name="ida"))
    return user


@pytest.fixture
def officer(client):
    client.force_login(user := a_user(Role.RELEASE_OFFICER, name="oda"))
    return user


@pytest.fixture
def bring(tmp_path):
    """Import texts into a collection of this name: the batch. Each has a diary too, which is refused."""

    def do(name, *serials, diary=True):
        collection = Collection.objects.get_or_create(name=name, slug=name.lower())[0]
        folder = tmp_path / name
        folder.mkdir()
        for serial in serials:
            (folder / f"{serial}.txt").write_text(telegram(serial=serial))
        if diary:
            (folder / "diary.txt").write_text("Dear diary.")
        list(import_paths([folder], collection))
        return ImportBatch.objects.order_by("pk").last()

    return do


def act(client, action, *rows, **form):
    address = reverse(f"admin:cables_{rows[0]._meta.model_name}_changelist")
    return client.post(address, {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows], **form})


def told(client, model=ImportBatch):
    """The messages, each of which the docs have too."""
    page = client.get(reverse(f"admin:cables_{model._meta.model_name}_changelist"))
    messages = [str(message) for message in page.context["messages"]]
    for words in filter(None, (words for message in messages for words in KEY.findall(message))):
        assert words in DOCS
    return messages


@pytest.mark.parametrize("role", STAFF)
def test_offered_is_what_the_policy_allows(rf, role):
    request = rf.get("/")
    request.user = a_user(role)
    for model, model_admin in admin.site._registry.items():
        expected = {name for name, roles in ACTIONS.get(model, {}).items() if role in roles}
        assert set(model_admin.get_actions(request)) == expected, model


@pytest.mark.parametrize(("model", "action", "roles"), EACH)
def test_others_ask_for_it_in_vain(client, bring, model, action, roles):
    bring("Harbours", 412)
    before = AuditEvent.objects.count(), ImportBatch.objects.count()
    for role in set(STAFF) - roles:
        client.force_login(a_user(role))
        act(client, action, model.objects.first(), answered="yes", reason="Why")
    assert (AuditEvent.objects.count(), ImportBatch.objects.count()) == before
    assert Collection.objects.get().standing == "up"


class TestImports:
    def test_retry(self, client, ida, bring):
        failed, sound = bring("Harbours", 412), bring("Railways", 413, diary=False)
        act(client, "retry_failures", failed, sound)
        again = ImportBatch.objects.get(retries=failed)
        assert told(client) == [
            f"1 import is being retried: {failed} (Harbours). It goes on as {again}.",
            f"1 was left alone, as without refused records: {sound} (Railways).",
        ]
        work()
        again.refresh_from_db()
        assert (again.state, again.tally) == ("done", {"refused": 1})

    def test_undo_asks_first(self, client, ida, bring):
        batch, other = bring("Harbours", 412), bring("Railways", 413)
        page = act(client, "undo_imports", batch, other).content.decode()
        assert "Undo these 2 imports" in page
        assert "This takes back 1 new cable." in page
        assert not ImportBatch.objects.exclude(asked_for="").exists()

    def test_undo_and_what_people_worked_on_stays(self, client, ida, bring):
        batch, other = bring("Harbours", 412), bring("Ruritania", 413)
        withheld(Cable.objects.get(mrn="08ZENDA413"), a_user(Role.REVIEWER, name="rosa"), 1)
        left = (
            "1 was left alone, as people worked on it since: rosa decided about it (08ZENDA413), "
            f"rosa withheld words of it (08ZENDA413): {other} (Ruritania)."
        )
        assert left in act(client, "undo_imports", batch, other).content.decode()
        act(client, "undo_imports", batch, other, answered="yes")
        assert told(client) == [
            f"1 import is being undone: {batch} (Harbours). What came in goes when the worker comes to it; "
            "the page of the import says how much.",
            left,
        ]
        work()
        assert list(Cable.objects.values_list("mrn", flat=True)) == ["08ZENDA413"]
        act(client, "undo_imports", batch)
        assert told(client) == [f"1 was left alone, as undone already: {batch} (Harbours)."]

    def test_cancel(self, client, ida, bring, tmp_path):
        done = bring("Harbours", 412)
        waiting = imports.start_on_server(tmp_path / "Harbours", done.collection, ida)
        act(client, "cancel_imports", waiting, done)
        assert told(client) == [
            f"1 import is being cancelled: {waiting} (Harbours). "
            "The cables in hand are finished first; what is in stays in.",
            f"1 was left alone, as not at work: {done} (Harbours).",
        ]
        act(client, "cancel_imports", waiting)
        assert told(client) == [f"1 was left alone, as being cancelled already: {waiting} (Harbours)."]
        work()
        waiting.refresh_from_db()
        assert waiting.state == "cancelled"

    @pytest.mark.parametrize(
        ("facts", "why"),
        [
            ({"asked_for": "undo"}, "being undone, which is not to be cut off"),
            ({"asked_for": "import", "is_to_stop": True}, "being cancelled already"),
        ],
    )
    def test_what_cannot_be_cancelled(self, client, ida, bring, facts, why):
        ImportBatch.objects.filter(pk=bring("Harbours").pk).update(**facts)
        act(client, "cancel_imports", ImportBatch.objects.get())
        assert f"left alone, as {why}" in told(client)[0]

    @pytest.mark.parametrize("action", ["retry_failures", "undo_imports"])
    @pytest.mark.parametrize(
        ("facts", "why"),
        [
            ({"asked_for": "import"}, "still at work"),
            ({"job": "preview", "state": "previewed"}, "only previewed"),
        ],
    )
    def test_what_is_not_over(self, client, ida, bring, action, facts, why):
        ImportBatch.objects.filter(pk=bring("Harbours", 412).pk).update(**facts)
        act(client, action, ImportBatch.objects.get(), answered="yes")
        assert told(client) == [f"1 was left alone, as {why}: {ImportBatch.objects.get()} (Harbours)."]

    def test_somebody_was_quicker(self, client, ida, bring, monkeypatch):
        batch = bring("Harbours", 412)
        monkeypatch.setattr("cables.admin.import_actions._why_not_cancel", lambda batch: "")
        act(client, "cancel_imports", batch)
        assert told(client) == [f"1 was left alone, as it is not at work: {batch} (Harbours)."]


class TestRecords:
    def test_problems_of_some(self, client, ida, bring):
        bring("Harbours", 412)
        bring("Railways", 413)
        answer = act(client, "problems_as_csv", *ImportItem.objects.filter(file__contains="Harbours"))
        rows = list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))
        assert rows[0] == ["file", "character", "problem", "text"]
        assert [row[3] for row in rows[1:]] == ["Dear diary."]
        assert told(client) == [
            "1 problem is in the file: diary.txt. Mend the text there, and import the file.",
            "1 was left alone, as not refused: 412.txt.",
        ]

    def test_no_problem_and_no_file(self, client, ida, bring):
        bring("Harbours", 412, diary=False)
        assert act(client, "problems_as_csv", ImportItem.objects.get()).status_code == 302
        assert told(client) == ["1 was left alone, as not refused: 412.txt."]

    def test_retry_some(self, client, ida, bring, tmp_path):
        batch = bring("Harbours", 412)
        (tmp_path / "Harbours" / "list.txt").write_text("A list.")
        previewed = imports.start_on_server(tmp_path / "Harbours", batch.collection, ida)
        work()
        diary, refused = ImportItem.objects.filter(outcome="refused", file__endswith="diary.txt")
        act(client, "retry_records", diary, refused, ImportItem.objects.first())
        again = ImportBatch.objects.get(retries=batch)
        assert again.paths == [str(tmp_path / "Harbours" / "diary.txt")]
        assert told(client) == [
            f"1 record is being retried: diary.txt. In {again} the files are read again; "
            "what of them is in already stays as it is.",
            "1 was left alone, as not refused: 412.txt. "
            f"1 was left alone, as {previewed} is only previewed: diary.txt.",
        ]


class TestCollections:
    def test_one_leads_to_its_page(self, client, officer, bring):
        harbours = bring("Harbours", 412).collection
        address = reverse("admin:cables_collection_standing", args=[harbours.pk])
        assert act(client, "take_down", harbours).url == address
        assert Collection.objects.get().standing == "up"

    def test_several_down_for_one_reason(self, client, officer, bring):
        rows = [bring(name, n).collection for n, name in enumerate(["Harbours", "Railways"], 412)]
        page = act(client, "take_down", *rows)
        assert "Take these 2 collections down" in page.content.decode()
        assert "1 cable is public now" in page.content.decode()
        page = act(client, "take_down", *rows, answered="yes", reason=" ")
        assert page.status_code == 422
        assert "Say why" in page.content.decode()
        assert CableVersion.objects.filter(shown=True).count() == 2
        act(client, "take_down", *rows, answered="yes", reason="The donor asks for it.")
        assert told(client, Collection) == [
            "2 collections were taken down: Harbours and Railways. Nothing from there is public any more."
        ]
        assert {row.standing_reason for row in Collection.objects.all()} == {"The donor asks for it."}
        assert not CableVersion.objects.filter(shown=True).exists()
        act(client, "take_down", *rows)
        assert told(client, Collection) == ["2 were left alone, as down already: Harbours and Railways."]

    def test_put_back(self, client, officer, bring):
        rows = [bring(name, n).collection for n, name in enumerate(["Harbours", "Posts", "Railways"], 412)]
        empty = Collection.objects.create(name="Empty", slug="empty")
        page = act(client, "take_down", empty, rows[0]).content.decode()
        assert "none of its cables is public now" in page
        act(client, "take_down", *rows[:2], answered="yes", reason="The donor asks for it.")
        told(client, Collection)
        page = act(client, "put_back", *rows).content.decode()
        assert "down because: The donor asks for it." in page
        assert "1 was left alone, as not down: Railways." in page
        act(client, "put_back", *rows, answered="yes")
        assert told(client, Collection) == [
            "2 collections are being put back: Harbours and Posts. "
            "The worker brings the cables back, as the decisions about each allow now.",
            "1 was left alone, as not down: Railways.",
        ]
        work()
        assert CableVersion.objects.filter(shown=True).count() == 3


class TestDerivingAnew:
    @pytest.mark.parametrize("model", [Cable, CableVersion])
    def test_each_cable_is_named_with_what_became_of_it(self, client, ida, bring, model):
        bring("Harbours", 412, 413, 414)
        otherwise, _, decided = Cable.objects.order_by("mrn")
        withheld(decided, a_user(Role.REVIEWER), 1)
        Paragraph.objects.filter(version__cable__in=[otherwise, decided], number=2).update(text="Spoilt.")
        act(client, "derive_anew", *model.objects.all())
        assert told(client, Cable) == [
            "1 cable was derived anew and reads otherwise now: 08ZENDA412.",
            "1 cable was derived anew and reads as before: 08ZENDA413.",
            "1 was left alone, as something of it is withheld and a reviewer has to place the decisions "
            "again first: 08ZENDA414.",
        ]
        assert "He asked" in Paragraph.objects.get(version__cable=otherwise, number=2).text
        assert SourceText.objects.get(version__cable=decided).pending == "re-parsed"
        assert AuditEvent.objects.filter(action="derived anew", actor="ida").exists()

    def test_many_are_given_to_the_worker(self, client, ida, bring, monkeypatch):
        bring("Harbours", 412, 413)
        monkeypatch.setattr(deriving, "FEW", 1)
        Paragraph.objects.filter(number=2).update(text="Spoilt.")
        act(client, "derive_anew", *Cable.objects.all())
        assert told(client, Cable) == [
            "2 cables are being derived anew by the worker: 08ZENDA412 and 08ZENDA413."
        ]
        assert Paragraph.objects.filter(text="Spoilt.").count() == 2
        work()
        assert not Paragraph.objects.filter(text="Spoilt.").exists()
        assert AuditEvent.objects.get(action="derived anew").details["changed"] == 2

    def test_too_many(self, client, ida, bring, monkeypatch):
        bring("Harbours", 412, 413)
        monkeypatch.setattr(deriving, "MOST", 1)
        act(client, "derive_anew", *Cable.objects.all())
        assert told(client, Cable) == [
            "Nothing was derived anew. More than 1 versions were chosen. Choose fewer, or run "
            "`manage.py reparse_cables`."
        ]

    def test_database_that_takes_no_more_is_told_as_it_is(self, client, ida, bring, monkeypatch):
        bring("Harbours", 412)

        def full(*args, **options):
            raise Stopped("The disk is full. What was derived before stays.")
            yield

        monkeypatch.setattr(deriving, "reparse", full)
        act(client, "derive_anew", *Cable.objects.all())
        assert told(client, Cable) == ["The disk is full. What was derived before stays."]
