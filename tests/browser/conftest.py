"""A real site for a real browser: what `make serve` starts, with the sample and the owner's cable.

The site is read by every test and changed by none, so it is started once. Under PostgreSQL it has a
database of its own beside the one the other tests use.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.conftest import PROJECT, SHARED, skip_outside_ci

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A browser of a distribution, as root in a container, on a machine that may have no network.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DATABASE = "readingroom_browser_" + os.environ.get("PYTEST_XDIST_WORKER", "test")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _own_database(url: str) -> str:
    """The URL of an empty database on the same PostgreSQL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a running site."""
    if not SHARED.is_dir():
        skip_outside_ci(f"The owner's cable is not here ({SHARED}); the browser tests read it.")
    port = str(_free_port())
    environment = os.environ | {"DATA_DIR": str(tmp_path_factory.mktemp("site")), "PORT": port}
    if url := os.environ.get("DATABASE_URL"):
        environment["DATABASE_URL"] = _own_database(url)
    manage = [sys.executable, "manage.py"]
    for command in (["prepare"], ["import_cables", str(SHARED / "seed")]):
        subprocess.run(manage + command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    granian += ["--port", port, "--log-level", "warning", "--no-ws", "--blocking-threads", "4"]
    server = subprocess.Popen([*granian, "readingroom.wsgi:application"], cwd=PROJECT, env=environment)
    try:
        yield _when_it_answers(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _when_it_answers(address: str, server: subprocess.Popen) -> str:
    for _ in range(200):
        if server.poll() is not None:
            pytest.fail(f"The site stopped with status {server.returncode} before it answered.")
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return address
        except urllib.error.HTTPError as error:
            pytest.fail(f"The home page answered {error.code}.")
        except OSError:
            time.sleep(0.1)
    pytest.fail("The site did not answer within 20 seconds.")


@pytest.fixture(scope="session")
def chromium():
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        skip_outside_ci("No Chromium was found; install it (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


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

    def do(page):
        found = checker.run(page)
        assert found.violations_count == 0, found.generate_report()

    return do
