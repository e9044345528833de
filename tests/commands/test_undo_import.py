import pytest
from django.core.management import CommandError, call_command

from cables.importing.batches import import_paths
from cables.models import Cable, Collection, ImportBatch
from cables.reviewing.correcting import correct
from cables.visibility import Role
from tests.people import a_user
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(tmp_path):
    (tmp_path / "a.txt").write_text(telegram())
    list(import_paths([tmp_path], Collection.objects.create(name="Harbours", slug="harbours")))
    return ImportBatch.objects.get()


def test_import_is_undone(batch, capsys):
    call_command("undo_import", str(batch.pk))
    assert not Cable.objects.exists()
    assert "1 versions that import" in capsys.readouterr().out


def test_names_are_given_of_those_who_worked_since(batch, capsys):
    correct(Cable.objects.get(), "subject", "OTHER DUES", "A slip.", a_user(Role.IMPORTER, name="emil"))
    with pytest.raises(CommandError, match="Nothing was undone: people have worked since"):
        call_command("undo_import", str(batch.pk))
    assert capsys.readouterr().err == "08ZENDA412: emil corrected it\n"
    assert Cable.objects.exists()


def test_number_of_no_import(db):
    with pytest.raises(CommandError, match="no import 77"):
        call_command("undo_import", "77")
