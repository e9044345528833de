"""Collections, and what each import did."""

from django.contrib import admin
from django.db.models import Count, Q

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
    list_display = ["__str__", "collection", "started_at", "finished_at", "started_by", "done", "refused"]
    list_filter = ["collection", ("finished_at", admin.EmptyFieldListFilter)]
    search_fields = ["collection__name", "collection__slug"]
    date_hierarchy = "started_at"
    list_select_related = ["collection", "started_by"]

    def get_queryset(self, request):
        refused = Count("items", filter=Q(items__outcome=ImportItem.Outcome.REFUSED))
        return super().get_queryset(request).annotate(done_count=Count("items"), refused_count=refused)

    @admin.display(ordering="done_count", description="records")
    def done(self, batch):
        return batch.done_count

    @admin.display(ordering="refused_count")
    def refused(self, batch):
        return batch.refused_count


@admin.register(ImportItem)
class ImportItemAdmin(PolicyAdmin):
    list_display = ["file", "outcome", "cable", "message", "batch"]
    list_filter = ["outcome", "batch__collection"]
    search_fields = ["file", "cable__mrn", "message"]
    list_select_related = ["cable", "batch"]
