"""Signing in, one's account and refusals in a real browser: checker, narrow screen, no scripts, keyboard."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser import serving
from tests.browser.looks import looked_at

PASSWORD = "black swan of Zenda"
MAKE = f"""
from django.contrib.auth.models import User
from cables.reviewing.accounts import save_account
from cables.reviewing.roles import grant
for name, roles in {{"flavia": ["reviewer", "administrator"], "sapt": []}}.items():
    user = User(username=name)
    user.set_password({PASSWORD!r})
    save_account(user, None)
    for role in roles:
        grant(user, role, None)
"""


@pytest.fixture(scope="module")
def staffed(tmp_path_factory):
    """A site of its own, since these tests write: a reviewer who is administrator, and a plain account."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "test")
    site = serving.Site(tmp_path_factory.mktemp("staffed"), f"readingroom_accounts_{worker}")
    site.prepare()
    site.manage("shell", "--command", MAKE)
    with site.running() as address:
        yield address


@pytest.fixture
def browse(chromium, staffed):
    """`browse("/account/", as_="flavia")`: a page of a new visitor, signed in if a name is given."""
    contexts, complaints = [], []

    def do(address, as_="", scripts=True):
        context = chromium.new_context(
            viewport={"width": 1280, "height": 900}, java_script_enabled=scripts, base_url=staffed
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "Content Security" in m.text else None)
        if as_:
            page.goto("/sign-in/")
            sign_in(page, as_)
        page.goto(address)
        return page

    yield do
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page, name, password=PASSWORD):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()


def wrong(page):
    sign_in(page, "nobody", "white swan")


def locked(page):
    for n in range(5):
        sign_in(page, "nobody at all", f"white swan {n}")
    assert "Too many attempts" in page.locator("h1").inner_text()


def refused_password(page):
    page.get_by_label("Old password").fill("white swan")
    page.get_by_label("New password", exact=True).fill("swan")
    page.get_by_label("New password confirmation").fill("goose")
    page.get_by_role("button", name="Change password").click()
    assert page.locator(".errorlist").count() == 2


PAGES = {
    "sign in": ("/sign-in/", "", None),
    "wrong password": ("/sign-in/", "", wrong),
    "too many attempts": ("/sign-in/", "", locked),
    "account": ("/account/", "flavia", None),
    "account without a role": ("/account/", "sapt", None),
    "new password": ("/account/password/", "flavia", None),
    "new password refused": ("/account/password/", "flavia", refused_password),
    "not allowed": ("/admin/", "sapt", None),
    "home, signed in": ("/", "flavia", None),
    "cable, signed in": ("/cables/08ZENDA412/", "flavia", None),
}


@pytest.mark.once
@pytest.mark.parametrize("name", PAGES)
def test_checker_finds_nothing(browse, axe, name):
    address, as_, then = PAGES[name]
    page = browse(address, as_)
    if then:
        then(page)
    looked_at(page, axe)


def test_everything_works_without_scripts(browse):
    page = browse("/account/", scripts=False)
    assert page.url.endswith("/sign-in/?next=/account/")
    sign_in(page, "flavia")
    assert page.url.endswith("/account/")
    page.get_by_role("button", name="Sign out").click()
    assert page.url.endswith("/")
    assert page.get_by_role("button", name="Sign out").count() == 0


def test_keyboard_alone_signs_in(browse):
    page = browse("/sign-in/")
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("flavia")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/")


def test_back_button_shows_nothing_after_signing_out(browse):
    page = browse("/account/", "flavia")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").wait_for()
    page.go_back()
    page.wait_for_url("**/sign-in/?next=/account/")
    assert "flavia" not in page.content()


def test_error_of_a_field_is_told_to_a_screen_reader(browse):
    page = browse("/account/password/", "flavia")
    refused_password(page)
    field = page.get_by_label("Old password")
    assert field.get_attribute("aria-invalid") == "true"
    for described in field.get_attribute("aria-describedby").split():
        assert page.locator(f"#{described}").count() == 1, described
