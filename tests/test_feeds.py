"""/cables/feed.atom: a list for a feed reader, as RFC 4287 and RFC 5005 have it."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cables.presenters import feed as feed_module
from tests import factories as make

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/feed.atom"
NS = "{http://www.w3.org/2005/Atom}"
BUDGET = 6
"""Keys, cables, tags, paragraphs, names of posts and of tags."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read(client, asked=""):
    response = client.get(ADDRESS + asked)
    assert response.status_code == 200
    return valid(ET.fromstring(response.content))


def valid(feed):
    """What RFC 4287 demands (4.1.1, 4.1.2, 4.2)."""
    assert feed.tag == f"{NS}feed"
    for each in [feed, *feed.findall(f"{NS}entry")]:
        for name in ("id", "title", "updated"):
            assert len(each.findall(NS + name)) == 1, name
        kind = "uuid:" if each is not feed else "x-reading-room:list:"
        assert text(each, "id").startswith(f"urn:{kind}")
        for name in ("updated", "published"):
            assert all(MOMENT.fullmatch(found.text) for found in each.findall(NS + name))
        for name in ("title", "subtitle", "summary"):
            assert all(found.get("type", "text") == "text" for found in each.findall(NS + name))
            assert all(not list(found) for found in each.findall(NS + name))
        assert len(links(each, "alternate")) == 1
        assert all(found.get("term") is not None for found in each.findall(f"{NS}category"))
    assert len(links(feed, "self")) == 1
    assert text(feed.find(f"{NS}author"), "name")
    ids = [text(entry, "id") for entry in feed.findall(f"{NS}entry")]
    assert len(ids) == len(set(ids))
    return feed


def text(element, name):
    return element.findtext(NS + name)


def links(element, relation):
    return [link.get("href") for link in element.findall(f"{NS}link") if link.get("rel") == relation]


def numbers(feed):
    return [links(entry, "alternate")[0].split("/")[-2] for entry in feed.findall(f"{NS}entry")]


def categories(entry):
    return [
        (each.get("scheme").removeprefix("http://testserver"), each.get("term"), each.get("label"))
        for each in entry.findall(f"{NS}category")
    ]


def test_entry_says_what_the_cable_is(client):
    make.a_post("ZENDA", "Consulate Zenda")
    make.a_tag("PREL", "External political relations")
    make.a_version(
        tags=["PREL", "HRBR"],
        paragraphs=[{"text": "The harbor master called. He <asked> & left.", "mark": "C/NF"}],
    )
    (entry,) = read(client).findall(f"{NS}entry")
    assert text(entry, "title") == "CONFIDENTIAL 08ZENDA412: Harbor dues"
    assert links(entry, "alternate") == ["http://testserver/cables/08ZENDA412/"]
    assert text(entry, "published") == text(entry, "updated") == "2008-08-14T15:20:00Z"
    assert text(entry, "summary") == "Fictional sample. (C/NF) The harbor master called. He <asked> & left."
    assert categories(entry) == [
        ("/about/markings/", "CONFIDENTIAL", "confidential"),
        ("/posts/", "ZENDA", "Consulate Zenda"),
        ("/tags/", "PREL", "External political relations"),
        ("/tags/", "HRBR", None),
        ("/collections/sample/", "sample", "Sample"),
    ]


def test_feed_says_which_list_it_is_and_whose(client):
    make.a_version(tags=["PREL"])
    feed = read(client, "?sort=mrn&tag=prel&classification=FOO&utm=1&sent_after=2008&sent_before=2008")
    asked = "?tag=PREL&sent_after=2008-01-01&sent_before=2008-12-31&sort=mrn"
    assert text(feed, "title") == "Reading Room: cables: tag PREL, year 2008"
    assert text(feed, "subtitle") == "“FOO” is not a marking of a cable, so it was left out."
    assert text(feed.find(f"{NS}author"), "name") == "Reading Room"
    assert links(feed, "alternate") == [f"http://testserver/cables/{asked}"]
    assert links(feed, "self") == links(feed, "first") == [f"http://testserver/cables/feed.atom{asked}"]


def test_summary_is_the_beginning_of_the_cable_s_own(client):
    sentences = "The council sat. " * 40
    make.a_version(
        collection=make.a_collection("nara", notice=""),
        summary_first=2,
        summary_last=2,
        paragraphs=["Not this.", {"text": f"Summary.\n{sentences}", "mark": "S"}],
    )
    (entry,) = read(client).findall(f"{NS}entry")
    summary = text(entry, "summary")
    assert summary.startswith("(S) Summary. The council sat.")
    assert summary.endswith("The council sat.")
    assert 250 < len(summary) < 330


def test_unmarked_paragraph_is_given_no_mark(client):
    make.a_version(paragraphs=["", "Unmarked."])
    (entry,) = read(client).findall(f"{NS}entry")
    assert text(entry, "summary") == "Fictional sample. Unmarked."


def test_cable_without_date_subject_level_or_text_has_an_entry(client):
    make.a_version(
        "unnumbered-000001", subject="", sent_at=None, classification="UNKNOWN", paragraphs=(),
        collection=make.a_collection("nara", notice=""),
    )  # fmt: skip
    (entry,) = read(client).findall(f"{NS}entry")
    assert text(entry, "title") == "unnumbered-000001: No subject stated"
    assert text(entry, "published") is None
    assert text(entry, "updated") == "1970-01-01T00:00:00Z"
    assert text(entry, "summary") is None
    assert categories(entry)[0] == ("/about/markings/", "UNKNOWN", "classification not stated")


