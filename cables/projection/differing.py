"""What is derived of a version beside what its rows say: which fields differ, never what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cables.models import (
    Addressee,
    CableTag,
    CableVersion,
    Finding,
    Mention,
    Paragraph,
    PublicSource,
    Reference,
    Repair,
)
from cables.projection.values import ADDRESSEE, FINDING, MENTION, PARAGRAPH, REFERENCE, REPAIR, TAG, Values

JSON_COLUMNS = {"captions", "blocks", "page_breaks", "deletions", "inferred"}
COUNTED = {"identity"}
"""Which paragraph is which is for who writes the rows to say."""

TABLES = (
    ("TAGS", CableTag, TAG, "tags"),
    ("addressees", Addressee, ADDRESSEE, "addressees"),
    ("references", Reference, REFERENCE, "references"),
    ("mentions", Mention, MENTION, "mentions"),
    ("findings", Finding, FINDING, "findings"),
    ("repairs", Repair, REPAIR, "repairs"),
)
AT_HOME = (Mention, Finding, Repair)
"""Whose rows begin with the index of their paragraph."""

Rows = Mapping[int, list[tuple[Any, ...]]]  # by version


class Written:
    """The rows of some public versions, read in a query for each table."""

    def __init__(self, versions: Sequence[CableVersion]) -> None:
        self.versions = {version.pk: version for version in versions}
        self.sources = {
            row.version_id: row for row in PublicSource.objects.filter(version__in=self.versions).iterator()
        }
        self.paragraphs = self._rows(Paragraph, PARAGRAPH)
        self.tables = {name: self._rows(model, columns) for name, model, columns, _ in TABLES}

    def _rows(self, model: Any, columns: Sequence[str]) -> Rows:
        home = ("paragraph__position",) if model in AT_HOME else ()
        found: dict[int, list[tuple[Any, ...]]] = {key: [] for key in self.versions}
        rows = model.objects.filter(version__in=self.versions).order_by("pk")
        for key, *row in rows.values_list("version", *home, *columns):
            if home:
                row[0] = row[0] and row[0] - 1
            found[key].append(tuple(row))
        return found

    def differing(self, key: int, values: Values) -> list[str]:
        """The names of the fields of a version in which its rows differ from the values."""
        version, source = self.versions[key], self.sources.get(key)
        found = [name for name, value in values.facts().items() if getattr(version, name) != value]
        if source is None or source.text != values.text or _plain(source.spans) != json.loads(values.spans):
            found.append("source")
        for name, _, columns, field in TABLES:
            if _sorted(self.tables[name][key]) != _sorted(
                _as_kept(row, columns) for row in getattr(values, field)
            ):
                found.append(name)
        return found + list(_of_paragraphs(self.paragraphs[key], values.paragraphs))


def _of_paragraphs(written: list[tuple[Any, ...]], fresh: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    if len(written) != len(fresh):
        yield "paragraphs: how many"
        return
    pairs = list(zip(written, (_as_kept(row, PARAGRAPH) for row in fresh), strict=True))
    for n, column in enumerate(PARAGRAPH):
        if column not in COUNTED and any(_plain(old[n]) != _plain(new[n]) for old, new in pairs):
            yield f"paragraphs: {column.replace('_', ' ')}"


def _as_kept(row: Sequence[Any], columns: Sequence[str]) -> tuple[Any, ...]:
    """A row of values with what is kept as JSON read."""
    first = len(row) - len(columns)  # the paragraph, where there is one
    return (
        *row[:first],
        *(json.loads(v) if c in JSON_COLUMNS else v for c, v in zip(columns, row[first:], strict=True)),
    )


def _sorted(rows: Any) -> list[str]:
    return sorted(repr(tuple(map(_plain, row))) for row in rows)


def _plain(value: Any) -> Any:
    """Tuples as the lists they come back as."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value
