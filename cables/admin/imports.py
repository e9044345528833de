"""Collections, and what each import did."""

from django.contrib import admin

from cables.admin.by_policy import PolicyAdmin
from cables.models import Collection, ImportBatch, ImportItem
from cables.visibility import Action


@admin.register(Collection)
class CollectionAdmin(PolicyAdmin):
    changed_by = Action.MANAGE_COLLECTIONS
    list_display = ["name", "slug", "notice", "release_policy"]
    list_filter = ["release_policy"]
    search_fields = ["name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(ImportBatch)
class ImportBatchAdmin(PolicyAdmin):
    list_display = [
        *("__str__", "collection", "state", "position", "new", "new_versions", "unchanged", "refused"),
        *("started_at", "finished_at", "started_by"),
    ]
    list_filter = ["state", "collection"]
    search_fields = ["collection__name", "collection__slug", "message"]
    date_hierarchy = "started_at"
    list_select_related = ["collection", "started_by"]

    @admin.display()
    def new(self, batch):
        return self._count(batch, ImportItem.Outcome.NEW)

    @admin.display()
    def new_versions(self, batch):
        return self._count(batch, ImportItem.Outcome.NEW_VERSION)

    @admin.display()
    def unchanged(self, batch):
        return self._count(batch, ImportItem.Outcome.UNCHANGED)

    @admin.display()
    def refused(self, batch):
        return self._count(batch, ImportItem.Outcome.REFUSED)

    def _count(self, batch, outcome):
        """As the batch keeps it: counting the items of a large import at each look takes seconds."""
        return batch.tally.get(outcome, 0)


class HasDoubts(admin.SimpleListFilter):
    title = "what the parser doubted"
    parameter_name = "doubts"

    def lookups(self, request, model_admin):
        return [("yes", "Something"), ("no", "Nothing")]

    def queryset(self, request, queryset):
        chosen = {"yes": queryset.exclude(doubts=[]), "no": queryset.filter(doubts=[])}
        return chosen.get(self.value(), queryset)


@admin.register(ImportItem)
class ImportItemAdmin(PolicyAdmin):
    list_display = ["file", "outcome", "cable", "told", "doubted", "batch"]
    list_filter = ["outcome", HasDoubts, "batch__collection"]
    search_fields = ["file", "cable__mrn", "message"]
    list_select_related = ["cable", "batch"]

    @admin.display(ordering="message", description="message")
    def told(self, item):
        return item.message or "–"

    @admin.display(description="doubts")
    def doubted(self, item):
        return ", ".join(item.doubts) or "–"