def test_undated_cable_was_changed_when_its_archive_released_it(client):
    make.a_version(sent_at=None, released_at=dt.datetime(2011, 9, 1, 8, tzinfo=dt.UTC))
    assert text(read(client), "updated") == "2011-09-01T08:00:00Z"


def test_withheld_subject_is_its_codes(client):
    make.a_version(subject="", title="", subject_codes=[["FOIA", "b(1)"]])
    (entry,) = read(client).findall(f"{NS}entry")
    assert text(entry, "title") == "CONFIDENTIAL 08ZENDA412: Subject withheld (b)(1)"


def test_empty_list_is_a_feed_that_was_never_changed(client):
    feed = read(client, "?tag=NONE")
    assert numbers(feed) == []
    assert text(feed, "updated") == "1970-01-01T00:00:00Z"


def test_same_rows_give_the_same_bytes_on_another_day_and_ids_on_another_host(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(1, 4):
        make.a_version(f"08ZENDA{number}", tags=["PREL"])
    first = client.get(ADDRESS)
    assert client.get(ADDRESS).content == first.content
    other = client.get(ADDRESS, headers={"host": "mirror.example.org"})
    found = [re.findall(r"<id>(.*?)</id>", answer.content.decode()) for answer in (first, other)]
    assert found[0] == found[1]
    assert len(set(found[0])) == 4
    assert text(read(client, "?tag=PREL"), "id") != text(read(client), "id")


def test_pages_lead_on_and_back_and_each_cable_is_on_one(client, monkeypatch):
    monkeypatch.setattr(feed_module, "ENTRIES", 4)
    for number in range(1, 11):
        make.a_version(f"08ZENDA{number}", tags=["PREL"])
    address, seen, ids = "?tag=PREL", [], set()
    for page in (1, 2, 3):
        feed = read(client, address)
        seen += numbers(feed)
        ids.add(text(feed, "id"))
        assert len(links(feed, "previous")) == (page > 1)
        assert links(feed, "first") == ["http://testserver/cables/feed.atom?tag=PREL"]
        following = links(feed, "next")
        assert following == (
            [f"http://testserver/cables/feed.atom?tag=PREL&page={page + 1}"] if page < 3 else []
        )
        address = following[0].partition("feed.atom")[2] if following else ""
    assert len(seen) == len(set(seen)) == 10
    assert len(ids) == 1
    assert links(feed, "previous") == ["http://testserver/cables/feed.atom?tag=PREL&page=2"]


@pytest.mark.parametrize("page", ["4", "999999999999", "9" * 5000])
def test_page_after_the_last_is_the_last(client, monkeypatch, page):
    monkeypatch.setattr(feed_module, "ENTRIES", 4)
    for number in range(1, 9):
        make.a_version(f"08ZENDA{number}")
    feed = read(client, f"?page={page}")
    assert len(numbers(feed)) == 4
    assert links(feed, "self") == ["http://testserver/cables/feed.atom?page=2"]
    assert links(feed, "next") == []


@pytest.mark.parametrize("page", ["0", "-1", "soon", "%00", "1.5", "²"])
def test_page_that_is_none_is_the_first(client, page):
    make.a_version()
    assert links(read(client, f"?page={page}"), "self") == ["http://testserver/cables/feed.atom"]


def test_newest_come_first_or_as_the_address_says(client):
    for year in (2004, 2009, 2006):
        make.a_version(f"{year - 2000:02}ZENDA1", sent_at=dt.datetime(year, 1, 1, tzinfo=dt.UTC))
    assert numbers(read(client)) == ["09ZENDA1", "06ZENDA1", "04ZENDA1"]
    assert numbers(read(client, "?sort=sent")) == ["04ZENDA1", "06ZENDA1", "09ZENDA1"]


@pytest.mark.parametrize("cables", [1, 60])
def test_queries_do_not_grow_with_the_cables(client, django_assert_max_num_queries, cables):
    for number in range(cables):
        make.a_version(f"08ZENDA{number + 1}", tags=["PREL", f"T{number}"])
    with django_assert_max_num_queries(BUDGET):
        read(client, "?tag=PREL")


def test_feed_says_its_type_and_has_a_name(client):
    make.a_version()
    response = client.get(f"{ADDRESS}?tag=PREL")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="cables-tag-PREL.atom"'
    head = client.head(f"{ADDRESS}?tag=PREL")
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(ADDRESS).status_code in {403, 405}


class AnyText(TestCase):
    @given(*[st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)] * 4)
    def test_any_text_of_a_cable_is_well_formed_and_stays_text(self, subject, body, tag, typed):
        make.a_version(subject=subject, tags=[tag], paragraphs=[{"text": body, "mark": "C"}])
        valid(ET.fromstring(self.client.get(ADDRESS).content))
        response = self.client.get(ADDRESS, {"q": typed})
        assert response["Content-Disposition"].isascii()
        valid(ET.fromstring(response.content))
