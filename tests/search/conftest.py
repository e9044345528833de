import pytest

from tests.search.indexes import build


@pytest.fixture
def index(settings, tmp_path):
    """Where indexes of this test are: call it when the rows are there."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return build
