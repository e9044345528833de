"""Every public page, by the checker, in every colour scheme and width; and no page scrolls sideways."""

import pytest

from tests.browser.looks import looked_at

pytestmark = pytest.mark.once

PAGES = {
    "/": 200,
    "/cables/": 200,
    "/cables/?q=harbor&tag=PREL": 200,
    "/cables/?q=nothingwhatever&tag=PREL": 200,
    "/cables/?not_tag=PREL&not_classification=SECRET&sent_after=2008&sent_before=2009": 200,
    "/cables/facets/tag/": 200,
    "/cables/facets/mark/?not_mark=C": 200,
    "/cables/09STATE95585/": 200,
    "/cables/08ZENDA455/?q=harbor&at=1": 200,
    "/cables/09STATE95585/?q=09STATE95585&typed=1": 200,
    "/cables/09STATE95585/source/": 200,
    "/cables/08ZENDA455/history/": 200,
    "/cables/09USNATO383/": 404,
    "/tags/": 200,
    "/tags/PREL/": 200,
    "/posts/": 200,
    "/posts/STATE/": 200,
    "/collections/sample/": 200,
    "/about/markings/": 200,
    "/go/?q=ZENDA 1": 200,
    "/nowhere/": 404,
    "/sign-in/": 200,
}


@pytest.mark.parametrize("address", PAGES)
def test_checker_finds_nothing(open_page, axe, address):
    looked_at(open_page(address, expect_status=PAGES[address]), axe)


def test_how_to_search_is_opened_by_keyboard_and_passes(open_page, axe):
    page = open_page("/cables/?q=(harbor)+tags:PREL+sent:soon", scripts=False)
    page.get_by_text("How to search").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("words that begin so").is_visible()
    page = open_page("/cables/?q=(harbor)+tags:PREL+sent:soon")
    page.get_by_text("How to search").focus()
    page.keyboard.press("Space")
    looked_at(page, axe)


def test_cables_of_the_sample_pass_at_320_pixels(open_page, axe, site):
    page = open_page("/cables/", width=320)
    addresses = set()
    while True:
        addresses |= set(page.locator("[data-result]").evaluate_all("r => r.map(li => li.dataset.result)"))
        following = page.locator("a[rel=next]").first
        if not following.count():
            break
        following.click()
    assert len(addresses) >= 25
    for number in sorted(addresses)[::3]:
        page.goto(f"{site}/cables/{number}/")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, number
