"""A site in a process of its own, as `make serve` starts it, and a Chromium to read it with."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.places import PROJECT

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same Chromium without windows of its own, which it has to paint otherwise."""

# A browser of a distribution, as root in a container, on a machine that may have no network.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def executable() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Playwright leaves an event loop running in this thread between its calls.

    No code of ours runs within that loop, so tests of the database may go on in the same thread, and
    Django is told that there is none. (Its own variable for this would reach the sites we start.)
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setattr("django.utils.asyncio.get_running_loop", _no_loop)
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def _no_loop() -> NoReturn:
    raise RuntimeError("no running event loop")


PREPARED: list["Site"] = []
"""The site of this process that others are copied from."""


class Site:
    """A data folder with what is in it; on PostgreSQL with `database` an empty one of that name."""

    def __init__(self, data: Path, database: str = ""):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.data = data
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {"DATA_DIR": str(data), "PORT": self.port}
        self.database = database
        if database and (url := os.environ.get("DATABASE_URL")):
            self.environment["DATABASE_URL"] = _own_database(url, database)

    def prepare(self) -> None:
        """What `manage.py prepare` makes: of the first site by itself, of those after it a copy."""
        if not PREPARED:
            first = Site(Path(tempfile.mkdtemp(prefix="readingroom-prepared-")), f"{self.database}_first")
            atexit.register(shutil.rmtree, first.data, ignore_errors=True)
            first.manage("prepare")
            PREPARED.append(first)
        shutil.copytree(PREPARED[0].data, self.data, dirs_exist_ok=True)
        if url := os.environ.get("DATABASE_URL"):
            _own_database(url, self.database, PREPARED[0].database)

    def manage(self, *words: str) -> str:
        """What a management command prints; a command that fails raises CalledProcessError."""
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=PROJECT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    @contextmanager
    def running(self) -> Iterator[str]:
        granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
        granian += ["--port", self.port, "--log-level", "warning", "--no-ws", "--blocking-threads", "4"]
        server = subprocess.Popen(
            [*granian, "readingroom.wsgi:application"], cwd=PROJECT, env=self.environment
        )
        try:
            _wait_for_answer(self.address, server)
            yield self.address
        finally:
            server.terminate()
            server.wait(timeout=20)

    @contextmanager
    def working(self, *besides: str) -> Iterator[None]:
        """The worker beside the site, as `make serve` starts it too, and other commands that go on."""
        commands = [
            subprocess.Popen([sys.executable, "manage.py", command], cwd=PROJECT, env=self.environment)
            for command in ("run_worker", *besides)
        ]
        try:
            yield
        finally:
            for command in commands:
                command.terminate()
            assert [command.wait(timeout=20) for command in commands] == [0] * len(commands)


def _own_database(url: str, name: str, copied: str = "template1") -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {copied}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _wait_for_answer(address: str, server: subprocess.Popen) -> None:
    for _ in range(200):
        assert server.poll() is None, f"The site stopped with status {server.returncode} before it answered."
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            raise AssertionError(f"The home page answered {error.code}.") from error
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The site did not answer within 20 seconds.")
