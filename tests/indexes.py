"""An index of what is in the test's database."""

from cables.jobs.indexing import SOURCES
from cables.search.building import Building
from cables.search.generations import PUBLIC, Home, home


def build(kind: str = PUBLIC) -> Home:
    """Anew; call it again after a change."""
    where = home(kind)
    with Building(where, SOURCES[kind]()) as building:
        building.finish()
    return where
