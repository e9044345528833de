"""The field's reference tables as data files, each row with its source.

Standard library only: the parser reads them here, and the loader copies them into the database.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
TABLES = ("tags", "posts", "markings", "exemptions", "prosigns", "routing", "glossary")


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of one table, as written. Raises FileNotFoundError for a name not in TABLES."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
