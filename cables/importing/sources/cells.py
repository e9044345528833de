"""Cells of a CSV that spreadsheets take for text, and not for something to be computed."""

from __future__ import annotations

FORMULA = frozenset("=+-@\t\r")
"""What begins with one of these is computed."""


def guarded(cell: str) -> str:
    """The text of a cell with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if _is_formula(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    return cell.lstrip("'")[:1] in FORMULA if cell.strip("'") else False
