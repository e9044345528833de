"""Filters of lists that ask what a column does not say."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q

from cables.models import AuditEvent, CableVersion, Collection
from cables.parsing import PARSER_VERSION
from cables.visibility import HELD, shown_versions


class Choice(admin.SimpleListFilter):
    """A condition for each answer. `answers` has a word for the address, words to read, the condition."""

    answers: tuple[tuple[str, str, Q | Exists], ...]

    def lookups(self, request, model_admin):
        return [(word, label) for word, label, _ in self.answers]

    def queryset(self, request, queryset):
        conditions = {word: condition for word, _, condition in self.answers}
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


def _has(**conditions) -> Q:
    """That some version of the cable is so. Found once: asked of each cable in turn, SQLite goes through all
    versions of a collection for each."""
    return Q(pk__in=CableVersion.objects.filter(**conditions).order_by().values("cable"))


SHOWN = Exists(CableVersion.objects.filter(shown_versions(), cable=OuterRef("pk")))
"""That readers can open the cable."""


class ReadersSee(Choice):
    title, parameter_name = "what readers see", "readers"
    answers = (
        ("text", "Its text", Q(SHOWN)),
        ("older", "An older text; a newer one is held", Q(SHOWN) & _has(state=HELD)),
        ("nothing", "Nothing", ~Q(SHOWN)),
        ("down", "Nothing: taken down", ~Q(SHOWN) & _has(collection__standing=Collection.Standing.DOWN)),
    )


class Versions(Choice):
    title, parameter_name = "versions", "versions"
    answers = (
        ("one", "One", ~_has(ordinal__gt=1)),
        ("several", "Several", _has(ordinal__gt=1)),
    )


class OfCollection(admin.SimpleListFilter):
    """Of a cable: that some version of it came in with the collection."""

    title, parameter_name = "collection", "collection"

    def lookups(self, request, model_admin):
        return [(str(key), name) for key, name in Collection.objects.values_list("pk", "name")]

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(_has(collection=int(value))) if value.isdecimal() else queryset


class Parser(Choice):
    title, parameter_name = "parser that read it", "parser"
    answers = (
        ("today", "Today’s", Q(parser_version=PARSER_VERSION)),
        ("older", "An older one", ~Q(parser_version=PARSER_VERSION)),
    )


class Held(Choice):
    title, parameter_name = "the cable it names", "held"
    answers = (("yes", "Is here", Q(target__isnull=False)), ("no", "Is not here", Q(target=None)))


class Doubts(Choice):
    title, parameter_name = "what the parser doubted", "doubts"
    answers = (("yes", "Something", ~Q(doubts=[])), ("no", "Nothing", Q(doubts=[])))


class AboutCable(Choice):
    title, parameter_name = "what it is about", "about"
    answers = (("cable", "A cable", ~Q(mrn="")), ("other", "The site", Q(mrn="")))


class Who(admin.SimpleListFilter):
    title, parameter_name = "who", "who"
    SITE = "-"

    def lookups(self, request, model_admin):
        names = AuditEvent.objects.order_by("actor").values_list("actor", flat=True).distinct()
        return [(name or self.SITE, name or "the site") for name in names]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(actor="" if self.value() == self.SITE else self.value())


class InRole(admin.RelatedFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "role"
