"""Whatever is typed is understood: no error, bounded, stable, and it can be written back."""

import gc
import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.search import notes
from cables.search.fields import FIELDS
from cables.search.notes import MAX_QUOTED
from cables.search.query import MAX_LENGTH, MAX_TERMS, parse_query
from tests.parsing.hostile import MOST_DOUBLING
from tests.search.strange_queries import ENGINES, LONG, SIGNS, UNSEEN, VALUES, WORDS, queries

pytestmark = pytest.mark.once

STRINGS = int(os.environ.get("QUERY_STRINGS", "3000"))
CHUNKS = 10
MAX_NOTE = 300
OF_THE_END = {notes.OPEN_QUOTE, notes.OR_ALONE, notes.NOT_ALONE}
"""Not said of a query that was cut, but of the same when it ends there."""
MAX_NOTES = MAX_TERMS + 16  # one of each term's value, and one of each kind
SIZE = 500_000
TOO_SHORT = 0.05  # seconds of the processor: a ratio of less tells nothing
ROUNDS = 5


def meaning(query):
    return query.clauses, query.excluded


def all_terms(query):
    return [*(term for clause in query.clauses for term in clause), *query.excluded]


def is_understood(typed):
    query = parse_query(typed)
    assert len(query.text) <= MAX_LENGTH
    assert query.text.isprintable()
    assert len(all_terms(query)) <= MAX_TERMS
    for term in all_terms(query):
        assert term.text
        assert term.text.isprintable()
        assert not term.field or (term.field in FIELDS and not term.quoted and not term.prefix)
        assert not (term.quoted and term.prefix)
        assert all(day is None or day.year for day in term.days)
    assert len(query.notes) == len(set(query.notes)) <= MAX_NOTES
    for note in query.notes:
        assert len(note) <= MAX_NOTE
        assert note.isprintable()
        assert note.endswith(".")

    again = parse_query(query.text)
    assert (again.text, meaning(again), again.numbers) == (query.text, meaning(query), query.numbers)
    assert set(again.notes) <= {*query.notes, *OF_THE_END}

    written = str(query)
    assert len(written) <= 3 * MAX_LENGTH
    if len(written) <= MAX_LENGTH:  # a field written out may be longer than what was typed
        assert meaning(parse_query(written)) == meaning(query)
        assert str(parse_query(written)) == written


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_strange_queries_are_understood(chunk):
    for typed in queries(STRINGS // CHUNKS, seed=chunk):
        try:
            is_understood(typed)
        except Exception as error:
            error.add_note(f"typed: {typed!r}")
            raise


@given(st.text(max_size=500))
def test_any_text_is_understood(typed):
    is_understood(typed)


@given(st.text(st.characters(), max_size=60))
def test_any_text_with_lone_surrogates_is_understood(typed):
    is_understood(typed)


@given(
    st.lists(
        st.sampled_from([*WORDS, *VALUES, *SIGNS, *ENGINES, *UNSEEN, " ", *(f"{f}:" for f in FIELDS)]),
        max_size=40,
    )
)
def test_any_pieces_of_the_language_are_understood(pieces):
    is_understood("".join(pieces))


def test_note_quotes_at_most_sixty_characters():
    for typed in ("mark:", "class:", "sent:", "-", "(", '"'):
        for note in parse_query(typed + "x" * 299).notes:
            assert "x" * MAX_QUOTED not in note


def seconds(typed):
    gc.disable()
    try:
        start = time.process_time()
        parse_query(typed)
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("piece", LONG)
def test_twice_the_text_takes_twice_the_time(piece):
    once = (piece * SIZE)[:SIZE]
    tried = []
    for _ in range(ROUNDS):
        before, both, after = seconds(once), seconds(once + once), seconds(once)
        if both < max(MOST_DOUBLING * min(before, after), TOO_SHORT):
            return
        tried.append(f"{both / min(before, after):.1f}")
    pytest.fail(f"Twice the text took {', '.join(tried)} times the time.")
