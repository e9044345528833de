"""/cables/: what a reader meets there."""

import datetime as dt
import html
import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cables.search.address import ORDER
from tests.factories import a_collection, a_held_version, a_post, a_tag, a_version
from tests.search.strange_queries import queries

pytestmark = pytest.mark.django_db

BUDGET = 14
BUDGET_WITH_AN_INDEX = 9
ADDRESSES = [
    "",
    "?q=harbor",
    "?q=%2208ZENDA1%22",
    "?q=ZENDA+1+harbor&tag=PREL&not_tag=NATO&origin=ZENDA&classification=SECRET&mark=C&sort=-cited",
    "?q=xyzzy+harbor&tag=PREL&sent_after=2008",
    "?page=2&sort=mrn",
    "?q=harbor&sort=relevance",
]


def body(client, address=""):
    response = client.get("/cables/" + address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def heading(text):
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1]
    return re.sub(r"<[^>]+>", "", found).strip()


def results(text):
    return re.findall(r'data-result="([^"]+)"', text)


def test_anybody_may_read_it(client):
    assert client.get(reverse("cable-list")).status_code == 200


def test_only_reading_methods_are_answered(client):
    assert client.post("/cables/").status_code in {403, 405}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("cables", [0, 1, 60])
def test_queries_do_not_grow_with_the_cables(client, django_assert_max_num_queries, address, cables):
    for number in range(cables):
        a_version(f"08ZENDA{number + 1}", tags=["PREL", f"T{number}"], classification="SECRET")
    with django_assert_max_num_queries(BUDGET):
        body(client, address)


@pytest.mark.parametrize("address", [*ADDRESSES, "?sent_after=2008&sent_before=2008&not_origin=LAPAZ"])
@pytest.mark.parametrize("cables", [0, 1, 60])
def test_index_leaves_few_queries(client, index, django_assert_max_num_queries, address, cables):
    for number in range(cables):
        a_version(f"08ZENDA{number + 1}", tags=["PREL", f"T{number}"], classification="SECRET")
    index()
    with django_assert_max_num_queries(BUDGET_WITH_AN_INDEX):
        body(client, address)


@pytest.mark.parametrize("indexed", [True, False])
def test_index_and_tables_give_the_same_page(client, index, indexed):
    a_post("ZENDA", "Consulate Zenda")
    for number in range(1, 25):
        a_version(
            f"08ZENDA{number}",
            tags=["PREL", f"T{number}"],
            sent_at=dt.datetime(2000 + number % 3, number % 12 + 1, 1, tzinfo=dt.UTC),
        )
    addresses = [
        "",
        "?q=harbor&sort=-sent",
        "?tag=PREL&not_tag=T3",
        "?sent_after=2001&sent_before=2002&page=2",
    ]
    before = [body(client, address) for address in addresses]
    if indexed:
        index()
        assert [body(client, address) for address in addresses] == before


def test_result_says_what_the_cable_is(client):
    a_post("ZENDA", "Consulate Zenda")
    a_version("08ZENDA412", subject="HARBOR DUES OWED")
    text = body(client)
    item = text[text.index('<li class="result"') :]
    for expected in (
        'data-result="08ZENDA412"',
        'href="/cables/08ZENDA412/"',
        'datetime="2008-08-14"',
        "14 Aug 2008",
        "Consulate Zenda",
        'data-level="C"',
        "confidential",
        "Fictional sample",
    ):
        assert expected in item
    assert "HARBOR DUES OWED" not in item


def test_subject_is_set_as_on_the_cables_own_page(client):
    a_tag("RT", "Ruritania", "geo")
    a_version(
        "08ZENDA412", subject="RURITANIA AND ITS DUES", tags=["RT"], paragraphs=["Nothing on its dues."]
    )
    own = re.search(r"<h1[^>]*>(.*?)</h1>", client.get("/cables/08ZENDA412/").content.decode(), re.DOTALL)[1]
    assert "Ruritania and its dues" in own
    assert "Ruritania and its dues" in body(client)


