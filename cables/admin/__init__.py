"""The admin, a module per group of lists."""

from cables.admin import cables, imports, tables

__all__ = ["cables", "imports", "tables"]
