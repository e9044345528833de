"""Words that are offered for a word that no cable has."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cables.models import IndexChange
from cables.search.listing import listing
from cables.search.spelling import corrected, distance
from tests.factories import a_collection, a_held_version, a_version

pytestmark = pytest.mark.django_db


def meant(address):
    return [(each.words, each.cables) for each in listing(QueryDict(address)).meant]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("harbuor", "harbour"),
        ("harboor", "harbour"),
        ("ahrbour", "harbour"),
        ("HARBUR", "harbour"),
        ("ministires", "ministries"),
        ("negotatons", "negotiations"),
        ("obrian", "o'brien"),
        ("negotiatoins", "negotiations"),
        ("tarrifs", "tariffs"),
    ],
)
def test_near_word_is_offered_as_a_cable_writes_it(index, typed, word):
    a_version(
        "08ZENDA1", paragraphs=["The Harbour ministries held negotiations with O'Brien."], subject="TARIFFS"
    )
    index()
    assert meant(f"q={typed}") == [(word, 1)]


@pytest.mark.parametrize(
    "typed",
    ["harbour", "harbours", "xyzzyq", "hab", "hrbuor", "harb*", "-harbuor", "tag:HARBUOR", "harbuorious"],
)
def test_nothing_is_offered_for_what_is_found_short_or_far(index, typed):
    a_version("08ZENDA1", subject="", paragraphs=["The harbour."])
    index()
    assert meant(f"q={typed}") == []


def test_nearest_come_first_and_then_the_most_frequent(index):
    a_version("08ZENDA1", subject="", paragraphs=["The treasury."])
    for number in (2, 3):
        a_version(f"08ZENDA{number}", subject="", paragraphs=["The treasure."])
    index()
    assert [word for word, _ in meant("q=treasurr")] == ["treasure", "treasury"]


def test_every_unknown_word_is_put_right_at_once(index):
    a_version("08ZENDA1", subject="", paragraphs=["The harbour customs."])
    index()
    near = listing(QueryDict("q=harbuor+costoms")).meant
    assert [(each.words, str(each.address), each.cables) for each in near] == [
        ("harbour customs", "?q=harbour+customs", 1)
    ]


def test_other_conditions_stay_where_they_leave_something(index):
    a_version("08ZENDA1", subject="", paragraphs=["The harbour."], tags=["PREL"])
    a_version("08ZENDA2", subject="", paragraphs=["The harbour."])
    index()
    assert meant("q=harbuor&tag=PREL") == [("harbour", 1)]
    assert meant("q=harbuor&tag=NOSUCH") == [("harbour", 2)]


def test_word_of_a_cable_of_which_something_is_being_withheld_is_not_offered(index):
    """The index still has it: it follows in a while."""
    version = a_version("08ZENDA1", subject="", paragraphs=["The harbour."])
    index()
    assert meant("q=harbuor") == [("harbour", 1)]
    IndexChange.objects.create(cable=version.cable, kind=IndexChange.Kind.WITHHELD, revision=2)
    assert meant("q=harbuor") == []
    a_version("08ZENDA2", subject="", paragraphs=["Harbour."])
    index()
    assert meant("q=harbuor") == [("harbour", 2)]


def test_exact_word_that_only_such_a_cable_has_counts_as_unknown(index):
    version = a_version("08ZENDA1", subject="", paragraphs=["The harbour."])
    a_version("08ZENDA2", subject="", paragraphs=["The harpoon."])
    index()
    IndexChange.objects.create(cable=version.cable, kind=IndexChange.Kind.WITHHELD, revision=2)
    assert meant("q=harbour") == meant("q=harbuor") == []
    assert meant("q=harpoom") == [("harpoon", 1)]


def test_word_of_a_held_cable_or_of_a_collection_that_is_down_is_not_offered(index):
    a_held_version("08ZENDA1", subject="", paragraphs=["The harbour."])
    down = a_collection("down")
    a_version("08ZENDA2", subject="", paragraphs=["The harbour."], collection=down)
    index()
    down.standing = down.Standing.DOWN
    down.save()
    assert meant("q=harbuor") == []


def test_without_an_index_nothing_is_offered():
    a_version("08ZENDA1", subject="", paragraphs=["The harbour."])
    assert meant("q=harbuor") == []


def test_only_the_word_itself_is_replaced():
    assert corrected('cat "a cat" category -cat', {"cat": r"dog\1"}) == r'dog\1 "a dog\1" category -dog\1'


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("ab", "ba", 1),
        ("harbor", "harbour", 1),
        ("abc", "cab", 2),
        ("abcd", "acbd", 1),
    ],
)
def test_distance_counts_slips(one, other, slips):
    assert distance(one, other) == slips


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_the_same_both_ways(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
