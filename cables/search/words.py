"""Conditions on CableVersion for what a query asks, in plain SQL for both databases.

A word is found inside a longer one too, so a prefix or a quoted word finds what the word finds. LIKE
wildcards in words are escaped by `icontains`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import IContains

from cables.models import Addressee, CableTag, Paragraph, Reference
from cables.parsing import canonical_mrn
from cables.search.query import Query, Term
from cables.search.values import MAX_CODE, code


def matching(query: Query) -> Q:
    condition = reduce(and_, (_any(clause) for clause in query.clauses), Q())
    for term in query.excluded:
        condition &= ~_condition(term)
    if query.whole_number:
        # A number names a cable; the words of it need not stand in its text.
        condition |= Q(cable__mrn=query.whole_number)
    return condition


def paragraph_hits(words: Iterable[str]) -> Q:
    """Paragraphs with any of the words, as a condition on Paragraph."""
    return reduce(or_, (contains("text", word) | contains("heading", word) for word in words), Q())


def sent_between(first: dt.date | None, last: dt.date | None) -> Q:
    """Both days included, None where it is open; a cable without a date is in no range."""
    condition = Q()
    if first:
        condition &= Q(sent_at__gte=dt.datetime.combine(first, dt.time.min, dt.UTC))
    if last:
        condition &= Q(sent_at__lte=dt.datetime.combine(last, dt.time.max, dt.UTC))
    return condition


def captioned(caption: str) -> Q:
    """They are a list in one column, of which the databases compare the text."""
    return Q(IContains(Cast(F("captions"), TextField()), json.dumps(code(caption))))


def contains(field: str, word: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__icontains": form}) for form in _forms(word)))


def subject_rank(query: Query) -> Case:
    """2 where the subject answers every clause, 1 where it answers one, else 0."""
    clauses = [
        reduce(or_, (contains("subject", term.text) for term in clause if not term.field), Q())
        for clause in query.clauses
    ]
    clauses = [clause for clause in clauses if clause]
    cases = []
    if clauses:
        cases = [When(reduce(and_, clauses), then=Value(2)), When(reduce(or_, clauses), then=Value(1))]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _any(clause: tuple[Term, ...]) -> Q:
    return reduce(or_, (_condition(term) for term in clause))


def _condition(term: Term) -> Q:
    match term.field:
        case "tag":
            return Q(Exists(CableTag.objects.filter(version=OuterRef("pk"), code=code(term.text))))
        case "from":
            return Q(cable__post__in=posts(term.text))
        case "to":
            named = Q(post__in=posts(term.text)) | contains("name", term.text)
            return Q(Exists(Addressee.objects.filter(named, version=OuterRef("pk"), excluded=False)))
        case "mark":
            return Q(Exists(Paragraph.objects.filter(version=OuterRef("pk"), level=term.text)))
        case "classification":
            return Q(classification=term.text)
        case "caption":
            return captioned(term.text)
        case "collection":
            return Q(collection__slug=term.text[:MAX_CODE].lower())
        case "ref":
            mrn = canonical_mrn(term.text) or code(term.text)
            return Q(Exists(Reference.objects.filter(version=OuterRef("pk"), mrn=mrn)))
        case "sent" | "after" | "before":
            return sent_between(*term.days)
    hits = Paragraph.objects.filter(paragraph_hits([term.text]), version=OuterRef("pk"))
    return contains("subject", term.text) | Q(Exists(hits))


def posts(typed: str) -> list[str]:
    return [code(typed), code(typed).replace(" ", "")]


def _forms(word: str) -> list[str]:
    """SQLite's LIKE folds the case of ASCII letters only, so other letters are asked for both ways."""
    forms = [word]
    if not word.isascii():
        forms += [word.lower(), word.upper(), word.title()]
    if "'" in word or "’" in word:
        forms += [word.replace("’", "'"), word.replace("'", "’")]
    return list(dict.fromkeys(forms))
