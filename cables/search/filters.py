"""The list of cables as a FilterSet: the parameters of /cables/ and what each one means.

Nothing a reader can put into the address is an error. A value that is not understood is left out,
and `notes` says so in a sentence.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import cached_property

from cables.models import CableTag, CableVersion, Paragraph
from cables.models.version import CableVersionQuerySet
from cables.search.address import Address
from cables.search.citations import times_cited
from cables.search.query import Query, parse_query
from cables.search.values import MAX_CODE, code, day, tidy
from cables.search.words import matching, subject_rank

Versions = CableVersionQuerySet

NEWEST = "-sent"
RELEVANCE = "relevance"
CITED = "-cited"
SORTS = (NEWEST, "sent", "mrn", RELEVANCE, CITED)
MAX_VALUES = 20
MAX_SHOWN_OF_A_VALUE = 60


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

    def clean_classification(self) -> tuple[str, ...]:
        return self._known("classification", CableVersion.Classification.values, "a marking of a cable")

    def clean_mark(self) -> tuple[str, ...]:
        return self._known("mark", Paragraph.Level.values, "a marking of a paragraph")

    def clean_caption(self) -> tuple[str, ...]:
        return self._codes("caption")

    def clean_collection(self) -> tuple[str, ...]:
        return tuple(value[:MAX_CODE].lower() for value in self._few("collection"))

    def clean_sent_after(self) -> dt.date | None:
        return self._day("sent_after", last=False)

    def clean_sent_before(self) -> dt.date | None:
        before, after = self._day("sent_before", last=True), self.cleaned_data.get("sent_after")
        if before and after and before < after:
            self.notes.append(f"No day lies both after {after} and before {before}.")
        return before

    def clean_sort(self) -> str:
        sort = self.cleaned_data["sort"] or NEWEST
        if sort not in SORTS:
            self.notes.append(f"“{_short(sort)}” is not an order of the list: the newest come first.")
            return NEWEST
        if sort == RELEVANCE and not self.cleaned_data["q"]:
            return NEWEST
        return sort

    def _codes(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code(value) for value in self._few(name)))

    def _known(self, name: str, known: Sequence[str], kind: str) -> tuple[str, ...]:
        values = {_bare(value): value for value in known}
        understood = []
        for typed in self._few(name):
            if value := values.get(_bare(typed)):
                understood.append(value)
            else:
                self.notes.append(f"“{_short(typed)}” is not {kind}, so it was left out.")
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
                f"“{_short(typed)}” is not a date, so it was left out. Write 2008-08-14, 2008-08 or 2008."
            )
        return understood


def _bare(value: str) -> str:
    return "".join(c for c in value.upper() if c.isalnum())


def _short(value: str) -> str:
    return value if len(value) <= MAX_SHOWN_OF_A_VALUE else value[:MAX_SHOWN_OF_A_VALUE] + "…"


class _One(django_filters.Filter):
    field_class = _Typed


class _Several(django_filters.Filter):
    field_class = _Repeatable


class CableFilter(django_filters.FilterSet):
    q = _One(method="search")
    tag = _Several(method="tagged")
    not_tag = _Several(method="not_tagged")
    origin = _Several(field_name="cable__post", lookup_expr="in")
    classification = _Several(lookup_expr="in")
    mark = _Several(method="with_paragraph_at")
    caption = _Several(method="with_caption")
    collection = _Several(field_name="collection__slug", lookup_expr="in")
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

    @cached_property
    def address(self) -> Address:
        pairs: list[tuple[str, str]] = []
        for name, value in self.conditions.items():
            if isinstance(value, Query):
                value = value.text
            values = value if isinstance(value, tuple) else (value,)
            pairs += [(name, str(single)) for single in values if single]
        return Address.of(pair for pair in pairs if pair != ("sort", NEWEST))

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
        return versions.filter(Exists(Paragraph.objects.filter(version=OuterRef("pk"), level__in=levels)))

    def with_caption(self, versions: Versions, name: str, captions: Sequence[str]) -> Versions:
        condition = Q()
        for caption in captions:  # a list, of which SQLite asks the text
            condition |= Q(captions__icontains=json.dumps(caption))
        return versions.filter(condition)

    def sent_on_or_after(self, versions: Versions, name: str, first: dt.date) -> Versions:
        return versions.filter(sent_at__gte=dt.datetime.combine(first, dt.time.min, dt.UTC))

    def sent_on_or_before(self, versions: Versions, name: str, last: dt.date) -> Versions:
        return versions.filter(sent_at__lte=dt.datetime.combine(last, dt.time.max, dt.UTC))

    def in_order(self, versions: Versions, name: str, sort: str) -> Versions:
        newest = (F("sent_at").desc(nulls_last=True), "-cable__mrn")
        match sort:
            case "sent":
                return versions.order_by(F("sent_at").asc(nulls_last=True), "cable__mrn")
            case "mrn":
                year = F("cable__year").asc(nulls_last=True)  # cables without a number come last
                return versions.order_by(year, "cable__post", "cable__serial", "cable__mrn")
            case "relevance" if (
                self.query.words
            ):  # PostgreSQL takes a rank of 0 for all to be a column's place
                return versions.annotate(rank=subject_rank(self.query)).order_by("-rank", *newest)
            case "-cited":
                return versions.annotate(cited=times_cited()).order_by("-cited", *newest)
        return versions.order_by(*newest)


def _carrying(codes: Sequence[str]) -> QuerySet[CableTag]:
    return CableTag.objects.filter(version=OuterRef("pk"), code__in=codes)
