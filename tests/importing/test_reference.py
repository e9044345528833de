import pytest

from cables.importing.reference import load_reference
from cables.importing.sample import FOLDER
from cables.models import Marking, Post, Tag
from cables.reference import TABLES, rows

pytestmark = pytest.mark.django_db


def test_every_row_of_every_file_is_loaded_once():
    counts = load_reference()
    assert counts == {table: len(rows(table)) for table in TABLES}
    assert load_reference() == counts
    assert Tag.objects.count() == counts["tags"]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_names_its_source(table):
    assert all(row["source"].strip() for row in rows(table))


def test_lists_and_numbers_are_read_as_such():
    load_reference()
    post = Post.objects.get(code="ADDISABABA")
    assert "ADDIS ABABA" in post.aliases
    assert isinstance(post.latitude, float)
    assert Marking.objects.get(marking="SECRET", kind="classification").rank == 3


def test_rows_of_the_sample_are_added_and_take_no_real_row_s_place():
    load_reference(extra=FOLDER)
    assert Post.objects.get(code="ZENDA").source.startswith("Invented")
    assert Post.objects.filter(source__startswith="Invented").count() < 20
    assert not Tag.objects.filter(code="PREL", source__startswith="Invented")
