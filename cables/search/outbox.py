"""What an index has still to follow: the changes that were committed since it looked last.

On SQLite there is one writer, so a key says what came after what. On PostgreSQL a transaction may be
committed after one with a higher key: there the snapshot says which transactions were still at work, and the
keys above it that were seen already are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from cables.models import CableVersion, Collection, IndexChange
from cables.projection.inserting import insert

KEPT = dt.timedelta(days=7)
"""How long a change stays for those who follow; an index that looked longer ago is built anew."""

URGENT = (IndexChange.Kind.WITHHELD, IndexChange.Kind.REMOVED)
AT_ONCE = 10_000
SILENCE = dt.timedelta(minutes=5)
"""Longer than anybody who follows says nothing."""

Mark = dict[str, Any]
"""`after`: the key, or the transaction, from which on all is unseen but `seen`, pairs of key and
transaction; `at`: when it was looked; `last`: key and time of the newest change that was seen, or None."""


class Change(NamedTuple):
    key: int
    cable: int
    kind: str


def now() -> Mark:
    """A mark for which nothing of before is unseen. Call it before the rows are read."""
    if connection.vendor != "postgresql":
        newest = _newest()
        return _mark(newest[0] if newest else 0, [], newest)
    end = _end()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, xid::text::bigint FROM cables_indexchange WHERE xid >= %s::text::xid8", [str(end)]
        )
        seen = cursor.fetchall()
    return _mark(end, seen, _newest())


def unseen(mark: Mark, limit: int) -> tuple[list[Change], Mark]:
    """At most so many changes that are to be followed, and the mark for when that is done."""
    if connection.vendor != "postgresql":
        changes = IndexChange.objects.filter(pk__gt=mark["after"]).order_by("pk")
        rows = list(changes.values_list("pk", "cable", "kind", "at")[:limit])
        after = rows[-1][0] if rows else mark["after"]
        return [Change(*row[:3]) for row in rows], _mark(after, [], _last(mark, rows))
    end = _end()  # before the rows are looked at: of the transactions below it nothing is to come any more
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, cable_id, kind, at, xid::text::bigint FROM cables_indexchange "
            "WHERE xid >= %s::text::xid8 AND NOT id = ANY(%s) ORDER BY xid, id LIMIT %s",
            [str(mark["after"]), _keys(mark), limit],
        )
        rows = cursor.fetchall()
    if len(rows) == limit:  # there may be more of the last one's transaction
        end = min(end, rows[-1][4])
    seen = [*mark["seen"], *((key, xid) for key, *_, xid in rows)]
    after = max(end, mark["after"])
    of_later = [pair for pair in seen if pair[1] >= after]
    return [Change(*row[:3]) for row in rows], _mark(after, of_later, _last(mark, rows))


def withheld_since(mark: Mark, most: int | None = None) -> list[int]:
    """Cables of which something was withheld, or that were removed, and that the index has not followed."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:  # in the order of keys: then only the last of them are looked at
            cursor.execute(
                "SELECT cable_id FROM cables_indexchange WHERE id > %s AND kind IN (%s, %s) ORDER BY id",
                [mark["after"], *(str(kind) for kind in URGENT)],
            )
            return list(dict.fromkeys(cable for (cable,) in cursor))[:most]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT cable_id FROM cables_indexchange "
            "WHERE xid >= %s::text::xid8 AND kind = ANY(%s) AND NOT id = ANY(%s) LIMIT %s",
            [str(mark["after"]), [str(kind) for kind in URGENT], _keys(mark), most],
        )
        return [cable for (cable,) in cursor.fetchall()]


def is_too_old(mark: Mark) -> bool:
    """Whether changes may have been forgotten that it has not seen."""
    return dt.datetime.fromisoformat(mark["at"]) < timezone.now() - KEPT / 2


def is_left_behind(mark: Mark) -> bool:
    """Whether nobody seems to follow with the index, and something has changed."""
    return dt.datetime.fromisoformat(mark["at"]) < timezone.now() - SILENCE and bool(unseen(mark, 1)[0])


def is_of_another_database(mark: Mark) -> bool:
    """Whether what it saw last is not there: the database is a copy of before, or another one."""
    if connection.vendor == "postgresql" and _end() < mark["after"]:
        return True
    if not (last := mark["last"]):
        return False
    key, at = last
    return not IndexChange.objects.filter(pk=key, at=dt.datetime.fromisoformat(at)).exists()


def forget_old() -> int:
    """Changes that everybody has followed by now, a few at a time: how many. The newest stays, to be known
    by."""
    newest, oldest = _newest(), IndexChange.objects.order_by("pk").first()
    before = timezone.now() - KEPT
    if newest is None or oldest is None or oldest.at >= before:
        return 0
    old = IndexChange.objects.filter(at__lt=before, pk__lt=newest[0]).order_by("pk")
    return IndexChange.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE])).delete()[0]


def renamed(collection: Collection) -> None:
    """Every document of a collection names it: all are to be written again. Call in the transaction of it."""
    of = CableVersion.objects.filter(collection=collection).order_by("cable").distinct()
    cables = list(of.values_list("cable", "cable__revision"))
    kind, at = IndexChange.Kind.CHANGED, timezone.now()
    insert(
        IndexChange,
        ("cable", "kind", "revision", "at"),
        ((cable, kind, revision, at) for cable, revision in cables),
    )


def _mark(after: int, seen: Iterable[Any], last: Any) -> Mark:
    return {"after": after, "seen": [list(pair) for pair in seen], "at": timezone.now().isoformat()} | {
        "last": last and [last[0], last[1] if isinstance(last[1], str) else last[1].isoformat()]
    }


def _keys(mark: Mark) -> list[int]:
    return [key for key, _ in mark["seen"]]


def _last(mark: Mark, rows: Iterable[Any]) -> Any:
    seen = [(row[0], row[3]) for row in rows]
    return max([*seen, *([mark["last"]] if mark["last"] else [])], key=lambda pair: pair[0], default=None)


def _newest() -> Any:
    return IndexChange.objects.order_by("-pk").values_list("pk", "at").first()


def _end() -> int:
    """Every transaction below it is committed, or never will be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]
