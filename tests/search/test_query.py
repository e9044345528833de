"""What a reader typed, understood."""

import datetime as dt
import re

import pytest

from cables.search import notes
from cables.search.fields import FIELDS
from cables.search.query import MAX_LENGTH, MAX_TERMS, Term, parse_query
from tests.places import PROJECT


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


def test_or_in_small_letters_is_a_word():
    assert plain(parse_query("tin or zinc")) == [["tin"], ["or"], ["zinc"]]


def test_or_joins_nothing_to_what_is_excluded():
    for typed in ("tin OR -zinc", "tin OR NOT zinc", "tin -zinc OR"):
        query = parse_query(typed)
        assert (query.clauses, query.excluded) == (((Term("tin"),),), (Term("zinc"),))
        assert notes.OR_EXCLUDED in query.notes


@pytest.mark.parametrize(
    "typed", ["dues NOT zinc", "dues AND NOT zinc", "dues -zinc", "NOT zinc dues", "dues (-zinc)"]
)
def test_not_in_capitals_is_a_minus(typed):
    query = parse_query(typed)
    assert (query.clauses, query.excluded) == (((Term("dues"),),), (Term("zinc"),))


def test_quoted_words_and_no_others_are_quoted():
    assert parse_query('"port dues" owed "zinc"').clauses == (
        (Term("port dues", quoted=True),),
        (Term("owed"),),
        (Term("zinc", quoted=True),),
    )


def test_signs_of_the_language_within_quotes_are_plain():
    for text in ("-zinc", "OR", "tag:PREL", "terror*", "(zinc)"):
        assert parse_query(f'"{text}"').clauses == ((Term(text, quoted=True),),)


def test_star_at_the_end_makes_a_prefix():
    assert parse_query("terror*, -U.S.*").clauses == ((Term("terror", prefix=True),),)
    assert parse_query("terror*, -U.S.*").excluded == (Term("U.S.", prefix=True),)


@pytest.mark.parametrize("typed", ["te*ror", "*terror", "*", "t*", "é*"])
def test_star_elsewhere_or_after_one_letter_makes_none(typed):
    ((term,),) = parse_query(typed).clauses
    assert not term.prefix
    assert parse_query(typed).notes


@pytest.mark.parametrize("typed", ["(zinc)", "[zinc]", "{zinc", "zinc)", "<zinc>"])
def test_bracket_around_a_word_is_no_part_of_it(typed):
    query = parse_query(typed)
    assert query.clauses == ((Term("zinc"),),)
    assert query.notes == (notes.BRACKETS,)


def test_bracket_that_a_word_opens_and_closes_is_a_part_of_it():
    query = parse_query("1.4(b), f(g[h])")
    assert plain(query) == [["1.4(b)"], ["f(g[h])"]]
    assert not query.notes


def test_brackets_around_alternatives_do_no_harm():
    query = parse_query("(tag:PREL OR tag:ETRD) -(zinc)")
    assert query.clauses == ((Term("PREL", "tag"), Term("ETRD", "tag")),)
    assert query.excluded == (Term("zinc"),)


def test_brackets_of_a_cable_number_are_not_remarked_on():
    assert not parse_query("ZENDA 412 (08)").notes


@pytest.mark.parametrize(
    ("typed", "field", "text"),
    [
        ("tag:PREL", "tag", "PREL"),
        ('from:"LA PAZ"', "from", "LA PAZ"),
        ("MARK:S", "mark", "S"),
        ("mark:confidential", "mark", "C"),
        ("ref:09USNATO383", "ref", "09USNATO383"),
        ('to:"AMEMBASSY ZENDA"', "to", "AMEMBASSY ZENDA"),
        ("caption:nodis", "caption", "nodis"),
        ("collection:sample", "collection", "sample"),
        ("classification:top-secret", "classification", "TOP SECRET"),
        ("class:s", "classification", "SECRET"),
        ("class:unknown", "classification", "UNKNOWN"),
        ("sent:2008..2009", "sent", "2008..2009"),
        ("after:14/8/2008", "after", "14/8/2008"),
        ("before:2008-08,", "before", "2008-08"),
    ],
)
def test_known_fields_are_read(typed, field, text):
    assert parse_query(typed).clauses == ((Term(text, field),),)


@pytest.mark.parametrize("typed", ["http://x", "body:secret", "para:3"])
def test_unknown_field_is_plain_text(typed):
    assert parse_query(typed).clauses == ((Term(typed),),)


def test_field_with_a_letter_too_many_or_too_few_is_understood():
    for typed in ("tags:PREL", "ttag:PREL"):
        query = parse_query(typed)
        assert query.clauses == ((Term("PREL", "tag"),),)
        assert query.notes == (f"“{typed[:4]}:” was read as “tag:”.",)
    assert parse_query("clasification:S").clauses == ((Term("SECRET", "classification"),),)


def test_field_with_another_letter_is_plain_text_and_the_fields_are_named():
    query = parse_query("mary:x")
    assert query.clauses == ((Term("mary:x"),),)
    assert all(f"{field}:" in query.notes[0] for field in FIELDS)


