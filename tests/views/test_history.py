"""What changed between the public releases of a cable, and nothing of those that are not public."""

import re

import pytest

from cables.models import Cable
from cables.visibility import Role
from tests import factories as make
from tests.people import a_user
from tests.reviewing.acts import withheld

pytestmark = pytest.mark.django_db
ADDRESS = "/cables/08ZENDA412/history/"
QUERIES = 5


def two(old, new, **facts):
    """Two releases; each paragraph is (identity, text, facts)."""
    return [_release(old), _release(new, **facts)]


def _release(paragraphs, **facts):
    made = [{"identity": identity, "text": text, **more} for identity, text, more in map(_whole, paragraphs)]
    return make.a_version(paragraphs=made, **facts)


def _whole(paragraph):
    return (*paragraph, {}) if len(paragraph) == 2 else paragraph


def shown(client, query="", status=200):
    answer = client.get(ADDRESS + query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def marked(page):
    """The words taken out and put in."""
    plain = re.sub(r'<span class="vh">.*?</span>', "", page)
    return re.findall(r"<del>(.*?)</del>", plain), re.findall(r"<ins>(.*?)</ins>", plain)


def test_words_that_went_and_words_that_came(client):
    two([(1, "The harbor master called at nine.")], [(1, "The harbor master called at ten o'clock.")])
    page = shown(client)
    assert marked(page) == (["nine."], ["ten o&#x27;clock."])
    assert "Changed" in page
    assert "[taken out: " in page


def test_paragraphs_are_set_beside_themselves_whatever_their_numbers(client):
    two([(1, "First."), (2, "Second.")], [(1, "First."), (9, "Between."), (2, "Second.", {"number": 3})])
    page = shown(client)
    assert "Paragraph 1 is the same" in page
    assert "Added" in page
    assert "Renumbered from 2" in page
    assert "Of the paragraphs, 1 changed, 1 added, 1 the same." in page


def test_dropped_paragraph_stands_where_it_stood(client):
    two([(1, "First."), (2, "Second."), (3, "Third.")], [(1, "First."), (3, "Third.", {"number": 2})])
    says = re.findall(r'change__says">(.*?)<', shown(client))
    assert says == ["Dropped", "Renumbered from 3"]


def test_mark_that_changed(client):
    two([(1, "Text.", {"mark": "S"})], [(1, "Text.", {"mark": "C"})])
    page = shown(client)
    assert "Marked otherwise: secret before, confidential now" in page


def test_paragraph_that_moved(client):
    two([(1, "A."), (2, "B."), (3, "C.")], [(3, "C."), (1, "A."), (2, "B.")])
    says = re.findall(r'change__says">(.*?)<', shown(client))
    assert says[0] == "Renumbered from 3, moved"
    assert all("moved" not in each for each in says[1:])


def test_text_that_was_written_anew_is_replaced_as_a_whole(client):
    two([(1, "One two three four five six seven eight.")], [(1, "Nothing of it stayed but eight.")])
    assert [len(words) for words in marked(shown(client))] == [1, 1]


def test_line_that_ends_elsewhere_changes_nothing(client):
    two([(1, "Two words.\nMore.")], [(1, "Two words. More.")])
    assert "No paragraph differs" in shown(client)


def test_header(client):
    two([(1, "A.")], [(1, "A.")], classification="SECRET", subject="OTHER DUES", originator="AMEMBASSY ZENDA")
    page = shown(client)
    assert re.findall(r'<th scope="row">(.*?)<', page) == ["Subject", "From", "Classification"]
    assert "not stated" in page


def test_three_releases_are_compared_two_by_two(client):
    for text in ("one", "two", "three"):
        make.a_version(paragraphs=[{"identity": 1, "text": f"It says {text} things here."}])
    assert marked(shown(client)) == (["two"], ["three"])
    assert marked(shown(client, "?old=1&new=3")) == (["one"], ["three"])
    assert marked(shown(client, "?old=2&new=1")) == (["two"], ["one"])
    assert 'href="/cables/08ZENDA412/history/?old=1&amp;new=2"' in shown(client)


@pytest.mark.parametrize(
    "query", ["?old=1&new=9", "?old=x", "?new=2", "?old=1&new=1", "?old=-1&new=0", "?old=1e3"]
)
def test_releases_that_are_not_here(client, query):
    two([(1, "It was one.")], [(1, "It was two.")])
    page = shown(client, query)
    assert "those that were asked for are not" in page
    assert marked(page) == (["one."], ["two."])


def test_one_release(client):
    make.a_version()
    page = shown(client)
    assert "nothing to compare" in page
    assert '<h2 id="paragraphs"' not in page


def test_held_release_is_not_told_of(client):
    make.a_version()
    before = shown(client)
    make.a_held_version()
    assert shown(client) == before


def test_held_release_between_two_leaves_no_gap(client):
    make.a_version(shown=False)
    make.a_held_version(ordinal=2)
    make.a_version(ordinal=3)
    page = shown(client)
    assert re.findall(r"<b>Release (\d)</b>", page) == ["2", "1"]


def test_withheld_answers_as_absent(client):
    make.a_held_version()
    withheld_answer = client.get(ADDRESS)
    Cable.objects.all().delete()
    absent = client.get(ADDRESS)
    assert withheld_answer.status_code == absent.status_code == 404
    assert withheld_answer.content == absent.content


def test_other_spelling_is_led_to_the_address(client):
    make.a_version()
    answer = client.get("/cables/08 ZENDA 412/history/")
    assert (answer.status_code, answer.url) == (301, ADDRESS)


def test_withheld_words_are_in_neither_side(client, tmp_path):
    from cables.importing.batches import import_paths
    from tests.telegrams import telegram

    collection = make.a_collection()
    for name, last in (("a", "The pilot left at nine."), ("b", "The pilot left at ten.")):
        text = telegram(paragraphs=["1. (C) The envoy wept bitterly.", f"2. (C) {last}"])
        (tmp_path / f"{name}.txt").write_text(text)
    list(import_paths([tmp_path], collection))
    assert "wept bitterly" in shown(client)
    withheld(Cable.objects.get(), a_user(Role.REVIEWER), 1)
    page = shown(client)
    assert "wept" not in page
    assert "[withheld" in page
    assert marked(page) == (["nine."], ["ten."])


def test_queries_do_not_grow(client, django_assert_num_queries):
    for n in range(4):
        make.a_version(
            paragraphs=[{"identity": i, "text": f"Text {i} {n}."} for i in range(1, 30)], tags=["PREL"]
        )
    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS)


def test_cable_page_leads_there_where_there_is_something_to_see(client):
    make.a_version()
    assert "history/" not in client.get("/cables/08ZENDA412/").content.decode()
    make.a_version()
    assert f'href="{ADDRESS}"' in client.get("/cables/08ZENDA412/").content.decode()
