"""What was done to several things, in numbers and names."""

import pytest

from cables.presenters.acted import MOST_NAMED, because, counted, left_alone, listed
from cables.reviewing.refusals import Refused

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("names", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_listed(names, words):
    assert listed(names) == words


def test_very_many_are_counted_after_a_page_of_names():
    names = [str(n) for n in range(MOST_NAMED + 1200)]
    assert listed(names).endswith(f"{MOST_NAMED - 1} and 1,200 more")
    assert listed(names[:MOST_NAMED]).endswith(f"{MOST_NAMED - 2} and {MOST_NAMED - 1}")


def test_number_and_verb_agree():
    assert counted(["A"], "import is undone", "imports are undone") == "1 import is undone: A."
    assert counted(["A", "B"], "import is undone", "imports are undone") == "2 imports are undone: A and B."


def test_what_has_one_reason_is_told_together():
    left = [("A", "not at work"), ("B", "undone already"), ("C", "not at work")]
    assert left_alone(left) == (
        "2 were left alone, as not at work: A and C. 1 was left alone, as undone already: B."
    )


def test_refusal_becomes_a_reason():
    assert because(Refused("It is not at work. Look again.")) == "it is not at work"
