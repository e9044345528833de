import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cables.jobs import imports
from cables.models import Collection
from cables.visibility import Role
from tests.jobs import working
from tests.people import a_user
from tests.telegrams import telegram


@pytest.fixture
def importer():
    return a_user(Role.IMPORTER, is_staff=True)


@pytest.fixture
def collection():
    return Collection.objects.create(name="Harbours", slug="harbours")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def work():
    """Let the worker do what is asked for, and give the batch as it is then."""

    def do(batch=None):
        working.work()
        if batch:
            batch.refresh_from_db()
        return batch

    return do


def files(*texts, name="{}.txt"):
    return [SimpleUploadedFile(name.format(n), text.encode()) for n, text in enumerate(texts)]


@pytest.fixture
def uploaded(importer, collection, work):
    """A previewed batch of telegrams with these serials, and a diary that is none."""

    def do(*serials, diary=True):
        texts = [telegram(serial=serial) for serial in serials]
        texts += ["Dear diary, nothing of note today.\n"] if diary else []
        return work(imports.start_uploaded(files(*texts), collection, importer))

    return do
