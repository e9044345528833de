"""Which lists are offered where one holds nothing."""

import pytest
from django.http import QueryDict

from cables.search.listing import listing
from cables.search.relaxing import OFFERED
from tests.factories import a_version

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["index", "tables"])
def near(request, index):
    def near(address):
        if request.param == "index":
            index()
        return [
            (str(relaxation.address), count) for relaxation, count in listing(QueryDict(address)).relaxations
        ]

    return near


def test_list_that_holds_something_offers_none(near):
    a_version("08ZENDA1", tags=["PREL"])
    assert near("tag=PREL&classification=CONFIDENTIAL") == []


def test_smallest_of_those_without_one_condition_comes_first(near):
    for number in range(3):
        a_version(f"08ZENDA{number}", tags=["PREL"])
    a_version("08LAPAZ9", tags=["RT"])
    assert near("tag=RT&origin=ZENDA") == [("?tag=RT", 1), ("?origin=ZENDA", 3)]


def test_at_most_three_are_offered(near):
    a_version("08ZENDA1", subject="ZINC AND TIN", tags=["PREL"], captions=["NODIS"])
    assert len(near("q=zinc+tin+OR+lead+xyzzy&not_tag=PREL&not_origin=ZENDA&mark=C")) <= OFFERED


def test_two_conditions_go_only_where_one_is_not_enough(near):
    a_version("08ZENDA1", tags=["PREL"], classification="SECRET")
    a_version("08LAPAZ2", tags=["PREL"])
    assert near("tag=PREL&origin=NOWHERE&caption=NODIS") == [("?tag=PREL", 2)]
    assert near("tag=PREL&origin=NOWHERE&caption=NODIS&classification=SECRET") == [
        ("?tag=PREL&classification=SECRET", 1),
        ("?classification=SECRET", 1),
        ("?tag=PREL", 2),
    ]


def test_one_condition_alone_is_the_last_resort(near):
    a_version("08ZENDA1", tags=["PREL"])
    assert near("tag=PREL&origin=A&caption=B&collection=c&classification=SECRET") == [("?tag=PREL", 1)]


def test_year_goes_as_one_condition(near):
    a_version("08ZENDA1", tags=["PREL"])
    assert near("tag=PREL&sent_after=1990&sent_before=1990") == [("?tag=PREL", 1)]


def test_what_is_left_out_is_a_condition_too(near):
    a_version("08ZENDA1", tags=["PREL"])
    assert near("tag=PREL&not_origin=ZENDA&not_classification=SECRET") == [
        ("?tag=PREL&not_classification=SECRET", 1)
    ]


def test_one_word_of_several_is_offered(near):
    a_version("08ZENDA1", subject="ZINC")
    assert near("q=zinc+xyzzy") == [("?q=zinc", 1)]
