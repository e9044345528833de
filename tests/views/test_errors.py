import pytest
from django.test import RequestFactory

from cables.views.errors import server_error


def test_server_error_needs_neither_database_nor_manifest(settings):
    """No django_db mark: a query would fail this test."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"This page could not be made." in response.content


@pytest.mark.django_db
def test_unknown_address_says_what_one_looks_like(client):
    response = client.get("/nowhere/at/all/")
    assert response.status_code == 404
    assert b"There is nothing at this address." in response.content
    assert b"Browse all cables" in response.content


def test_unknown_address_asks_the_database_nothing(client):
    assert client.get("/nowhere/").status_code == 404
