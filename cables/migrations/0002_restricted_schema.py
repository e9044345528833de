"""On PostgreSQL, put the restricted tables into a schema of their own.

The connection's search path names both schemas, so the same code finds the tables; a database role
for public pages or a public dump is simply not given the schema `restricted`. SQLite has no
schemas: there the private database file as a whole is secret.
"""

from django.db import migrations

TABLES = ["restricted_sourcetext"]


def to_restricted(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE SCHEMA IF NOT EXISTS restricted")
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE public.{table} SET SCHEMA restricted")


def back_to_public(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE restricted.{table} SET SCHEMA public")
        schema_editor.execute("DROP SCHEMA restricted")


class Migration(migrations.Migration):
    dependencies = [("cables", "0001_initial")]
    operations = [migrations.RunPython(to_restricted, back_to_public)]
