"""The admin, a module per group of lists. Restricted tables are not in it, but for the audit."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from cables.admin import accounts, audit, cables, derived, door, imports, tables

__all__ = ["accounts", "audit", "cables", "derived", "imports", "tables"]

admin.site.site_header = "Reading Room, staff"
admin.site.site_title = "Reading Room"
admin.site.index_title = "What is here"
admin.site.unregister(DBTaskResult)  # an import's own page says what became of its work
admin.site.disable_action("delete_selected")  # what goes, goes one by one, and by its own rules
door.install(admin.site)
