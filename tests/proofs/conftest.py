"""One world for the proofs of a module: built once, and rolled back after the last of them."""

import os
from random import Random

import pytest
from django.db import transaction

from tests.engines import AGAIN
from tests.proofs import addresses as file
from tests.proofs.world import World

SHORTEST = AGAIN in os.environ
LONG = os.environ.get("PROOFS") == "long"
CANARIES, CROWD = (100_000, 400) if LONG else (200, 1)
SEED = int(os.environ.get("PROOFS_SEED", "1974"))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), transaction.atomic():
        world = World(Random(SEED), tmp_path_factory.mktemp("world"), crowd=CROWD)
        world.populate(CANARIES)
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def people(world):
    return world.people()


@pytest.fixture(scope="session")
def addresses():
    return file.read()


@pytest.fixture(scope="session")
def say(pytestconfig):
    """Print a line of figures, whatever is captured."""
    capturing = pytestconfig.pluginmanager.get_plugin("capturemanager")

    def do(line):
        with capturing.global_and_fixture_disabled():
            print(f"\n  {line} ", end="", flush=True)

    return do
