"""What a reader typed, understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.search.query import MAX_LENGTH, MAX_TERMS, Term, parse_query


def plain(query):
    return [[term.text for term in clause] for clause in query.clauses]


def test_every_word_must_be_found():
    assert plain(parse_query("demarche harbour")) == [["demarche"], ["harbour"]]


@pytest.mark.parametrize("typed", ['"port dues" owed', "“port dues” owed", "«port   dues» owed"])
def test_quoted_words_are_one_phrase(typed):
    assert plain(parse_query(typed)) == [["port dues"], ["owed"]]


def test_open_quote_ends_with_the_query():
    assert plain(parse_query('owed "port dues')) == [["owed"], ["port dues"]]


def test_minus_excludes_a_word_or_phrase():
    query = parse_query('dues -zinc -"spring session"')
    assert [term.text for term in query.excluded] == ["zinc", "spring session"]


def test_hyphen_inside_a_word_excludes_nothing():
    query = parse_query("Zenda-Hofbau")
    assert plain(query) == [["Zenda-Hofbau"]]
    assert not query.excluded


def test_or_joins_its_neighbours():
    assert plain(parse_query("tin OR copper OR zinc railway")) == [["tin", "copper", "zinc"], ["railway"]]


@pytest.mark.parametrize("typed", ["OR", "OR tin", "tin OR"])
def test_or_without_a_neighbour_is_dropped(typed):
    assert plain(parse_query(typed)) in ([], [["tin"]])


@pytest.mark.parametrize(
    ("typed", "field", "text"),
    [
        ("tag:PREL", "tag", "PREL"),
        ('from:"LA PAZ"', "from", "LA PAZ"),
        ("MARK:S", "mark", "S"),
        ("ref:09USNATO383", "ref", "09USNATO383"),
    ],
)
def test_known_fields_are_read(typed, field, text):
    assert parse_query(typed).clauses == ((Term(text, field),),)


@pytest.mark.parametrize("typed", ["http://x", "body:secret", "para:3"])
def test_unknown_field_is_plain_text(typed):
    assert parse_query(typed).clauses == ((Term(typed),),)


def test_abbreviation_keeps_its_points():
    assert plain(parse_query("U.S. policy,")) == [["U.S."], ["policy"]]


@pytest.mark.parametrize(
    "typed",
    ["08ZENDA412", "08 ZENDA 412", "08ZENDA00412", "2008 zenda 412", "ZENDA 412 (08)", '"08 ZENDA 412"'],
)
def test_cable_number_in_any_spelling_is_seen(typed):
    query = parse_query(typed)
    assert query.whole_number == "08ZENDA412"
    assert query.numbers == ("08ZENDA412",)


def test_cable_number_among_words_is_seen():
    query = parse_query("reply to 09 STATE 95585 on dues")
    assert query.numbers == ("09STATE95585",)
    assert query.whole_number == ""


def test_prose_after_a_number_is_no_part_of_it():
    assert parse_query("08 ZENDA 412 harbor dues").whole_number == ""


def test_year_among_words_is_no_cable_number():
    assert parse_query("dues of 2005 owed").numbers == ()


def test_nothing_to_search_for_is_said():
    assert parse_query('"" -').notes
    assert not parse_query("").notes


def test_long_query_is_cut_and_said():
    query = parse_query("word " * 400)
    assert len(query.text) <= MAX_LENGTH
    assert len(query.clauses) <= MAX_TERMS
    assert len(query.notes) == 2


@given(st.text(max_size=500))
def test_any_text_is_understood(typed):
    query = parse_query(typed)
    assert len(query.clauses) + len(query.excluded) <= MAX_TERMS
    assert "\x00" not in query.text


@given(st.lists(st.sampled_from(['"', "-", ":", "tag:", "OR", " ", "a", "%", "_", "'", "“"]), max_size=60))
def test_any_signs_of_the_language_are_understood(signs):
    parse_query("".join(signs))
