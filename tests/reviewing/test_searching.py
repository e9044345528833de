"""Reviewers find what is withheld and held; the public index and its readers have none of it."""

import re
import stat

import pytest
from django.http import QueryDict

from cables.models import Cable
from cables.reviewing.full_index import Whole
from cables.reviewing.releasing import recall
from cables.reviewing.searching import review_listing
from cables.reviewing.standing import take_down, work_off
from cables.search.documents import Released
from cables.search.following import Follower
from cables.search.generations import FULL, PUBLIC, home
from cables.search.verifying import differences, terms_in
from cables.visibility import Role
from tests.indexes import build
from tests.people import a_user
from tests.reviewing.acts import released, withheld
from tests.search.keeping import caught_up, found, imported
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
PARAGRAPHS = (
    "1. (U) The harbour master called.",
    "2. (C) The smuggler Rischenheim paid him.",
    "3. (U) He asked for time.",
)


@pytest.fixture
def reviewer(db):
    return a_user(Role.REVIEWER, name="ada")


@pytest.fixture
def officer(db):
    return a_user(Role.RELEASE_OFFICER, name="eve")


@pytest.fixture
def cable(db):
    imported(telegram(serial=400, subject="LIGHTHOUSE OIL"))
    return imported(telegram(paragraphs=PARAGRAPHS))


@pytest.fixture
def follower(no_index):
    with Follower(home(FULL), Whole()) as follower:
        yield follower


def find(question: str) -> list[str]:
    listing = review_listing(QueryDict(question))
    assert listing
    return [each.text.version.cable.mrn for each in listing.page.object_list]


def test_whole_text_is_found_whatever_is_withheld(follower, cable, reviewer, officer):
    caught_up(follower)
    assert find("q=smuggler") == ["08ZENDA412"]
    assert find("kept=withheld") == []
    decision = withheld(cable, reviewer, 2)
    caught_up(follower)
    assert find("q=smuggler") == find("kept=withheld") == find("q=rischenheim mark:C") == ["08ZENDA412"]
    build(PUBLIC)
    assert found("smuggler") == []
    released(decision, reviewer, officer)
    caught_up(follower)
    assert find("kept=withheld") == []
    decision.refresh_from_db()
    recall(decision, reviewer, decision.revision)
    caught_up(follower)
    assert find("kept=withheld") == ["08ZENDA412"]


def test_cable_withheld_as_a_whole_and_its_subject_are_found(follower, cable, reviewer):
    withheld(cable, reviewer, scope="cable", acknowledged=False)
    lamp = Cable.objects.get(mrn="08ZENDA400")
    withheld(lamp, reviewer, scope="subject")
    caught_up(follower)
    assert find("q=smuggler&kept=held") == ["08ZENDA412"]
    assert find("q=lighthouse&kept=withheld") == ["08ZENDA400"]
    assert find("q=lighthouse&kept=held") == []


def test_held_version_and_what_was_taken_down_are_found(follower, cable, reviewer, officer):
    imported(telegram(serial=77, subject="QUARANTINE"), collection="waiting", policy="after-review")
    caught_up(follower)
    assert find("q=quarantine") == find("kept=held") == ["08ZENDA77"]
    collection = cable.versions.get().collection
    take_down(collection, "The donor asks for it.", None)
    list(work_off(collection))
    caught_up(follower)
    assert find("q=smuggler&kept=held") == ["08ZENDA412"]
    build(PUBLIC)
    assert found("smuggler") == []


def test_cable_that_is_gone_is_not_found(follower, cable):
    from cables.importing.undoing import undo
    from cables.models import ImportBatch

    caught_up(follower)
    for batch in ImportBatch.objects.order_by("-pk"):
        undo(batch)
    caught_up(follower)
    assert find("") == []


def test_what_nothing_is_kept_of_has_the_document_that_the_public_has(cable):
    keys = list(Cable.objects.values_list("pk", flat=True))
    whole, public = (
        {key: terms_in(document) for key, document in source.documents(keys)}
        for source in (Whole(), Released())
    )
    assert whole == public


def test_document_from_the_text_is_the_one_from_the_rows(cable):
    """So that a release changes nothing but what was kept."""
    from cables.models import CableVersion
    from cables.projection.names import Names
    from cables.reviewing.full_index import whole_content
    from cables.search.documents import document_of
    from cables.search.documents import released as rows_of

    for version in CableVersion.objects.select_related("cable", "collection"):
        ((key, content),) = rows_of([version.cable_id])
        again = whole_content(version, Names.of_tables())
        assert terms_in(document_of(key, again)) == terms_in(document_of(key, content))


def test_withholding_makes_no_other_generation_and_is_no_difference(follower, cable, reviewer):
    caught_up(follower)
    before = home(FULL).current()
    withheld(cable, reviewer, 2)
    caught_up(follower)
    assert home(FULL).current() == before
    assert list(differences(home(FULL), Whole(), 100)) == []


def test_folder_is_for_the_site_alone(no_index):
    build(FULL)
    build(PUBLIC)
    for path in [home(FULL).path, *(p for p in home(FULL).path.iterdir() if p.is_dir())]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


# --- The page -----------------------------------------------------------------------------------


def page(client, user, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def results(html: str) -> list[str]:
    return re.findall(r'data-result="(\w+)"', html)


def test_page_shows_the_paragraph_and_what_is_decided(client, no_index, cable, reviewer):
    withheld(cable, reviewer, 2)
    build(FULL)
    html = page(client, reviewer, "/review/search/?q=smuggler+paid")
    assert results(html) == ["08ZENDA412"]
    assert 'href="/review/cables/08ZENDA412/#i2"' in html
    assert "<mark>smuggler</mark>" in html
    assert "Paragraph: withheld" in html
    assert re.search(r"Something withheld</a> <span[^>]*>1<", html)
    assert results(page(client, reviewer, "/review/search/?q=smuggler&kept=held")) == []
    assert "No cable has this, public or not." in page(client, reviewer, "/review/search/?q=nowhere")


def test_page_keeps_what_was_chosen(client, no_index, cable, reviewer):
    withheld(cable, reviewer, 2)
    build(FULL)
    html = page(client, reviewer, "/review/search/?q=harbour&kept=withheld&collection=keeping&sort=mrn")
    assert '<input type="hidden" name="kept" value="withheld">' in html
    assert '<input type="hidden" name="collection" value="keeping">' in html
    assert 'href="/review/search/?q=harbour&amp;sort=mrn&amp;kept=withheld"' in html  # without the collection


def test_without_an_index_the_page_says_what_to_do(client, no_index, cable, reviewer):
    assert "manage.py follow_search_index" in page(client, reviewer, "/review/search/?q=smuggler")
    assert client.get("/review/search/?q=08ZENDA412")["Location"] == "/review/cables/08ZENDA412/"


def test_pages_of_many(client, no_index, reviewer):
    imported(*(telegram(serial=500 + n) for n in range(25)))
    build(FULL)
    html = page(client, reviewer, "/review/search/?sort=mrn")
    assert len(results(html)) == 20
    assert 'href="/review/search/?sort=mrn&amp;page=2"' in html
    assert len(results(page(client, reviewer, "/review/search/?sort=mrn&page=2"))) == 5
    assert len(results(page(client, reviewer, "/review/search/?page=999999999999"))) == 5


@pytest.mark.parametrize("role", [Role.IMPORTER, Role.ADMINISTRATOR, Role.READER])
def test_others_are_refused_before_anything_is_looked_up(client, no_index, cable, role):
    build(FULL)
    client.force_login(a_user(role, name="other"))
    assert client.get("/review/search/?q=08ZENDA412").status_code == 403
