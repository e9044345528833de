"""Which cables a list address asks for, in which order, and what is said of the rest of it."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from cables.models import CableTag, CableVersion
from cables.search.address import ORDER
from cables.search.filters import CableFilter
from cables.search.listing import answers_to
from tests.factories import (
    a_collection,
    a_held_version,
    a_mention,
    a_paragraph,
    a_reference,
    a_version,
    an_addressee,
)
from tests.search.strange_queries import queries

pytestmark = pytest.mark.django_db


def ask(address=""):
    return CableFilter(QueryDict(address), queryset=CableVersion.objects.released())


def found(address=""):
    return [version.cable.mrn for version in ask(address).qs.select_related("cable")]


def sent(year, month=1, day=1):
    return dt.datetime(year, month, day, 12, tzinfo=dt.UTC)


def test_only_released_versions_are_listed():
    a_version("08ZENDA1")
    a_held_version("08ZENDA2")
    assert found() == ["08ZENDA1"]


def test_one_cable_of_two_versions_is_listed_once_with_its_newest_text():
    a_version("08ZENDA1", paragraphs=["the first text"])
    a_version("08ZENDA1", paragraphs=["the second text"])
    assert found("q=text") == ["08ZENDA1"]
    assert found("q=first") == []


def test_all_words_must_be_somewhere_in_the_cable():
    a_version("08ZENDA1", subject="HARBOR DUES", paragraphs=["A demarche.", "Another matter."])
    a_version("08ZENDA2", subject="HARBOR LIGHTS")
    assert found("q=Dues+another+DEMARCHE") == ["08ZENDA1"]


def test_word_in_a_heading_is_found():
    version = a_version("08ZENDA1")
    a_paragraph(version, "No more.", heading="Comment")
    assert found("q=comment") == ["08ZENDA1"]


def test_excluded_word_may_be_nowhere_in_the_cable():
    a_version("08ZENDA1", paragraphs=["zinc", "tin"])
    a_version("08ZENDA2", paragraphs=["zinc"])
    assert found("q=zinc+-tin") == ["08ZENDA2"]


def test_phrase_is_found_as_it_stands():
    a_version("08ZENDA1", paragraphs=["the port dues"])
    a_version("08ZENDA2", paragraphs=["dues of the port"])
    assert found('q="port dues"') == ["08ZENDA1"]


def test_wildcards_of_the_database_are_plain_signs():
    a_version("08ZENDA1", paragraphs=["100% of it"])
    a_version("08ZENDA2", paragraphs=["100 of it"])
    a_version("08ZENDA3", paragraphs=["a_b"])
    assert found("q=100%25") == ["08ZENDA1"]
    assert found("q=a_b") == ["08ZENDA3"]
    assert found("q=%25") == ["08ZENDA1"]
    assert found("q=\\") == []


@pytest.mark.parametrize("typed", ["élysée", "ÉLYSÉE", "Élysée"])
def test_case_of_letters_beyond_ascii_does_not_matter(typed):
    a_version("08ZENDA1", paragraphs=["Dinner at the Élysée."])
    assert found(f"q={typed}") == ["08ZENDA1"]


@pytest.mark.parametrize("typed", ["minister's", "minister’s"])
def test_either_apostrophe_is_found(typed):
    a_version("08ZENDA1", paragraphs=["The minister’s boat."])
    a_version("08ZENDA2", paragraphs=["The minister's boat."])
    assert len(found(f"q={typed}")) == 2


def test_number_alone_finds_its_cable_though_the_text_does_not_say_it():
    a_version("08ZENDA412")
    a_version("08ZENDA413")
    assert found("q=08+zenda+00412") == ["08ZENDA412"]


def test_fields_in_the_query_narrow_it():
    a_version("08ZENDA1", tags=["PREL"])
    other = a_version("08LAPAZ2", paragraphs=[{"text": "x", "mark": "S"}])
    a_reference(other, mrn="09USNATO383")
    assert found("q=tag:prel") == ["08ZENDA1"]
    assert found("q=-tag:prel") == ["08LAPAZ2"]
    assert found('q=from:"La Paz"') == ["08LAPAZ2"]
    assert found("q=mark:s") == ["08LAPAZ2"]
    assert found("q=ref:09USNATO00383") == ["08LAPAZ2"]


def test_addressee_is_found_by_post_or_name_but_not_one_that_is_exempted():
    an_addressee(a_version("08ZENDA1"), "AMEMBASSY LA PAZ", post="LAPAZ")
    an_addressee(a_version("08ZENDA2"), "SECSTATE WASHDC", role="info")
    an_addressee(a_version("08ZENDA3"), "AMEMBASSY LA PAZ", post="LAPAZ", excluded=True)
    assert found('q=to:"la paz"') == ["08ZENDA1"]
    assert found("q=to:LAPAZ") == ["08ZENDA1"]
    assert found("q=to:secstate") == ["08ZENDA2"]


def test_caption_is_found_whole():
    a_version("08ZENDA1", captions=["SIPDIS", "NODIS"])
    a_version("08ZENDA2", captions=["EXDIS"])
    a_version("08ZENDA3")
    assert found("q=caption:nodis") == ["08ZENDA1"]
    assert found("q=caption:DIS") == []
    assert found("q=-caption:NODIS&sort=sent") == ["08ZENDA2", "08ZENDA3"]


def test_classification_and_collection_are_found_in_the_query_too():
    a_version("08ZENDA1", classification="TOP SECRET")
    a_version("08ZENDA2", collection=a_collection("nara"))
    assert found("q=class:top-secret") == ["08ZENDA1"]
    assert found("q=classification:C") == ["08ZENDA2"]
    assert found("q=collection:NARA") == ["08ZENDA2"]


def test_dates_in_the_query_mean_what_they_mean_in_the_address():
    for number, (month, day) in enumerate([(7, 31), (8, 1), (8, 31), (9, 1)], 1):
        a_version(
            f"08ZENDA{number}", sent_at=dt.datetime(2008, month, day, 23, 59, 59, 999999, tzinfo=dt.UTC)
        )
    a_version("08ZENDA5", sent_at=None)
    for in_query, in_address in {
        "sent:2008-08": "sent_after=2008-08&sent_before=2008-08",
        "after:2008-08": "sent_after=2008-08",
        "before:2008-08": "sent_before=2008-08",
        "sent:2008-08-31..2008-09": "sent_after=2008-08-31&sent_before=2008-09",
        "sent:0001..9999": "sent_after=0001&sent_before=9999",
    }.items():
        assert found(f"q={in_query}") == found(in_address) != []
    assert found("q=sent:2008-08&sent_after=2008-08-02") == ["08ZENDA3"]
    assert found("q=sent:2008-07+OR+sent:2008-09") == ["08ZENDA4", "08ZENDA1"]
    assert found("q=-sent:2008-08") == ["08ZENDA4", "08ZENDA1", "08ZENDA5"]


def test_beginning_of_a_word_is_found():
    a_version("08ZENDA1", paragraphs=["Lighthouses."])
    a_version("08ZENDA2", paragraphs=["Harbor."])
    assert found("q=lightho*") == ["08ZENDA1"]
    assert found("q=-lightho*") == ["08ZENDA2"]


def test_strange_queries_are_no_error():
    a_version("08ZENDA1", tags=["PREL"], captions=["NODIS"])
    for typed in queries(60, seed=1):
        list(ask(urlencode({"q": typed}, errors="replace")).qs)


def test_values_of_a_tag_are_joined_by_or():
    for number, tags in enumerate([["PREL"], ["ETRD"], ["NATO"]], 1):
        a_version(f"08ZENDA{number}", tags=tags)
    assert sorted(found("tag=prel&tag=ETRD")) == ["08ZENDA1", "08ZENDA2"]


def test_excluded_tag_takes_cables_away():
    a_version("08ZENDA1", tags=["PREL", "NATO"])
    a_version("08ZENDA2", tags=["PREL"])
    assert found("tag=PREL&not_tag=NATO") == ["08ZENDA2"]


def test_cable_that_carries_a_tag_twice_is_listed_once():
    version = a_version("08ZENDA1", tags=["RS"])
    CableTag.objects.create(version=version, position=9, code="RS", raw="RU", kind="geo")
    assert found("tag=RS") == ["08ZENDA1"]


def test_origin_is_the_post_in_the_number():
    a_version("08ZENDA1")
    a_version("08LAPAZ1")
    assert found("origin=lapaz") == ["08LAPAZ1"]


@pytest.mark.parametrize("typed", ["TOP SECRET", "top secret", "top-secret", "TOP_SECRET"])
def test_classification_may_be_typed_as_one_likes(typed):
    a_version("08ZENDA1", classification="TOP SECRET")
    a_version("08ZENDA2")
    assert found(f"classification={typed}") == ["08ZENDA1"]


def test_classification_that_is_not_stated_can_be_asked_for():
    a_version("08ZENDA1", classification="UNKNOWN")
    a_version("08ZENDA2")
    assert found("classification=UNKNOWN") == ["08ZENDA1"]


def test_mark_asks_for_a_paragraph_of_that_level():
    a_version("08ZENDA1", paragraphs=[{"text": "a", "mark": "S"}, {"text": "b", "mark": "U"}])
    a_version("08ZENDA2", paragraphs=[{"text": "a", "mark": "U"}])
    assert found("mark=S") == ["08ZENDA1"]


@pytest.mark.parametrize(
    ("without", "left"),
    [
        ("not_tag=PREL", ["08LAPAZ2", "unnumbered-000001"]),
        ("not_origin=zenda", ["08LAPAZ2", "unnumbered-000001"]),
        ("not_classification=top-secret", ["08LAPAZ2", "unnumbered-000001"]),
        ("not_classification=TOP SECRET&not_classification=SECRET", ["unnumbered-000001"]),
        ("not_mark=U", ["08LAPAZ2", "unnumbered-000001"]),
        ("not_mark=U&not_mark=S", ["unnumbered-000001"]),
        ("not_caption=noforn", ["08LAPAZ2", "unnumbered-000001"]),
        ("not_collection=nara", ["08ZENDA1", "unnumbered-000001"]),
        ("mark=C&not_mark=S", ["08ZENDA1"]),
    ],
)
@pytest.mark.parametrize("indexed", [True, False])
def test_every_facet_can_leave_out(index, without, left, indexed):
    marked = [{"text": "a", "mark": "C"}, {"text": "b", "mark": "U"}]
    a_version(
        "08ZENDA1",
        tags=["PREL"],
        classification="TOP SECRET",
        captions=["NOFORN", "SIPDIS"],
        paragraphs=marked,
    )
    a_version(
        "08LAPAZ2",
        classification="SECRET",
        captions=["SIPDIS"],
        collection=a_collection("nara"),
        paragraphs=[{"text": "a", "mark": "C"}, {"text": "b", "mark": "S"}],
    )
    a_version("unnumbered-000001", classification="UNKNOWN", paragraphs=())
    if indexed:
        index()
    answers = answers_to(ask(without))
    assert answers.indexed == indexed
    assert sorted(version.cable.mrn for version in answers.versions(0, 9)) == left


def test_collection_is_asked_for_by_its_slug():
    a_version("08ZENDA1")
    a_version("08ZENDA2", collection=a_collection("nara"))
    assert found("collection=nara") == ["08ZENDA2"]


def test_first_and_last_day_are_both_included():
    for number, day in enumerate([13, 14, 15, 16], 1):
        a_version(f"08ZENDA{number}", sent_at=dt.datetime(2008, 8, day, 23, 59, 59, tzinfo=dt.UTC))
    assert found("sent_after=2008-08-14&sent_before=2008-08-15&sort=sent") == ["08ZENDA2", "08ZENDA3"]


def test_cable_without_a_date_is_in_no_range():
    a_version("08ZENDA1", sent_at=None)
    assert found("sent_after=1900") == []


def test_farthest_dates_are_no_error():
    a_version("08ZENDA1")
    assert found("sent_after=0001-01-01&sent_before=9999-12-31") == ["08ZENDA1"]


def test_newest_come_first_and_undated_last_both_ways():
    a_version("04ZENDA1", sent_at=sent(2004))
    a_version("09ZENDA1", sent_at=sent(2009))
    a_version("08ZENDA1", sent_at=None)
    assert found() == ["09ZENDA1", "04ZENDA1", "08ZENDA1"]
    assert found("sort=sent") == ["04ZENDA1", "09ZENDA1", "08ZENDA1"]


def test_numbers_sort_by_year_post_and_serial_as_a_number():
    for mrn in ("08ZENDA10", "08ZENDA9", "74ZENDA50", "08LAPAZ70", "unnumbered-000001"):
        a_version(mrn)
    assert found("sort=mrn") == ["74ZENDA50", "08LAPAZ70", "08ZENDA9", "08ZENDA10", "unnumbered-000001"]


def test_relevance_puts_subjects_first():
    a_version("08ZENDA1", subject="ZINC", paragraphs=["tin"], sent_at=sent(2001))
    a_version("08ZENDA2", subject="ZINC AND TIN", paragraphs=["x"], sent_at=sent(2002))
    a_version("08ZENDA3", subject="METALS", paragraphs=["zinc and tin"], sent_at=sent(2003))
    assert found("q=zinc+tin&sort=relevance") == ["08ZENDA2", "08ZENDA1", "08ZENDA3"]


def test_relevance_of_what_has_no_words_is_no_error():
    a_version("08ZENDA1", tags=["PREL"])
    assert found("q=tag:PREL&sort=relevance") == ["08ZENDA1"]
    assert found("q=-zinc&sort=relevance") == ["08ZENDA1"]


def test_most_cited_come_first_and_each_citing_cable_counts_once():
    often, once, never = a_version("08ZENDA1"), a_version("08ZENDA2"), a_version("08ZENDA3")
    for number in (4, 5):
        citing = a_version(f"08ZENDA{number}", sent_at=None, paragraphs=["See ZENDA 1 and ZENDA 2."])
        a_reference(citing, mrn="08ZENDA1", target=often.cable)
        a_mention(citing.paragraphs.get(), "ZENDA 1", target=often.cable)
    a_mention(citing.paragraphs.get(), "ZENDA 2", target=once.cable)
    a_reference(never, mrn="08ZENDA3", target=never.cable)  # itself
    rows = {row.cable.mrn: row.cited for row in ask("sort=-cited").qs}
    assert found("sort=-cited")[:3] == ["08ZENDA1", "08ZENDA2", "08ZENDA3"]
    assert (rows["08ZENDA1"], rows["08ZENDA2"], rows["08ZENDA3"]) == (2, 1, 0)


def test_citation_in_an_earlier_version_does_not_count():
    cited = a_version("08ZENDA1")
    a_reference(a_version("08ZENDA2"), mrn="08ZENDA1", target=cited.cable)
    a_version("08ZENDA2")
    assert next(row.cited for row in ask("sort=-cited").qs if row.cable.mrn == "08ZENDA1") == 0


@pytest.mark.parametrize(
    "address",
    [
        "classification=FOO",
        "mark=X",
        "sent_after=soon",
        "sent_before=2008-02-31",
        "sort=colour",
        "sent_after=2009&sent_before=2008",
        "&".join(f"tag=T{n}" for n in range(50)),
    ],
)
def test_what_is_not_understood_is_said_in_a_sentence(address):
    notes = ask(address).notes
    assert len(notes) == 1
    assert notes[0].endswith(".")


def test_understood_values_stay_beside_one_that_is_not():
    a_version("08ZENDA1", classification="SECRET")
    a_version("08ZENDA2")
    assert found("classification=SECRET&classification=FOO") == ["08ZENDA1"]


@pytest.mark.parametrize("name", [*ORDER[:-1]])
@pytest.mark.parametrize(
    "value", ["%00", "x%00y", "%ff%fe", "'", "%25", "9" * 5000, "%F0%9F%9A%A2", "%ED%A0%80"]
)
def test_no_value_is_an_error(name, value):
    a_version("08ZENDA1", tags=["PREL"])
    list(ask(f"{name}={value}").qs)


def test_address_says_what_was_understood_and_nothing_else():
    asked = ask("utm=1&tag=prel&classification=FOO&sort=relevance&q=++a++b&sent_after=2008&page=4")
    assert str(asked.address) == "?q=a+b&tag=PREL&sent_after=2008-01-01"


@pytest.mark.parametrize(
    ("address", "order", "kept"),
    [
        ("", "-sent", ""),
        ("sort=-sent", "-sent", ""),
        ("q=dues", "relevance", ""),
        ("q=dues&sort=relevance", "relevance", ""),
        ("q=dues&sort=-sent", "-sent", "-sent"),
        ("q=tag:PREL", "-sent", ""),
        ("q=-dues", "-sent", ""),
        ("q=dues&sort=mrn", "mrn", "mrn"),
        ("q=dues&sort=colour", "relevance", ""),
    ],
)
def test_relevance_is_the_usual_order_of_words_and_the_newest_of_all_else(address, order, kept):
    asked = ask(address)
    assert asked.sort_order == order
    assert dict(asked.address).get("sort", "") == kept
