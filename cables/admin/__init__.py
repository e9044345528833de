"""The admin, a module per group of lists."""

from django.contrib import admin

from cables.admin import cables, imports, tables

__all__ = ["cables", "imports", "tables"]

admin.site.site_header = "Reading Room, staff"
admin.site.site_title = "Reading Room"
admin.site.index_title = "What is here"
