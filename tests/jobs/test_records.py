"""The text of one record, for whoever may see the bytes of its cable."""

import zipfile

import pytest

from cables.importing.sources import Record, Unreadable
from cables.jobs import imports
from cables.jobs.records import Hidden, record_of
from cables.models import Cable
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


def test_previewed_record_is_read_from_its_file(uploaded, importer):
    batch = uploaded(412)
    record = record_of(batch.items.get(position=1), importer)
    assert isinstance(record, Record)
    assert record.content == telegram(serial=412).encode()


def test_imported_record_is_read_from_the_bytes_that_are_kept(uploaded, importer, work, media):
    batch = uploaded(412)
    imports.commit(batch, importer)
    work(batch)
    for file in media.rglob("*.txt"):
        file.unlink()
    record = record_of(batch.items.get(position=1), importer)
    assert record.content == telegram(serial=412).encode()


def test_record_that_is_no_cable_can_be_read(uploaded, importer):
    batch = uploaded()
    assert record_of(batch.items.get(), importer).text == "Dear diary, nothing of note today.\n"


def test_record_that_is_no_text_says_why(collection, importer, work, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    batch = work(imports.start_on_server(tmp_path / "a.txt", collection, importer))
    found = record_of(batch.items.get(), importer)
    assert isinstance(found, Unreadable)
    assert found.reason == batch.items.get().message


def test_member_of_an_archive_and_row_of_a_file_of_many(collection, importer, work, tmp_path):
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
        archive.writestr("one.txt", telegram(serial=412))
        archive.writestr("two.txt", telegram(serial=413) + "\n" + telegram(serial=414))
    batch = work(imports.start_on_server(tmp_path / "in", collection, importer))
    texts = [record_of(item, importer).text for item in batch.items.order_by("position")]
    assert [text.strip() for text in texts] == [telegram(serial=n).strip() for n in (412, 413, 414)]


def test_file_that_is_gone(uploaded, importer, media):
    batch = uploaded(412)
    for file in media.rglob("*.txt"):
        file.unlink()
    with pytest.raises(Hidden, match="gone"):
        record_of(batch.items.get(position=1), importer)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.RELEASE_OFFICER])
def test_text_of_a_cable_with_a_decision_is_for_reviewers(uploaded, importer, work, role):
    batch = uploaded(412)
    imports.commit(batch, importer)
    work(batch)
    withheld(Cable.objects.get(), a_user(Role.REVIEWER), 1)
    item = batch.items.get(position=1)
    with pytest.raises(Hidden, match="decision"):
        record_of(item, importer)
    assert record_of(item, a_user(role)).text == telegram(serial=412)


def test_preview_of_a_cable_with_a_decision_is_for_reviewers_too(uploaded, importer, work):
    first = uploaded(412)
    imports.commit(first, importer)
    work(first)
    withheld(Cable.objects.get(), a_user(Role.REVIEWER), 1)
    again = uploaded(412)
    with pytest.raises(Hidden, match="decision"):
        record_of(again.items.get(position=1), importer)


def test_administrator_reads_no_bytes(uploaded):
    batch = uploaded(412)
    with pytest.raises(Hidden, match="may not"):
        record_of(batch.items.get(position=1), a_user(Role.ADMINISTRATOR))
