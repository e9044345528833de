import pytest

from tests.search.keeping import a_follower


@pytest.fixture
def follower(no_index):
    """One that has not looked yet, and whose index is of this test."""
    with a_follower() as follower:
        yield follower
