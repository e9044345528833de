"""A collection taken down and put back in a real browser, and the lists from which staff come to it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.looks import looked_at
from tests.telegrams import telegram

PASSWORD = "a-long-password-of-the-tests"
LIST = "/admin/cables/collection/"
MAKE = """
from django.contrib.auth.models import Group, User
from cables.importing.batches import import_paths
from cables.models import Collection
oda = User.objects.create_user("oda", password={password!r})
oda.groups.set(Group.objects.filter(name__in=["release officer", "importer"]))
for name, path in {paths!r}.items():
    collection = Collection.objects.create(name=name, slug=name.lower())
    list(import_paths([path], collection))
"""
SERIALS = (5412, 5413)
CABLE, OTHER = (f"/cables/08ZENDA{serial}/" for serial in SERIALS)
LONG = 30_000  # milliseconds, for a worker on a busy machine


@pytest.fixture(scope="session")
def signed_in(staff_site, chromium, tmp_path_factory):
    """A context of somebody who may take down, put back and import."""
    folder = tmp_path_factory.mktemp("papers")
    paths = {"Lighthouses": f"{folder}/lighthouses.txt", "Railways": f"{folder}/railways.txt"}
    for serial, path in zip(SERIALS, paths.values(), strict=True):
        Path(path).write_text(telegram(serial=serial))
    staff_site.manage("shell", "-c", MAKE.format(password=PASSWORD, paths=paths))
    context = chromium.new_context(
        base_url=staff_site.address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"/sign-in/?next={LIST}")
    page.fill("[name=username]", "oda")
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("#result_list")).to_be_visible()
    page.close()
    yield context
    context.close()


@pytest.fixture
def oda(signed_in):
    complaints = []
    page = signed_in.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(LIST)
    yield page
    page.close()
    # The answer to what was refused is an error to the console, and a page to the reader.
    assert [text for text in complaints if "422" not in text] == []


def tab_to(page, element):
    """By the Tab key only."""
    expect(element).to_be_visible()
    for _ in range(120):
        page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The Tab key does not lead to {element}.")


def status(page, address):
    return page.request.get(address).status


def back_up(page, *addresses):
    """The worker brings the cables back."""
    for address in addresses:
        for _ in range(LONG // 250):
            if status(page, address) == 200:
                break
            page.wait_for_timeout(250)
        assert status(page, address) == 200


def test_down_with_a_reason_and_back_by_keyboard(oda, axe):
    page = oda
    page.get_by_role("link", name="Lighthouses").focus()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Take down …"))
    page.keyboard.press("Enter")
    why, verb = page.get_by_label("Why"), page.get_by_role("button", name="Take it down")
    tab_to(page, verb)
    page.keyboard.press("Enter")
    expect(why).to_be_focused()  # which is asked for, and nothing is done
    page.keyboard.type(" ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    assert status(page, CABLE) == 200
    looked_at(page, axe, of_admin=True)

    tab_to(page, why)
    page.keyboard.type("The donor asks for it.")
    page.keyboard.press("Enter")
    expect(page.locator(".import__lead")).to_contain_text("This collection is down. No reader sees anything")
    expect(page.locator(".import__facts")).to_contain_text("The donor asks for it.")
    assert [status(page, CABLE), status(page, OTHER)] == [404, 200]
    looked_at(page, axe, of_admin=True)

    tab_to(page, page.get_by_role("button", name="Put it back"))
    page.keyboard.press("Enter")
    expect(page.locator(".import__lead")).not_to_contain_text("is down")
    back_up(page, CABLE)


def test_several_from_the_list_for_one_reason(oda, axe):
    page = oda
    for name in ("Lighthouses", "Railways"):
        tab_to(page, page.get_by_role("row", name=name).get_by_role("checkbox"))
        page.keyboard.press("Space")
    page.locator("select[name=action]").focus()
    page.keyboard.type("Take down")
    tab_to(page, page.get_by_role("button", name="Go"))
    page.keyboard.press("Enter")
    expect(page.locator(".question__rows")).to_contain_text("1 cable is public now")
    looked_at(page, axe, of_admin=True)
    tab_to(page, page.get_by_label("Why"))
    page.keyboard.type("The donors ask for it.")
    tab_to(page, page.get_by_role("button", name="Take these 2 collections down"))
    page.keyboard.press("Enter")
    told = "2 collections were taken down: Lighthouses and Railways. Nothing from there is public any more."
    expect(page.locator(".messagelist")).to_have_text(told)
    assert [status(page, CABLE), status(page, OTHER)] == [404, 404]
    looked_at(page, axe, of_admin=True)


def test_row_stands_as_a_card_where_there_is_no_room(oda):
    page = oda
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("/admin/cables/cableversion/?q=75HENTZAU112")
    row = page.get_by_role("row", name="75HENTZAU112")
    assert row.evaluate("row => row.getBoundingClientRect().right <= innerWidth")
    box = row.get_by_role("checkbox")
    box.click()
    expect(box).to_be_checked()
    sent = row.get_by_role("cell", name="1975-06-18")
    assert sent.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Sent"'
