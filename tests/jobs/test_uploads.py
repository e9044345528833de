"""What staff upload is kept byte for byte, out of each other's way, and thrown away when its time is over."""

import datetime as dt
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cables.jobs import imports
from cables.jobs.uploads import folder_of, store, throw_away_old
from cables.models import ImportBatch


def named(*names):
    return [SimpleUploadedFile(name, f"{n}".encode()) for n, name in enumerate(names)]


def test_bytes_are_those_that_came(media):
    content = bytes(range(256)) * 300
    name = store([SimpleUploadedFile("a.bin", content)])
    assert (folder_of(name) / "a.bin").read_bytes() == content


def test_files_of_one_name_keep_both(media):
    folder = folder_of(store(named("a.txt", "a.txt", "a.txt", "b", "b")))
    assert sorted(path.name for path in folder.iterdir()) == ["a (2).txt", "a (3).txt", "a.txt", "b", "b (2)"]


def test_no_name_leads_out_of_the_folder_or_hides(media):
    upload = SimpleUploadedFile("x", b"x")
    upload._name = "../../etc/passwd"
    hidden = SimpleUploadedFile(".hidden.txt", b"x")
    folder = folder_of(store([upload, hidden]))
    assert sorted(path.name for path in folder.iterdir()) == ["hidden.txt", "passwd"]


def test_nobody_else_on_the_machine_reads_them(media):
    folder = folder_of(store(named("a.txt")))
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "a.txt").stat().st_mode & 0o077 == 0


def test_upload_that_cannot_be_kept_leaves_nothing(media, monkeypatch):
    class Full(SimpleUploadedFile):
        def chunks(self, chunk_size=None):
            yield b"some"
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        store([*named("a.txt"), Full("b.txt", b"some more")])
    assert list((media / "imports").iterdir()) == []


@pytest.mark.django_db
class TestKeeping:
    @pytest.fixture(autouse=True)
    def thirty_days(self, settings):
        settings.UPLOAD_KEEP_DAYS = 30

    def age(self, days, **where):
        then = timezone.now() - dt.timedelta(days=days)
        ImportBatch.objects.filter(**where).update(started_at=then, finished_at=then)

    def test_kept_until_their_time_is_over(self, uploaded):
        batch = uploaded(412)
        self.age(29)
        assert throw_away_old() == 0
        self.age(31)
        folder = folder_of(batch.uploads)
        assert throw_away_old() == 1
        batch.refresh_from_db()
        assert (batch.uploads, folder.exists()) == ("", False)

    def test_not_while_the_worker_is_to_read_them(self, uploaded, importer):
        batch = uploaded(412)
        self.age(31)
        imports.commit(batch, importer)
        assert throw_away_old() == 0

    def test_retry_keeps_those_of_the_import_it_retries(self, uploaded, importer, work):
        batch = uploaded(412)
        imports.commit(batch, importer)
        again = work(imports.retry(work(batch), importer))
        self.age(31, pk=batch.pk)
        assert throw_away_old() == 0
        self.age(31, pk=again.pk)
        assert throw_away_old() == 1
        assert not ImportBatch.objects.exclude(uploads="").exists()

    def test_folder_that_no_import_has_goes_a_day_later(self, media):
        folder = folder_of(store(named("a.txt")))
        assert throw_away_old() == 0
        long_ago = timezone.now().timestamp() - 2 * 24 * 60 * 60
        os.utime(folder, (long_ago, long_ago))
        assert throw_away_old() == 1
        assert not folder.exists()
