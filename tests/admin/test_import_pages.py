"""The pages of an import: the form, what can be done with it, its progress, its records, its problems."""

import csv
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cables.jobs import imports
from cables.models import Cable, Collection, ImportBatch
from cables.visibility import Role
from tests.jobs.working import work
from tests.people import a_user
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
NEW = "/admin/cables/importbatch/add/"
PAGE_QUERIES, RECORD_QUERIES = 8, 10


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def collection():
    return Collection.objects.create(name="Harbours", slug="harbours")


@pytest.fixture
def ida(client):
    client.force_login(user := a_user(Role.IMPORTER, name="ida"))
    return user


def text_file(text=None, name="a.txt"):
    return SimpleUploadedFile(name, (text or telegram()).encode())


@pytest.fixture
def batch(client, ida, collection):
    """Previewed: a telegram and a diary."""
    client.post(
        NEW,
        {
            "collection": collection.pk,
            "files": [text_file(telegram(tags="PREL, QQQQ")), text_file("Dear diary.", "b.txt")],
        },
    )
    work()
    return ImportBatch.objects.get()


def url(batch, name="change"):
    return reverse(f"admin:cables_importbatch_{name}", args=[batch.pk])


def seen(client, batch):
    return " ".join(client.get(url(batch)).content.decode().split())


def do(client, batch, verb, **options):
    return client.post(url(batch, "do"), {"verb": verb}, **options)


class TestForm:
    def test_upload_leads_to_the_page_of_the_import(self, client, ida, collection):
        answer = client.post(
            NEW, {"collection": collection.pk, "files": [text_file(), text_file(name="b.txt")]}
        )
        batch = ImportBatch.objects.get()
        assert (answer.status_code, answer.url) == (302, url(batch))
        assert (batch.state, batch.asked_for, batch.started_by) == ("previewing", "preview", ida)

    def test_only_collection_is_chosen_already(self, client, ida, collection):
        assert f'<option value="{collection.pk}" selected>' in client.get(NEW).content.decode()
        Collection.objects.create(name="Railways", slug="railways")
        assert '<option value="" selected>' in client.get(NEW).content.decode()

    def test_nothing_chosen(self, client, ida, collection):
        answer = client.post(NEW, {"collection": collection.pk})
        assert answer.status_code == 422
        assert "Choose at least one file" in answer.content.decode()
        assert not ImportBatch.objects.exists()

    def test_more_than_one_upload_may_have(self, client, ida, collection, settings):
        settings.UPLOAD_MAX_MEGABYTES = 1
        files = [text_file("x" * 700_000), text_file("x" * 700_000, "b.txt")]
        answer = client.post(NEW, {"collection": collection.pk, "files": files})
        assert answer.status_code == 422
        assert "more than 1 megabytes together" in answer.content.decode()
        assert not ImportBatch.objects.exists()

    def test_disk_that_is_full(self, client, ida, collection, monkeypatch):
        def full(files):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(imports, "store", full)
        answer = client.post(NEW, {"collection": collection.pk, "files": [text_file()]})
        assert answer.status_code == 422
        assert "No space left on device. Nothing was imported" in answer.content.decode()

    def test_file_of_who_may_not_import_never_reaches_the_disk(self, client, collection, monkeypatch):
        def reached(*args, **kwargs):
            raise AssertionError("the file reached the disk")

        monkeypatch.setattr("cables.jobs.receiving.OntoTheDisk.receive_data_chunk", reached)
        for user in (None, a_user(), a_user(Role.REVIEWER), a_user(Role.ADMINISTRATOR)):
            if user:
                client.force_login(user)
            answer = client.post(NEW, {"collection": collection.pk, "files": [text_file("x" * 100_000)]})
            assert answer.status_code == (403 if user else 302)
            assert client.post("/sign-in/", {"username": text_file()}).status_code in (200, 302)


class TestFolderOfTheServer:
    @pytest.fixture
    def folder(self, tmp_path, settings):
        folder = tmp_path / "delivered"
        (folder / "2009").mkdir(parents=True)
        (folder / "2009" / "a.txt").write_text(telegram())
        (tmp_path / "secret.txt").write_text(telegram())
        (folder / "out").symlink_to(tmp_path)
        settings.IMPORT_FOLDERS = [folder]
        return folder

    def send(self, client, collection, folder, within=""):
        return client.post(NEW, {"collection": collection.pk, "folder": str(folder), "within": within})

    @pytest.mark.parametrize("within", ["", "2009", "2009/a.txt"])
    def test_named_in_the_settings(self, client, ida, collection, folder, within):
        assert self.send(client, collection, folder, within).status_code == 302
        assert ImportBatch.objects.get().paths == [str(folder / within)]

    @pytest.mark.parametrize(
        "within", ["../secret.txt", "/etc/passwd", "out/secret.txt", "out", "gone", "a\x00b"]
    )
    def test_nothing_else(self, client, ida, collection, folder, within):
        answer = self.send(client, collection, folder, within)
        assert answer.status_code == 422
        assert not ImportBatch.objects.exists()

    def test_no_other_folder(self, client, ida, collection, folder, tmp_path):
        assert self.send(client, collection, tmp_path).status_code == 422

    def test_not_offered_where_none_is_named(self, client, ida):
        assert "folder of the server" not in client.get(NEW).content.decode()