def test_missing_subject_and_date_are_said(client):
    a_version("08ZENDA1", subject="", sent_at=None)
    text = body(client)
    assert "No subject stated" in text
    assert "No date" in text


def test_heading_says_count_and_conditions(client):
    a_post("ZENDA", "Consulate Zenda")
    a_tag("PREL", "External political relations")
    for number in (1, 2):
        a_version(f"08ZENDA{number}", tags=["PREL"], subject="ZINC")
    assert heading(body(client)) == "2 cables"
    asked = heading(
        body(client, "?q=zinc&tag=PREL&origin=ZENDA&not_tag=NATO&sent_after=2008&sent_before=2008")
    )
    assert asked == "2 cables with zinc, tagged PREL, not tagged NATO, from Consulate Zenda, sent in 2008"
    assert heading(body(client, "?q=xyzzy")) == "No cables with xyzzy"


def test_heading_of_what_is_only_excluded_says_without(client):
    a_version("08ZENDA1", subject="ZINC")
    a_version("08ZENDA2", subject="TIN", tags=["PREL"])
    assert heading(body(client, '?q=-"zinc"')) == '1 cable without "zinc"'
    assert heading(body(client, "?q=NOT copper -tag:ETRD")) == "2 cables without copper or tag:ETRD"
    assert heading(body(client, "?q=-")) == "2 cables"


def test_list_near_an_empty_one_has_its_word_as_it_was_typed(client):
    a_version("08ZENDA1", subject="LIGHTHOUSE KEEPER")
    text = body(client, '?q="lighthouse keeper" xyzzy')
    assert 'href="/cables/?q=%22lighthouse+keeper%22">With only <bdi>lighthouse keeper</bdi>' in text
    assert 'href="/cables/?q=lighth%2A">With only' in body(client, "?q=lighth* xyzzy")


def test_how_to_search_is_told_without_opening_another_page(client):
    a_version("08ZENDA1")
    text = body(client)
    assert "<summary>How to search</summary>" in text
    assert text.index("How to search") < text.index("data-facet")


def test_chip_takes_its_condition_away_and_no_other(client):
    a_tag("PREL", "External political relations")
    a_version("08ZENDA1", tags=["PREL"], subject="ZINC")
    text = body(client, "?q=zinc&tag=PREL&sort=sent")
    assert re.search(
        r'href="/cables/\?q=zinc&sort=sent" aria-label="Remove Tag: PREL External political relations"', text
    )
    assert re.search(r'href="/cables/\?sort=sent">Clear all', text)


def test_facet_value_carries_its_count_and_its_link(client):
    a_version("08ZENDA1", tags=["PREL"])
    a_version("08ZENDA2", tags=["PREL", "RT"])
    text = body(client, "?tag=RT")
    assert re.search(
        r'href="/cables/\?tag=RT&tag=PREL" data-facet="tag" data-value="PREL" data-count="2"', text
    )
    assert 'href="/cables/?tag=RT&not_tag=PREL" aria-label="not PREL"' in text
    assert re.search(
        r'href="/cables/" data-facet="tag" data-value="RT" data-count="1" aria-current="true"', text
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("tag", "PREL", "not tagged PREL"),
        ("origin", "ZENDA", "not from Consulate Zenda"),
        ("classification", "CONFIDENTIAL", "not marked Confidential"),
        ("mark", "C", "without a paragraph at confidential"),
        ("caption", "NODIS", "without the caption NODIS"),
        ("collection", "sample", "not in Sample"),
    ],
)
@pytest.mark.parametrize("indexed", [True, False])
def test_every_value_can_be_left_out_and_taken_back(client, index, name, value, said, indexed):
    a_post("ZENDA", "Consulate Zenda")
    a_version("08ZENDA1", tags=["PREL"], captions=["NODIS"])
    if indexed:
        index()
    leave = re.search(r'href="([^"]*)" aria-label="not [^"]*"', body(client).split(f'id="facet-{name}"')[1])[
        1
    ]
    assert leave == f"/cables/?not_{name}={value}"
    text = body(client, f"?not_{name}={value}")
    assert results(text) == []
    assert heading(text) == f"No cables {said}"
    assert re.search(
        rf'<li class="facet__excluded">\s*<a class="facet__value" href="/cables/" data-facet="{name}" '
        rf'data-value="{value}" data-count="0"',
        text,
    )


