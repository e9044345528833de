"""Counts beside the list."""

import datetime as dt

import pytest
from django.http import QueryDict

from cables.search.listing import PAGE_SIZE, listing
from tests.factories import a_collection, a_held_version, a_version

pytestmark = pytest.mark.django_db


def sent(year):
    return dt.datetime(year, 6, 1, tzinfo=dt.UTC)


def counts(address, name):
    facet = next(facet for facet in listing(QueryDict(address)).facets if facet.name == name)
    return {value.value: value.count for value in facet.values}


@pytest.fixture
def three_cables():
    a_version("08ZENDA1", tags=["PREL", "RT"], classification="SECRET", sent_at=sent(2008))
    a_version("08ZENDA2", tags=["PREL"], classification="CONFIDENTIAL", sent_at=sent(2007))
    nara = a_collection("nara", notice="")
    a_version("08LAPAZ3", tags=["ETRD"], classification="SECRET", collection=nara, sent_at=None)


@pytest.mark.usefixtures("three_cables")
class TestCounts:
    def test_each_value_says_how_many_cables_have_it(self):
        assert counts("", "tag") == {"PREL": 2, "ETRD": 1, "RT": 1}
        assert counts("", "classification") == {"CONFIDENTIAL": 1, "SECRET": 2}
        assert counts("", "origin") == {"ZENDA": 2, "LAPAZ": 1}
        assert counts("", "collection") == {"sample": 2, "nara": 1}

    def test_facet_leaves_out_its_own_conditions(self):
        assert counts("tag=ETRD", "tag") == {"PREL": 2, "ETRD": 1, "RT": 1}

    def test_facet_keeps_the_conditions_of_others(self):
        assert counts("tag=PREL", "classification") == {"CONFIDENTIAL": 1, "SECRET": 1}
        assert counts("not_tag=RT", "tag") == {"PREL": 1, "ETRD": 1}

    def test_cable_is_counted_under_each_of_its_values_however_many(self, index):
        """More than the index has columns for, which are filled in another order than the text has them."""
        tags = ["ZZZZ", *(f"TAG{n}" for n in range(9)), "PREL"]
        levels = ["U", "SBU", "C", "S"]
        texts = [{"text": "He telephoned.", "mark": level} for level in levels]
        captions = ["SIPDIS", "NOFORN", "EXDIS"]
        a_version("08LAPAZ4", tags=tags, paragraphs=texts, captions=captions)
        index()
        assert counts("q=telephoned", "tag") == dict.fromkeys(tags, 1)
        assert counts("q=telephoned", "mark") == dict.fromkeys(levels, 1)
        assert counts("q=telephoned", "caption") == dict.fromkeys(captions, 1)

    def test_chosen_value_stays_in_sight_where_nothing_has_it(self):
        assert counts("tag=NOSUCH&q=xyzzy", "tag") == {"NOSUCH": 0}

    def test_years_leave_out_the_dates_asked_for_and_mark_them(self):
        years = listing(QueryDict("sent_after=2008&sent_before=2008")).years
        assert [(y.year, y.count, y.chosen) for y in years] == [(2007, 1, False), (2008, 1, True)]

    def test_undated_cables_are_counted_apart(self):
        assert listing(QueryDict()).totals.undated == 1

    def test_held_versions_are_not_counted(self):
        a_held_version("08ZENDA9")
        assert sum(counts("", "origin").values()) == 3


def test_tags_beyond_the_most_frequent_are_counted_only():
    a_version("08ZENDA1", tags=[f"T{n:02}" for n in range(20)])
    facet = listing(QueryDict("tag=T19")).facets[1]
    assert len(facet.values) == 13
    assert facet.values[-1].chosen
    assert facet.more == 7


def test_empty_list_offers_lists_that_hold_something():
    a_version("08ZENDA1", tags=["PREL"], subject="ZINC")
    nearby = listing(QueryDict("q=zinc+xyzzy&tag=PREL&origin=ZENDA&origin=LAPAZ")).relaxations
    assert [(relaxation.name, relaxation.values, count) for relaxation, count in nearby] == [
        ("q", ("zinc xyzzy",), 1),
        ("word", ("zinc",), 1),
    ]


@pytest.mark.parametrize(
    ("asked", "page", "noted"),
    [
        ("2", 2, False),
        ("999", 2, True),
        ("0", 1, True),
        ("x", 1, True),
        ("9" * 5000, 2, True),
        ("%00", 1, False),
    ],
)
def test_page_that_is_not_there_leads_to_one_that_is(asked, page, noted):
    for number in range(PAGE_SIZE + 1):
        a_version(f"08ZENDA{number + 1}", paragraphs=())
    asked_for = listing(QueryDict(f"page={asked}"))
    assert asked_for.page.number == page
    assert bool(asked_for.notes) == noted
