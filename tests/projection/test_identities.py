from hypothesis import given
from hypothesis import strategies as st

from cables.projection.identities import Known, carry_over

DUES = "The Permanent Secretary did not dispute the figures but asked for time until the spring session"
LAMP = "The lamp of the lighthouse was lit on Tuesday by persons unknown to either government"


def test_unchanged_text_keeps_its_identity_wherever_it_moves():
    known = [Known(1, 1, DUES), Known(2, 2, LAMP)]
    assert carry_over(known, [(1, LAMP), (2, DUES)], 2) == [2, 1]


def test_corrected_paragraph_keeps_the_identity_of_its_number():
    known = [Known(1, 1, DUES), Known(2, 2, LAMP)]
    fresh = [(1, DUES.replace("spring", "autumn")), (2, LAMP)]
    assert carry_over(known, fresh, 2) == [1, 2]


def test_another_paragraph_under_an_old_number_is_new():
    assert carry_over([Known(1, 1, DUES)], [(1, LAMP)], 1) == [2]


def test_inserted_paragraph_does_not_shift_the_others():
    known = [Known(1, 1, DUES), Known(2, 2, LAMP)]
    fresh = [(1, DUES), (2, "An entirely new paragraph stands here now"), (3, LAMP)]
    assert carry_over(known, fresh, 2) == [1, 3, 2]


def test_identity_once_given_is_never_given_again():
    assert carry_over([], [(1, DUES)], 7) == [8]


def test_two_equal_paragraphs_keep_their_order():
    known = [Known(1, 1, DUES), Known(2, 2, DUES)]
    assert carry_over(known, [(1, DUES), (2, DUES), (3, DUES)], 2) == [1, 2, 3]


@given(
    st.lists(st.tuples(st.none() | st.integers(1, 4), st.sampled_from([DUES, LAMP, "", "x y"])), max_size=6),
    st.lists(st.tuples(st.none() | st.integers(1, 4), st.sampled_from([DUES, LAMP, "", "x y"])), max_size=6),
)
def test_identities_are_unique_within_a_version(old, fresh):
    known = [Known(n, number, text) for n, (number, text) in enumerate(old, 1)]
    identities = carry_over(known, fresh, len(old))
    assert len(set(identities)) == len(identities) == len(fresh)
