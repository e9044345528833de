"""Cables, their versions and what was derived from them."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Prefetch, Subquery

from cables.admin.by_policy import PolicyAdmin
from cables.admin.cells import NOTHING, day, moment, number, shortened
from cables.admin.derive_action import DeriveAnew
from cables.admin.filters import SHOWN, Held, OfCollection, Parser, ReadersSee, Versions
from cables.admin.fix_pages import FixLink, FixPages
from cables.models import (
    Addressee,
    Cable,
    CableTag,
    CableVersion,
    Collection,
    Decision,
    Finding,
    FormerNumber,
    Mention,
    Paragraph,
    PublicNote,
    PublicSource,
    Reference,
    Repair,
    SourceText,
    WithheldCable,
)
from cables.visibility import HELD, Action, State, may, shown_versions, visible_versions

DOWN = Collection.Standing.DOWN


class OfVersionAdmin(PolicyAdmin):
    """Rows that belong to a version: those of versions the user may read."""

    list_select_related = ["version__cable"]
    raw_id_fields = ["version"]

    def get_queryset(self, request):
        versions = CableVersion.objects.filter(visible_versions(request.user))
        return super().get_queryset(request).filter(version__in=versions)

    @admin.display(ordering="version__cable__mrn")
    def cable(self, row):
        """Of a later version with its number: rows of both stand in the list."""
        version = row.version
        return version.cable.mrn if version.ordinal == 1 else f"{version.cable.mrn} version {version.ordinal}"


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


@admin.register(Paragraph)
class ParagraphAdmin(OfVersionAdmin):
    list_display = ["cable", "name", "mark", "heading", "words"]
    list_filter = ["level", "inherited", "version__collection"]
    search_fields = ["version__cable__mrn", "heading", "text"]

    @admin.display(ordering="position", description="paragraph")
    def name(self, paragraph):
        return str(paragraph)

    @admin.display(ordering="level")
    def mark(self, paragraph):
        return f"{paragraph.level or 'none'}, of the cable" if paragraph.inherited else paragraph.portion_mark

    @admin.display(ordering="text", description="text")
    def words(self, paragraph):
        return shortened(paragraph.text)


@admin.register(Addressee)
class AddresseeAdmin(OfVersionAdmin):
    list_display = ["cable", "role", "name", "post", "precedence", "routing_indicator", "excluded"]
    list_filter = ["role", "precedence", "excluded"]
    search_fields = ["version__cable__mrn", "name", "post", "routing_indicator"]


@admin.register(CableTag)
class CableTagAdmin(OfVersionAdmin):
    list_display = ["cable", "code", "raw", "kind"]
    list_filter = ["kind"]
    search_fields = ["version__cable__mrn", "code", "raw"]


@admin.register(Reference)
class ReferenceAdmin(OfVersionAdmin):
    list_display = ["cable", "label", "text", "kind", "mrn", "held"]
    list_filter = ["kind", Held, "notal"]
    search_fields = ["version__cable__mrn", "mrn", "text"]
    raw_id_fields = ["version", "target"]

    @admin.display(boolean=True, ordering="target", description="is here")
    def held(self, row):
        return row.target_id is not None


@admin.register(Mention)
class MentionAdmin(OfVersionAdmin):
    list_display = ["cable", "paragraph", "kind", "text", "mrn", "number"]
    list_filter = ["kind"]
    search_fields = ["version__cable__mrn", "mrn", "text"]
    list_select_related = ["version__cable", "paragraph"]


@admin.register(Finding)
class FindingAdmin(FixLink, OfVersionAdmin):
    list_display = ["cable", "code", "message", "paragraph"]
    list_filter = ["code", "version__collection"]
    search_fields = ["version__cable__mrn", "code", "message"]
    list_select_related = ["version__cable", "paragraph"]


@admin.register(Repair)
class RepairAdmin(OfVersionAdmin):
    list_display = ["cable", "reason", "was", "became", "paragraph"]
    list_filter = ["reason", "version__collection"]
    search_fields = ["version__cable__mrn", "reason", "before", "after"]
    list_select_related = ["version__cable", "paragraph"]

    @admin.display(ordering="before", description="before")
    def was(self, repair):
        return shortened(repair.before)

    @admin.display(ordering="after", description="after")
    def became(self, repair):
        return shortened(repair.after)


@admin.register(PublicNote)
class PublicNoteAdmin(OfVersionAdmin):
    list_display = ["cable", "paragraph", "number", "words", "reply_to", "written"]
    date_hierarchy = "written_at"
    search_fields = ["version__cable__mrn", "quote"]
    list_select_related = ["version__cable", "paragraph"]

    @admin.display(ordering="quote", description="on the words")
    def words(self, note):
        return shortened(note.quote)

    @admin.display(ordering="written_at")
    def written(self, note):
        return moment(note.written_at)


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


@admin.register(PublicSource)
class PublicSourceAdmin(OfVersionAdmin):
    list_display = ["cable", "subject", "sent", "collection"]
    list_filter = ["version__collection"]
    list_select_related = ["version__cable", "version__collection"]
    search_fields = ["version__cable__mrn", "version__subject"]
    fields = ["version", "text"]

    @admin.display(ordering="version__subject")
    def subject(self, source):
        return shortened(source.version.title)

    @admin.display(ordering="version__sent_at")
    def sent(self, source):
        return day(source.version.sent_at)

    @admin.display(ordering="version__collection__name")
    def collection(self, source):
        return source.version.collection.name

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text", "spans")


@admin.register(SourceText)
class SourceTextAdmin(OfVersionAdmin):
    """What is known of the bytes received. The bytes themselves are not offered here.

    Their size and hash are as telling as they are: a cable about which anything was ever decided is
    not in the list, but for those who may read its bytes.
    """

    list_display = ["cable", "encoding", "bytes", "sha256"]
    list_filter = ["encoding", "version__collection"]
    search_fields = ["version__cable__mrn", "sha256"]
    fields = ["version", "encoding", "size", "sha256"]

    @admin.display(ordering="size")
    def bytes(self, source):
        return number(source.size)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return may(request.user, Action.READ_BYTES, State.UNDECIDED)

    def get_queryset(self, request):
        rows = super().get_queryset(request).defer("content")
        if may(request.user, Action.READ_BYTES, State.DECIDED):
            return rows
        if not self.has_view_permission(request):
            return rows.none()
        return rows.exclude(version__cable__in=Decision.objects.values("cable"))