@pytest.mark.parametrize("typed", ["re:zinc", "tab:zinc", "form:zinc", "http://x", "title:zinc"])
def test_word_before_a_colon_is_no_misspelt_field(typed):
    assert not parse_query(typed).notes


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("sent:2008", dt.date(2008, 1, 1), dt.date(2008, 12, 31)),
        ("sent:2008-02", dt.date(2008, 2, 1), dt.date(2008, 2, 29)),
        ("sent:2008-08-14", dt.date(2008, 8, 14), dt.date(2008, 8, 14)),
        ("sent:2008..2009-02", dt.date(2008, 1, 1), dt.date(2009, 2, 28)),
        ('sent:"2008 .. 2009"', dt.date(2008, 1, 1), dt.date(2009, 12, 31)),
        ("sent:2009..2008", dt.date(2008, 1, 1), dt.date(2009, 12, 31)),
        ("sent:2008..", dt.date(2008, 1, 1), None),
        ("sent:..2008", None, dt.date(2008, 12, 31)),
        ("after:2008-08", dt.date(2008, 8, 1), None),
        ("before:2008-08", None, dt.date(2008, 8, 31)),
    ],
)
def test_dates_include_their_first_and_last_day(typed, first, last):
    ((term,),) = parse_query(typed).clauses
    assert term.days == (first, last)


@pytest.mark.parametrize(
    "typed", ["sent:soon", "sent:2008-02-31", "sent:..", "sent:2008..soon", "after:2008..2009", "before:0000"]
)
def test_date_that_is_none_is_plain_text(typed):
    query = parse_query(typed)
    assert query.clauses == ((Term(typed),),)
    assert query.notes == (notes.NO_DATE.format(typed=typed),)


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
    assert query.text == " ".join(["word"] * MAX_TERMS)
    assert len(query.clauses) == MAX_TERMS
    assert len(query.notes) == 2


def test_operators_that_are_excluded_are_words_and_count():
    query = parse_query("word " * MAX_TERMS + "-OR -NOT")
    assert (len(query.clauses), query.excluded) == (MAX_TERMS, ())
    assert parse_query("-OR").excluded == (Term("OR"),)


def test_cut_is_made_before_a_word():
    query = parse_query("demarches " * 5 + "x" * 230 + " " + "y" * 40)
    assert query.text == "demarches " * 5 + "x" * 230
    assert len(parse_query("x" * 10_000).text) == MAX_LENGTH


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("(tin OR “zinc”) NOT tags:prel", 'tin OR "zinc" -tag:prel'),
        ('from:"LA PAZ" class:ts', 'from:"LA PAZ" classification:"TOP SECRET"'),
        ("-tin dues* sent:2009..2008", "dues* sent:2008..2009 -tin"),
    ],
)
def test_what_was_understood_can_be_written_back(typed, written):
    assert str(parse_query(typed)) == written
    assert not parse_query(written).notes


NOTED = {
    "TOO_LONG": "x" * 10_000,
    "TOO_MANY": "a b " * 20,
    "NO_WORD": "()",
    "UNSEEN": "tin\u202e",
    "BRACKETS": "(tin)",
    "AND": "tin AND zinc",
    "NOT": "tin NOT zinc",
    "NOT_ALONE": "tin NOT",
    "OR_ALONE": "tin OR",
    "OR_EXCLUDED": "tin OR -zinc",
    "OPEN_QUOTE": 'tin "zinc',
    "NO_PHRASE": 'tin ""',
    "MINUS_ALONE": "tin - zinc",
    "STAR": "t*n",
    "SHORT_PREFIX": "t* zinc",
    "NO_VALUE": "tag: PREL",
    "READ_AS": "tags:PREL",
    "NO_FIELD": "mary:x",
    "NO_MARK": "mark:X",
    "NO_CLASSIFICATION": "class:X",
    "NO_DATE": "sent:soon",
    "BACKWARDS": "sent:2009..2008",
}
"""Of every note a query that it is said of."""


def test_every_note_has_its_example():
    assert set(NOTED) == {name for name in vars(notes) if name.isupper()} - {"MAX_QUOTED"}


@pytest.mark.parametrize("name", NOTED)
def test_every_note_is_said_once_and_where_it_is_due(name):
    sentence = re.sub(r"\\{\w+\\}", ".+", re.escape(getattr(notes, name)))
    said = [note for note in parse_query(f"{NOTED[name]}").notes if re.fullmatch(sentence, note)]
    assert len(said) == 1


def test_same_note_is_said_once():
    assert parse_query("(tin) (zinc) mark:X mark:X").notes == (
        notes.BRACKETS,
        notes.NO_MARK.format(typed="mark:X", values="U, SBU, LOU, C, S, TS"),
    )


def examples(file):
    """What the docs and the page tell readers to type."""
    text = (PROJECT / file).read_text()
    if file.endswith(".html"):
        return re.findall(r"<code>(.*?)</code>", text)
    rows = text[text.index("| Typed |") : text.index("\n\n", text.index("| Typed |"))].splitlines()[2:]
    return [example for row in rows for example in re.findall("`([^`]+)`", row.split("|")[1])]


@pytest.mark.parametrize("file", ["docs/reading.md", "templates/cables/_how_to_search.html"])
def test_examples_for_readers_are_understood_as_typed(file):
    understood = [parse_query(example) for example in examples(file)]
    assert not [note for query in understood for note in query.notes if note != notes.NOT]
    fields = {term.field for query in understood for clause in query.clauses for term in clause}
    assert fields >= {"tag", "from", "mark", "ref", "sent"}


def test_docs_name_every_field():
    fields = {
        term.field
        for example in examples("docs/reading.md")
        for c in parse_query(example).clauses
        for term in c
    }
    assert fields == {"", *FIELDS}
