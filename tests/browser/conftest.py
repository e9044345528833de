"""A real site for a real browser: what `make serve` starts, with the sample and the owner's cable.

The site is read by every test and changed by none, so it is started once. Under PostgreSQL it has a
database of its own beside the one the other tests use.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

from tests.browser import serving
from tests.conftest import skip_outside_ci
from tests.places import SHARED

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "test")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a running site."""
    if not SHARED.is_dir():
        skip_outside_ci(f"The owner's cable is not here ({SHARED}); the browser tests read it.")
    site = serving.Site(tmp_path_factory.mktemp("site"), f"readingroom_browser_{WORKER}")
    site.prepare()
    site.manage("import_cables", str(SHARED / "seed"))
    site.manage("rebuild_search_index")
    with site.running() as address:
        yield address


@pytest.fixture(scope="session")
def staff_site(tmp_path_factory):
    """A site with its worker, and its index followed, for tests that change it; each module has people and
    cables of its own."""
    site = serving.Site(tmp_path_factory.mktemp("staff"), f"readingroom_staff_{WORKER}")
    site.environment |= {"IMPORT_FOLDERS": str(tmp_path_factory.mktemp("delivered"))}
    site.prepare()
    with site.running(), site.working("follow_search_index"):
        yield site


@pytest.fixture(scope="session")
def chromium():
    if (path := serving.executable()) is None:
        skip_outside_ci("No Chromium was found; install it (Debian: apt-get install chromium).")
    with serving.chromium(path) as browser:
        yield browser


@pytest.fixture
def open_page(chromium, site):
    """Open an address of the site: `open_page("/", width=360, scheme="dark", scripts=False)`.

    The page fails its test if the console reports an error: a script that threw, or anything that
    the content security policy stopped.
    """
    contexts, complaints = [], []

    def do(address, width=1280, scheme="light", scripts=True, forced_colors="none", expect_status=200):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            forced_colors=forced_colors,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and "404 (Not Found)" not in message.text
                else None
            ),
        )
        response = page.goto(site + address)
        assert response.status == expect_status
        return page

    yield do
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe():
    """Asserts that the accessibility checker finds nothing on a page."""
    checker = Axe()

    def do(page, without=(), only=()):
        """`without` and `only` name rules."""
        options = {"rules": {rule: {"enabled": False} for rule in without}, "resultTypes": ["violations"]}
        if only:
            options["runOnly"] = list(only)
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(checker.axe_script)
        found = page.evaluate("options => axe.run(options)", options)
        assert not found["violations"], AxeResults(found).generate_report()

    return do
