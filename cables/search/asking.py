"""What a reader asks → a query of the index.

What was typed reaches no parser of the engine: only words that were analysed here, and values of fields that
are named here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from tantivy import FieldType, Occur, Query

from cables.parsing import canonical_mrn
from cables.search import schema as s
from cables.search.address import NOT
from cables.search.analysis import begun, folded, parts, stems
from cables.search.documents import seconds
from cables.search.filters import CableFilter
from cables.search.query import Query as Typed
from cables.search.query import Term
from cables.search.values import MAX_CODE, code
from cables.search.words import posts

SCHEMA = s.schema()
SUBJECT_WEIGHS = 3.0
SHORTEST_PREFIX = 2
VALUES = {
    "origin": s.ORIGIN,
    "classification": s.CLASSIFICATION,
    "mark": s.MARK,
    "caption": s.CAPTION,
    "collection": s.COLLECTION,
    "tag": s.TAG,
}
EXCLUDED = {NOT[name]: field for name, field in VALUES.items()}
END_OF_TIME = dt.date(9999, 12, 31)


def query_of(
    cables: CableFilter,
    *leaving_out: str,
    without: Sequence[int] = (),
    down: Sequence[str] = (),
) -> Query:
    """All conditions of the list but those left out; without these cables and these collections."""
    asked = {name: value for name, value in cables.conditions.items() if name not in leaving_out and value}
    clauses: list[tuple[Occur, Query]] = []
    for name, field in VALUES.items():
        if values := asked.get(name):
            clauses.append((Occur.Must, _unscored(_any_of(field, values))))
    for name, field in EXCLUDED.items():
        if values := asked.get(name):
            clauses.append((Occur.MustNot, _any_of(field, values)))
    if period := _period(asked.get("sent_after"), asked.get("sent_before")):
        clauses.append((Occur.Must, _unscored(period)))
    if typed := asked.get("q"):
        clauses += _typed(typed, levels_of(cables, *leaving_out))
    if down:
        clauses.append((Occur.MustNot, _any_of(s.COLLECTION, down)))
    if without:
        clauses.append((Occur.MustNot, Query.term_set_query(SCHEMA, s.ID, list(without))))
    if not any(occur == Occur.Must for occur, _ in clauses):
        clauses.append((Occur.Must, Query.all_query()))
    return Query.boolean_query(clauses)


def levels_of(cables: CableFilter, *leaving_out: str) -> tuple[str, ...]:
    """The levels of the paragraphs that words are looked for in, by `mark:U` or else by the address; none are
    all."""
    typed = [
        term.text
        for clause in cables.query.clauses
        if all(term.field == "mark" for term in clause)
        for term in clause
    ]
    chosen = () if "mark" in leaving_out else cables.conditions["mark"]
    return tuple(typed) or chosen


def _typed(typed: Typed, levels: Sequence[str]) -> list[tuple[Occur, Query]]:
    wanted = [(Occur.Must, _one_of([_term(term, levels) for term in clause])) for clause in typed.clauses]
    unwanted = [(Occur.MustNot, _term(term, levels)) for term in typed.excluded]
    if typed.whole_number and wanted:
        # A number names a cable; the words of it need not stand in its text.
        number = Query.term_query(SCHEMA, s.NUMBER, typed.whole_number)
        wanted = [(Occur.Must, _one_of([Query.boolean_query(wanted), number]))]
    return wanted + unwanted


def _term(term: Term, levels: Sequence[str]) -> Query:
    match term.field:
        case "tag":
            return _any_of(s.TAG, [code(term.text)])
        case "from":
            return _any_of(s.ORIGIN, posts(term.text))
        case "to":
            return _one_of([_any_of(s.TO, posts(term.text)), _words(term, s.TO_NAME)])
        case "mark":
            return _any_of(s.MARK, [term.text])
        case "classification":
            return _any_of(s.CLASSIFICATION, [term.text])
        case "caption":
            return _any_of(s.CAPTION, [code(term.text)])
        case "collection":
            return _any_of(s.COLLECTION, [term.text[:MAX_CODE].lower()])
        case "sent" | "after" | "before":
            return _period(*term.days) or Query.empty_query()
        case "ref":
            return _any_of(s.REFERENCE, [canonical_mrn(term.text) or code(term.text)])
    if not levels:
        subject = Query.boost_query(_words(term, s.SUBJECT), SUBJECT_WEIGHS)
        return _one_of([subject, _words(term, s.BODY)])
    throughout = [(Occur.Must, _any_of(s.ONE_LEVEL, levels)), (Occur.Must, _words(term, s.BODY))]
    return _one_of([Query.boolean_query(throughout), *(_words(term, s.body_at(level)) for level in levels)])


def _words(term: Term, field: str) -> Query:
    if term.prefix and (asked := _prefix(term.text, field)):
        return asked
    words = stems(term.text)
    if not words:
        return Query.empty_query()
    if len(words) > 1:
        phrase = Query.phrase_query(SCHEMA, field, list(words))
        if term.quoted or " " in term.text:
            return phrase
        # Al-Qaida and F-16 are found as AlQaida and F16 too.
        return _one_of([phrase, *(Query.term_query(SCHEMA, field, word) for word in stems("".join(words)))])
    (word,) = words
    query = Query.term_query(SCHEMA, field, word)
    if len(split := parts(word)) > 1:  # and F16 as F-16
        return _one_of([query, Query.phrase_query(SCHEMA, field, list(split))])
    return query


def _prefix(text: str, field: str) -> Query | None:
    words = folded(text)
    if len(words) != 1 or len(words[0]) < SHORTEST_PREFIX or not words[0].isalnum():
        return None
    begins = Query.regex_query(SCHEMA, field, f"{words[0]}.*")
    return _one_of([begins, *(Query.term_query(SCHEMA, field, word) for word in begun(words[0]))])


def _period(after: dt.date | None, before: dt.date | None) -> Query | None:
    if not after and not before:
        return None
    first = dt.datetime.combine(after or dt.date.min, dt.time.min, dt.UTC)
    last = dt.datetime.combine(before or END_OF_TIME, dt.time.max, dt.UTC)
    return Query.range_query(SCHEMA, s.SENT, FieldType.Integer, seconds(first), seconds(last))


def _any_of(field: str, values: Iterable[str]) -> Query:
    values = list(dict.fromkeys(values))
    if len(values) == 1:
        return Query.term_query(SCHEMA, field, values[0])
    return Query.term_set_query(SCHEMA, field, values)


def _one_of(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _unscored(query: Query) -> Query:
    """That a cable answers a filter makes it no more relevant."""
    return Query.const_score_query(query, 0.0)
