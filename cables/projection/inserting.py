"""Many rows at once, as the engine takes them fastest: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Model

Converter = Callable[[Any], Any]


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows that give these columns, by the names of their fields, and no others have to be given.

    Values are as the model has them, but keys for foreign keys, and JSON as text. The database checks its
    constraints; no signal is sent and no field's validation is run.
    """
    fields: list[Any] = [model._meta.get_field(column) for column in columns]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    converted = _converted(rows, [_converter(field) for field in fields])
    # Django translates the errors of a cursor's own methods, and not those of a copy.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in converted:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of ours
            cursor.executemany(statement, list(converted))


def next_keys(model: type[Model], count: int) -> Sequence[int]:
    """Keys that no row has or will be given. Call inside a transaction that writes."""
    if not count:
        return ()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        first = (last[0] if last else 0) + 1
        return range(first, first + count)


def _converted(
    rows: Iterable[Sequence[Any]], converters: Sequence[Converter | None]
) -> Iterator[Sequence[Any]]:
    """The rows as the database takes them; those of most tables as they are."""
    wanted = [(n, converter) for n, converter in enumerate(converters) if converter]
    return _with_converted(rows, wanted) if wanted else iter(rows)


def _with_converted(
    rows: Iterable[Sequence[Any]], wanted: Sequence[tuple[int, Converter]]
) -> Iterator[Sequence[Any]]:
    for row in rows:
        values = list(row)
        for n, converter in wanted:
            if values[n] is not None:
                values[n] = converter(values[n])
        yield values


def _converter(field: Any) -> Converter | None:
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    return None
