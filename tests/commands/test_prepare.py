from io import StringIO

import pytest
from django.core.management import call_command

from cables.importing.sample import FOLDER, is_wanted
from cables.models import Cable, CableVersion, Collection, ImportItem

pytestmark = pytest.mark.django_db


def load_sample():
    out = StringIO()
    call_command("load_sample", stdout=out)
    return out.getvalue()


def test_sample_is_loaded_once_and_refuses_nothing():
    assert is_wanted()
    load_sample()
    assert CableVersion.objects.count() == len(list(FOLDER.glob("*.txt"))) >= 24
    assert not ImportItem.objects.filter(outcome="refused").exists()
    assert not is_wanted()
    assert "0 new cables" in load_sample()


def test_sample_is_marked_as_fiction():
    load_sample()
    assert all(v.collection.notice == "Fictional sample" for v in CableVersion.objects.released())


def test_corrected_copy_is_the_version_shown():
    load_sample()
    twice = Cable.objects.filter(versions__ordinal=2).distinct()
    assert twice
    for cable in twice:
        shown = CableVersion.objects.released().get(cable=cable)
        assert any("CORRECTED" in caption for caption in shown.captions) or shown.ordinal == 2


def test_site_with_collections_of_its_own_gets_no_sample():
    Collection.objects.create(name="Ours", slug="ours")
    assert not is_wanted()


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/cables/", "/cables/08ZENDA412/", "/cables/08ZENDA412/source/"),
        *("/tags/", "/tags/RT/", "/posts/", "/posts/ZENDA/", "/collections/sample/"),
    ],
)
def test_every_page_that_draws_on_the_sample_says_so(client, address):
    load_sample()
    assert "Fictional sample" in client.get(address).content.decode()
