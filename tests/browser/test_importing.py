"""Staff import in a real browser: files in, preview, commit, result, undo, on a site with its worker."""

import csv
import os
import re
import zipfile
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cables.inventing import invented, write
from tests.browser.looks import looked_at
from tests.places import PROJECT
from tests.telegrams import telegram

PASSWORD = "a-long-password-of-the-tests"
NEW = "/admin/cables/importbatch/add/"
MAKE = """
from django.contrib.auth.models import Group, User
from cables.models import Collection
User.objects.create_user("ida", password={password!r}).groups.add(Group.objects.get(name="importer"))
Collection.objects.create(name="Harbour papers", slug="harbours")
"""
LONG = 60_000  # milliseconds, for a worker on a busy machine
serials = count(7000)


@pytest.fixture(scope="session")
def import_site(staff_site):
    (Path(staff_site.environment["IMPORT_FOLDERS"]) / "march.txt").write_text(telegram(serial=6001))
    staff_site.manage("shell", "-c", MAKE.format(password=PASSWORD))
    return staff_site.address


@pytest.fixture
def ida(import_site, chromium):
    """A page of the importer; `scripts=False` without JavaScript."""
    contexts, complaints = [], []

    def do(scripts=True):
        context = chromium.new_context(
            base_url=import_site,
            viewport={"width": 1280, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(f"/sign-in/?next={NEW}")
        page.fill("[name=username]", "ida")
        page.fill("[name=password]", PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        assert page.url.endswith(NEW)
        return page

    yield do
    for context in contexts:
        context.close()
    # The answer to what was refused is an error to the console, and a page to the reader.
    assert [text for text in complaints if "409" not in text and "422" not in text] == []


@pytest.fixture
def files(tmp_path):
    """A zip of two telegrams and a diary, and a telegram that needs a look: their paths and their numbers."""
    first = next(serials) * 10
    archive, doubtful = tmp_path / "papers.zip", tmp_path / "doubtful.txt"
    with zipfile.ZipFile(archive, "w") as zipped:
        for serial in (first, first + 1):
            zipped.writestr(f"{serial}.txt", telegram(serial=serial))
        zipped.writestr("diary.txt", "Dear diary, nothing of note today.\n")
    doubtful.write_text(telegram(serial=first + 2, tags="PREL, QQQQ"))
    return [archive, doubtful], [f"08ZENDA{first + n}" for n in range(3)]


def upload(page, paths):
    page.goto(NEW)
    page.select_option("[name=collection]", label="Harbour papers")
    page.set_input_files("[name=files]", paths)
    page.get_by_role("button", name="Preview").click()


def told(page, how):
    expect(page.locator(".progress__how")).to_have_text(re.compile(how), timeout=LONG)


def counts(page):
    rows = page.locator(".progress__count").all_inner_texts()
    return {label: int(number) for number, label in (row.split(maxsplit=1) for row in rows)}


def status(page, mrn):
    return page.request.get(f"/cables/{mrn}/").status


def test_upload_preview_commit_result_undo(ida, files):
    paths, numbers = files
    page = ida()
    upload(page, paths)
    told(page, "Previewed to its end")
    assert counts(page)["New"] == 3
    assert counts(page)["Cannot be read"] == 1
    assert [status(page, mrn) for mrn in numbers] == [404, 404, 404]

    page.get_by_role("link", name="Needs a look").click()
    page.get_by_role("link", name="doubtful.txt").click()
    expect(page.get_by_role("heading", name="As received")).to_be_visible()
    expect(page.locator(".record__facts")).to_contain_text(numbers[2])
    expect(page.locator(".record__doubts")).to_contain_text("QQQQ")
    page.locator(".breadcrumbs").get_by_role("link", name=re.compile(r"Import \d+")).click()

    page.get_by_role("button", name="Import these 3").click()
    told(page, "Done: 4 records")
    assert [status(page, mrn) for mrn in numbers] == [200, 200, 200]

    upload(page, paths)
    told(page, "Previewed to its end")
    assert counts(page)["Already here, unchanged"] == 3
    page.go_back()
    page.go_back()
    page.goto("/admin/cables/importbatch/")
    page.locator("#result_list tbody tr:nth-child(2) th a").click()

    page.get_by_text("Undo this import …").click()
    page.get_by_role("button", name="Undo this import").click()
    told(page, "Taken back")
    assert [status(page, mrn) for mrn in numbers] == [404, 404, 404]


def test_without_javascript(ida, files):
    paths, numbers = files
    page = ida(scripts=False)
    upload(page, paths)
    look_until(page, "Previewed to its end")
    page.get_by_role("button", name="Import these 3").click()
    look_until(page, "Done: 4 records")
    assert status(page, numbers[0]) == 200


def look_until(page, how):
    for _ in range(240):
        if how in page.locator(".progress__how").inner_text():
            return
        page.wait_for_timeout(250)
        if (again := page.get_by_role("link", name="Look again")).count():
            again.click()
    raise AssertionError(page.locator(".import").inner_text())


def test_by_keyboard(ida, files):
    paths, numbers = files
    page = ida()
    page.goto(NEW)
    page.locator("[name=collection]").focus()
    page.keyboard.type("Harbour")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "files"
    page.set_input_files("[name=files]", paths)  # the system's own dialogue
    focus_on(page, "Preview")
    page.keyboard.press("Enter")
    told(page, "Previewed to its end")
    focus_on(page, "Import these 3")
    page.keyboard.press("Enter")
    told(page, "Done: 4 records")
    focus_on(page, "Undo this import …")
    page.keyboard.press("Enter")
    focus_on(page, "Undo this import")
    page.keyboard.press("Enter")
    told(page, "Taken back")
    assert status(page, numbers[0]) == 404


def focus_on(page, name):
    """By the Tab key only."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.textContent.trim().replace(/\\s+/g, ' ')") == name:
            return
    raise AssertionError(f"The Tab key does not lead to “{name}”.")


def test_problems_are_mended_in_their_csv(ida, files, tmp_path):
    paths, _ = files
    page = ida()
    upload(page, paths)
    told(page, "Previewed to its end")
    with page.expect_download() as download:
        page.get_by_role("link", name="The 1 problem as CSV").click()
    download.value.save_as(tmp_path / "problems.csv")
    with (tmp_path / "problems.csv").open(encoding="utf-8-sig", newline="") as stream:
        header, row = csv.reader(stream)
    mended = next(serials)
    with (tmp_path / "mended.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([header, [*row[:3], telegram(serial=mended)]])
    upload(page, [tmp_path / "mended.csv"])
    told(page, "Previewed to its end")
    page.get_by_role("button", name="Import these 1").click()
    told(page, "Done: 1 record")
    assert status(page, f"08ZENDA{mended}") == 200


def test_folder_of_the_server(ida):
    page = ida()
    page.select_option("[name=collection]", label="Harbour papers")
    page.select_option("[name=folder]", index=1)
    page.fill("[name=within]", "april.txt")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".import")).to_contain_text("there is no such file or folder")
    page.fill("[name=within]", "march.txt")
    page.get_by_role("button", name="Preview").click()
    told(page, "Previewed to its end")
    assert counts(page)["New"] == 1


def test_accessible_in_every_look(ida, files, axe):
    paths, _ = files
    page = ida()
    page.goto(NEW)
    looked_at(page, axe, of_admin=True)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looked_at(page, axe, of_admin=True)
    upload(page, paths)
    told(page, "Previewed to its end")
    looked_at(page, axe, of_admin=True)
    page.get_by_role("link", name="Needs a look").click()
    page.get_by_role("link", name="doubtful.txt").click()
    looked_at(page, axe, of_admin=True)


def test_pictures_of_the_docs(ida, files, tmp_path):
    """Taken anew with UPDATE_PICTURES=1."""
    images = PROJECT / "docs" / "images"
    if os.environ.get("UPDATE_PICTURES"):
        page = ida()
        list(write(invented(400, seed=21), tmp_path / "invented"))
        with zipfile.ZipFile(tmp_path / "delivery.zip", "w") as zipped:
            for file in sorted((tmp_path / "invented").rglob("*.txt")):
                zipped.write(file, file.name)
            zipped.writestr("diary.txt", "Dear diary, nothing of note today.\n")
        upload(page, [tmp_path / "delivery.zip"])
        told(page, "Previewed to its end")
        page.screenshot(path=images / "import-preview.png", clip=PICTURE)
        page.get_by_role("link", name="Needs a look").click()
        page.locator("#result_list tbody a").first.click()
        page.screenshot(path=images / "import-record.png", clip=PICTURE)
        page.locator(".breadcrumbs").get_by_role("link", name=re.compile(r"Import \d+")).click()
        page.get_by_role("button", name="Import these").click()
        told(page, "Done")
        page.screenshot(path=images / "import-result.png", clip=PICTURE)
    for name in ("import-preview.png", "import-record.png", "import-result.png"):
        assert (images / name).stat().st_size > 10_000


PICTURE = {"x": 0, "y": 0, "width": 1280, "height": 800}
