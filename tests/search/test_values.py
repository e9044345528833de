"""Single values of an address."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.search.values import code, day, tidy


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2008-08-14", dt.date(2008, 8, 14), dt.date(2008, 8, 14)),
        ("2008-2", dt.date(2008, 2, 1), dt.date(2008, 2, 29)),
        ("2008", dt.date(2008, 1, 1), dt.date(2008, 12, 31)),
        ("14/8/2008", dt.date(2008, 8, 14), dt.date(2008, 8, 14)),
        ("14.08.2008", dt.date(2008, 8, 14), dt.date(2008, 8, 14)),
    ],
)
def test_day_month_or_year_is_a_date(typed, first, last):
    assert day(typed) == first
    assert day(typed, last=True) == last


@pytest.mark.parametrize(
    "typed", ["", "2008-02-31", "2008-13", "0000", "soon", "20080814", "31/02/2008", "٢٠٠٨x"]
)
def test_what_is_no_date_is_none(typed):
    assert day(typed) is None


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_none(typed):
    assert isinstance(day(typed), dt.date | None)


def test_control_characters_become_spaces():
    assert tidy("a\x00b\n c\u202e") == "a b c"


def test_code_is_in_capitals():
    assert code(" prel ") == "PREL"
