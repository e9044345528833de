"""Collections, and what each import did."""

from django.contrib import admin
from django.db.models import Count
from django.utils.text import Truncator

from cables.admin import bulk_actions
from cables.admin.by_policy import PolicyAdmin
from cables.admin.collection_page import StandingPage
from cables.admin.import_pages import ImportPages, RecordPages
from cables.models import Collection, ImportBatch, ImportItem
from cables.visibility import Action, shown_versions


@admin.register(Collection)
class CollectionAdmin(StandingPage, PolicyAdmin):
    changed_by = Action.MANAGE_COLLECTIONS
    list_display = ["name", "slug", "standing", "public_cables", "release_policy", "notice", "law"]
    list_filter = ["standing", "release_policy"]
    actions = bulk_actions.OF_COLLECTIONS
    acts_by = bulk_actions.ACTS_BY
    search_fields = ["name", "slug", "description", "legal_status"]
    change_form_template = "admin/collection.html"
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request):
        counted = Count("versions", filter=shown_versions("versions__"))
        return super().get_queryset(request).annotate(public_cables=counted)

    @admin.display(ordering="public_cables", description="public cables")
    def public_cables(self, collection):
        return f"{collection.public_cables:,}"

    @admin.display(description="legal status")
    def law(self, collection):
        return Truncator(collection.legal_status).chars(80) or "–"


@admin.register(ImportBatch)
class ImportBatchAdmin(ImportPages, PolicyAdmin):
    list_display = ["__str__", "collection", "state", "became", "started_at", "finished_at", "started_by"]
    list_filter = ["state", "collection"]
    actions = bulk_actions.OF_IMPORTS
    acts_by = bulk_actions.ACTS_BY
    search_fields = ["collection__name", "collection__slug", "message"]
    date_hierarchy = "started_at"
    list_select_related = ["collection", "started_by"]

    @admin.display(description="what became of its records")
    def became(self, batch):
        """As the batch keeps it: counting the items of a large import at each look takes seconds."""
        words = {"new": "new", "new-version": "new version", "unchanged": "unchanged", "refused": "refused"}
        told = [
            f"{batch.tally[outcome]:,} {word}" for outcome, word in words.items() if outcome in batch.tally
        ]
        return ", ".join(told) or "nothing yet"


class HasDoubts(admin.SimpleListFilter):
    title = "what the parser doubted"
    parameter_name = "doubts"

    def lookups(self, request, model_admin):
        return [("yes", "Something"), ("no", "Nothing")]

    def queryset(self, request, queryset):
        chosen = {"yes": queryset.exclude(doubts=[]), "no": queryset.filter(doubts=[])}
        return chosen.get(self.value(), queryset)


@admin.register(ImportItem)
class ImportItemAdmin(RecordPages, PolicyAdmin):
    list_display = ["name", "outcome", "cable", "doubted", "told", "batch"]
    list_filter = ["outcome", HasDoubts, "batch__collection"]
    search_fields = ["file", "cable__mrn", "message"]
    list_select_related = ["cable", "batch__collection"]

    @admin.display(ordering="file", description="file")
    def name(self, item):
        """The path is long, and stands on the record's own page."""
        return item.file.rpartition("/")[2]

    @admin.display(ordering="message", description="message")
    def told(self, item):
        return item.message or "–"

    @admin.display(description="doubts")
    def doubted(self, item):
        return ", ".join(item.doubts) or "–"
