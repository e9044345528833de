"""What may be kept of an answer: nothing of what a signed-in person saw; the rest is asked for again."""

import pytest
from django.test import Client, override_settings
from django.urls import path

from cables.visibility import Role
from readingroom import urls as site_urls
from tests.factories import a_post, a_source, a_tag, a_version
from tests.people import a_user
from tests.test_headers import fail

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/cables/",
    "/cables/?q=harbor",
    "/cables/feed.atom",
    "/cables/08ZENDA412/",
    "/cables/08ZENDA412/source/",
    "/cables/08ZENDA412/history/",
    "/tags/",
    "/tags/PREL/",
    "/posts/",
    "/posts/ZENDA/",
    "/collections/sample/",
    "/about/markings/",
]
OTHERS = ["/sign-in/", "/go/?q=08ZENDA412", "/cables/08ZENDA999/", "/account/", "/admin/", "/nowhere/"]

urlpatterns = [path("fail/", fail), *site_urls.urlpatterns]
handler404, handler500 = site_urls.handler404, site_urls.handler500


@pytest.fixture(autouse=True)
def cable():
    a_tag(), a_post()
    version = a_version(tags=["PREL"])
    a_source(version)
    return version


def directives(response):
    return {word.strip() for word in response["Cache-Control"].split(",")}


def varies(response):
    return {word.strip() for word in response["Vary"].split(",")}


@pytest.mark.parametrize("address", PUBLIC + OTHERS)
@pytest.mark.parametrize("role", [None, Role.IMPORTER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_nothing_is_kept_of_what_somebody_signed_in_sees(client, address, role):
    client.force_login(a_user(*filter(None, [role])))
    response = client.get(address)
    assert directives(response) == {"private", "no-store"}
    assert "Cookie" in varies(response)
    assert "ETag" not in response


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_may_be_kept_and_is_asked_for_again_each_time(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert directives(response) == {"no-cache"}
    assert "Cookie" in varies(response)
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == response["ETag"]
    assert directives(again) == {"no-cache"}
    assert "Cookie" in varies(again)
    assert not again.cookies


@pytest.mark.parametrize("address", OTHERS)
def test_other_answers_to_a_stranger_are_not_kept_unasked_either(client, address):
    response = client.get(address)
    assert "no-cache" in directives(response)
    assert "Cookie" in varies(response)


def test_changed_page_is_sent_anew(client, cable):
    before = client.get("/cables/08ZENDA412/")
    cable.paragraphs.update(text="Another text.", blocks=[["text", 0, 13]])
    after = client.get("/cables/08ZENDA412/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_copy_kept_by_a_stranger_is_never_good_enough_for_somebody_signed_in(client):
    before = client.get("/cables/08ZENDA412/")
    client.force_login(a_user(Role.REVIEWER))
    after = client.get("/cables/08ZENDA412/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200


@override_settings(ROOT_URLCONF="tests.test_caching")
def test_failure_is_not_kept():
    client = Client(raise_request_exception=False)
    response = client.get("/fail/")
    assert response.status_code == 500
    assert directives(response) == {"private", "no-store"}
    assert "ETag" not in response


@pytest.mark.parametrize("address", PUBLIC)
def test_stranger_is_given_no_cookie(client, address):
    assert not client.get(address).cookies


def test_static_files_keep_their_own_rules(settings, tmp_path):
    """They are served before anybody asks who is there."""
    names = [name.rsplit(".", 1)[-1] for name in settings.MIDDLEWARE]
    assert names.index("WhiteNoiseMiddleware") < names.index("ConditionalGetMiddleware")
    assert names.index("ConditionalGetMiddleware") < names.index("CachingMiddleware")
    assert names.index("CachingMiddleware") < names.index("SessionMiddleware")
