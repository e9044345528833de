"""What was searched for is marked in a text exactly where the index finds it."""

import itertools
import random
import sys
import unicodedata

import pytest
from django.http import QueryDict
from hypothesis import example, given
from hypothesis import strategies as st
from tantivy import Index

from cables.models import CableVersion
from cables.search.analysis import folded, stem_of
from cables.search.asking import query_of
from cables.search.documents import Content, document_of
from cables.search.filters import CableFilter
from cables.search.marking import AsIndexed, AsTyped, marks_of, root
from cables.search.query import parse_query
from cables.search.schema import ID, schema, with_words
from tests.search.wordings import QUERIES, TEXTS


def of(typed):
    return marks_of(parse_query(typed), indexed=True)


def marked(typed, text):
    return [text[start:end] for start, end in of(typed).spans(text)]


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        ("harbor", "Harbors; the HARBOR, harbored.", ["Harbors", "HARBOR", "harbored"]),
        ("negotiation", "negotiated negotiating negotiator", ["negotiated", "negotiating", "negotiator"]),
        ("hope", "hoping", ["hoping"]),
        ("US", "The U.S. and us, not U.S.S.R.", ["U.S", "us"]),
        ("U.S.", "The US.", ["US"]),
        ("OBrien", "Mr. O'Brien, O’Brien", ["O'Brien", "O’Brien"]),
        ("o’brien", "OBRIEN", ["OBRIEN"]),
        ("1000", "1,000 of 10,000", ["1,000"]),
        ("1,000", "1000", ["1000"]),
        ("Al-Qaida", "AlQaida, Al-Qaida, al qaida; Qaida", ["AlQaida", "Al-Qaida", "al qaida"]),
        ("F-16", "F16, F-16 and 16", ["F16", "F-16"]),
        ("F16", "an F-16", ["F-16"]),
        ("muller", "Müller Mu\u0308ller MÜLLER", ["Müller", "Mu\u0308ller", "MÜLLER"]),
        ("Sao", "São", ["São"]),
        ("terror*", "terrorists, terrorism, interror", ["terrorists", "terrorism"]),
        ("negotiat*", "renegotiate: negotiations, the negotiator's", ["negotiations", "negotiator's"]),
        ("negotiatin*", "negotiating", ["negotiating"]),
        ("studyin*", "studying studies", ["studying", "studies"]),
        ('"port dues"', "port\ndues; port, dues; port of dues", ["port\ndues", "port, dues"]),
        ('"port dues"', "The ports' dues", ["ports' dues"]),
        ("harbor -dues", "harbor dues", ["harbor"]),
        ("harbor OR dues", "harbor dues", ["harbor", "dues"]),
        ("tag:harbor", "harbor", []),
        ("harbor", "harb\u200bor", ["harb\u200bor"]),
        ("harbor", "\u202eharbor\u202c", ["harbor"]),
        ("1", "1\ufe0f\u20e3 of 🚢", ["1\ufe0f\u20e3"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
    ],
)
def test_is_marked(typed, text, words):
    assert marked(typed, text) == words


def clauses(typed):
    query = parse_query(typed)
    return [" OR ".join(map(str, clause)) for clause in query.clauses]


class Indexed:
    """Texts in an index in memory, a document for each."""

    def __init__(self, texts):
        index = with_words(Index(schema()))
        writer = index.writer(15_000_000, 1)
        for key, text in enumerate(texts):
            header = (f"08ZENDA{key}", 2008, "ZENDA", key, None, "SECRET", [], "sample", "")
            content = Content._make([*header, [("S", "", text)], [], [], [], []])
            writer.add_document(document_of(key, content))
        writer.commit()
        index.reload()
        self.searcher = index.searcher()

    def found(self, typed):
        data = QueryDict(mutable=True)
        data["q"] = typed
        cables = CableFilter(data, queryset=CableVersion.objects.none())
        hits = self.searcher.search(query_of(cables), 100).hits
        return set(self.searcher.fast_field_values(ID, [address for _, address in hits]))


