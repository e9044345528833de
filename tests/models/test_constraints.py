"""What the database itself refuses, whoever writes."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from cables.models import Cable, CableVersion, Collection, Paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection():
    return Collection.objects.create(name="Test", slug="test")


@pytest.fixture
def cable():
    return Cable.objects.create(mrn="08ZENDA412", year=2008, post="ZENDA", serial=412)


def refuses(constraint, make):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    # SQLite names the columns of a unique constraint, not the constraint.
    assert constraint in str(error.value) or "UNIQUE constraint failed" in str(error.value)


def version(cable, collection, **values):
    return CableVersion.objects.create(
        **{"cable": cable, "collection": collection, "ordinal": 1, "state": "public"} | values
    )


def test_number_is_held_once(cable):
    refuses("mrn", lambda: Cable.objects.create(mrn="08ZENDA412", year=2008, post="ZENDA", serial=412))


def test_number_is_whole_or_absent():
    refuses("cable_number_whole_or_absent", lambda: Cable.objects.create(mrn="x", year=2008))
    refuses("cable_number_whole_or_absent", lambda: Cable.objects.create(mrn="x", post="ZENDA"))
    Cable.objects.create(mrn="unnumbered-000001")


def test_one_version_of_a_cable_is_shown(cable, collection):
    version(cable, collection, shown=True)
    refuses("version_one_shown_per_cable", lambda: version(cable, collection, ordinal=2, shown=True))


def test_held_version_is_never_shown_and_has_no_fact(cable, collection):
    refuses("version_shown_is_public", lambda: version(cable, collection, state="held", shown=True))
    for fact in ({"subject": "DUES"}, {"originator": "AMEMBASSY ZENDA"}, {"classification": "SECRET"}):
        refuses("version_held_has_no_public_fact", lambda: version(cable, collection, state="held", **fact))  # noqa: B023
    version(cable, collection, state="held")


def test_paragraph_identity_and_position_are_unique_in_a_version(cable, collection):
    v = version(cable, collection)

    def paragraph(**values):
        return Paragraph.objects.create(version=v, inherited=False, text="x", start=0, end=1, **values)

    paragraph(position=1, identity=1)
    refuses("paragraph_identity_once", lambda: paragraph(position=2, identity=1))
    refuses("paragraph_position_once", lambda: paragraph(position=1, identity=2))
    refuses("paragraph_level_known", lambda: paragraph(position=3, identity=3, level="X"))


RESTRICTED = {
    *("Annotation", "AuditEvent", "Decision", "Override", "SettledCode", "SourceText", "WithheldText"),
}


def restricted_models():
    return {m for m in apps.get_models() if m._meta.db_table.startswith("restricted_")}


def test_restricted_tables_stand_in_their_own_schema_on_postgresql():
    assert {model.__name__ for model in restricted_models()} == RESTRICTED
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'restricted'")
        assert {name for (name,) in cursor.fetchall()} == {m._meta.db_table for m in restricted_models()}


def test_public_tables_hold_no_key_to_a_restricted_one():
    restricted = restricted_models()
    for model in set(apps.get_app_config("cables").get_models()) - restricted:
        related = {f.related_model for f in model._meta.get_fields() if f.is_relation}
        assert not related & restricted, f"{model.__name__} leads to a restricted table"


def test_sqlite_runs_with_the_settings_that_durability_and_secrecy_need():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in
                 ("synchronous", "secure_delete", "foreign_keys")}  # fmt: skip
    assert found == {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
