"""Staff put right what the parser read, in a real browser: without JavaScript, by keyboard, in every look."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser import serving
from tests.browser.conftest import WORKER
from tests.browser.looks import looked_at
from tests.browser.test_importing import focus_on
from tests.places import PROJECT
from tests.telegrams import telegram

PASSWORD = "a-long-password-of-the-tests"
MAKE = """
from django.contrib.auth.models import Group, User
User.objects.create_user("ida", password={password!r}).groups.add(Group.objects.get(name="importer"))
"""
PARAGRAPHS = (
    "1. (U) The harbour master called at noon. He asked for more time to pay.",
    "2. (C) The council has not met since May. 3) (S) Its treasurer has left the town.",
    "3. (C) COMMENT: Nobody was surprised. END COMMENT.",
)


@pytest.fixture(scope="module")
def fix_site(tmp_path_factory):
    site = serving.Site(tmp_path_factory.mktemp("fix"), f"readingroom_fix_{WORKER}")
    folder = tmp_path_factory.mktemp("telegrams")
    (folder / "a.txt").write_text(telegram(serial=7412, paragraphs=PARAGRAPHS, tags="PREL, QQQQ"))
    site.prepare()
    site.manage("import_cables", str(folder))
    site.manage("shell", "-c", MAKE.format(password=PASSWORD))
    with site.running():
        yield site


@pytest.fixture
def screen(fix_site, chromium):
    """The fix screen of the telegram, reached from the cable's page; `scripts=False` without JavaScript."""
    contexts = []

    def do(scripts=True, width=1280):
        context = chromium.new_context(
            base_url=fix_site.address,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/?next=/admin/")
        page.fill("[name=username]", "ida")
        page.fill("[name=password]", PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.goto("/admin/cables/finding/?q=QQQQ")
        page.get_by_role("link", name=re.compile("Put right")).first.click()
        expect(page.get_by_role("heading", name="As received")).to_be_visible()
        return page

    yield do
    for context in contexts:
        context.close()


def test_looks(screen, axe):
    page = screen()
    if os.environ.get("UPDATE_PICTURES"):
        clip = {"x": 0, "y": 0, "width": 1280, "height": 900}
        page.screenshot(path=PROJECT / "docs" / "images" / "fix.png", clip=clip)
    assert (PROJECT / "docs" / "images" / "fix.png").stat().st_size > 10_000
    looked_at(page, axe, of_admin=True)
    page.set_viewport_size({"width": 360, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    raw, fields = page.locator(".fix__raw").bounding_box(), page.locator(".fix__fields").bounding_box()
    assert fields["y"] >= raw["y"] + raw["height"]
    page.get_by_role("button", name="Record the corrections").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looked_at(page, axe, of_admin=True)


def test_code_that_no_table_knows_is_settled_by_keyboard(screen, axe):
    page = screen(width=360)
    page.goto("/admin/cables/tag/")
    focus_on(page, "Codes that no table knows")
    page.keyboard.press("Enter")
    looked_at(page, axe, of_admin=True)
    focus_on(page, "Settle QQQQ …")
    page.keyboard.press("Enter")
    looked_at(page, axe, of_admin=True)
    page.get_by_label("It is right, and the table lacks it").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Questions of the harbour")
    focus_on(page, "Settle it")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("QQQQ is in the table now.")
    looked_at(page, axe, of_admin=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Put back into the queue").click()
    expect(page.locator(".messagelist")).to_contain_text("it is in the queue again as soon as")


def test_without_javascript_a_paragraph_is_begun_and_joined_again(screen):
    page = screen(scripts=False)
    page.fill("[name=split_line]", "22")
    page.fill("[name=split_words]", "3) (S)")
    page.fill("[name=reason]", "The line was lost.")
    page.get_by_role("button", name="Record the corrections").click()
    expect(page.locator(".messagelist")).to_contain_text("1 correction recorded.")
    expect(page.locator(".fix__paragraphs > li")).to_have_count(4)
    page.locator(".fix__paragraphs > li").nth(2).get_by_role("checkbox").check()
    page.fill("[name=reason]", "It was not.")
    page.get_by_role("button", name="Record the corrections").click()
    expect(page.locator(".fix__paragraphs > li")).to_have_count(3)
    expect(page.locator(".fix__earlier")).to_contain_text("The line was lost.")


def test_by_keyboard(screen):
    page = screen()
    page.locator("[name=subject]").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("HARBOUR FEES")
    page.locator("[name=reason]").focus()
    page.keyboard.type("As printed.")
    focus_on(page, "Record the corrections")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("1 correction recorded.")
    assert page.locator("[name=subject]").input_value() == "HARBOUR FEES"
