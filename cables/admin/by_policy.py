"""Lists whose permissions are the policy's. Rows of Django's own permission tables count for nothing."""

from django.contrib import admin
from django.utils.text import capfirst

from cables.visibility import Action, may


class PolicyAdmin(admin.ModelAdmin):
    """`seen_by` says who may look; `changed_by` who may add, change and delete, None for nobody."""

    seen_by = Action.SEE_STAFF_LISTS
    changed_by: Action | None = None
    list_per_page = 50
    # Counting a large table for the page's foot costs more than the page.
    show_full_result_count = False

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def has_module_permission(self, request):
        return may(request.user, self.seen_by)

    def has_view_permission(self, request, obj=None):
        return may(request.user, self.seen_by)

    def has_add_permission(self, request):
        return self.changed_by is not None and may(request.user, self.changed_by)

    def has_change_permission(self, request, obj=None):
        return self.changed_by is not None and may(request.user, self.changed_by)

    def has_delete_permission(self, request, obj=None):
        return self.changed_by is not None and may(request.user, self.changed_by)

    # The actions of a list name these; Django offers an action to whom they allow it.

    def has_import_permission(self, request):
        return may(request.user, Action.IMPORT)

    def has_take_down_permission(self, request):
        return may(request.user, Action.TAKE_DOWN)

    def has_put_back_permission(self, request):
        return may(request.user, Action.PUT_BACK)
