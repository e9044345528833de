"""Narrowing a list: facets, what is left out, all values of a facet, the timeline; by mouse, by keyboard,
without JavaScript, on a narrow screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import looked_at

pytestmark = pytest.mark.once
PHONE = 360


def count_in_heading(page) -> int:
    return int(re.match(r"[\d,]+", page.locator("h1").inner_text())[0].replace(",", ""))


def unfold(page):
    """The facets, on a screen that has no room for them beside the list."""
    if page.viewport_size["width"] < 960:
        page.locator(".narrow > summary").click()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 800])
@pytest.mark.parametrize("name", ["classification", "tag", "origin", "caption", "mark"])
def test_value_of_a_facet_narrows_the_list_and_is_taken_back(open_page, name, width, scripts):
    page = open_page("/cables/", width=width, scripts=scripts)
    everything = count_in_heading(page)
    unfold(page)
    value = page.locator(f'.narrow [data-facet="{name}"]').first
    chosen, count = value.get_attribute("data-value"), int(value.get_attribute("data-count"))
    value.click()
    expect(page).to_have_url(re.compile(f"[?&]{name}="))
    assert count_in_heading(page) == count
    unfold(page)
    page.locator(f'.narrow [data-facet="{name}"][data-value="{chosen}"][aria-current]').click()
    expect(page).to_have_url(re.compile("/cables/$"))
    assert count_in_heading(page) == everything


@pytest.mark.parametrize("scripts", [True, False])
def test_second_value_of_a_facet_widens_the_list(open_page, scripts):
    page = open_page("/cables/?tag=PREL", scripts=scripts)
    before = count_in_heading(page)
    page.locator('.narrow [data-facet="tag"]:not([aria-current])').first.click()
    expect(page).to_have_url(re.compile("tag=PREL&tag=|tag=.*&tag=PREL"))
    assert count_in_heading(page) >= before


@pytest.mark.parametrize("scripts", [True, False])
def test_value_is_left_out_by_keyboard_and_taken_back(open_page, scripts):
    page = open_page("/cables/", scripts=scripts)
    everything = count_in_heading(page)
    value = page.locator('.narrow [data-facet="classification"][data-value="CONFIDENTIAL"]')
    count = int(value.get_attribute("data-count"))
    value.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("not_classification=CONFIDENTIAL"))
    assert count_in_heading(page) == everything - count
    expect(page.locator("h1")).to_contain_text("not marked Confidential")
    page.locator(".facet__excluded a").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cables/$"))


def test_keyboard_leaps_over_the_facets(open_page):
    page = open_page("/cables/")
    page.locator(".narrow__skip").focus()
    expect(page.locator(".narrow__skip")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.list__body') !== null")


def test_all_values_are_found_as_one_types(open_page):
    page = open_page("/cables/?mark=C")
    page.get_by_role("link", name=re.compile("Show all .* of Tags")).click()
    expect(page).to_have_url(re.compile(r"/cables/facets/tag/\?mark=C$"))
    rows = page.locator("#values li")
    every = rows.count()
    assert every > 12
    page.get_by_label("Find a value").focus()
    page.keyboard.type("late 1970s form")
    expect(rows.locator("visible=true")).to_have_count(1)
    expect(page.locator("[data-summary]")).to_have_text(f"1 of {every} values")
    page.locator('[data-value="PEPR"]').click()
    expect(page).to_have_url(re.compile(r"/cables/\?tag=PEPR&mark=C$"))


def test_all_values_are_found_without_javascript(open_page):
    page = open_page("/cables/facets/tag/?mark=C", scripts=False)
    page.get_by_label("Find a value").fill("late 1970s form")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("mark=C"))
    expect(page.locator("#values li")).to_have_count(1)
    page.get_by_role("link", name="name", exact=True).click()
    expect(page.get_by_label("Find a value")).to_have_value("late 1970s form")
    page.locator(".whole__of a").click()
    expect(page).to_have_url(re.compile(r"/cables/\?mark=C$"))


def test_bar_of_the_timeline_narrows_to_its_year_and_then_to_a_month(open_page):
    page = open_page("/cables/")
    page.locator(".timeline__bars a").last.click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"sent in \d{4}"))
    year = count_in_heading(page)
    expect(page.locator(".timeline summary")).to_contain_text("Cables by month")
    page.locator(".timeline__bars a").first.click()
    expect(page).to_have_url(re.compile(r"sent_after=\d{4}-\d\d-01&sent_before="))
    assert 1 <= count_in_heading(page) <= year
    assert 1 <= page.locator(".timeline__chosen").count() == 1
    page.get_by_role("link", name="All years").click()
    expect(page).to_have_url(re.compile("/cables/$"))


@pytest.mark.parametrize("scripts", [True, False])
def test_table_of_the_timeline_is_the_way_of_the_keyboard(open_page, scripts):
    page = open_page("/cables/", scripts=scripts)
    summary = page.locator(".timeline summary")
    summary.focus()
    page.keyboard.press("Enter")
    row = page.locator('.timeline [data-facet="year"]').first
    expect(row).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.facet") == "year"
    count = int(row.get_attribute("data-count"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("sent in")
    assert count_in_heading(page) == count


class TestOnANarrowScreen:
    def test_several_choices_make_one_list(self, open_page):
        page = open_page("/cables/", width=PHONE)
        page.locator(".narrow > summary").click()
        dialog = page.get_by_role("dialog", name="Narrow the results")
        show = dialog.get_by_role("button", name=re.compile("^Show"))
        expect(show).to_have_text(f"Show {page.locator('h1').inner_text()}")
        value = dialog.locator('[data-facet="classification"][data-value="CONFIDENTIAL"]')
        count = value.get_attribute("data-count")
        value.click()
        expect(show).to_have_text(f"Show {count} cables")
        expect(page).to_have_url(re.compile("/cables/$"))
        dialog.locator('[data-facet="tag"]').first.click()
        expect(dialog.locator('[data-facet="tag"][aria-current]')).to_be_visible()
        said = show.locator("[role=status]").inner_text()
        show.click()
        expect(page).to_have_url(re.compile("tag=.*classification=CONFIDENTIAL"))
        expect(page.locator("h1")).to_contain_text(said)

    def test_keyboard_opens_chooses_and_leaves(self, open_page):
        page = open_page("/cables/", width=PHONE)
        summary = page.locator(".narrow > summary")
        summary.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        dialog.locator('[data-facet="tag"]').first.focus()
        page.keyboard.press("Enter")
        chosen = dialog.locator('[data-facet="tag"][aria-current]')
        expect(chosen).to_be_focused()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(summary).to_be_focused()
        expect(page).to_have_url(re.compile("/cables/$"))
        page.keyboard.press("Enter")  # what was not gone to is forgotten
        expect(dialog).to_be_visible()
        expect(chosen).to_have_count(0)

    def test_words_and_dates_are_asked_for_from_the_dialog(self, open_page):
        page = open_page("/cables/", width=PHONE)
        page.locator(".narrow > summary").click()
        page.get_by_role("dialog").get_by_label("Words").fill("harbor")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("q=harbor"))

    def test_without_javascript_the_facets_unfold(self, open_page):
        page = open_page("/cables/", width=PHONE, scripts=False)
        page.locator(".narrow > summary").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.locator('.narrow [data-facet="tag"]').first.click()
        expect(page).to_have_url(re.compile("tag="))

    def test_checker_finds_nothing_in_the_dialog(self, open_page, axe):
        page = open_page("/cables/?not_tag=PREL", width=PHONE)
        page.locator(".narrow > summary").click()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)
        page.emulate_media(color_scheme="light", forced_colors="active")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_checker_finds_nothing_in_an_open_table(open_page, axe):
    page = open_page("/cables/?sent_after=2008&sent_before=2008")
    page.locator(".timeline summary").click()
    looked_at(page, axe)
