import pytest

from tests.search.indexes import build
from tests.search.keeping import a_follower


@pytest.fixture
def index(settings, tmp_path):
    """Where indexes of this test are: call it when the rows are there."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return build


@pytest.fixture
def follower(settings, tmp_path):
    """One that has not looked yet, and whose index is of this test."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    with a_follower() as follower:
        yield follower
