"""The list of cables as a FilterSet: the parameters of /cables/ and what each one means.

Nothing a reader can put into the address is an error. A value that is not understood is left out,
and `notes` says so in a sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import cached_property

from cables.models import CableTag, CableVersion, Paragraph
from cables.models.version import NEWEST_FIRST, OLDEST_FIRST, CableVersionQuerySet
from cables.search.address import Address
from cables.search.citations import times_cited
from cables.search.notes import shortened
from cables.search.query import Query, parse_query
from cables.search.values import MAX_CODE, code, day, tidy
from cables.search.words import captioned, matching, sent_between, subject_rank

Versions = CableVersionQuerySet

NEWEST = "-sent"
RELEVANCE = "relevance"
CITED = "-cited"
SORTS = (NEWEST, "sent", "mrn", RELEVANCE, CITED)
MAX_VALUES = 20


class _Typed(forms.CharField):
    """Text without control characters, of which none is refused."""

    default_validators = []

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"required": False}))
        self.validators = []

    def to_python(self, value: Any) -> str:
        return tidy(value or "")


class _Repeatable(forms.Field):
    """Every value of a name that may be given several times."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(text for text in map(tidy, value or []) if text))


class ListForm(forms.Form):
    """Reads the address. Collects `notes` where another form would have errors."""

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.notes: list[str] = []

    def clean_q(self) -> Query:
        query = parse_query(self.data.get("q") or "")
        self.notes += query.notes
        return query

    def clean_tag(self) -> tuple[str, ...]:
        return self._codes("tag")

    def clean_not_tag(self) -> tuple[str, ...]:
        return self._codes("not_tag")

    def clean_origin(self) -> tuple[str, ...]:
        return self._codes("origin")

    def clean_not_origin(self) -> tuple[str, ...]:
        return self._codes("not_origin")

    def clean_classification(self) -> tuple[str, ...]:
        return self._classifications("classification")

    def clean_not_classification(self) -> tuple[str, ...]:
        return self._classifications("not_classification")

    def clean_mark(self) -> tuple[str, ...]:
        return self._levels("mark")

    def clean_not_mark(self) -> tuple[str, ...]:
        return self._levels("not_mark")

    def clean_caption(self) -> tuple[str, ...]:
        return self._codes("caption")

    def clean_not_caption(self) -> tuple[str, ...]:
        return self._codes("not_caption")

    def clean_collection(self) -> tuple[str, ...]:
        return self._slugs("collection")

    def clean_not_collection(self) -> tuple[str, ...]:
        return self._slugs("not_collection")

    def clean_sent_after(self) -> dt.date | None:
        return self._day("sent_after", last=False)

    def clean_sent_before(self) -> dt.date | None:
        before, after = self._day("sent_before", last=True), self.cleaned_data.get("sent_after")
        if before and after and before < after:
            self.notes.append(f"No day lies both after {after} and before {before}.")
        return before

    def clean_sort(self) -> str:
        sort, usual = self.cleaned_data["sort"], usual_order(self.cleaned_data["q"])
        if sort and sort not in SORTS:
            first = "what fits best comes first" if usual == RELEVANCE else "the newest come first"
            self.notes.append(f"“{shortened(sort)}” is not an order of the list: {first}.")
            return usual
        if sort == RELEVANCE and not self.cleaned_data["q"]:
            return NEWEST
        return sort or usual

    def _classifications(self, name: str) -> tuple[str, ...]:
        return self._known(name, CableVersion.Classification.values, "a marking of a cable")

    def _levels(self, name: str) -> tuple[str, ...]:
        return self._known(name, Paragraph.Level.values, "a marking of a paragraph")

    def _slugs(self, name: str) -> tuple[str, ...]:
        return tuple(value[:MAX_CODE].lower() for value in self._few(name))

    def _codes(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code(value) for value in self._few(name)))

    def _known(self, name: str, known: Sequence[str], kind: str) -> tuple[str, ...]:
        values = {_bare(value): value for value in known}
        understood = []
        for typed in self._few(name):
            if value := values.get(_bare(typed)):
                understood.append(value)
            else:
                self.notes.append(f"“{shortened(typed)}” is not {kind}, so it was left out.")
        return tuple(dict.fromkeys(understood))

    def _few(self, name: str) -> list[str]:
        values = self.cleaned_data[name]
        if len(values) > MAX_VALUES:
            self.notes.append(f"Only the first {MAX_VALUES} values of “{name}” were used.")
        return values[:MAX_VALUES]

    def _day(self, name: str, *, last: bool) -> dt.date | None:
        typed = self.cleaned_data[name]
        understood = day(typed, last=last)
        if typed and not understood:
            self.notes.append(
                f"“{shortened(typed)}” is not a date, so it was left out. Write 2008-08-14, 2008-08 or 2008."
            )
        return understood


def usual_order(query: Query) -> str:
    """The order of a list for which none is asked: what fits the words best, else the newest."""
    return RELEVANCE if query.words else NEWEST


