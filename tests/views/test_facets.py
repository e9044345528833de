"""/cables/facets/<name>/: every value of one facet."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cables.search import whole_facet
from tests.factories import a_collection, a_held_version, a_post, a_tag, a_version

pytestmark = pytest.mark.django_db

BUDGET = 8


@pytest.fixture(params=["index", "tables"])
def page(request, client, index):
    def page(address):
        if request.param == "index":
            index()
        response = client.get(f"/cables/facets/{address}")
        assert response.status_code == 200
        return html.unescape(response.content.decode())

    return page


def values(text):
    return re.findall(r'data-facet="\w+" data-value="([^"]*)" data-count="(\d+)"', text)


@pytest.fixture
def many_tags():
    a_tag("PREL", "External political relations")
    for number in range(30):
        tags = [f"T{n:02}" for n in range(number + 1)]
        a_version(f"08ZENDA{number + 1}", tags=[*tags, "PREL"], paragraphs=())


@pytest.mark.usefixtures("many_tags")
class TestManyTags:
    def test_every_value_is_there_the_most_frequent_first(self, page):
        found = values(page("tag/"))
        assert len(found) == 31
        assert found[:3] == [("PREL", "30"), ("T00", "30"), ("T01", "29")]

    def test_conditions_of_the_list_are_kept_and_those_of_the_facet_left_out(self, page):
        text = page("tag/?tag=T29&origin=ZENDA")
        assert len(values(text)) == 31
        assert 'href="/cables/?tag=T29&tag=PREL&origin=ZENDA" data-facet="tag" data-value="PREL"' in text
        assert 'href="/cables/?tag=T29&not_tag=PREL&origin=ZENDA" aria-label="not PREL"' in text
        assert (
            'href="/cables/?origin=ZENDA" data-facet="tag" data-value="T29" data-count="1" aria-current'
            in text
        )
        assert '<a href="/cables/?tag=T29&origin=ZENDA">1 cable tagged T29, from ZENDA</a>' in text

    def test_order_by_name_is_an_address(self, page):
        text = page("tag/?origin=ZENDA&find=T0")
        assert 'href="/cables/facets/tag/?origin=ZENDA&find=T0&by=name"' in text
        assert [value for value, _ in values(page("tag/?by=name"))][:2] == ["PREL", "T00"]

    @pytest.mark.parametrize(("find", "left"), [("t2", 10), ("POLITICAL", 1), ("xyzzy", 0)])
    def test_box_finds_codes_and_names(self, page, find, left):
        text = page(f"tag/?find={find}&origin=ZENDA")
        assert len(values(text)) == left
        assert f"{left} of 31 values" in text
        assert '<input type="hidden" name="origin" value="ZENDA">' in text

    def test_what_was_left_out_can_be_taken_back(self, page):
        assert 'href="/cables/" data-facet="tag" data-value="PREL" data-count="0"' in page(
            "tag/?not_tag=PREL"
        )

    def test_list_leads_here(self, client):
        text = html.unescape(client.get("/cables/?origin=ZENDA").content.decode())
        assert 'href="/cables/facets/tag/?origin=ZENDA">Show all 31' in text

    def test_many_values_are_on_several_pages(self, page, monkeypatch):
        monkeypatch.setattr(whole_facet, "PAGE_SIZE", 20)
        text = page("tag/?origin=ZENDA&by=name&page=2")
        assert len(values(text)) == 11
        assert 'rel="prev" href="/cables/facets/tag/?origin=ZENDA&by=name"' in text
        assert "find.js" not in text


def test_posts_and_collections_are_named_and_sorted_by_name(page):
    a_post("ZENDA", "Consulate Zenda")
    a_post("LAPAZ", "Embassy La Paz")
    a_version("08LAPAZ1", collection=a_collection("nara", name="Archives"))
    a_version("08ZENDA2")
    a_held_version("08STRELSAU3")
    assert values(page("origin/?by=name")) == [("ZENDA", "1"), ("LAPAZ", "1")]
    text = page("collection/")
    assert "Archives" in text
    assert "Find a value" not in text


def test_markings_keep_their_order(page):
    a_version("08ZENDA1", classification="SECRET")
    a_version("08ZENDA2", classification="UNCLASSIFIED")
    assert values(page("classification/?by=name")) == [("UNCLASSIFIED", "1"), ("SECRET", "1")]


def test_list_without_a_value_says_so(page):
    a_version("08ZENDA1", captions=[])
    assert "None of these cables has one." in page("caption/")


@pytest.mark.parametrize("name", ["year", "not_tag", "q", "source", "09state95585"])
def test_what_is_no_facet_is_not_found(client, name):
    assert client.get(f"/cables/facets/{name}/").status_code == 404


@pytest.mark.parametrize("indexed", [True, False])
def test_queries_do_not_grow_with_the_values(
    client, index, django_assert_max_num_queries, many_tags, indexed
):
    if indexed:
        index()
    with django_assert_max_num_queries(BUDGET):
        client.get("/cables/facets/tag/?tag=T01&not_tag=T02&origin=ZENDA&collection=sample&q=harbor")


class AnyAddress(TestCase):
    @settings(max_examples=20)
    @given(
        st.sampled_from(["tag", "origin", "classification", "mark", "caption", "collection"]),
        st.dictionaries(
            st.sampled_from(["q", "tag", "not_tag", "find", "by", "page", "sort"]),
            st.lists(st.text(max_size=30), min_size=1, max_size=3),
        ),
    )
    def test_any_address_is_answered(self, name, parameters):
        a_version("08ZENDA1", tags=["PREL"])
        assert self.client.get(f"/cables/facets/{name}/", parameters).status_code == 200
