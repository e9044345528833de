"""Fixtures that more than one folder of tests uses."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.databases import in_a_file
from tests.engines import AGAIN
from tests.indexes import build
from tests.places import SHARED
from tests.unguarded import unguarded

IN_CI = os.environ.get("CI") == "true"

settings.register_profile(
    "default", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("torture", parent=settings.get_profile("default"), max_examples=20_000)
settings.register_profile("again", parent=settings.get_profile("default"), max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "again" if AGAIN in os.environ else "default"))


def skip_outside_ci(reason: str) -> None:
    """Skip with a plain message; where CI runs, what cannot be tested is a failure."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real telegrams that stands beside a checkout and is not part of the project."""
    if not SHARED.is_dir():
        skip_outside_ci(f"The real telegrams are not here ({SHARED}); this test reads them.")
    return SHARED


@pytest.fixture(scope="session")
def seed(shared) -> Path:
    return shared / "seed" / "09STATE95585.txt"


@pytest.fixture(scope="session")
def telegrams(shared) -> Path:
    """The folder of 45 declassified telegrams of 1974 and 1979."""
    return shared / "corpus" / "nara"


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Static files by their own names: the manifest is made by collectstatic, which tests do not run."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def no_index(settings, tmp_path):
    """None is there until a test builds one, whatever stands in the folder of whoever runs the tests."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


@pytest.fixture(autouse=True, scope="session")
def quick_passwords():
    """Hashed in the form a site keeps, but not at the cost that makes them dear to guess."""
    with pytest.MonkeyPatch.context() as patch:
        for cost, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
            patch.setattr(Argon2PasswordHasher, cost, least)
        yield


@pytest.fixture
def index(no_index):
    """Builds an index of the rows that are there: call it, and again after a change."""
    return build


@pytest.fixture
def site_database(transactional_db, tmp_path) -> Path:
    """Real commits, and on SQLite a real file, whose path this is."""
    with in_a_file(file := tmp_path / "site.sqlite3"):
        yield file


@pytest.fixture(autouse=True, scope="session")
def commands_leave_the_priority_of_this_process():
    """One that works long puts its process behind all others, and here that is the one of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "setpriority", lambda *asked: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def audit_is_emptied_with_the_other_tables():
    """A test with `transaction=True` empties every table at its end, which the audit refuses anybody."""
    empty = TransactionTestCase._fixture_teardown

    def empty_unguarded(self):
        with unguarded():
            empty(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_unguarded)
        yield


SLOW = (
    *("browser/test_sanitiser", "browser/test_reviewing", "proofs/test_sweep", "proofs/test_pairs"),
    *(
        "importing/test_killed",
        "browser/test_importing",
        "browser",
        "proofs",
        "importing",
        "commands",
        "jobs",
    ),
)
"""What takes long, the longest first: it begins first, so that at the end no processor waits for another."""


def pytest_collection_modifyitems(items):
    def place(item):
        path = item.path.relative_to(Path(__file__).parent).as_posix()
        return next((n for n, start in enumerate(SLOW) if path.startswith(start)), len(SLOW))

    items.sort(key=place)
