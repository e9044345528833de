"""/tags/ and a tag's own page."""

import html

import pytest

from cables.models import CableTag
from tests.factories import a_held_version, a_post, a_tag, a_version

pytestmark = pytest.mark.django_db


def body(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return html.unescape(response.content.decode())


def typed(version, code, raw, kind="geo"):
    CableTag.objects.create(version=version, position=90, code=code, raw=raw, kind=kind)


class TestAllTags:
    def test_tags_stand_under_their_kind_with_name_and_count(self, client):
        a_tag("PREL", "External political relations")
        a_tag("RT", "Ruritania", "geo")
        for number in (1, 2):
            a_version(f"08ZENDA{number}", tags=["PREL", "RT"])
        text = body(client, "/tags/")
        assert text.index("Subjects") < text.index("External political relations")
        assert text.index("Countries and regions") < text.index("Ruritania")
        assert 'data-facet="tag" data-value="RT" data-count="2"' in text
        assert 'href="/cables/?tag=RT"' in text

    def test_tag_that_no_table_knows_is_listed_as_such(self, client):
        typed(a_version("08ZENDA1"), "ZZQX", "ZZQX", "unknown")
        assert "Not in the TAGS table" in body(client, "/tags/")

    def test_tags_of_held_versions_are_not_listed(self, client):
        typed(a_held_version("08ZENDA1"), "NATO", "NATO")
        assert "NATO" not in body(client, "/tags/")

    def test_no_tags_is_said(self, client):
        assert "No released cable carries a tag yet." in body(client, "/tags/")

    def test_queries_do_not_grow_with_the_tags(self, client, django_assert_max_num_queries):
        a_version("08ZENDA1", tags=[f"T{n}" for n in range(40)])
        with django_assert_max_num_queries(5):
            body(client, "/tags/")


class TestOneTag:
    def test_page_says_what_the_tag_is_and_where_it_is_used(self, client):
        a_tag("PREL", "External political relations", category="Political Affairs", era="modern")
        a_tag("RT", "Ruritania", "geo")
        a_post("ZENDA", "Consulate Zenda")
        a_version("08ZENDA1", tags=["PREL", "RT"])
        text = body(client, "/tags/PREL/")
        for expected in (
            *("External political relations", "Political Affairs", "Subject", "Ruritania", "Consulate Zenda"),
            *('href="/cables/?tag=PREL"', 'data-result="08ZENDA1"', 'href="/tags/RT/"'),
            'href="/cables/?tag=PREL&sent_after=2008-01-01&sent_before=2008-12-31"',
        ):
            assert expected in text, expected

    def test_other_case_leads_to_the_code(self, client):
        a_version("08ZENDA1", tags=["PREL"])
        response = client.get("/tags/prel/")
        assert (response.status_code, response["Location"]) == (301, "/tags/PREL/")

    def test_code_that_no_table_knows_is_said_to_be_so(self, client):
        a_version("08ZENDA1", tags=["ZZQX"])
        assert "not in the TAGS table" in body(client, "/tags/ZZQX/")

    def test_other_spellings_on_the_cables_are_said(self, client):
        typed(a_version("08ZENDA1"), "RS", "RU")
        text = body(client, "/tags/RS/")
        assert "Also typed" in text
        assert "RU" in text

    def test_spelling_that_means_another_code_leads_there(self, client):
        a_tag("RU", "Non-standard", "geo")
        typed(a_version("08ZENDA1"), "RS", "RU")
        response = client.get("/tags/ru/")
        assert (response.status_code, response["Location"]) == (302, "/tags/RS/")

    def test_spelling_that_means_two_codes_lets_the_reader_choose(self, client):
        typed(a_version("08ZENDA1"), "RS", "RU")
        typed(a_version("79ZENDA1"), "UR", "RU")
        text = body(client, "/tags/RU/", 404)
        assert 'href="/tags/RS/"' in text
        assert 'href="/tags/UR/"' in text

    def test_known_tag_without_cables_says_so(self, client):
        a_tag("NATO", "North Atlantic Treaty Organization", "organization")
        a_held_version("08ZENDA1", tags=["NATO"])
        text = body(client, "/tags/NATO/")
        assert "No released cable carries it." in text
        assert "08ZENDA1" not in text

    def test_unknown_tag_is_not_found_and_helps(self, client):
        typed(a_held_version("08ZENDA1"), "SECRETPLAN", "SECRETPLAN")
        text = body(client, "/tags/SECRETPLAN/", 404)
        assert text.replace("SECRETPLAN", "NOSUCH") == body(client, "/tags/NOSUCH/", 404)
        assert 'href="/tags/"' in text

    @pytest.mark.parametrize("code", ["RASSENDYLL, RUDOLF", "A/S", "100%", "Q?", "R#D", "ÖSTERREICH"])
    def test_any_code_a_cable_carries_has_a_page(self, client, code):
        a_version("08ZENDA1", tags=[code])
        listed = client.get("/tags/").context["kinds"][0].tags[0]
        assert "08ZENDA1" in body(client, listed.href)
        assert "08ZENDA1" in body(client, listed.list_href)

    @pytest.mark.parametrize("code", ["%00", "x%00y", "%0A", "a" * 3000, "%20"])
    def test_hostile_codes_are_not_found(self, client, code):
        assert client.get(f"/tags/{code}/").status_code == 404

    @pytest.mark.parametrize("cables", [1, 40])
    def test_queries_do_not_grow_with_the_cables(self, client, django_assert_max_num_queries, cables):
        for number in range(cables):
            a_version(f"08ZENDA{number + 1}", tags=["PREL", f"T{number}"])
        with django_assert_max_num_queries(14):
            body(client, "/tags/PREL/")
