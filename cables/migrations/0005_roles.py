"""The roles are groups. What each may do is not said here but in cables/visibility.py."""

from django.db import migrations

ROLES = ["importer", "reviewer", "release officer", "administrator"]


def make_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.using(schema_editor.connection.alias).get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("cables", "0004_restrict_and_keep"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
