"""Files that staff upload: kept as they came, each upload in a folder of its own, until the settings say."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cables.models import ImportBatch


def store(files: Iterable[UploadedFile]) -> str:
    """The name of a new folder that holds them. Raises OSError, and leaves nothing behind then."""
    name = f"{timezone.now():%Y-%m-%d}-{secrets.token_hex(6)}"
    folder = folder_of(name)
    folder.mkdir(parents=True, mode=0o700)
    try:
        for file in files:
            _move(file, _free(folder, file.name or "file"))
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return name


def folder_of(name: str) -> Path:
    return Path(settings.MEDIA_ROOT, "imports", name)


def shown_file(name: str, batch: ImportBatch) -> str:
    """As whoever chose it knows it: what was uploaded without the folder in which it is kept."""
    for path in batch.paths:
        if "/uploads/imports/" in path and name.startswith(path):
            return name.removeprefix(path).lstrip("/") or name.rpartition("/")[2]
    return name


def _free(folder: Path, name: str) -> Path:
    """Two files of one name, from two folders of somebody's, keep both."""
    # A hidden file would be passed over, and whoever chose it meant it.
    plain = PurePosixPath(name.replace("\\", "/")).name.lstrip(".") or "file"
    stem, dot, suffix = plain.rpartition(".")
    numbered = (f"{stem or plain} ({n}){dot}{suffix if stem else ''}" for n in range(2, 100_000))
    path = folder / plain
    while path.exists():
        path = folder / next(numbered)
    return path


def _move(file: UploadedFile, path: Path) -> None:
    with path.open("xb") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
    path.chmod(0o600)


def throw_away_old() -> int:
    """Delete the files of imports that ended longer ago than UPLOAD_KEEP_DAYS: how many folders went.

    One that waits for somebody to look at its preview counts from when it was started. A folder that
    no import has, as of a site that was stopped while it took the files, goes a day later.
    """
    before = timezone.now() - dt.timedelta(days=settings.UPLOAD_KEEP_DAYS)
    kept = ImportBatch.objects.exclude(uploads="")
    idle = kept.filter(asked_for="")
    old = idle.filter(finished_at__lt=before) | idle.filter(finished_at=None, started_at__lt=before)
    young = set(kept.exclude(pk__in=old).values_list("uploads", flat=True))  # a retry has those of another
    gone = set(old.values_list("uploads", flat=True)) - young
    for name in gone:
        shutil.rmtree(folder_of(name), ignore_errors=True)
    kept.filter(uploads__in=gone).update(uploads="")
    return len(gone) + _throw_away_stray(young)


def _throw_away_stray(kept: set[str]) -> int:
    imports, a_day_ago = folder_of("."), timezone.now().timestamp() - 24 * 60 * 60
    gone = 0
    for folder in imports.iterdir() if imports.is_dir() else ():
        if folder.name not in kept and folder.stat().st_mtime < a_day_ago:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone
