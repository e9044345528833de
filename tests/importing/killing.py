"""An importer killed at random moments, time and again, and what must be true of the database after each."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.db.models import Count

from cables.models import Cable, CableVersion, Collection, ImportBatch, ImportItem, Paragraph, SourceText
from tests.conftest import PROJECT
from tests.telegrams import telegram

LONGEST_WAIT = 0.12  # seconds from the first cable that came in to the kill
CHUNK = 20
A_KILL = 200  # cables; some 75 come in between two kills, on a machine twice as fast 150


def survive(folder: Path, url: str, kills: int, say: Callable[[str], None] = lambda line: None) -> None:
    """Kill `kills` times, then let it finish. Raises AssertionError for what a kill broke."""
    count = kills * A_KILL
    for serial in range(1, count + 1):
        (folder / f"{serial:06d}.txt").write_text(telegram(serial=serial, ref=f"ZENDA {serial - 1}"))
    collection = Collection.objects.create(name="Harbours", slug="harbours")
    batch = ImportBatch.objects.create(collection=collection, paths=[str(folder)])
    dice = random.Random(kills)
    for kill in range(1, kills + 1):
        acknowledged = _killed(batch, url, dice, beside=kill % 5 == 0)
        whole = check(batch, acknowledged)
        say(f"kill {kill}: {whole} cables, each whole")
        assert whole < count, f"after {kill} kills all is in: kill sooner"
    finished = started(batch, url, processes=1)
    _, complaints = finished.communicate(timeout=600)  # which reads what it says: a full pipe would stop it
    assert finished.returncode == 0, complaints
    assert check(batch, []) == count
    batch.refresh_from_db()
    assert (batch.state, batch.position, batch.tally["new"]) == ("done", count, count)


def started(batch: ImportBatch, url: str, processes: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.importing.interrupted", str(batch.pk), str(processes), str(CHUNK)]
    environment = os.environ | {"DATABASE_URL": url}
    return subprocess.Popen(
        command, cwd=PROJECT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _killed(batch: ImportBatch, url: str, dice: random.Random, *, beside: bool) -> list[str]:
    """The numbers that the importer said were in before it was killed; `beside` with processes of its own."""
    importer = started(batch, url, processes=2 if beside else 1)
    first = importer.stdout.readline()
    assert first, importer.stderr.read()
    time.sleep(dice.random() * LONGEST_WAIT)
    importer.send_signal(signal.SIGKILL)
    rest = importer.stdout.read().splitlines()
    importer.wait()
    return [first.strip(), *rest[:-1]]  # the last line may be half a one


def check(batch: ImportBatch, acknowledged: list[str]) -> int:
    """How many cables there are, each whole and there once."""
    batch.refresh_from_db()
    cables = whole_cables()
    assert cables == batch.position == batch.tally.get("new", 0)
    paragraphs = Paragraph.objects.order_by().values("version").annotate(n=Count("pk"))
    assert [each["n"] for each in paragraphs] == [2] * cables
    positions = ImportItem.objects.filter(batch=batch).order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, cables + 1))
    missing = set(acknowledged) - set(
        Cable.objects.filter(mrn__in=acknowledged).values_list("mrn", flat=True)
    )
    assert not missing, f"said to be in, and lost: {sorted(missing)[:5]}"
    return cables


def whole_cables() -> int:
    """How many cables there are, of which each came in once, and has its version, its bytes and its text."""
    cables = Cable.objects.count()
    assert CableVersion.objects.filter(shown=True, ordinal=1).count() == cables
    assert CableVersion.objects.exclude(public_source=None).count() == cables
    assert SourceText.objects.count() == cables
    assert CableVersion.objects.exclude(paragraphs=None).distinct().count() == cables
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            assert cursor.fetchone() == ("ok",)
    return cables
