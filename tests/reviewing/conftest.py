"""People of every role, and cables that came in through the importer."""

import pytest
from django.db import connection, connections

from cables.importing.batches import import_paths
from cables.models import Cable, Collection
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import PARAGRAPHS
from tests.telegrams import telegram


@pytest.fixture
def reviewer(db):
    return a_user(Role.REVIEWER, name="ada")


@pytest.fixture
def other_reviewer(db):
    return a_user(Role.REVIEWER, name="ben")


@pytest.fixture
def officer(db):
    return a_user(Role.RELEASE_OFFICER, name="cleo")


@pytest.fixture
def other_officer(db):
    return a_user(Role.RELEASE_OFFICER, name="dora")


@pytest.fixture
def importer(db):
    return a_user(Role.IMPORTER, name="emil", is_staff=True)


@pytest.fixture
def import_text(db, tmp_path):
    """Import texts one after the other; gives the cable of the last."""

    def import_(*texts, policy="on-import", names=()):
        collection, _ = Collection.objects.get_or_create(
            slug=f"test-{policy}", defaults={"name": "Test", "release_policy": policy}
        )
        result = None
        for n, text in enumerate(texts):
            name = names[n] if names else f"cable-{n}.txt"
            content = text if isinstance(text, bytes) else text.encode()
            path = tmp_path / name
            path.write_bytes(content)
            for result in import_paths([path], collection):
                assert result.outcome != "refused", result.message
        return Cable.objects.get(pk=result.cable)

    return import_


@pytest.fixture
def two_connections(transactional_db, tmp_path, django_db_blocker):
    """A database that threads reach by connections of their own: on SQLite a file in place of memory."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, file = connection.settings_dict["NAME"], str(tmp_path / "race.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [file])
    kept = connections["default"]
    connections.databases["default"]["NAME"] = file
    del connections["default"]
    yield
    connections["default"].close()
    connections.databases["default"]["NAME"] = memory
    connections["default"] = kept


@pytest.fixture
def cable(import_text):
    return import_text(telegram(paragraphs=PARAGRAPHS))
