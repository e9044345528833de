"""Reviewers at work in a real browser, on a site of their own: what they change is for these tests alone."""

import re

import pytest

from tests.browser import serving
from tests.browser.conftest import WORKER
from tests.browser.looks import looked_at
from tests.places import SHARED

PASSWORD = "a-long-password-of-the-tests"
PEOPLE = {"ada": "reviewer", "ben": "reviewer", "cleo": "release officer"}
MRN = "09STATE95585"
REVIEW = f"/review/cables/{MRN}/"
ADDRESSES = [
    f"/cables/{MRN}/",
    f"/cables/{MRN}/source/",
    f"/cables/{MRN}.txt",
    "/",
    "/cables/",
    "/cables/?q=Rasmussen",
    "/cables/?q=consensus",
    "/tags/PREL/",
    "/posts/STATE/",
    f"/go/?q={MRN}",
]
WITHHELD = ("Rasmussen intends", "comfort zones", "SecGen risks")
"""Words that stand in paragraph 2 and nowhere else in the site."""

MAKE_ACCOUNTS = """
from django.contrib.auth.models import Group, User
for name, role in {people!r}.items():
    User.objects.create_user(name, password={password!r}).groups.add(Group.objects.get(name=role))
"""


@pytest.fixture(scope="module")
def review_site(tmp_path_factory, chromium):
    site = serving.Site(tmp_path_factory.mktemp("review"), f"readingroom_review_{WORKER}")
    site.prepare()
    site.manage("import_cables", str(SHARED / "seed"))
    site.manage("shell", "-c", MAKE_ACCOUNTS.format(people=PEOPLE, password=PASSWORD))
    with site.running() as address, site.working("follow_search_index"):
        yield address


