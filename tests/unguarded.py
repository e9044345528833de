"""The audit without its triggers: for tests that tamper with it, and to empty it between tests."""

from contextlib import contextmanager

from django.db import connection

TABLE = "restricted_auditevent"


@contextmanager
def unguarded():
    """Inside, the database lets rows of the audit be changed and deleted."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            off, on = ([f"ALTER TABLE {TABLE} {word} TRIGGER USER"] for word in ("DISABLE", "ENABLE"))
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name=%s", [TABLE]
            )
            triggers = cursor.fetchall()
            off, on = [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]
        for statement in off:
            cursor.execute(statement)
        yield cursor
        for statement in on:
            cursor.execute(statement)