class TestPage:
    def test_preview_says_what_would_become_and_offers_the_commit(self, client, batch):
        page = seen(client, batch)
        assert "Nothing is written yet" in page
        assert "<b>1</b> <span>New</span>" in page
        assert "<b>1</b> <span>Cannot be read</span>" in page
        assert "Import these 1" in page
        assert "1 that cannot be read is left out and listed." in page
        assert "Undo" not in page

    def test_commit_then_undo(self, client, batch):
        assert do(client, batch, "commit").status_code == 302
        waiting = seen(client, batch)
        assert "Waiting for the worker" in waiting
        assert "2 of 2" not in waiting  # so far the preview came
        assert "progress__counts" not in waiting
        work()
        page = seen(client, batch)
        assert "Done: 2 records" in page
        assert "Retry 1 refused record" in page
        assert "Its file is read again" in page
        assert "This takes back 1 new cable." in page
        do(client, batch, "undo")
        work()
        assert "Taken back" in seen(client, batch)
        assert not Cable.objects.exists()

    @pytest.mark.parametrize("verb", ["undo", "go_on", "nonsense", ""])
    def test_what_cannot_be_done_says_so_and_does_nothing(self, client, batch, verb):
        answer = do(client, batch, verb)
        assert answer.status_code == 409
        assert 'role="alert"' in answer.content.decode()
        batch.refresh_from_db()
        assert (batch.state, batch.asked_for) == ("previewed", "")

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.RELEASE_OFFICER, Role.ADMINISTRATOR])
    def test_others_look_and_can_do_nothing(self, client, batch, role):
        client.force_login(a_user(role))
        page = seen(client, batch)
        assert "Nothing is written yet" in page
        assert "<button" not in page.partition('class="import"')[2]
        assert "problems.csv" not in page
        assert do(client, batch, "commit").status_code == 403
        assert client.get(url(batch, "problems")).status_code == 403
        assert client.get(NEW).status_code == 403

    def test_retry_leads_to_a_new_import(self, client, batch):
        do(client, batch, "commit")
        work()
        answer = do(client, batch, "retry")
        again = ImportBatch.objects.get(retries=batch)
        assert answer.url == url(again)

    def test_queries_do_not_grow_with_the_records(self, client, batch, django_assert_max_num_queries):
        with django_assert_max_num_queries(PAGE_QUERIES):
            client.get(url(batch))

    def test_import_that_is_not_there(self, client, ida):
        for address in ("/admin/cables/importbatch/99/change/", "/admin/cables/importbatch/99/progress/"):
            assert client.get(address).status_code == 404


class TestProgress:
    def at_work(self, batch, **values):
        now = timezone.now()
        values = {"asked_for": "import", "job": "import", "state": "importing", "beat_at": now} | values
        ImportBatch.objects.filter(pk=batch.pk).update(asked_at=now, **values)

    def shown(self, client, batch):
        return " ".join(client.get(url(batch, "progress")).content.decode().split())

    def test_done_total_rate_and_time_left(self, client, batch):
        begun = timezone.now() - dt.timedelta(seconds=100)
        self.at_work(
            batch, position=5000, total=20_000, begun_at=begun, begun_position=1000, file="/in/a.txt"
        )
        page = self.shown(client, batch)
        assert "5,000 of 20,000 records" in page
        assert "40 records a second, about 6 minutes left" in page
        assert 'value="25"' in page
        assert "/in/a.txt" in page

    def test_nothing_is_guessed_before_there_is_something_to_guess_from(self, client, batch):
        self.at_work(batch, position=0, total=20_000, begun_at=timezone.now())
        assert "second" not in self.shown(client, batch)

    def test_says_where_nobody_works(self, client, batch):
        self.at_work(batch, beat_at=None)
        ImportBatch.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=2))
        assert "manage.py run_worker" in self.shown(client, batch)

    @pytest.mark.parametrize("state", ["previewed", "done", "stopped"])
    def test_is_not_said_to_be_over_until_something_can_be_done_with_it(self, client, batch, state):
        self.at_work(batch, state=state)
        assert "has just begun, or is about to end" in self.shown(client, batch)
        assert "Import these" not in client.get(url(batch)).content.decode()

    def test_says_when_it_is_over(self, client, batch):
        assert 'data-at-work="no"' in self.shown(client, batch)
        self.at_work(batch)
        assert 'data-at-work="yes"' in self.shown(client, batch)


class TestRecord:
    def test_raw_text_stands_beside_what_was_understood(self, client, batch, django_assert_max_num_queries):
        address = reverse("admin:cables_importitem_change", args=[batch.items.get(position=1).pk])
        with django_assert_max_num_queries(RECORD_QUERIES):
            page = client.get(address).content.decode()
        assert "As received" in page
        assert "<dd>08ZENDA412</dd>" in page
        assert "Doubtful" in page

    def test_one_that_cannot_be_read_says_why_and_shows_it(self, client, batch):
        item = batch.items.get(position=2)
        page = client.get(reverse("admin:cables_importitem_change", args=[item.pk])).content.decode()
        assert "This is not a cable" in page
        assert "Dear diary." in page

    def test_list_of_one_import(self, client, batch):
        page = client.get(f"/admin/cables/importitem/?batch__id__exact={batch.pk}&outcome__exact=refused")
        assert page.context["cl"].result_count == 1


def test_problems_as_csv(client, batch):
    answer = client.get(url(batch, "problems"))
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert rows[0] == ["file", "character", "problem", "text"]
    assert rows[1][3] == "Dear diary."
