"""Each rule in its two forms, on every combination of state and user: they must agree."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser, User

from cables.models import Cable, CableVersion, Collection
from cables.visibility import HELD, PUBLIC, may_read_version, shown_versions, visible_versions

pytestmark = pytest.mark.django_db

TRUTH = {
    # (state, shown): read by anybody, met by readers
    (HELD, False): (False, False),
    (PUBLIC, False): (True, False),
    (PUBLIC, True): (True, True),
}


@pytest.fixture
def versions():
    collection = Collection.objects.create(name="Test", slug="test")
    made = {}
    for n, (state, shown) in enumerate(TRUTH):
        cable = Cable.objects.create(mrn=f"08ZENDA{n}", year=2008, post="ZENDA", serial=n)
        made[state, shown] = CableVersion.objects.create(
            cable=cable, collection=collection, ordinal=1, state=state, shown=shown
        )
    return made


def users():
    return [
        AnonymousUser(),
        User.objects.create_user("staff", is_staff=True),
        User.objects.create_superuser("administrator"),
    ]


def test_condition_and_predicate_agree_for_every_state_and_user(versions):
    for user, (key, version) in product(users(), versions.items()):
        expected, _ = TRUTH[key]
        assert may_read_version(user, version) is expected
        found = CableVersion.objects.filter(visible_versions(user), pk=version.pk).exists()
        assert found is expected
        assert Cable.objects.visible_to(user).filter(pk=version.cable_id).exists() is expected


def test_readers_meet_only_the_version_that_stands_for_its_cable(versions):
    for key, version in versions.items():
        _, expected = TRUTH[key]
        assert CableVersion.objects.released().filter(pk=version.pk).exists() is expected
        assert Cable.objects.released().filter(pk=version.cable_id).exists() is expected
        assert Cable.objects.filter(shown_versions("versions__"), pk=version.cable_id).exists() is expected
