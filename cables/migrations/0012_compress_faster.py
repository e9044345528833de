"""On PostgreSQL, let the long texts be compressed by LZ4.

The usual compression took more of the server's time than anything else about an import. What is stored
already stays as it is, and is read as before. A server that was built without LZ4 keeps the usual one.
"""

from django.db import NotSupportedError, migrations, transaction

COLUMNS = {
    "restricted.restricted_sourcetext": ("content", "paragraphs"),
    "public.cables_publicsource": ("text", "spans"),
    "public.cables_paragraph": ("text",),
}


def set_compression(schema_editor, method):
    for table, columns in COLUMNS.items():
        for column in columns:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION {method}")


def to_lz4(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(schema_editor.connection.alias):
            set_compression(schema_editor, "lz4")
    except NotSupportedError:
        pass


def back_to_usual(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        set_compression(schema_editor, "default")


class Migration(migrations.Migration):
    dependencies = [("cables", "0011_standing_of_collections")]
    operations = [migrations.RunPython(to_lz4, back_to_usual)]