def test_tags_stand_under_their_kinds_three_of_each_though_others_are_more_frequent(client):
    a_tag("RT", "Ruritania", "geo")
    for number in range(12):
        a_tag(f"A{number:02}", "Subject", "subject")
        for serial in (1, 2):
            a_version(f"{number + 10}ZENDA{serial}", tags=[f"A{number:02}"], paragraphs=())
    a_version("08ZENDA3", tags=["RT", "NOSUCH"], paragraphs=())
    text = body(client).split('id="facet-tag"')[1]
    assert text.index("<h3>Subjects</h3>") < text.index('data-value="A11"')
    assert text.index('data-value="A11"') < text.index("<h3>Countries and regions</h3>")
    assert 'data-facet="tag" data-value="RT" data-count="1"' in text


def test_months_are_drawn_where_one_year_or_two_are_asked_for(client):
    a_version("08ZENDA1")
    a_version("07ZENDA1", sent_at=dt.datetime(2007, 3, 1, tzinfo=dt.UTC))
    a_version("05ZENDA1", sent_at=dt.datetime(2005, 3, 1, tzinfo=dt.UTC))
    a_version("08ZENDA3", sent_at=None)
    text = body(client, "?sent_after=2007&sent_before=2008")
    assert text.count('href="/cables/?sent_after=2007-03-01&sent_before=2007-03-31"') == 2
    assert 'data-facet="month" data-value="2008-08" data-count="1">August 2008' in text
    assert '<a href="/cables/">All years</a>' in text
    assert '<a href="/cables/?sent_after=2005-01-01&sent_before=2005-12-31">2005</a>' in text
    assert "1 without a date" in text
    years = body(client, "?sent_after=2005&sent_before=2008")
    assert 'data-facet="year" data-value="2005" data-count="1">2005' in years


def test_bar_of_a_year_narrows_to_it_and_the_table_does_too(client):
    a_version("08ZENDA1")
    a_version("07ZENDA1", sent_at=dt.datetime(2007, 3, 1, tzinfo=dt.UTC))
    a_version("08ZENDA3", sent_at=None)
    text = body(client)
    assert text.count('href="/cables/?sent_after=2007-01-01&sent_before=2007-12-31"') == 2
    assert "1 without a date" in text
    assert "style=" not in text


def test_words_found_are_marked_in_subject_and_paragraph(client):
    a_version("08ZENDA1", subject="Harbor dues", paragraphs=["Nothing.", "The <b>harbor</b> was closed."])
    text = client.get("/cables/?q=harbor").content.decode()
    assert "<mark>Harbor</mark> dues" in text
    assert "The &lt;b&gt;<mark>harbor</mark>&lt;/b&gt; was closed." in text
    assert 'href="/cables/08ZENDA1/?q=harbor&amp;at=1#p2"' in text
    assert "1 paragraph matches" in text


def test_held_text_is_found_nowhere(client):
    a_held_version("08ZENDA1")
    a_version("08ZENDA2")
    assert results(body(client, "?q=ZENDA+1")) == []
    assert "Go to" not in body(client, "?q=08ZENDA1")
    assert "is not held here" in body(client, "?q=08ZENDA1")


def test_cable_number_in_the_query_is_offered(client):
    a_version("08ZENDA412")
    text = body(client, "?q=reply+to+08+zenda+00412")
    assert re.search(r'<a href="/cables/08ZENDA412/">Go to <span class="mrn">08ZENDA412', text)


def test_number_without_a_year_offers_every_holder(client):
    a_version("08ZENDA412")
    a_version("79ZENDA412")
    text = body(client, "?q=Zenda+412")
    assert 'href="/cables/08ZENDA412/">Go to' in text
    assert 'href="/cables/79ZENDA412/">Go to' in text


