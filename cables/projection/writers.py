"""Those who change many cables at once take turns."""

from __future__ import annotations

from django.db import connection

LOCK = 20_090_918
"""Any number that no other advisory lock of this database has."""


def wait_for_other_writers() -> None:
    """Until the transaction ends, nobody else imports, takes an import back or a collection down. SQLite has
    one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
