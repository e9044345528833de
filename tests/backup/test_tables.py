"""The public copy's list of tables and columns: nothing gets into it, or is left out, unnamed."""

import pytest
from django.apps import apps

from cables.backup.tables import LEFT_OUT, MADE_BY_MIGRATE, TABLES

MODELS = [*apps.get_models(include_auto_created=True)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_copied_or_left_out_with_a_reason(model):
    places = [
        *(table for table in TABLES if table.model is model),
        *(reasons for reasons in (LEFT_OUT, MADE_BY_MIGRATE) if reasons.get(model._meta.label)),
    ]
    assert len(places) == 1, (
        f"{model._meta.label} stands {len(places)} times in cables/backup/tables.py; say once whether every "
        "visitor may read it."
    )


def test_no_model_is_named_that_is_not_there():
    assert {*LEFT_OUT, *MADE_BY_MIGRATE} <= {model._meta.label for model in MODELS}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_copied_counted_or_replaced_with_a_reason(table):
    columns = [field.name for field in table.model._meta.concrete_fields]
    assert sorted(table.columns) == sorted(columns), (
        f"Say of each column of {table.name} in cables/backup/tables.py whether every visitor may read it."
    )
    assert all(instead.reason for instead in table.instead.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_key_is_copied_as_it_is(table):
    keys = {f.name for f in table.model._meta.concrete_fields if f.primary_key or f.is_relation}
    assert keys <= {*table.named, *table.counted.split()}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_named_keys_name_one_row(table):
    for key, column in table.named.items():
        assert table.model._meta.get_field(key).related_model._meta.get_field(column).unique


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_restricted_table_is_copied_and_none_is_pointed_at(table):
    assert not table.name.startswith("restricted_")
    related = [f.related_model._meta.db_table for f in table.model._meta.concrete_fields if f.is_relation]
    assert set(related) <= {other.name for other in TABLES}
