"""On PostgreSQL, keep with each change the transaction that made it: a key says nothing of the order of commits."""

from django.db import migrations

TABLE, INDEX = "cables_indexchange", "index_change_by_transaction"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"ALTER TABLE {TABLE} ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()"
        )
        schema_editor.execute(f"CREATE INDEX {INDEX} ON {TABLE} (xid)")


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN xid")


class Migration(migrations.Migration):
    dependencies = [("cables", "0013_settled_codes")]
    operations = [migrations.RunPython(add, take_away)]
