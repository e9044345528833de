"""Addresses of a list as a file, and what the file is called."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cables.presenters.saving import LONGEST_NAME, file_name, saving
from cables.search.address import ORDER, Address


def test_links_keep_the_conditions_and_their_order():
    links = saving(Address.of([("sort", "mrn"), ("tag", "PREL"), ("q", "dues")]))
    assert links.csv == "/cables/export.csv?q=dues&tag=PREL&sort=mrn"
    assert links.jsonl == "/cables/export.jsonl?q=dues&tag=PREL&sort=mrn"
    assert links.atom == "/cables/feed.atom?q=dues&tag=PREL&sort=mrn"
    assert saving(Address()).csv == "/cables/export.csv"


def test_name_says_the_conditions_and_neither_order_nor_page():
    asked = Address.of([("tag", "PREL"), ("not_tag", "E/WT"), ("sort", "mrn"), ("page", "3")])
    assert file_name(asked, "csv") == "cables-tag-PREL-not-tag-E-WT.csv"
    assert file_name(Address(), "csv") == "cables.csv"


def test_name_that_grows_too_long_ends_with_a_whole_condition():
    asked = Address.of([("tag", f"TAG{n}") for n in range(20)])
    name = file_name(asked, "csv")
    assert name.startswith("cables-tag-TAG0-tag-TAG1-")
    assert name.endswith("-and-more.csv")


@given(st.lists(st.tuples(st.sampled_from(ORDER), st.text(max_size=40)), max_size=6))
def test_name_is_short_and_of_plain_letters(pairs):
    name = file_name(Address.of(pairs), "jsonl")
    assert re.fullmatch(r"cables[A-Za-z0-9-]*\.jsonl", name)
    assert len(name) <= LONGEST_NAME + len("-and-more.jsonl")
