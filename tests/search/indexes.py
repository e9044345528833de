"""An index of what is in the test's database."""

from cables.models import Cable
from cables.search.following import Follower
from cables.search.generations import PUBLIC, Home, home


def every_cable():
    return iter(Cable.objects.order_by("pk").values_list("pk", flat=True))


def build(kind: str = PUBLIC) -> Home:
    """Anew; call it again after a change."""
    where = home(kind)
    Follower(where, every_cable).close() if not where.current() else _anew(where)
    return where


def _anew(where: Home) -> None:
    with Follower(where, every_cable) as follower:
        follower.rebuild()
