"""Words as people type them, found in the index as people mean them."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cables.models import CableVersion
from cables.search.filters import CableFilter
from cables.search.generations import PUBLIC, home
from cables.search.listing import answers_to, listing
from tests.factories import a_version

pytestmark = pytest.mark.django_db

FOUND = [
    # What stands in the text, and what finds it.
    ("The U.S. position", "U.S."),
    ("The U.S. position", "US"),
    ("The US position", "U.S."),
    ("The U.S.S.R. and others", "USSR"),
    ("Mr. O'Brien called", "o'brien"),
    ("Mr. O’Brien called", "OBrien"),
    ("Mr. OBrien called", "O’Brien"),
    ("Al-Qaida cells", "al-qaida"),
    ("Al-Qaida cells", '"al qaida"'),
    ("AlQaida cells", "al-qaida"),
    ("F-16 aircraft", "F16"),
    ("F16 aircraft", "F-16"),
    ("costs 1,000 crowns", "1000"),
    ("costs 1000 crowns", "1,000"),
    ("costs 1,000,000 crowns", "1000000"),
    ("a rate of 3.5 percent", "3.5"),
    ("Ambassador Müller", "muller"),
    ("Ambassador Muller", "MÜLLER"),
    ("São Paulo", "sao paulo"),
    ("Sa\u0303o Paulo", "São"),
    ("negotiations resumed", "negotiation"),
    ("the policy", "policies"),
    ("HARBOR DUES", "harbor"),
    ("zero\u200bwidth", "zerowidth"),
    ("\u202eright to left\u202c", "right"),
    ("\N{EARTH GLOBE EUROPE-AFRICA} world", "world"),
    ("end.Next begins", "next"),
    ("see 09STATE95585 there", '"09STATE95585"'),
    ("see 09 STATE 95585 there", '"09STATE95585"'),
    ("terrorism and terrorists", "terror*"),
    ("the negotiations", "negotiat*"),
    ("the generalization", "generaliz*"),
]
NOT_FOUND = [
    ("The harbor master", '"master harbor"'),
    ("The harbor. Master", '"harbor dues"'),
    ("administer", "minister"),
    ("The harbor master", "harbor -master"),
    ("The harbor master", "body:harbor -harbor"),
    ("F-17 aircraft", "F-16"),
]


def found(words):
    data = QueryDict(mutable=True)
    data["q"] = words
    cables = CableFilter(data, queryset=CableVersion.objects.released())
    answers = answers_to(cables)
    assert answers.indexed
    return answers.totals().cables


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_is_found(index, text, words):
    a_version("08ZENDA1", subject="DUES", paragraphs=[text])
    index()
    assert found(words) == 1


@pytest.mark.parametrize(("text", "words"), NOT_FOUND)
def test_is_not_found(index, text, words):
    a_version("08ZENDA1", subject="DUES", paragraphs=[text])
    index()
    assert found(words) == 0


def test_phrase_does_not_go_on_in_the_next_paragraph(index):
    a_version("08ZENDA1", subject="DUES", paragraphs=["The harbor", "master called."])
    index()
    assert found('"harbor master"') == 0
    assert found("harbor master") == 1


@pytest.mark.parametrize("address", ["q=harbor+mark:U", "q=harbor&mark=U"])
def test_level_says_in_which_paragraphs_a_word_is_looked_for(index, address):
    a_version("08ZENDA1", paragraphs=[{"text": "The harbor.", "mark": "S"}, {"text": "A visa.", "mark": "U"}])
    a_version("08ZENDA2", paragraphs=[{"text": "A visa.", "mark": "S"}, {"text": "The harbor.", "mark": "U"}])
    index()
    here = listing(QueryDict(address))
    assert [version.cable.mrn for version in here.page.object_list] == ["08ZENDA2"]
    assert [hit.paragraph.level for hit in here.hits.values()] == ["U"]


@pytest.mark.parametrize(
    "typed",
    [
        "body_S:harbor",
        "mark:S body_S:harbor",
        "id:1",
        "number:08ZENDA1",
        "sent:[0 TO 99999999]",
        "harbor^9",
        "harbor~2",
        "/har.*/",
        "*:*",
        "classification:SECRET OR *:*",
    ],
)
def test_nothing_typed_names_a_field_of_the_index(index, typed):
    a_version("08ZENDA1", classification="SECRET", paragraphs=[{"text": "The quay.", "mark": "S"}])
    index()
    assert found(typed) in {0, 1}
    assert found(f"{typed} quayside") == 0


@given(typed=st.text(max_size=400))
@example(typed="x" * 10_000)
@example(typed='"' * 5_000 + "-" * 5_000)
@example(typed="\ud800 \x00 \u202e *")
@example(typed="(((a OR b) AND NOT c)) ^2 ~1 [a TO b} /re/ body:x _exists_:y")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
def test_whatever_is_typed_there_is_an_answer(index, typed):
    if not home(PUBLIC).current():
        a_version("08ZENDA1")
        index()
    data = QueryDict(mutable=True)
    data["q"] = typed
    assert listing(data).totals.cables in {0, 1}
