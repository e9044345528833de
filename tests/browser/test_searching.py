"""Searching, going through the results one after another, and saving a list; by mouse, by keyboard, without
JavaScript, on a narrow screen."""

import csv
import json
import re
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from tests.browser.test_narrowing import count_in_heading

WIDE, PHONE = 1280, 360
pytestmark = pytest.mark.once
SORTS = {"newest": "-sent", "oldest": "sent", "number": "mrn", "most cited": "-cited"}


def search_box(page):
    return page.get_by_role("search").get_by_role("searchbox").locator("visible=true").first


def search(page, typed):
    box = search_box(page)
    box.fill(typed)
    box.press("Enter")
    page.wait_for_load_state()


def numbers(page) -> list[str]:
    return page.locator("[data-result]").evaluate_all("results => results.map(each => each.dataset.result)")


def all_numbers(page) -> list[str]:
    """Of every page of the list, from this one on."""
    found = numbers(page)
    while (following := page.locator("nav.pages a[rel=next]")).count():
        following.click()
        found += numbers(page)
    return found


def asked(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def tab_to(page, target):
    for _ in range(300):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("The Tab key does not lead there.")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("start", ["/", "/cables/", "/cables/09STATE95585/"])
def test_words_are_found_from_every_search_box(open_page, start, width, scripts):
    page = open_page(start, width=width, scripts=scripts)
    search(page, "harbor")
    assert asked(page) == {"q": ["harbor"]}
    expect(search_box(page)).to_have_value("harbor")
    assert count_in_heading(page) == len(all_numbers(page))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_box_is_reached_and_sent_by_keyboard(open_page):
    page = open_page("/cables/09STATE95585/")
    tab_to(page, search_box(page))
    page.keyboard.type("harbor")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("harbor")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_result_shows_the_paragraph_that_answers(open_page, width):
    page = open_page("/cables/?q=harbor", width=width)
    result = page.locator("[data-result]").filter(has=page.locator(".result__snippet")).first
    link = result.locator(".result__place a")
    shown = link.inner_text()
    letters = result.locator(".result__place .mark bdi").inner_text()
    expect(result.locator(".result__text mark").first).to_have_text(re.compile("harbor", re.IGNORECASE))
    said = int(re.search(r"(\d+) paragraphs? match", result.locator(".result__facts").inner_text())[1])
    link.click()
    paragraph = page.locator(f"#p{shown.removeprefix('¶')}")
    expect(paragraph).to_be_in_viewport()
    expect(paragraph.locator(".mark").first).to_contain_text(letters)
    expect(page.locator("#matches")).to_contain_text(f"{said} paragraph")
    assert page.locator("[data-paragraph]").filter(has=page.locator("mark")).count() == said


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("sort", SORTS)
def test_list_is_sorted(open_page, sort, scripts):
    page = open_page("/cables/?q=harbor", scripts=scripts)
    by_relevance = numbers(page)
    page.locator(".sort a", has_text=re.compile(sort, re.IGNORECASE)).click()
    expect(page.locator(".sort [aria-current]")).to_have_text(re.compile(sort, re.IGNORECASE))
    assert asked(page) == {"q": ["harbor"], "sort": [SORTS[sort]]}
    assert sorted(numbers(page)) == sorted(by_relevance)
    if sort in ("newest", "oldest"):
        dates = page.locator("time.result__date").evaluate_all("dates => dates.map(each => each.dateTime)")
        assert dates == sorted(dates, reverse=sort == "newest")
    if sort == "most cited":
        cited = [int(n) for n in re.findall(r"Cited by (\d+)", page.locator(".results").inner_text())]
        assert len(cited) > 1
        assert cited == sorted(cited, reverse=True)
    page.locator(".sort a", has_text=re.compile("relevance", re.IGNORECASE)).click()
    assert numbers(page) == by_relevance


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_cable_number_leads_to_the_cable_and_can_be_searched_for_as_text(open_page, width, scripts):
    page = open_page("/", width=width, scripts=scripts)
    search(page, "STATE 095585")
    assert urlsplit(page.url).path == "/cables/09STATE95585/"
    page.get_by_role("link", name=re.compile("as text instead")).click()
    assert asked(page) == {"q": ['"STATE 095585"']}
    expect(page.locator("h1")).to_contain_text("STATE 095585")


class TestWhatIsTyped:
    def count(self, page, typed) -> int:
        search(page, typed)
        heading = page.locator("h1").inner_text()
        return 0 if heading.startswith("No cables") else count_in_heading(page)

    def test_phrase_minus_or_and_level_do_what_they_say(self, open_page):
        page = open_page("/cables/")
        everything = count_in_heading(page)
        harbor, dues = self.count(page, "harbor"), self.count(page, "dues")
        both, either = self.count(page, "harbor dues"), self.count(page, "harbor OR dues")
        assert 0 < self.count(page, '"harbor dues"') <= both <= min(harbor, dues)
        assert either == harbor + dues - both
        assert self.count(page, "harbor -dues") == harbor - both
        assert self.count(page, "-harbor") == everything - harbor
        assert 0 < self.count(page, "harbor mark:U") <= harbor
        expect(page.locator(".result__snippet").first).to_be_visible()
        levels = page.locator(".result__snippet").evaluate_all("all => all.map(each => each.dataset.level)")
        assert set(levels) == {"U"}

    @pytest.mark.parametrize("width", [WIDE, PHONE])
    @pytest.mark.parametrize("typed", ["(harbor)", "harbor sent:soon", 'harbor "dues', "harbor tags:PREL"])
    def test_what_is_not_understood_is_said_above_the_list(self, open_page, typed, width):
        page = open_page("/", width=width)
        search(page, typed)
        said = page.locator(".notes li")
        assert said.count() >= 1
        assert said.first.bounding_box()["y"] < page.locator("#results").bounding_box()["y"]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_lists_near_one_that_holds_nothing_hold_what_they_say(open_page, site, width, scripts):
    nothing = "/cables/?q=harbor+reactor+zinc&tag=PREL&classification=SECRET"
    page = open_page(nothing, width=width, scripts=scripts)
    near = page.locator(".empty li:has(.muted)")
    offered = near.count()
    assert 1 <= offered <= 3
    for place in range(offered):
        count = int(near.nth(place).locator(".muted").inner_text().split()[0])
        near.nth(place).locator("a").click()
        assert count_in_heading(page) == len(all_numbers(page)) == count
        page.goto(site + nothing)


@pytest.mark.parametrize("scripts", [True, False])
def test_word_that_was_meant_is_offered(open_page, scripts):
    page = open_page("/cables/?q=harbur", scripts=scripts)
    meant = page.locator(".empty p", has_text="Did you mean")
    count = int(re.search(r"\((\d+) cable", meant.inner_text())[1])
    meant.locator("a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("harbor")
    assert count_in_heading(page) == count


class TestFromTheListToACableAndOn:
    @pytest.mark.parametrize("scripts", [True, False])
    @pytest.mark.parametrize("width", [WIDE, PHONE])
    def test_place_words_and_way_back(self, open_page, width, scripts):
        page = open_page("/cables/?q=harbor", width=width, scripts=scripts)
        every, count = numbers(page), count_in_heading(page)
        page.locator(".result__subject a").nth(6).click()
        expect(page.locator(".place__said")).to_have_text(f"Result 7 of {count} for harbor")
        assert page.locator("article mark").count() >= 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for rel, place in (("next", 8), ("prev", 7), ("prev", 6)):
            page.locator(f".place a[rel={rel}]").click()
            expect(page.locator(".place__said")).to_contain_text(f"Result {place} of {count}")
            expect(page.locator("article")).to_have_attribute("data-cable", every[place - 1])
        page.get_by_role("link", name="Back to the results").click()
        expect(page).to_have_url(re.compile(r"\?q=harbor#r6$"))
        expect(page.locator("#r6")).to_be_in_viewport()
        expect(page.locator("#r6")).to_have_attribute("data-result", every[5])

    def test_first_and_last_result_have_no_way_beyond(self, open_page):
        page = open_page("/cables/?q=harbor")
        page.locator(".result__subject a").first.click()
        expect(page.locator(".place a[rel=prev]")).to_have_count(0)
        page.go_back()
        page.locator(".result__subject a").last.click()
        expect(page.locator(".place a[rel=next]")).to_have_count(0)

    @pytest.mark.parametrize("width", [WIDE, PHONE])
    def test_links_lead_to_the_paragraphs_that_match(self, open_page, width):
        page = open_page("/cables/?q=harbor", width=width)
        page.locator(".result__subject a").first.click()
        links = page.locator(".place__matches a")
        for place in range(links.count()):
            links.nth(place).click()
            paragraph = page.locator(links.nth(place).get_attribute("href"))
            expect(paragraph).to_be_in_viewport()
            expect(paragraph.locator("mark").first).to_be_attached()

    @pytest.mark.parametrize("scripts", [True, False])
    def test_back_button_of_the_browser_returns_to_where_the_list_was(self, open_page, scripts):
        page = open_page("/cables/?q=harbor", width=PHONE, scripts=scripts)
        last = page.locator(".result__subject a").last
        last.scroll_into_view_if_needed()
        last.click()
        page.go_back()
        expect(page).to_have_url(re.compile(r"\?q=harbor$"))
        expect(last).to_be_in_viewport()

    def test_tab_and_enter_are_enough(self, open_page):
        page = open_page("/cables/?q=harbor", scripts=False)
        tab_to(page, page.locator(".result__subject a").first)
        page.keyboard.press("Enter")
        expect(page.locator(".place__said")).to_contain_text("Result 1 of")
        tab_to(page, page.locator(".place a[rel=next]"))
        page.keyboard.press("Enter")
        expect(page.locator(".place__said")).to_contain_text("Result 2 of")
        tab_to(page, page.get_by_role("link", name="Back to the results"))
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("#r2$"))


class TestKeys:
    def first_result(self, open_page, **looks):
        page = open_page("/cables/?q=harbor", **looks)
        page.locator(".result__subject a").first.click()
        self.is_at(page, 1)
        return page

    def is_at(self, page, place):
        """And the script that hears the keys is there: it shows the line that speaks of them."""
        expect(page.locator(".place__said")).to_contain_text(f"Result {place} of")
        expect(page.locator("[data-keys]")).to_be_visible()

    def does_nothing(self, page, press):
        left = []
        page.on(
            "request", lambda request: left.append(request.url) if request.is_navigation_request() else None
        )
        press()
        page.wait_for_timeout(300)
        assert left == []

    def test_n_and_p_lead_on_and_back(self, open_page):
        page = self.first_result(open_page)
        page.keyboard.press("n")
        self.is_at(page, 2)
        page.keyboard.press("p")
        self.is_at(page, 1)

    def test_letters_that_are_typed_or_lead_nowhere_do_nothing(self, open_page):
        page = self.first_result(open_page)
        self.does_nothing(page, lambda: page.keyboard.press("p"))
        self.does_nothing(page, lambda: page.keyboard.press("Control+n"))
        self.does_nothing(page, lambda: search_box(page).press("n"))

    def test_where_the_button_is_not_shown_keys_do_nothing(self, open_page):
        page = self.first_result(open_page)
        page.evaluate("document.querySelector('[data-keys]').hidden = true")
        self.does_nothing(page, lambda: page.keyboard.press("n"))

    @pytest.mark.parametrize("width", [WIDE, PHONE])
    def test_button_switches_them_off_here_and_on_the_next_page(self, open_page, width):
        page = self.first_result(open_page, width=width)
        page.get_by_role("button", name="Switch keys off").press("Enter")
        self.does_nothing(page, lambda: page.keyboard.press("n"))
        page.locator(".place a[rel=next]").click()
        self.is_at(page, 2)
        self.does_nothing(page, lambda: page.keyboard.press("n"))
        page.get_by_role("button", name="Switch keys on").click()
        page.keyboard.press("n")
        self.is_at(page, 3)

    def test_without_javascript_they_are_not_spoken_of(self, open_page):
        page = open_page("/cables/?q=harbor", scripts=False)
        page.locator(".result__subject a").first.click()
        expect(page.locator("[data-keys]")).to_be_hidden()


def numbers_in(kind, content) -> list[str]:
    """Of a saved list, in its order."""
    if kind == "CSV":
        return [row["mrn"] for row in csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True))]
    if kind == "JSON Lines":
        addresses = [json.loads(line)["address"] for line in content.decode().splitlines()]
    else:
        entries = ElementTree.fromstring(content).findall("{*}entry")
        addresses = [entry.find("{*}link").attrib["href"] for entry in entries]
    return [urlsplit(address).path.split("/")[2] for address in addresses]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
