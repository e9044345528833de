"""Cables, their versions and what was derived from them."""

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils.text import Truncator

from cables.admin import bulk_actions
from cables.admin.by_policy import PolicyAdmin
from cables.admin.fix_pages import FixLink, FixPages
from cables.models import (
    Addressee,
    Cable,
    CableTag,
    CableVersion,
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
        return row.version.cable.mrn


def _day(when):
    return f"{when:%-d %b %Y}" if when else "–"


class IsPublic(admin.SimpleListFilter):
    title = "what readers see"
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [("yes", "A version"), ("no", "Nothing")]

    def queryset(self, request, queryset):
        shown = Exists(CableVersion.objects.filter(cable=OuterRef("pk"), shown=True))
        chosen = {"yes": queryset.filter(shown), "no": queryset.filter(~shown)}
        return chosen.get(self.value(), queryset)


@admin.register(Cable)
class CableAdmin(FixPages, PolicyAdmin):
    list_display = ["mrn", "is_public", "sent", "title", "classification", "count"]
    list_filter = [IsPublic, "year"]
    search_fields = ["mrn", "post"]
    ordering = ["mrn"]
    actions = bulk_actions.OF_CABLES
    acts_by = bulk_actions.ACTS_BY

    def get_queryset(self, request):
        """With what the shown version says; nothing of one that is held."""
        shown = CableVersion.objects.filter(visible_versions(request.user), cable=OuterRef("pk"), shown=True)
        counted = CableVersion.objects.order_by().filter(cable=OuterRef("pk")).values("cable")
        return (
            super()
            .get_queryset(request)
            .annotate(
                shown_sent=Subquery(shown.values("sent_at")[:1]),
                shown_classification=Subquery(shown.values("classification")[:1]),
                shown_title=Subquery(shown.values("title")[:1]),
                version_count=Subquery(counted.annotate(count=Count("pk")).values("count")),
            )
        )

    @admin.display
    def sent(self, cable):
        return _day(cable.shown_sent)

    @admin.display
    def classification(self, cable):
        return cable.shown_classification or "–"

    @admin.display(description="subject")
    def title(self, cable):
        return Truncator(cable.shown_title or "").chars(90) or "–"

    @admin.display(description="versions")
    def count(self, cable):
        return cable.version_count or 0

    @admin.display(boolean=True, description="public")
    def is_public(self, cable):
        return cable.shown_classification is not None


@admin.register(CableVersion)
class CableVersionAdmin(PolicyAdmin):
    list_display = ["cable", "ordinal", "state", "shown", "sent", "subject", "classification", "collection"]
    list_filter = ["state", "shown", "classification", "collection", "complete", "container"]
    search_fields = ["cable__mrn", "subject", "originator"]
    list_select_related = ["cable", "collection"]
    date_hierarchy = "sent_at"
    actions = bulk_actions.OF_CABLES
    acts_by = bulk_actions.ACTS_BY

    @admin.display(ordering="sent_at")
    def sent(self, version):
        return _day(version.sent_at)


@admin.register(Paragraph)
class ParagraphAdmin(OfVersionAdmin):
    list_display = ["cable", "position", "number", "portion_mark", "level", "inherited", "heading"]
    list_filter = ["level", "inherited"]
    search_fields = ["version__cable__mrn", "heading", "text"]


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
    list_filter = ["kind", ("target", admin.EmptyFieldListFilter), "notal"]
    search_fields = ["version__cable__mrn", "mrn", "text"]
    raw_id_fields = ["version", "target"]

    @admin.display(boolean=True)
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
    list_filter = ["code"]
    search_fields = ["version__cable__mrn", "code", "message"]
    list_select_related = ["version__cable", "paragraph"]


@admin.register(Repair)
class RepairAdmin(OfVersionAdmin):
    list_display = ["cable", "reason", "before", "after", "paragraph"]
    list_filter = ["reason"]
    search_fields = ["version__cable__mrn", "reason"]
    list_select_related = ["version__cable", "paragraph"]


@admin.register(PublicNote)
class PublicNoteAdmin(OfVersionAdmin):
    list_display = ["cable", "paragraph", "number", "reply_to", "written_at"]
    search_fields = ["version__cable__mrn", "quote"]
    list_select_related = ["version__cable", "paragraph"]


@admin.register(FormerNumber)
class FormerNumberAdmin(PolicyAdmin):
    list_display = ["mrn", "cable"]
    search_fields = ["mrn", "cable__mrn"]
    list_select_related = ["cable"]


@admin.register(WithheldCable)
class WithheldCableAdmin(PolicyAdmin):
    """Those whose existence is acknowledged. Of the others there is no row."""

    list_display = ["cable", "codes"]
    search_fields = ["cable__mrn"]
    list_select_related = ["cable"]


@admin.register(PublicSource)
class PublicSourceAdmin(OfVersionAdmin):
    list_display = ["cable"]
    search_fields = ["version__cable__mrn"]
    fields = ["version", "text"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text", "spans")


@admin.register(SourceText)
class SourceTextAdmin(OfVersionAdmin):
    """What is known of the bytes received. The bytes themselves are not offered here.

    Their size and hash are as telling as they are: a cable about which anything was ever decided is
    not in the list, but for those who may read its bytes.
    """

    list_display = ["cable", "encoding", "size", "sha256"]
    list_filter = ["encoding"]
    search_fields = ["version__cable__mrn", "sha256"]
    fields = ["version", "encoding", "size", "sha256"]

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