def test_pages_lead_on_and_back_and_keep_the_conditions(client):
    for number in range(45):
        a_version(f"08ZENDA{number + 1}", tags=["PREL"], paragraphs=())
    text = body(client, "?tag=PREL&page=2")
    assert len(results(text)) == 20
    assert 'rel="prev" href="/cables/?tag=PREL"' in text
    assert 'rel="next" href="/cables/?tag=PREL&page=3"' in text
    assert "21–40 of 45" in text
    assert '<ol class="results" start="21">' in text


def test_every_cable_is_on_exactly_one_page(client):
    for number in range(45):
        a_version(f"08ZENDA{number + 1}", paragraphs=())
    for sort in ("-sent", "sent", "mrn", "-cited"):
        seen = [mrn for page in (1, 2, 3) for mrn in results(body(client, f"?sort={sort}&page={page}"))]
        assert len(seen) == len(set(seen)) == 45


def test_relevance_is_offered_only_with_words(client):
    a_version("08ZENDA1")
    assert ">relevance<" not in body(client)
    assert ">relevance<" in body(client, "?q=harbor")
    assert "Relevance needs words" in body(client, "?sort=relevance")


def test_empty_list_helps(client):
    a_version("08ZENDA1", tags=["PREL"], subject="ZINC")
    text = body(client, "?q=zinc&tag=NOSUCH")
    assert "No released cable answers to all of this." in text
    assert re.search(
        r'href="/cables/\?q=zinc">Without <bdi>the tag NOSUCH</bdi></a> <span class="muted">1 cable<', text
    )


def test_word_that_no_cable_has_is_answered_with_one_that_some_have(client, index):
    a_version("08ZENDA1", paragraphs=["The lighthouse."])
    index()
    text = body(client, "?q=lighthuose")
    assert re.search(
        r'Did you mean <a href="/cables/\?q=lighthouse"><b><bdi>lighthouse</bdi></b></a> '
        r'<span class="muted">\(1 cable\)</span>\?',
        text,
    )


def test_empty_site_says_how_to_fill_it(client):
    text = body(client)
    assert "No cables have been released here yet." in text
    assert "import_cables" in text


def test_date_form_keeps_the_other_conditions(client):
    a_version("08ZENDA1", tags=["PREL"])
    text = body(client, "?tag=PREL&sort=sent&sent_after=2008&page=9")
    form = text[text.index('<form class="dates"') :]
    form = form[: form.index("</form>")]
    assert '<input type="hidden" name="tag" value="PREL">' in form
    assert '<input type="hidden" name="sort" value="sent">' in form
    assert 'name="page"' not in form
    assert 'value="2008-01-01"' in form


def test_what_is_not_understood_is_said_and_escaped(client):
    text = client.get("/cables/?classification=<script>&sent_after=<b>&q=<i>&page=<u>").content.decode()
    assert "&lt;script&gt;” is not a marking of a cable" in text
    assert not re.search(r"<script>|<b>|<i>(?!<bdi>)|<u>", text)


def test_collections_without_a_notice_show_none(client):
    a_version("08ZENDA1", collection=a_collection("nara", notice=""))
    assert "result__notice" not in body(client)


def test_strange_queries_are_answered_within_the_budget(client, django_assert_max_num_queries):
    a_version("08ZENDA1", tags=["PREL"])
    for typed in queries(20, seed=2):
        with django_assert_max_num_queries(BUDGET):
            body(client, "?" + urlencode({"q": typed}, errors="replace"))


class AnyAddress(TestCase):
    @settings(max_examples=30)
    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    *ORDER,
                    "other",
                ]
            ),
            st.lists(st.text(max_size=30), min_size=1, max_size=3),
        )
    )
    def test_any_address_is_answered(self, parameters):
        a_version("08ZENDA1", tags=["PREL"])
        assert self.client.get("/cables/", parameters).status_code == 200
