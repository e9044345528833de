"""A reader's journeys, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

SEED = "/cables/09STATE95585/"


def test_seed_reads_as_its_owner_described(open_page):
    page = open_page(SEED)
    article = page.locator("article[data-cable]")
    expect(article).to_have_attribute("data-cable", "09STATE95585")
    expect(article).to_have_attribute("data-classification", "CONFIDENTIAL")
    levels = page.locator("section[data-paragraph]").evaluate_all(
        "found => found.map(p => [p.id, p.dataset.paragraph, p.dataset.level])"
    )
    assert levels == [["p1", "1", "U"], ["p2", "2", "C"], ["p3", "3", "C"]]
    assert page.locator("#p3 [id^='p3-b']").count() == 8
    text = article.inner_text()
    assert "ī" not in article.locator("section[data-paragraph]").all_inner_texts().__str__()
    assert "002 OF 002" not in text.split("CLINTON")[0].split("Begin points")[-1]
    assert "giving the NRC new shape" in re.sub(r"\s+", " ", text.replace("p. 2", ""))
    assert "CLINTON" in text
    assert "Russia" in text
    assert "14 September 2019" in text
    assert "does not declassify" in text


def test_reference_that_is_not_held_has_a_page_that_helps(open_page):
    page = open_page(SEED)
    link = page.locator('a[data-ref="09USNATO383"]').first
    expect(link).to_be_visible()
    link.click()
    expect(page).to_have_url(re.compile("/cables/09USNATO383/$"))
    expect(page.locator("main")).to_contain_text("09STATE95585")


def test_reader_follows_a_reference_and_comes_back_by_cited_by(open_page):
    page = open_page("/cables/?q=harbor")
    page.locator("[data-result] h2 a, [data-result] h3 a").first.click()
    held = page.locator("a[data-ref]:not(.ref--none)").first
    start = page.locator("article").get_attribute("data-cable")
    target = held.get_attribute("data-ref")
    held.click()
    expect(page.locator("article")).to_have_attribute("data-cable", target)
    page.locator(f'.cited a[href*="/cables/{start}/"]').first.click()
    expect(page.locator("article")).to_have_attribute("data-cable", start)


def test_list_is_narrowed_by_a_tag_and_widened_again(open_page):
    page = open_page("/cables/")
    everything = page.locator("h1").inner_text()
    facet = page.locator('[data-facet="tag"]').first
    code, count = facet.get_attribute("data-value"), int(facet.get_attribute("data-count"))
    facet.click()
    expect(page).to_have_url(re.compile(f"tag={code}"))
    expect(page.locator("h1")).to_contain_text(str(count))
    page.locator(".applied a").first.click()
    expect(page.locator("h1")).to_have_text(everything)


def test_fragment_leads_to_the_paragraph_clear_of_the_bar(open_page):
    page = open_page(SEED + "#p3")
    bar = page.locator(".bar").bounding_box()
    paragraph = page.locator("#p3").evaluate(
        "p => (p.querySelector('.para__text') || p).getBoundingClientRect().top"
    )
    assert paragraph >= bar["y"] + bar["height"]
    expect(page.locator("#p3 .mark").first).to_be_in_viewport()


def test_source_shows_the_text_as_received(open_page):
    page = open_page(SEED + "source/")
    expect(page.locator("main")).to_contain_text("STATE 00095585 002 OF 002")
    expect(page.locator("main")).to_contain_text("Alliesī")


def test_without_javascript_everything_reads_and_searches(open_page):
    page = open_page(SEED, scripts=False)
    expect(page.locator("#p2")).to_contain_text("efforts to revitalize")
    page.locator('#p1 a[href="#p3"]').click()
    expect(page).to_have_url(re.compile("#p3$"))
    page.locator("input[name=q]:visible").first.fill("harbor")
    page.locator("form[role=search] button:visible").first.click()
    expect(page.locator("[data-result]").first).to_be_visible()


def test_everything_is_reached_by_keyboard(open_page):
    page = open_page(SEED)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        href = page.evaluate("document.activeElement.getAttribute('href')")
        if href is None and page.evaluate("document.activeElement === document.body"):
            break
        reached.add(href)
        visible = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; })()"
        )
        assert visible or href is None, f"no focus ring on {href}"
    assert {"#p1", "#p2", "#p3", "/cables/09USNATO383/"} <= reached


def test_search_by_keyboard_goes_to_the_results(open_page):
    page = open_page("/")
    page.locator("input[name=q]:visible").first.focus()
    page.keyboard.type("lighthouse")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cables/\?.*q=lighthouse"))
    expect(page.locator("[data-result]").first).to_be_visible()


@pytest.mark.parametrize("spelling", ["STATE 095585", "09 STATE 00095585", "09state95585"])
def test_any_spelling_goes_to_the_cable(open_page, spelling):
    page = open_page("/")
    page.goto(page.url + f"go/?q={spelling}")
    expect(page).to_have_url(re.compile("/cables/09STATE95585/$"))


@pytest.mark.parametrize("scripts", [True, False])
def test_what_changed_is_reached_from_the_cable_by_keyboard(open_page, scripts):
    page = open_page("/cables/08ZENDA455/", scripts=scripts)
    page.get_by_role("link", name="What changed").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cables/08ZENDA455/history/")
    assert page.locator(".change ins").count()
    folded = page.locator(".change--same").first
    assert not folded.locator(".change__text").first.is_visible()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    assert folded.locator(".change__text").first.is_visible()
