"""Collections, and what each import did."""

from django.contrib import admin
from django.db.models import Count, Q

from cables.admin.by_policy import PolicyAdmin
from cables.admin.cells import NOTHING, moment, number, shortened
from cables.admin.collection_actions import CollectionActions
from cables.admin.collection_page import StandingPage
from cables.admin.filters import Doubts
from cables.admin.import_actions import BatchActions, ItemActions
from cables.admin.import_pages import ImportPages, RecordPages
from cables.models import Collection, ImportBatch, ImportItem
from cables.search import outbox
from cables.visibility import HELD, Action, shown_versions


@admin.register(Collection)
class CollectionAdmin(CollectionActions, StandingPage, PolicyAdmin):
    changed_by = Action.MANAGE_COLLECTIONS
    list_display = ["name", "standing", "public_cables", "held_versions", "release_policy", "notice", "law"]
    list_filter = ["standing", "release_policy"]
    search_fields = ["name", "slug", "description", "legal_status"]
    change_form_template = "admin/collection.html"
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request):
        public = Count("versions", filter=shown_versions("versions__"))
        held = Count("versions", filter=Q(versions__state=HELD))
        return super().get_queryset(request).annotate(public_cables=public, held_versions=held)

    def save_model(self, request, collection, form, change):
        super().save_model(request, collection, form, change)
        if change and "slug" in form.changed_data:
            outbox.renamed(collection)

    @admin.display(ordering="public_cables", description="public cables")
    def public_cables(self, collection):
        return number(collection.public_cables)

    @admin.display(ordering="held_versions", description="held versions")
    def held_versions(self, collection):
        return number(collection.held_versions)

    @admin.display(ordering="legal_status", description="legal status")
    def law(self, collection):
        return shortened(collection.legal_status)


def _counted(outcome: ImportItem.Outcome, label: str):
    """A column with what the import keeps: counting its items at each look takes seconds."""

    @admin.display(ordering=f"tally__{outcome}", description=label)
    def column(batch):
        return number(batch.tally.get(outcome, 0))

    column.__name__ = f"tally_{outcome.name.lower()}"
    return column


@admin.register(ImportBatch)
class ImportBatchAdmin(BatchActions, ImportPages, PolicyAdmin):
    list_display = [
        "name",
        "collection",
        "stands",
        _counted(ImportItem.Outcome.NEW, "new"),
        _counted(ImportItem.Outcome.NEW_VERSION, "versions"),
        _counted(ImportItem.Outcome.UNCHANGED, "unchanged"),
        _counted(ImportItem.Outcome.REFUSED, "refused"),
        "started",
        "started_by",
    ]
    list_filter = ["state", "collection", ("started_by", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["collection__name", "collection__slug", "message", "started_by__username"]
    search_help_text = "A collection, who started it, or words of why it stopped."
    date_hierarchy = "started_at"
    list_select_related = ["collection", "started_by"]

    @admin.display(ordering="pk", description="import")
    def name(self, batch):
        return str(batch)

    @admin.display(ordering="state", description="state")
    def stands(self, batch):
        """With what the worker is to do next, where it has not begun."""
        waits = batch.asked_for and batch.beat_at is None
        return f"waits: {batch.get_asked_for_display().lower()}" if waits else batch.get_state_display()

    @admin.display(ordering="started_at")
    def started(self, batch):
        return moment(batch.started_at)


@admin.register(ImportItem)
class ImportItemAdmin(ItemActions, RecordPages, PolicyAdmin):
    list_display = ["name", "outcome", "cable", "doubted", "told", "batch"]
    list_filter = ["outcome", Doubts, "batch__collection"]
    search_fields = ["file", "cable__mrn", "message"]
    search_help_text = "A part of a path, of a number, or words of why it was refused."
    list_select_related = ["cable", "batch__collection"]

    @admin.display(ordering="file", description="file")
    def name(self, item):
        """The path is long, and stands on the record's own page."""
        return item.file.rpartition("/")[2]

    @admin.display(ordering="message", description="message")
    def told(self, item):
        return shortened(item.message, 200)

    @admin.display(ordering="doubts", description="doubts")
    def doubted(self, item):
        return ", ".join(item.doubts) or NOTHING
