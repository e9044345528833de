"""Public rows → the copy's tables, with keys counted anew in the order of the cables' numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from cables.backup.tables import (
    CABLE,
    COLLECTION,
    DERIVED,
    FORMER_NUMBER,
    PARAGRAPH,
    REFERENCE_TABLES,
    VERSION,
    WITHHELD_CABLE,
    Table,
    public_cables,
    public_collections,
    public_versions,
)

Row = dict[str, Any]
CABLES_AT_ONCE = 200
ROWS_AT_ONCE = 500


def fill(copy: BaseDatabaseWrapper) -> Counter[str]:
    """Write everything public into the empty tables of `copy`; how many rows, by table.

    So many cables are in memory at a time, however many there are.
    """
    filling = _Filling(copy)
    for table in REFERENCE_TABLES:
        filling.write(table, _rows(table, table.model._default_manager.order_by("pk")))
    filling.write(COLLECTION, _rows(COLLECTION, public_collections()))
    # All cables before the first version: a reference may lead to any of them.
    filling.write(CABLE, _rows(CABLE, public_cables()))
    former = FORMER_NUMBER.model._default_manager.filter(cable__in=public_cables())
    filling.write(FORMER_NUMBER, _rows(FORMER_NUMBER, former.order_by("cable__mrn", "mrn")))
    acknowledged = WITHHELD_CABLE.model._default_manager.order_by("cable__mrn")
    filling.write(WITHHELD_CABLE, _rows(WITHHELD_CABLE, acknowledged))
    for cables in _batches(public_cables().values_list("pk", flat=True).iterator(), CABLES_AT_ONCE):
        _write_versions(filling, cables)
    return filling.counts


def _write_versions(filling: _Filling, cables: list[int]) -> None:
    """The versions of these cables and what is derived from them. Ordinals leave out the held ones."""
    rows = list(_rows(VERSION, public_versions().filter(cable__in=cables).order_by("cable__mrn", "ordinal")))
    cable_of = {row["id"]: row["cable__mrn"] for row in rows}
    met: Counter[str] = Counter()
    for row in rows:
        met[row["cable__mrn"]] += 1
        row["ordinal"] = met[row["cable__mrn"]]
    versions = dict(zip(cable_of, filling.write(VERSION, rows), strict=True))
    paragraphs = _write_paragraphs(filling, versions, cable_of)
    for table in DERIVED:
        derived = _of_versions(table, versions, "pk")
        filling.write(table, (_moved(row, versions, paragraphs) for row in derived))


def _write_paragraphs(
    filling: _Filling, versions: dict[int, int], cable_of: dict[int, str]
) -> dict[int, int]:
    """Key here → key in the copy. A cable's identities are counted as they are met, without a gap."""
    rows = list(_of_versions(PARAGRAPH, versions, "position"))
    keys = [row["id"] for row in rows]
    identities: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        known = identities[cable_of[row["version"]]]
        row["identity"] = known.setdefault(row["identity"], len(known) + 1)
        row["version"] = versions[row["version"]]
    return dict(zip(keys, filling.write(PARAGRAPH, rows), strict=True))


def _moved(row: Row, versions: dict[int, int], paragraphs: dict[int, int]) -> Row:
    row["version"] = versions[row["version"]]
    if row.get("paragraph") is not None:
        row["paragraph"] = paragraphs[row["paragraph"]]
    return row


def _of_versions(table: Table, versions: Iterable[int], *order: str) -> Iterator[Row]:
    rows = table.model._default_manager.filter(version__in=list(versions))
    return _rows(table, rows.order_by("version__cable__mrn", "version__ordinal", *order))


def _rows(table: Table, queryset: QuerySet[Any]) -> Iterator[Row]:
    return iter(queryset.values(*table.read()).iterator(ROWS_AT_ONCE))


def _batches(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


class _Filling:
    """Writes rows as `Table.read` names their columns, each with the next key of its table."""

    def __init__(self, copy: BaseDatabaseWrapper) -> None:
        self.copy = copy
        self.counts: Counter[str] = Counter()

    def write(self, table: Table, rows: Iterable[Row]) -> list[int]:
        """The new keys, in the order of `rows`."""
        columns = [table.model._meta.get_field(name) for name in table.columns]
        names = ", ".join(f'"{column.column}"' for column in columns)  # type: ignore[union-attr]
        values = ", ".join(self._place(table, name) for name in table.columns)
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({values})'  # noqa: S608 no input
        first = self.counts[table.name] + 1
        for batch in _batches(rows, ROWS_AT_ONCE):
            for row in batch:
                self.counts[table.name] += 1
                row["id"] = self.counts[table.name]
            with self.copy.cursor() as cursor:
                cursor.executemany(statement, [self._values(table, row) for row in batch])
        return list(range(first, self.counts[table.name] + 1))

    def _place(self, table: Table, name: str) -> str:
        if name not in table.named:
            return "%s"
        target: Any = table.model._meta.get_field(name).related_model
        return f'(SELECT id FROM "{target._meta.db_table}" WHERE "{table.named[name]}" = %s)'  # noqa: S608

    def _values(self, table: Table, row: Row) -> list[Any]:
        values = []
        for name in table.columns:
            if name in table.named:
                values.append(row[f"{name}__{table.named[name]}"])
                continue
            value = table.instead[name].value if name in table.instead else row[name]
            column: Any = table.model._meta.get_field(name)
            values.append(column.get_db_prep_save(value, connection=self.copy))
        return values
