"""/posts/ and a post's own page."""

import html

import pytest

from tests.factories import a_held_version, a_post, a_reference, a_tag, a_version

pytestmark = pytest.mark.django_db


def body(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return html.unescape(response.content.decode())


@pytest.fixture
def la_paz():
    return a_post(
        "LAPAZ",
        "Embassy La Paz",
        city="La Paz",
        country="Bolivia",
        geo_tag="BL",
        routing_indicator="RUEHLP",
        aliases=["AMEMBASSY LA PAZ"],
    )


@pytest.mark.usefixtures("la_paz")
class TestAllPosts:
    def test_posts_say_place_count_and_years(self, client):
        for number in (1, 2):
            a_version(f"08LAPAZ{number}")
        text = body(client, "/posts/")
        for expected in ("Embassy La Paz", "La Paz, Bolivia", "2008", 'data-value="LAPAZ" data-count="2"'):
            assert expected in text

    def test_posts_without_released_cables_are_not_listed(self, client):
        a_held_version("08LAPAZ1")
        assert "La Paz" not in body(client, "/posts/")

    def test_post_that_no_table_knows_is_listed_as_such(self, client):
        a_version("08NOWHERE1")
        text = body(client, "/posts/")
        assert "Not in the table of posts" in text
        assert 'href="/posts/NOWHERE/"' in text

    def test_queries_do_not_grow_with_the_posts(self, client, django_assert_max_num_queries):
        for letter in "ABCDEFGHIJ":
            a_version(f"08POST{letter}1")
        with django_assert_max_num_queries(3):
            body(client, "/posts/")


@pytest.mark.usefixtures("la_paz")
class TestOnePost:
    def test_page_says_what_the_post_is_and_what_it_sent(self, client):
        a_tag("BL", "Bolivia", "geo")
        a_version("08LAPAZ1", tags=["BL"])
        text = body(client, "/posts/LAPAZ/")
        for expected in (
            *("Embassy La Paz", "La Paz, Bolivia", "Bolivia", "RUEHLP", 'data-result="08LAPAZ1"'),
            *('href="/cables/?origin=LAPAZ"', 'href="/tags/BL/"'),
            'href="/cables/?origin=LAPAZ&sent_after=2008-01-01&sent_before=2008-12-31"',
        ):
            assert expected in text, expected

    def test_most_cited_are_those_that_others_cite(self, client):
        cited = a_version("08LAPAZ1")
        a_version("08LAPAZ2")
        a_reference(a_version("08ZENDA1"), mrn="08LAPAZ1", target=cited.cable)
        page = client.get("/posts/LAPAZ/").context["page"]
        assert [(row.mrn, row.cited) for row in page.most_cited] == [("08LAPAZ1", 1)]

    @pytest.mark.parametrize(
        "spelling", ["lapaz", "La Paz", "AMEMBASSY LA PAZ", "amembassy la paz", "Embassy La Paz", "LA-PAZ"]
    )
    def test_other_spellings_lead_to_the_code(self, client, spelling):
        response = client.get(f"/posts/{spelling}/")
        assert (response.status_code, response["Location"]) == (301, "/posts/LAPAZ/")

    def test_post_that_no_table_knows_has_a_page(self, client):
        a_version("08NOWHERE1")
        text = body(client, "/posts/NOWHERE/")
        assert "not in the table of posts" in text
        assert "08NOWHERE1" in text

    def test_known_post_without_released_cables_says_so(self, client):
        a_held_version("08LAPAZ1")
        text = body(client, "/posts/LAPAZ/")
        assert "No cable from this post has been released here." in text
        assert "08LAPAZ1" not in text

    def test_unknown_post_is_not_found_and_helps_whether_withheld_or_absent(self, client):
        a_held_version("08HIDDEN1")
        text = body(client, "/posts/HIDDEN/", 404)
        assert text.replace("HIDDEN", "NOSUCH") == body(client, "/posts/NOSUCH/", 404)
        assert 'href="/posts/"' in text

    @pytest.mark.parametrize("spelling", ["%00", "x%00", "%0A", "a" * 3000, "%20", "<b>"])
    def test_hostile_spellings_are_not_found(self, client, spelling):
        assert client.get(f"/posts/{spelling}/").status_code == 404

    @pytest.mark.parametrize("cables", [1, 40])
    def test_queries_do_not_grow_with_the_cables(self, client, django_assert_max_num_queries, cables):
        for number in range(cables):
            a_version(f"08LAPAZ{number + 1}", tags=[f"T{number}"])
        with django_assert_max_num_queries(15):
            body(client, "/posts/LAPAZ/")
