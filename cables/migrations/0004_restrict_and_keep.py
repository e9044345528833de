"""What makemigrations cannot know of the tables for decisions, notes and the audit.

On PostgreSQL the restricted ones move to their schema. On both databases the audit becomes
append-only, by triggers: an UPDATE, a DELETE or a TRUNCATE fails. SQLite drops a table's triggers
when a later migration remakes the table; tests/models/test_audit.py would then say so.
"""

from django.db import migrations

RESTRICTED = [
    "restricted_annotation",
    "restricted_auditevent",
    "restricted_decision",
    "restricted_override",
    "restricted_withheldtext",
]
REFUSAL = "The audit is append-only: its rows are neither changed nor deleted."

POSTGRESQL = f"""
CREATE FUNCTION restricted.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE TRIGGER auditevent_keeps_rows BEFORE UPDATE OR DELETE ON restricted.restricted_auditevent
    FOR EACH ROW EXECUTE FUNCTION restricted.refuse_audit_change();
CREATE TRIGGER auditevent_keeps_all BEFORE TRUNCATE ON restricted.restricted_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION restricted.refuse_audit_change();
"""
SQLITE = [
    f"CREATE TRIGGER auditevent_keeps_{act.lower()} BEFORE {act} ON restricted_auditevent "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for act in ("UPDATE", "DELETE")
]


def restrict(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in RESTRICTED:
            schema_editor.execute(f"ALTER TABLE public.{table} SET SCHEMA restricted")
        schema_editor.execute(POSTGRESQL)
    elif schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER auditevent_keeps_rows ON restricted.restricted_auditevent")
        schema_editor.execute("DROP TRIGGER auditevent_keeps_all ON restricted.restricted_auditevent")
        schema_editor.execute("DROP FUNCTION restricted.refuse_audit_change()")
        for table in RESTRICTED:
            schema_editor.execute(f"ALTER TABLE restricted.{table} SET SCHEMA public")
    elif schema_editor.connection.vendor == "sqlite":
        for act in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER auditevent_keeps_{act}")


def remember_paragraphs(apps, schema_editor):
    """Of versions imported before: no decision existed, so public offsets are those of the source."""
    source_text = apps.get_model("cables", "SourceText")
    paragraph = apps.get_model("cables", "Paragraph")
    alias = schema_editor.connection.alias
    for source in source_text.objects.using(alias).defer("content").iterator():
        rows = paragraph.objects.using(alias).filter(version=source.version_id).order_by("position")
        source.paragraphs = [list(row) for row in rows.values_list("identity", "start", "end")]
        source.save(update_fields=["paragraphs"])


class Migration(migrations.Migration):
    dependencies = [("cables", "0003_decisions_and_notes")]
    operations = [
        migrations.RunPython(remember_paragraphs, migrations.RunPython.noop),
        migrations.RunPython(restrict, open_again),
    ]
