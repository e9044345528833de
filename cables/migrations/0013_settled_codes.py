"""What staff have said of codes that no table knew, among the restricted tables."""

from django.db import migrations, models

TABLE = "restricted_settledcode"


def restrict(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE public.{TABLE} SET SCHEMA restricted")


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE restricted.{TABLE} SET SCHEMA public")


class Migration(migrations.Migration):
    dependencies = [("cables", "0012_compress_faster")]

    operations = [
        migrations.CreateModel(
            name="SettledCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("table", models.CharField(choices=[("tags", "TAGS"), ("posts", "Posts")], max_length=5)),
                ("code", models.CharField(max_length=120)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("means", "Means another"),
                            ("added", "Added to the table"),
                            ("left", "Left as it is typed"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "means",
                    models.CharField(blank=True, help_text="The code that was meant.", max_length=60),
                ),
                ("by", models.CharField(help_text="The account's name.", max_length=150)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn",
                    models.BooleanField(
                        default=False, help_text="It holds no longer, and goes when all is derived."
                    ),
                ),
                (
                    "derived",
                    models.BooleanField(default=False, help_text="Its cables have been derived anew."),
                ),
                (
                    "message",
                    models.TextField(blank=True, help_text="What became of its cables, as a sentence."),
                ),
            ],
            options={
                "db_table": TABLE,
                "ordering": ["table", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("table", "code"), name="settled_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("table__in", ["tags", "posts"]),
                            models.Q(
                                models.Q(("means__gt", ""), ("verdict", "means")),
                                models.Q(("means", ""), ("verdict__in", ["added", "left"])),
                                _connector="OR",
                            ),
                        ),
                        name="settled_code_verdict_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(restrict, open_again),
    ]
