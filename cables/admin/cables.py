"""Cables, their numbers and their versions."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Prefetch, Subquery

from cables.admin.by_policy import PolicyAdmin
from cables.admin.cells import NOTHING, day, shortened
from cables.admin.derive_action import DeriveAnew
from cables.admin.filters import SHOWN, OfCollection, Parser, ReadersSee, Versions
from cables.admin.fix_pages import FixPages
from cables.models import (
    Cable,
    CableVersion,
    Collection,
    FormerNumber,
    WithheldCable,
)
from cables.visibility import HELD, shown_versions

DOWN = Collection.Standing.DOWN


def _of_shown(column):
    shown = CableVersion.objects.filter(shown_versions(), cable=OuterRef("pk"))
    return Subquery(shown.values(column)[:1])


def _how_many():
    versions = CableVersion.objects.filter(cable=OuterRef("pk")).order_by().values("cable")
    return Subquery(versions.annotate(many=Count("pk")).values("many"))


@admin.register(Cable)
class CableAdmin(DeriveAnew, FixPages, PolicyAdmin):
    list_display = ["number", "sent", "subject", "readers_see", "versions", "collection"]
    list_filter = [ReadersSee, OfCollection, Versions, "year"]
    search_fields = ["mrn", "post", "former_numbers__mrn"]
    search_help_text = "A part of a number, present or former, or of a post."

    def get_queryset(self, request):
        versions = CableVersion.objects.select_related("collection").order_by("-ordinal")
        facts = [
            "cable",
            "ordinal",
            "state",
            "shown",
            "sent_at",
            "title",
            "collection__name",
            "collection__standing",
        ]
        prefetched = Prefetch("versions", versions.only(*facts), to_attr="newest_first")
        return super().get_queryset(request).prefetch_related(prefetched)

    @admin.display(ordering="mrn")
    def number(self, cable):
        return cable.mrn

    @admin.display(ordering=_of_shown("sent_at"))
    def sent(self, cable):
        return day(shown.sent_at) if (shown := _shown(cable)) else NOTHING

    @admin.display(ordering=_of_shown("title"))
    def subject(self, cable):
        return shortened(shown.title) if (shown := _shown(cable)) else NOTHING

    @admin.display(ordering=SHOWN)
    def readers_see(self, cable):
        if _shown(cable):
            newer = next(iter(cable.newest_first))
            return "an older text" if newer.state == HELD else "its text"
        down = any(version.collection.standing == DOWN for version in cable.newest_first)
        return "nothing: taken down" if down else "nothing"

    @admin.display(ordering=_how_many())
    def versions(self, cable):
        return len(cable.newest_first)

    @admin.display(ordering=_of_shown("collection__name"))
    def collection(self, cable):
        newest = _shown(cable) or next(iter(cable.newest_first), None)
        return newest.collection.name if newest else NOTHING


def _shown(cable):
    return next((version for version in cable.newest_first if version.shown), None)


@admin.register(CableVersion)
class CableVersionAdmin(DeriveAnew, PolicyAdmin):
    list_display = ["cable", "version", "sent", "words", "marked", "standing", "collection"]
    list_filter = ["state", "shown", "classification", "collection", Parser, "complete", "container"]
    search_fields = ["cable__mrn", "subject", "originator"]
    search_help_text = "Words of the subject, a part of a number, or of whom it is from."
    list_select_related = ["cable", "collection"]
    ordering = ["-pk"]  # what came in last comes first
    date_hierarchy = "sent_at"

    @admin.display(ordering="ordinal")
    def version(self, version):
        return version.ordinal

    @admin.display(ordering="state", description="readers")
    def standing(self, version):
        if version.shown:
            return "see it"
        if version.collection.standing == DOWN:
            return "do not: taken down"
        return "do not: held" if version.state == HELD else "see another"

    @admin.display(ordering="sent_at")
    def sent(self, version):
        return day(version.sent_at)

    @admin.display(ordering="classification", description="marked")
    def marked(self, version):
        return version.get_classification_display() if version.state != HELD else NOTHING

    @admin.display(ordering="subject", description="subject")
    def words(self, version):
        """Nobody reads here what is down, though its rows may not be cleared yet."""
        return shortened(version.title) if version.collection.standing != DOWN else NOTHING


@admin.register(FormerNumber)
class FormerNumberAdmin(PolicyAdmin):
    list_display = ["mrn", "cable"]
    search_fields = ["mrn", "cable__mrn"]
    list_select_related = ["cable"]


@admin.register(WithheldCable)
class WithheldCableAdmin(PolicyAdmin):
    """Those whose existence is acknowledged. Of the others there is no row."""

    list_display = ["cable", "under"]
    search_fields = ["cable__mrn"]
    list_select_related = ["cable"]

    @admin.display(ordering="codes", description="codes")
    def under(self, withheld):
        return ", ".join(" ".join(pair) for pair in withheld.codes) or NOTHING
