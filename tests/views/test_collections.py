"""A collection's own page."""

import html

import pytest

from tests.factories import a_collection, a_held_version, a_version

pytestmark = pytest.mark.django_db


def test_page_says_what_the_collection_is_and_why_it_is_public(client):
    collection = a_collection(
        "nara", name="Central Files", description="Telegrams.", legal_status="Public domain.", notice="1970s"
    )
    a_version("79LAPAZ1", collection=collection, tags=["BL"])
    text = html.unescape(client.get("/collections/nara/").content.decode())
    for expected in (
        *("Central Files", "Telegrams.", "Public domain.", "1970s", "1 cable"),
        *('data-result="79LAPAZ1"', 'href="/cables/?collection=nara"'),
    ):
        assert expected in text, expected


def test_collection_without_released_cables_answers_as_if_unknown(client):
    a_held_version("08ZENDA1", collection=a_collection("hidden"))
    held, absent = client.get("/collections/hidden/"), client.get("/collections/nosuch/")
    assert held.status_code == absent.status_code == 404
    assert held.content == absent.content


def test_queries_do_not_grow_with_the_cables(client, django_assert_max_num_queries):
    for number in range(30):
        a_version(f"08ZENDA{number + 1}", tags=[f"T{number}"])
    with django_assert_max_num_queries(13):
        assert client.get("/collections/sample/").status_code == 200