@pytest.mark.parametrize("kind", ["CSV", "JSON Lines", "Atom"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_list_is_saved_whole(open_page, width, kind, by, scripts):
    page = open_page("/cables/?q=harbor", width=width, scripts=scripts)
    link = page.locator(".save").get_by_role("link", name=kind, exact=True)
    count = count_in_heading(page)

    def follow():
        if by == "mouse":
            link.click()
        else:
            link.focus()
            page.keyboard.press("Enter")

    if kind == "Atom":  # a browser may show it or save it
        address = link.get_attribute("href")
        with page.expect_request(lambda request: urlsplit(request.url).path == "/cables/feed.atom"):
            follow()
        found = numbers_in(
            kind, page.request.get(urlsplit(page.url)._replace(path="", query="").geturl() + address).body()
        )
        assert len(found) == len(set(found)) == count
        return
    with page.expect_download() as saving:
        follow()
    found = numbers_in(kind, saving.value.path().read_bytes())
    assert count_in_heading(page) == count
    assert found == all_numbers(page)
    assert len(found) == count


@pytest.mark.parametrize("kind", ["CSV", "JSON Lines"])
def test_list_of_several_pages_is_saved_whole(open_page, kind):
    page = open_page("/cables/?sort=mrn", scripts=False)
    with page.expect_download() as saving:
        page.locator(".save").get_by_role("link", name=kind, exact=True).click()
    assert numbers_in(kind, saving.value.path().read_bytes()) == all_numbers(page)
