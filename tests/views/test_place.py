"""The page of a cable as whoever comes from a list meets it: words marked, the way on and back."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cables.models import FormerNumber
from tests.factories import a_collection, a_held_version, a_post, a_version

pytestmark = pytest.mark.django_db

MORE_QUERIES = 4
"""Than the plain page: how many results, those around it, whether it is among them, names of posts."""


@pytest.fixture(params=[True, False], ids=["indexed", "tables"])
def ready(request, index):
    """Call it when the rows are there."""
    return index if request.param else lambda: None


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def line(text):
    found = re.search(r'<nav class="place.*?</nav>', text, re.DOTALL)
    return html.unescape(found[0]) if found else ""


def said(text):
    return re.sub(r"<[^>]+>", "", re.search(r'place__said">(.*?)</p>', line(text), re.DOTALL)[1]).strip()


def steps(text):
    return dict(re.findall(r'<a rel="(prev|next)" href="([^"]+)"', line(text)))


def three(**facts):
    for number in (1, 2, 3):
        a_version(f"08ZENDA{number}", tags=["PREL"], paragraphs=["The harbor."], **facts)


def test_plain_address_is_the_plain_page(client):
    three()
    plain = page(client, "/cables/08ZENDA2/")
    assert 'class="place' not in plain
    for nothing in ("?utm=1", "?sort=-sent", "?page=2", "?at=", "?at=x", "?at=0", "?q=", "?tag=", "?typed=1"):
        assert page(client, f"/cables/08ZENDA2/{nothing}") == plain


def test_link_of_a_list_leads_to_the_result_and_the_result_back(client, ready):
    three()
    ready()
    listed = html.unescape(page(client, "/cables/?q=harbor&tag=PREL&sort=mrn"))
    state = "q=harbor&tag=PREL&sort=mrn"
    assert f'href="/cables/08ZENDA2/?{state}&at=2"' in listed
    assert f'href="/cables/08ZENDA2/?{state}&at=2#p1"' in listed
    assert 'id="r2" data-result="08ZENDA2"' in listed


def test_line_says_the_place_and_leads_on_and_back(client, ready):
    three()
    ready()
    text = page(client, "/cables/08ZENDA2/?q=harbor&tag=PREL&sort=mrn&at=2")
    assert said(text) == "Result 2 of 3 for harbor, tagged PREL"
    assert steps(text) == {
        "prev": "/cables/08ZENDA1/?q=harbor&tag=PREL&sort=mrn&at=1",
        "next": "/cables/08ZENDA3/?q=harbor&tag=PREL&sort=mrn&at=3",
    }
    assert 'href="/cables/?q=harbor&tag=PREL&sort=mrn#r2"' in line(text)
    assert '<link rel="canonical" href="/cables/08ZENDA2/">' in text
    assert '<link rel="next" href="/cables/08ZENDA3/?q=harbor' in text
    assert "The <mark>harbor</mark>." in text
    assert re.search(r'<input[^>]*name="q"[^>]*value="harbor"', text)


def test_first_and_last_result_have_no_neighbour_there(client, ready):
    three()
    ready()
    assert set(steps(page(client, "/cables/08ZENDA1/?tag=PREL&sort=mrn&at=1"))) == {"next"}
    assert set(steps(page(client, "/cables/08ZENDA3/?tag=PREL&sort=mrn&at=3"))) == {"prev"}


def test_way_back_is_the_page_of_the_list(client):
    for number in range(1, 46):
        a_version(f"08ZENDA{number}", tags=["PREL"], paragraphs=())
    text = page(client, "/cables/08ZENDA30/?tag=PREL&sort=mrn&at=30")
    assert said(text) == "Result 30 of 45 tagged PREL"
    assert 'href="/cables/?tag=PREL&sort=mrn&page=2#r30"' in line(text)
    assert 'id="r30" data-result="08ZENDA30"' in page(client, "/cables/?tag=PREL&sort=mrn&page=2")


def test_place_is_looked_for_near_where_it_was(client, ready):
    three()
    ready()
    for asked in (1, 3, 9):
        text = page(client, f"/cables/08ZENDA2/?tag=PREL&sort=mrn&at={asked}")
        assert said(text) == "Result 2 of 3 tagged PREL"
        assert steps(text)["next"].endswith("&at=3")


def test_cable_that_is_no_result_any_more_says_so(client, ready):
    three()
    ready()
    text = page(client, "/cables/08ZENDA2/?q=lighthouse&at=2")
    assert said(text) == "This cable is no longer in the results for lighthouse"
    assert not steps(text)
    assert 'href="/cables/?q=lighthouse"' in line(text)
    a_version("08ZENDA9", subject="LIGHTHOUSE", paragraphs=())
    ready()
    text = page(client, "/cables/08ZENDA2/?q=lighthouse&at=1")
    assert said(text) == "This cable is no longer in the results for lighthouse"
    assert 'href="/cables/?q=lighthouse#r1"' in line(text)


def test_cable_that_stands_elsewhere_is_not_said_to_be_gone(client, ready):
    for number in range(1, 41):
        a_version(f"08ZENDA{number}", tags=["PREL"], paragraphs=())
    ready()
    text = page(client, "/cables/08ZENDA40/?tag=PREL&sort=mrn&at=1")
    assert said(text) == "This cable is no longer number 1 of the 40 results tagged PREL"


def test_words_without_a_place_are_marked_all_the_same(client):
    three()
    text = page(client, "/cables/08ZENDA2/?q=harbor")
    assert said(text) == "3 results for harbor"
    assert "<mark>harbor</mark>" in text
    assert not steps(text)


def test_list_of_all_cables_has_places_too(client, ready):
    three()
    ready()
    text = page(client, "/cables/08ZENDA2/?at=2")
    assert said(text) == "Result 2 of 3"
    assert 'href="/cables/#r2"' in line(text)


def test_paragraphs_that_match_are_counted_and_linked(client, ready):
    a_version(
        "08ZENDA1",
        subject="Harbors",
        paragraphs=[
            "Nothing.",
            {"text": "The harbor.", "mark": "U", "heading": "Harbor dues"},
            {"number": None, "text": "harbor", "mark": "S"},
            {"number": 2, "text": "harbor harbor", "mark": "U"},
        ],
    )
    ready()
    text = page(client, "/cables/08ZENDA1/?q=harbor&at=1")
    assert "3 paragraphs match:" in line(text)
    assert re.findall(r'href="(#[^"]+)" aria-label="([^"]+)"', line(text)) == [
        ("#p2", "First match, Paragraph 2"),
        ("#u1", "Unnumbered paragraph"),
        ("#p2-2", "Paragraph 2"),
    ]
    assert '<h2 class="para__heading"><mark>Harbor</mark> dues</h2>' in text
    assert '<h1 class="subject"><bdi><mark>Harbor' in text
    assert "2 paragraphs match:" in line(page(client, "/cables/08ZENDA1/?q=harbor&mark=U&at=1"))
    assert "No paragraph matches" in line(page(client, "/cables/08ZENDA1/?q=harbour-master"))
    assert "match" not in line(page(client, "/cables/08ZENDA1/?mark=U&at=1"))


def test_neighbour_that_was_withheld_meanwhile_is_passed_over(client, index):
    three()
    held = a_version("08ZENDA4", tags=["PREL"])
    index()
    held.shown = False
    held.save()
    text = page(client, "/cables/08ZENDA3/?tag=PREL&sort=mrn&at=3")
    assert "08ZENDA4" not in text
    assert set(steps(text)) == {"prev"}


@pytest.mark.parametrize(
    "address", ["?q=harbor&at=1", "?q=harbor&tag=PREL&origin=ZENDA&collection=sample&at=2"]
)
def test_few_queries_more_are_asked(client, ready, django_assert_max_num_queries, address):
    a_post()
    three(collection=a_collection())
    ready()
    with django_assert_max_num_queries(99) as plain:
        page(client, "/cables/08ZENDA2/")
    with django_assert_max_num_queries(len(plain) + MORE_QUERIES):
        page(client, f"/cables/08ZENDA2/{address}")


def test_state_is_escaped(client):
    three()
    text = page(client, "/cables/08ZENDA2/?q=<script>alert(1)</script>&tag=%22><b>&at=2")
    assert "<script>alert" not in text
    assert "><b>" not in text


# --- A number that was typed into the search box ------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["08ZENDA412", "08 zenda 00412", "2008ZENDA412", "ZENDA 412 (08)", "ZENDA 412"]
)
def test_typed_number_leads_to_the_cable_and_offers_the_text(client, typed):
    a_version("08ZENDA412")
    response = client.get("/cables/", {"q": typed})
    assert response.status_code == 302
    assert response["Location"].startswith("/cables/08ZENDA412/?q=")
    text = html.unescape(page(client, response["Location"]))
    assert f"Search for “<bdi>{typed}</bdi>” as text instead" in text
    (instead,) = re.findall(r'href="(/cables/\?q=%22[^"]+%22)"', text)
    assert client.get(instead).status_code == 200
    assert "<mark>" not in text
    assert '<link rel="canonical" href="/cables/08ZENDA412/">' in text


@pytest.mark.parametrize(
    "address",
    [
        "?q=%2208ZENDA412%22",
        "?q=“08ZENDA412”",
        "?q=08ZENDA412&sort=mrn",
        "?q=08ZENDA412&tag=PREL",
        "?q=08ZENDA412&page=1",
        "?q=08ZENDA413",
        "?q=08ZENDA412+harbor",
        "?q=-08ZENDA412",
        "?q=tag:08ZENDA412",
    ],
)
def test_text_search_and_list_stay_what_they_are(client, address):
    a_version("08ZENDA412")
    assert client.get(f"/cables/{address}").status_code == 200


def test_number_of_several_holders_is_a_list(client):
    a_version("08ZENDA412")
    a_version("79ZENDA412")
    assert "Go to" in page(client, "/cables/?q=ZENDA+412")


def test_corrected_number_leads_to_the_cable(client):
    FormerNumber.objects.create(cable=a_version("08ZENDA421").cable, mrn="08ZENDA412")
    assert client.get("/cables/?q=08ZENDA412")["Location"].startswith("/cables/08ZENDA421/?")


def test_withheld_number_answers_as_an_absent_one(client):
    a_version("08ZENDA1")
    absent = client.get("/cables/?q=08ZENDA412")
    a_held_version("08ZENDA412")
    withheld = client.get("/cables/?q=08ZENDA412")
    assert (withheld.status_code, withheld.content) == (absent.status_code, absent.content)


def test_note_is_shown_for_numbers_only(client):
    a_version("08ZENDA412")
    for typed in ("buy my wares", '"08ZENDA412"', "", "9" * 500):
        assert "You typed" not in page(client, f"/cables/08ZENDA412/?typed=1&q={typed}")


class AnyState(TestCase):
    @settings(max_examples=40)
    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    "q",
                    "tag",
                    "not_tag",
                    "origin",
                    "mark",
                    "collection",
                    "sent_after",
                    "sort",
                    "page",
                    "at",
                    "typed",
                ]
            ),
            st.lists(st.text(max_size=30), min_size=1, max_size=3),
        )
    )
    def test_any_state_is_answered(self, parameters):
        a_version("08ZENDA1", tags=["PREL"])
        assert self.client.get("/cables/08ZENDA1/", parameters).status_code == 200

    def test_long_and_strange_values_are_answered(self):
        a_version("08ZENDA1")
        for value in ("9" * 5_000, "x" * 10_000, "\x00", "-1", "1e9", "٣", "²", "999999999"):
            for name in ("at", "q", "page", "sort", "mark"):
                assert self.client.get("/cables/08ZENDA1/", {name: value, "at": value}).status_code == 200
