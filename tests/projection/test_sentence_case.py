"""Only case changes, and the cable's own text decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.projection.sentence_case import sentence_case

SEED = "ACTION REQUEST: POINTS TO RAISE WITH NATO-SYG ON SEPTEMBER 18 SPEECH ON RUSSIA"
SEED_BODY = (
    "This is an action request. See paragraph 3.",
    "NATO Secretary General Anders Rasmussen intends to deliver a major speech on Russia September 18.",
    "The Ambassador should draw on the following points to raise privately. Begin points:",
)


def test_seed_reads_as_its_owner_writes_it():
    wanted = "Action request: Points to raise with NATO-SYG on September 18 speech on Russia"
    assert sentence_case(SEED, SEED_BODY) == wanted


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        # Names keep the capitals that the text gives them, inner ones too.
        ("MCELDOWNEY CALLS", "Later McEldowney called; she calls often.", "McEldowney calls"),
        # A capital at the start of a sentence is no evidence.
        ("HARBOR DUES", "Harbor masters agree. Dues rise.", "Harbor dues"),
        # What is written both ways goes lower.
        ("THE COUNCIL", "The Council met. A council meets.", "The council"),
        # A month that is a word is a month beside a number only.
        ("TALKS MAY FAIL ON MAY 3", "They said that talks may fail.", "Talks may fail on May 3"),
        ("U.S. NGOS IN COTE D'IVOIRE", "They went there.", "U.S. NGOs in Cote d'Ivoire"),
        ("RUSSIA'S 18TH CONGRESS", "It was a party congress.", "Russia's 18th congress"),
        ("WHO WILL START?", "Nobody asked who will start.", "Who will start?"),
        ("PARAGRAPH 2 OF A-226", "It was in a paragraph.", "Paragraph 2 of A-226"),
    ],
)
def test_mixed_case_text_is_the_evidence(subject, body, expected):
    assert sentence_case(subject, [body]) == expected


@pytest.mark.parametrize("body", [(), ("THE MINISTER ARRIVED AT LA PAZ AND LEFT.",)])
def test_title_case_where_the_text_is_in_capitals_too(body):
    subject = "MINISTER'S VISIT TO LA PAZ: PHASE II OF NATO TALKS WITH O'DONOHUE"
    expected = "Minister's Visit to La Paz: Phase II of NATO Talks with O'Donohue"
    assert sentence_case(subject, body) == expected


def test_names_given_are_kept_and_name_their_people():
    assert sentence_case("RURITANIANS ASK", ["They ask for time."], ["Ruritania"]) == "Ruritanians ask"


@pytest.mark.parametrize("subject", ["", "A", "Visit of McCain to Kyiv", "1974", "?"])
def test_what_is_not_in_capitals_stays(subject):
    assert sentence_case(subject, SEED_BODY) == subject


@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=3))
def test_nothing_but_case_changes(subject, body):
    result = sentence_case(subject, body)
    assert len(result) == len(subject)
    assert result.upper() == subject.upper()


@given(st.text(alphabet="ABCİßŉAXO'.-: 12", max_size=80), st.text(alphabet="aBcOx'. ", max_size=80))
def test_nothing_but_case_changes_in_capitals(subject, body):
    assert sentence_case(subject, [body]).upper() == subject.upper()


def test_a_hostile_subject_and_text_take_no_time():
    assert sentence_case("A" * 1_000_000) == "A" * 1_000_000
    sentence_case("AB " * 600, ["x " * 1_000_000])


def test_single_letter_in_subject_and_letters_that_become_two():
    """No word is looked for as nothing; offsets hold where the capitals of a text are longer than it."""
    text = ["The envoy spoke of S and of the Straße, then of harbor dues."]
    assert sentence_case("S ENVOY ON HARBOR DUES", text) == "S envoy on harbor dues"
    assert sentence_case("DUES OF THE HARBOR", ["ß. The dues of Harbor House."]) == "Dues of the Harbor"
