"""The front page."""

import html

import pytest

from tests.factories import a_collection, a_held_version, a_post, a_tag, a_version

pytestmark = pytest.mark.django_db

BUDGET = 10


def body(client):
    response = client.get("/")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("cables", [0, 1, 30])
def test_queries_do_not_grow_with_the_cables(client, django_assert_max_num_queries, cables):
    for number in range(cables):
        a_version(f"08ZENDA{number + 1}", tags=[f"T{number}"], collection=a_collection(f"c{number % 3}"))
    with django_assert_max_num_queries(BUDGET):
        body(client)


def test_site_without_cables_says_how_to_import(client):
    text = body(client)
    assert "No cables have been released here yet." in text
    assert "python manage.py import_cables PATH" in text


def test_held_cables_are_no_cables(client):
    a_held_version("08ZENDA1")
    text = body(client)
    assert "No cables have been released here yet." in text
    assert "Sample" not in text


def test_counts_are_of_what_is_released(client):
    a_version("08ZENDA1", paragraphs=["a", "b", "c"])
    a_held_version("08LAPAZ2")
    text = body(client)
    assert '<dt>cable</dt><dd><a href="/cables/">1</a>' in text
    assert "<dt>paragraphs</dt><dd>3</dd>" in text
    assert '<dt>post</dt><dd><a href="/posts/">1</a>' in text
    assert "<dt>years</dt><dd>2008</dd>" in text


def test_front_page_leads_to_everything(client):
    a_post("ZENDA", "Consulate Zenda")
    a_tag("PREL", "External political relations")
    a_version("08ZENDA1", tags=["PREL"])
    text = body(client)
    for address in (
        *("/cables/08ZENDA1/", "/cables/", "/tags/PREL/", "/cables/?tag=PREL", "/posts/ZENDA/"),
        *("/cables/?origin=ZENDA", "/collections/sample/", "/about/markings/", "/tags/", "/posts/"),
    ):
        assert f'href="{address}"' in text, address


def test_collections_say_under_which_authority_they_are_public(client):
    a_version("08ZENDA1", collection=a_collection("sample", legal_status="Fiction, free to copy."))
    text = body(client)
    assert "Fiction, free to copy." in text
    assert "Fictional sample" in text


def test_badges_are_explained(client):
    text = body(client)
    for level in ("U", "SBU", "C", "S", "TS"):
        assert f'data-level="{level}"' in text
