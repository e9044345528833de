"""How the engine is asked to count the values of a field, whatever columns they stand in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from cables.search import schema as s

FIELD_OF = {column: field for field in (*s.COUNTED, s.YEAR, s.CITED) for column in s.columns(field)}


def terms(fields: Iterable[str], most: int) -> dict[str, Any]:
    """An aggregation that counts at most so many values of each column of these fields."""
    columns = [column for field in fields for column in s.columns(field)]
    return {column: {"terms": {"field": column, "size": most}} for column in columns}


def with_counts(found: Mapping[str, Any]) -> dict[str, Any]:
    """What the engine made of `terms`, as the counts of each field; and of anything else, as it is."""
    fields: dict[str, Counter[Any]] = defaultdict(Counter)
    others: dict[str, Any] = {}
    for column, result in found.items():
        if column not in FIELD_OF:
            others[column] = result
            continue
        counts = fields[FIELD_OF[column]]
        for bucket in result["buckets"]:
            counts[bucket["key"]] += bucket["doc_count"]
    for counts in fields.values():
        del counts[s.NO_VALUE]
    return others | {field: list(counts.items()) for field, counts in fields.items()}
