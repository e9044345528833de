"""What was derived from the versions of cables, and the bytes it was derived from."""

from django.contrib import admin

from cables.admin.by_policy import PolicyAdmin
from cables.admin.cells import day, moment, number, shortened
from cables.admin.filters import Held
from cables.admin.fix_pages import FixLink
from cables.models import (
    Addressee,
    CableTag,
    CableVersion,
    Decision,
    Finding,
    Mention,
    Paragraph,
    PublicNote,
    PublicSource,
    Reference,
    Repair,
    SourceText,
)
from cables.visibility import Action, State, may, visible_versions


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