@given(st.lists(TEXTS, min_size=1, max_size=5), QUERIES)
@example(["x" * 90 + " b", f"a {'x' * 90} b", "a b"], '"a b"')
@example(["a_b", "a.b.c", "a'b", "'a' b"], '"a b"')
@example(["İstanbul", "istanbul"], "İstanbul")
def test_text_is_answered_exactly_where_the_index_finds_it(texts, typed):
    query, indexed = parse_query(typed), Indexed(texts)
    if query.excluded or query.whole_number or any(term.field for clause in query.clauses for term in clause):
        return
    marks = of(typed)
    found = indexed.found(typed) if query else set(range(len(texts)))
    for key, text in enumerate(texts):
        assert (marks.answered(text) == len(query.clauses)) == (key in found), (text, typed)


@given(TEXTS, QUERIES)
def test_what_is_answered_has_a_mark_and_the_other_way_round(text, typed):
    for marks in (of(typed), marks_of(parse_query(typed), indexed=False)):
        assert bool(marks.spans(text)) == bool(marks.answered(text))


@given(TEXTS, QUERIES)
def test_marks_stand_apart_and_cut_no_letter_from_its_accents(text, typed):
    spans = of(typed).spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    assert not any(unicodedata.category(text[end : end + 1] or " ").startswith("M") for _, end in spans)


@given(
    st.text("abcdehiklnorstuyz", min_size=1, max_size=10),
    st.sampled_from(("", "s", "ing", "y", "ies", "ability", "ization", "ly")),
)
def test_word_begins_with_the_root_of_its_stem(opening, ending):
    (word,) = folded(opening + ending)
    assert word.startswith(root(stem_of(word)))


def test_nothing_marks_nothing():
    assert not of("")
    assert not of("-harbor tag:PREL")
    assert not of('"..."')
    assert of("").spans("harbor") == []
    assert of("-harbor").answered("harbor") == 0


def test_words_as_typed_are_found_inside_of_others_and_with_either_apostrophe():
    marks = AsTyped(("arbor", "minister's", "a.b"))
    assert [text for text in ("HARBORS", "minister’s", "axb") if marks.answered(text)] == [
        "HARBORS",
        "minister’s",
    ]
    assert marks.spans("HARBORS") == [(1, 6)]


def test_each_thing_searched_for_counts_once():
    assert of("harbor harbors dues OR customs zinc").answered("harbor harbor customs dues") == 3


# --- The time it takes -----------------------------------------------------------------------------


def calls(do):
    count = 0

    def counting(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        do()
    finally:
        sys.setprofile(None)
    return count


PROSE = (
    "The harbor master of Strelsau told the Ambassador on August 14 that U.S. policy on dues wasn't settled; "
    "he owed 1,000 crowns to the garrison, and Al-Qaida was not known in Zenda. The railway, the customs "
    "house and three copper mines were let to the Consul's brother until 1909, which nobody had hoped for."
).split()


def paragraphs(chance, many, length=500):
    return [" ".join(chance.choices(PROSE, k=length // 5))[:length] for _ in range(many)]


def test_page_of_results_is_looked_through_in_few_steps():
    chance = random.Random(1)
    texts = paragraphs(chance, 260)
    rare, common = of('lighthouse "bronze railway" -zinc'), of('harbor "U.S. policy" hop*')
    for text in texts:
        common.answered(text)  # so that words are known
    assert calls(lambda: [rare.answered(text) for text in texts]) < 260 * 20
    assert calls(lambda: [common.answered(text) for text in texts]) < 260 * 300


@pytest.mark.parametrize(
    "text",
    [
        "harbor ",
        "a'b.",
        "x",
        "e\u0301",
        "\u0301",
        "1,111",
        "\ufb01 ",
        "北京",
        "U.S.",
        "\u200b",
        "a_",
        "\u1161",
    ],
)
def test_twice_the_text_takes_twice_the_steps(text):
    marks = of('"harbor harbor harbor" a* U.S. 北京 x')
    once, twice = (calls(lambda n=n: marks.spans(text * n)) for n in (2_000, 4_000))
    assert twice < 2.2 * once + 100


def test_as_indexed_reads_terms_once():
    assert AsIndexed.of(parse_query("harbor harbors")).phrases == ((("harbor",),), (("harbor",),))