@pytest.fixture
def sign_in(review_site, chromium):
    """A page of somebody signed in; `scripts=False` without JavaScript."""
    contexts = []

    def do(name, scripts=True):
        context = chromium.new_context(
            base_url=review_site,
            viewport={"width": 1280, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        if name:
            page.goto("/sign-in/?next=/review/")
            page.fill("[name=username]", name)
            page.fill("[name=password]", PASSWORD)
            page.locator("main").get_by_role("button", name="Sign in").click()
            assert page.url.endswith("/review/")
        return page

    yield do
    for context in contexts:
        context.close()


@pytest.fixture
def reader(sign_in):
    """Somebody without an account who has the cable open."""
    page = sign_in("")
    page.goto(ADDRESSES[0])
    return page


def shown(page, address):
    page.goto(address)
    return page.content()


def words_shown(page):
    """Which withheld words any public address shows a visitor, from his browser's cache too."""
    texts = page.evaluate(
        "addresses => Promise.all(addresses.map(each => fetch(each).then(answer => answer.text())))",
        ADDRESSES,
    )
    return {word for word in WITHHELD if any(word in text for text in texts)}


def choose_codes(page, *codes):
    for code in codes:
        page.check(f'[name=codes][value="{code}"]')


def withhold(page):
    page.get_by_role("button", name="Withhold", exact=True).click()


def test_withholding_a_paragraph_clears_every_address_and_a_second_person_releases_it(sign_in, reader):
    assert words_shown(reader) == set(WITHHELD)
    ada, cleo = sign_in("ada"), sign_in("cleo")
    ada.goto(ADDRESSES[0])
    ada.locator("#p2").get_by_role("link", name="Review paragraph 2").click()
    choose_codes(ada, "FOIA|b(1)", "EO13526-1.4|1.4(b)")
    withhold(ada)
    assert "It is in no public page any more." in ada.locator("[role=status]").inner_text()
    assert words_shown(reader) == set()

    reader.goto(ADDRESSES[0])
    paragraph = reader.locator("#p2")
    assert paragraph.locator(".withheld").inner_text() == "[withheld 1.4(b), (b)(1)]"
    assert paragraph.get_attribute("data-level") == "C"
    assert "Foreign government information" in paragraph.locator("aside").inner_text()

    ada.get_by_role("button", name="Propose release").click()
    assert ada.get_by_role("button", name="Confirm the release").count() == 0
    assert words_shown(reader) == set()
    cleo.goto("/review/")
    cleo.locator(".queue").first.get_by_role("link", name=MRN).click()
    cleo.get_by_role("button", name="Confirm the release").click()
    assert words_shown(reader) == set(WITHHELD)

    ada.goto(REVIEW)
    ada.get_by_role("button", name="Recall the release").click()
    assert words_shown(reader) == set()
    release_all(ada, cleo)


def release_all(proposer, confirmer):
    """Leave the cable as it was found."""
    for page, name in ((proposer, "Propose release"), (confirmer, "Confirm the release")):
        page.goto(REVIEW)
        while page.get_by_role("button", name=name).count():
            page.get_by_role("button", name=name).first.click()


def test_words_are_chosen_and_withheld_by_keyboard_alone(sign_in, reader):
    page = sign_in("ada")
    page.goto(REVIEW + "2/")
    page.get_by_label("The text: select words here").focus()
    page.keyboard.press("Control+Home")
    for key, times in (("ArrowRight", 9), ("Shift+ArrowRight", 10)):
        for _ in range(times):
            page.keyboard.press(key)
    page.keyboard.press("x")  # the text does not change
    assert page.get_by_label("The words, as they stand").input_value() == "As part of"
    assert page.locator("[name=scope][value=passage]").is_checked()
    for name in ("b(6)",):
        box = page.get_by_role("checkbox", name=re.compile(re.escape(name)))
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Withhold", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#i2")
    reader.goto(ADDRESSES[0])
    assert reader.locator("#p2 .para__text").inner_text().startswith("Summary. [withheld (b)(6)] his efforts")
    release_all(page, sign_in("cleo"))


def test_everything_is_done_without_javascript_too(sign_in, reader):
    page = sign_in("ada", scripts=False)
    page.goto(REVIEW + "2/")
    page.check("[name=scope][value=passage]")
    page.get_by_label("The words, as they stand").fill("comfort zones")
    choose_codes(page, "FOIA|b(5)")
    withhold(page)
    assert "comfort zones" not in shown(reader, ADDRESSES[0])
    page.get_by_role("button", name="Propose release").click()
    cleo = sign_in("cleo", scripts=False)
    cleo.goto(REVIEW)
    cleo.get_by_role("button", name="Confirm the release").click()
    assert "comfort zones" in shown(reader, ADDRESSES[0])


@pytest.mark.parametrize("scripts", [True, False])
def test_withheld_words_are_found_by_reviewers_by_keyboard_and_without_javascript(sign_in, reader, scripts):
    ada = sign_in("ada", scripts=scripts)
    ada.goto(REVIEW + "2/")
    choose_codes(ada, "FOIA|b(5)")
    withhold(ada)
    _until_found(ada, "/review/search/?q=Rasmussen&kept=withheld", 1)
    ada.goto("/review/")
    ada.get_by_label("Words, or the number of a cable").focus()
    ada.keyboard.type("Rasmussen intends")
    ada.keyboard.press("Enter")
    result = ada.locator(f'[data-result="{MRN}"]')
    assert result.locator("mark").first.inner_text() == "Rasmussen"
    assert "Paragraph: withheld (b)(5)" in result.inner_text()
    result.get_by_role("link", name="Paragraph 2 of").focus()
    ada.keyboard.press("Enter")
    ada.wait_for_url(f"**{REVIEW}#i2")
    ada.goto("/review/search/?q=09 state 095585")
    assert ada.url.endswith(REVIEW)
    reader.goto("/cables/?q=%22Rasmussen+intends%22")
    assert reader.locator("[data-result]").count() == 0
    release_all(ada, sign_in("cleo"))


def _until_found(page, address, count):
    """The index follows a moment later."""
    for _ in range(100):
        page.goto(address)
        if page.locator("[data-result]").count() == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{address} does not show {count}")


def test_two_reviewers_at_once_and_nothing_is_lost(sign_in):
    ada, ben, cleo = sign_in("ada"), sign_in("ben"), sign_in("cleo")
    for page in (ada, ben):
        page.goto(REVIEW + "3/")
        choose_codes(page, "FOIA|b(5)")
    withhold(ada)
    withhold(ben)
    text = ben.locator("main").inner_text()
    assert "Nothing was withheld." in text
    assert "Somebody has decided about this since you opened the page." in text
    assert text.count("The Ambassador should draw on the following points") == 2  # yours, and now
    assert "Withheld by ada" in text
    release_all(ada, cleo)


@pytest.mark.once
def test_checker_finds_nothing_on_the_pages_of_reviewers(sign_in, axe):
    page = sign_in("ada")
    page.goto(REVIEW + "2/")
    withhold(page)  # without codes
    assert page.locator("[role=alert]").count() == 1
    looked_at(page, axe)
    choose_codes(page, "FOIA|b(6)")
    page.check("[name=scope][value=passage]")
    page.get_by_label("The words, as they stand").fill("Allies")
    page.get_by_label("Which of them").fill("1")
    withhold(page)
    page.goto(REVIEW + "3/")
    page.get_by_label("Note, in Markdown").fill("A note with a [link](https://example.org) and\n\n> a quote")
    page.check("[name=visibility][value=all]")
    page.get_by_role("button", name="Write the note").click()
    note = page.get_by_role("link", name="Edit or answer").first.get_attribute("href")
    search = "/review/search/?q=allies&kept=withheld"
    for address in ("/review/", search, REVIEW, REVIEW + "2/", REVIEW + "subject/", REVIEW + "whole/", note):
        page.goto(address)
        looked_at(page, axe)
    page.goto(ADDRESSES[0])
    assert page.locator(".note--public").count() >= 1
    looked_at(page, axe)
    release_all(page, sign_in("cleo"))


def test_cable_withheld_in_full_says_so_or_is_not_there(sign_in, reader, axe):
    ada, cleo = sign_in("ada"), sign_in("cleo")
    for acknowledged in (True, False):
        ada.goto(REVIEW + "whole/")
        choose_codes(ada, "FOIA|b(5)")
        ada.set_checked("[name=acknowledged]", acknowledged)
        withhold(ada)
        text = shown(reader, ADDRESSES[0])
        assert ("is withheld in full" in text) is acknowledged
        assert ("is not held here" in text) is not acknowledged
        axe(reader)
        release_all(ada, cleo)
    assert "comfort zones" in shown(reader, ADDRESSES[0])
