"""Every answer carries the same wall of headers: pages, redirects, errors, the admin."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from cables.urls import urlpatterns as public_urls
from cables.visibility import Role
from readingroom import urls as site_urls
from tests.people import a_user

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ADDRESSES = [
    "/",
    "/cables/",
    "/cables/?q=nothing",
    "/cables/feed.atom",
    "/cables/export.csv",
    "/cables/export.jsonl",
    "/cables/08ZENDA1/",
    "/cables/08ZENDA1/source/",
    "/cables/08ZENDA1/history/",
    "/go/?q=08ZENDA1",
    "/tags/",
    "/tags/NONE/",
    "/posts/",
    "/posts/NONE/",
    "/collections/none/",
    "/about/markings/",
    "/review/",
    "/sign-in/",
    "/sign-out/",
    "/account/",
    "/account/password/",
    "/admin/",
    "/admin/login/",
    "/nowhere",
]


def fail(request):
    raise RuntimeError("a view that fails")


fail.login_required = False


def unmarked(request):
    return HttpResponse("nobody said that this is public")


urlpatterns = [path("fail/", fail), path("unmarked/", unmarked), *site_urls.urlpatterns]
handler404, handler500 = site_urls.handler404, site_urls.handler500


def assert_walled(response):
    policy = {directive.strip() for directive in response["Content-Security-Policy"].split(";")}
    assert policy == POLICY
    for name, value in HEADERS.items():
        assert response[name] == value, name
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_answer_carries_the_headers(client, address):
    assert_walled(client.get(address))


def test_every_address_is_among_them():
    known = {address.split("/")[1] for address in ADDRESSES}
    for route in public_urls:
        assert str(route.pattern).split("/")[0] in known, route


@pytest.mark.parametrize("address", ["/admin/", "/admin/auth/user/add/", "/account/", "/account/password/"])
def test_pages_for_an_account_carry_the_headers(client, address):
    client.force_login(a_user(Role.ADMINISTRATOR))
    response = client.get(address)
    assert response.status_code == 200
    assert_walled(response)


def test_refusals_carry_the_headers():
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert_walled(refused := client.post("/sign-in/", {"username": "flavia", "password": "x"}))
        assert refused.status_code == 403
        client.force_login(a_user())
    assert client.get("/admin/").status_code == 403
    assert_walled(client.get("/admin/"))


def test_lock_out_carries_the_headers(client):
    for _ in range(5):
        response = client.post("/sign-in/", {"username": "flavia", "password": "x"})
    assert response.status_code == 429
    assert_walled(response)


@override_settings(ROOT_URLCONF="tests.test_headers")
def test_failing_view_answers_in_the_site_s_voice_and_tells_nothing(client):
    client.raise_request_exception = False
    response = client.get("/fail/")
    assert response.status_code == 500
    assert_walled(response)
    body = response.content.decode()
    assert "RuntimeError" not in body
    assert "a view that fails" not in body


def test_no_template_has_inline_script_or_style():
    import re

    from tests.places import PROJECT

    for template in (PROJECT / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text), template
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), template
        assert "|safe" not in text, template
        assert "autoescape off" not in text, template


@override_settings(ROOT_URLCONF="tests.test_headers")
def test_address_that_is_not_marked_public_asks_for_an_account(client):
    response = client.get("/unmarked/")
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=/unmarked/"
