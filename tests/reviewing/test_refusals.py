"""What a verb says when it does nothing."""

import pytest

from cables.reviewing.refusals import Doubtful, Forbidden, Refused, Stale, demand
from cables.visibility import Action, Role, State
from tests.people import a_user


def test_every_refusal_is_caught_as_one():
    assert all(issubclass(kind, Refused) for kind in (Doubtful, Forbidden, Stale))


def test_doubt_keeps_its_questions_and_says_them_as_one_sentence_after_the_other():
    doubt = Doubtful(["Is it so?", "And this?"])
    assert doubt.questions == ["Is it so?", "And this?"]
    assert str(doubt) == "Is it so? And this?"


@pytest.mark.django_db
def test_what_the_policy_allows_passes_and_what_it_forbids_names_the_action():
    reviewer = a_user(Role.REVIEWER, name="ada")
    demand(reviewer, Action.WITHHOLD, State.PUBLIC)
    sentence = r"^Your account may not import and correct here\. Ask an administrator for the role\.$"
    with pytest.raises(Forbidden, match=sentence):
        demand(reviewer, Action.IMPORT, State.SITE)


@pytest.mark.django_db
def test_state_counts_too():
    reviewer = a_user(Role.REVIEWER, name="ada")
    demand(reviewer, Action.RECALL, State.RELEASED)
    with pytest.raises(Forbidden):
        demand(reviewer, Action.RECALL, State.WITHHELD)