def _bare(value: str) -> str:
    return "".join(c for c in value.upper() if c.isalnum())


class _One(django_filters.Filter):
    field_class = _Typed


class _Several(django_filters.Filter):
    field_class = _Repeatable


class CableFilter(django_filters.FilterSet):
    q = _One(method="search")
    tag = _Several(method="tagged")
    not_tag = _Several(method="not_tagged")
    origin = _Several(field_name="cable__post", lookup_expr="in")
    not_origin = _Several(field_name="cable__post", lookup_expr="in", exclude=True)
    classification = _Several(lookup_expr="in")
    not_classification = _Several(field_name="classification", lookup_expr="in", exclude=True)
    mark = _Several(method="with_paragraph_at")
    not_mark = _Several(method="without_paragraph_at")
    caption = _Several(method="with_caption")
    not_caption = _Several(method="without_caption")
    collection = _Several(field_name="collection__slug", lookup_expr="in")
    not_collection = _Several(field_name="collection__slug", lookup_expr="in", exclude=True)
    sent_after = _One(method="sent_on_or_after")
    sent_before = _One(method="sent_on_or_before")
    sort = _One(method="in_order")

    class Meta:
        model = CableVersion
        form = ListForm
        fields: list[str] = []

    @cached_property
    def conditions(self) -> dict[str, Any]:
        """What was understood of the address, by parameter."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def notes(self) -> list[str]:
        return list(self.form.notes) if self.conditions is not None else []

    @property
    def query(self) -> Query:
        return self.conditions["q"]

    @property
    def sort_order(self) -> str:
        return self.conditions["sort"]

    @property
    def usual_order(self) -> str:
        return usual_order(self.query)

    @cached_property
    def address(self) -> Address:
        pairs: list[tuple[str, str]] = []
        for name, value in self.conditions.items():
            if isinstance(value, Query):
                value = value.text
            values = value if isinstance(value, tuple) else (value,)
            pairs += [(name, str(single)) for single in values if single]
        return Address.of(pair for pair in pairs if pair != ("sort", self.usual_order))

    def narrowed(self, *leaving_out: str) -> Versions:
        """The list in no order, without the conditions of these parameters."""
        versions = self.queryset.order_by()
        for name, value in self.conditions.items():
            if name != "sort" and name not in leaving_out:
                versions = self.filters[name].filter(versions, value)
        return versions

    def search(self, versions: Versions, name: str, query: Query) -> Versions:
        return versions.filter(matching(query))

    def tagged(self, versions: Versions, name: str, codes: Sequence[str]) -> Versions:
        return versions.filter(Exists(_carrying(codes)))

    def not_tagged(self, versions: Versions, name: str, codes: Sequence[str]) -> Versions:
        return versions.filter(~Exists(_carrying(codes)))

    def with_paragraph_at(self, versions: Versions, name: str, levels: Sequence[str]) -> Versions:
        return versions.filter(Exists(_paragraphs_at(levels)))

    def without_paragraph_at(self, versions: Versions, name: str, levels: Sequence[str]) -> Versions:
        return versions.filter(~Exists(_paragraphs_at(levels)))

    def with_caption(self, versions: Versions, name: str, captions: Sequence[str]) -> Versions:
        return versions.filter(_bearing(captions))

    def without_caption(self, versions: Versions, name: str, captions: Sequence[str]) -> Versions:
        return versions.exclude(_bearing(captions))

    def sent_on_or_after(self, versions: Versions, name: str, first: dt.date) -> Versions:
        return versions.filter(sent_between(first, None))

    def sent_on_or_before(self, versions: Versions, name: str, last: dt.date) -> Versions:
        return versions.filter(sent_between(None, last))

    def in_order(self, versions: Versions, name: str, sort: str) -> Versions:
        match sort:
            case "sent":
                return versions.order_by(*OLDEST_FIRST)
            case "mrn":
                year = F("cable__year").asc(nulls_last=True)  # cables without a number come last
                return versions.order_by(year, "cable__post", "cable__serial", "cable__mrn")
            case "relevance" if (
                self.query.words
            ):  # PostgreSQL takes a rank of 0 for all to be a column's place
                return versions.annotate(rank=subject_rank(self.query)).order_by("-rank", *NEWEST_FIRST)
            case "-cited":
                return versions.annotate(cited=times_cited()).order_by("-cited", *NEWEST_FIRST)
        return versions.order_by(*NEWEST_FIRST)


def _carrying(codes: Sequence[str]) -> QuerySet[CableTag]:
    return CableTag.objects.filter(version=OuterRef("pk"), code__in=codes)


def _paragraphs_at(levels: Sequence[str]) -> QuerySet[Paragraph]:
    return Paragraph.objects.filter(version=OuterRef("pk"), level__in=levels)


def _bearing(captions: Sequence[str]) -> Q:
    return reduce(or_, map(captioned, captions))
