"""What an index has still to follow: the changes that were committed since it looked last.

On SQLite there is one writer, so a key says what came after what. On PostgreSQL a transaction may be
committed after one with a higher key: there the snapshot says which transactions were still at work, and the
keys above it that were seen already are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from cables.models import IndexChange

KEPT = dt.timedelta(days=7)
"""How long a change stays for those who follow; an index that looked longer ago is built anew."""

Mark = dict[str, Any]
"""`after`: the key, or the transaction, from which on all is unseen but `seen`; `at`: when it was looked."""


class Change(NamedTuple):
    key: int
    cable: int
    kind: str


def now() -> Mark:
    """A mark for which nothing of before is unseen. Call it before the rows are read."""
    return _mark(_end(), [])


def unseen(mark: Mark, limit: int | None = None) -> tuple[list[Change], Mark]:
    """The changes that are to be followed, oldest first, and the mark for when that is done."""
    if connection.vendor != "postgresql":
        changes = IndexChange.objects.filter(pk__gt=mark["after"]).order_by("pk")
        found = [Change(*row) for row in changes.values_list("pk", "cable", "kind")[:limit]]
        return found, _mark(found[-1].key if found else mark["after"], [])
    end = _end()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, cable_id, kind, xid::text::bigint FROM cables_indexchange "
            "WHERE xid >= %s::text::xid8 AND NOT id = ANY(%s) ORDER BY id LIMIT %s",
            [str(mark["after"]), list(mark["seen"]), limit],
        )
        rows = cursor.fetchall()
    found = [Change(*row[:3]) for row in rows]
    seen = [*mark["seen"], *(change.key for change in found)]
    if limit is not None and len(rows) == limit:  # there may be more: the mark stays where it is
        return found, _mark(mark["after"], seen)
    return found, _mark(end, _of_transactions_since(end, seen))


def withheld_since(mark: Mark) -> list[int]:
    """Cables of which something was withheld, or that were removed, and that the index has not followed."""
    urgent = [IndexChange.Kind.WITHHELD, IndexChange.Kind.REMOVED]
    if connection.vendor != "postgresql":
        rows = IndexChange.objects.filter(pk__gt=mark["after"], kind__in=urgent)
        return list(rows.order_by().values_list("cable", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT cable_id FROM cables_indexchange "
            "WHERE xid >= %s::text::xid8 AND kind = ANY(%s) AND NOT id = ANY(%s)",
            [str(mark["after"]), [str(kind) for kind in urgent], list(mark["seen"])],
        )
        return [cable for (cable,) in cursor.fetchall()]


def is_too_old(mark: Mark) -> bool:
    """Whether changes may have been forgotten that it has not seen."""
    return dt.datetime.fromisoformat(mark["at"]) < timezone.now() - KEPT / 2


def forget_old() -> int:
    """Changes that everybody has followed by now: how many."""
    return IndexChange.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _mark(after: int, seen: Sequence[int]) -> Mark:
    return {"after": after, "seen": list(seen), "at": timezone.now().isoformat()}


def _end() -> int:
    if connection.vendor != "postgresql":
        return IndexChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]


def _of_transactions_since(end: int, keys: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM cables_indexchange WHERE xid >= %s::text::xid8 AND id = ANY(%s)",
            [str(end), list(keys)],
        )
        return [key for (key,) in cursor.fetchall()]
