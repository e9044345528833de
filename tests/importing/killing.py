"""An importer killed at random moments, time and again, and what must be true of the database after each."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from django.db import connection
from django.db.models import Count

from cables.models import Cable, CableVersion, Collection, ImportBatch, ImportItem, Paragraph, SourceText
from tests.importing.interrupted import ENDED, KILLED
from tests.places import PROJECT
from tests.telegrams import telegram

CHUNK = 5
TO_BE_KILLED = "to be killed"  # what PostgreSQL knows its clients by
A_KILL = 30  # cables; two to five chunks come in between two kills, on any machine


def survive(folder: Path, url: str, kills: int, say: Callable[[str], None] = lambda line: None) -> None:
    """Kill `kills` times, then let it finish. Raises AssertionError for what a kill broke."""
    count = kills * A_KILL
    for serial in range(1, count + 1):
        (folder / f"{serial:06d}.txt").write_text(telegram(serial=serial, ref=f"ZENDA {serial - 1}"))
    collection = Collection.objects.create(name="Harbours", slug="harbours")
    batch = ImportBatch.objects.create(collection=collection, paths=[str(folder)])
    dice = random.Random(kills)
    with killer(url) as kill:
        for n in range(1, kills + 1):
            processes = 2 if n % 5 == 0 else 1
            acknowledged = kill(dice, CHUNK, "go_on", batch.pk, processes, CHUNK)
            whole = check(batch, acknowledged)
            say(f"kill {n}: {whole} cables, each whole")
            assert whole < count, f"after {n} kills all is in: kill sooner"
    finished = started(batch, url)
    _, complaints = finished.communicate(timeout=600)  # which reads what it says: a full pipe would stop it
    assert finished.returncode == 0, complaints
    assert check(batch, []) == count
    batch.refresh_from_db()
    assert (batch.state, batch.position, batch.tally["new"]) == ("done", count, count)


def started(batch: ImportBatch, url: str) -> subprocess.Popen:
    return _interrupted(url, "go_on", str(batch.pk), "1", "20", stderr=subprocess.PIPE)


def _interrupted(url: str, *words: str, **pipes: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.importing.interrupted", *words],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url, "PGAPPNAME": TO_BE_KILLED},
        text=True,
        stdout=subprocess.PIPE,
        **pipes,
    )


@contextmanager
def killer(url: str) -> Iterator[Callable[..., list[str]]]:
    """Gives a function: start what the words say, kill it at a random moment, give what it said before.

    `lines` are said of each transaction. The kill comes somewhere in one of the second to the fifth, or
    shortly after it.
    """
    server = _interrupted(url, stdin=subprocess.PIPE)

    def said() -> str:
        line = server.stdout.readline().strip()
        assert line not in ("", ENDED), "it ended by itself: kill sooner"
        return line

    def kill(dice: random.Random, lines: int, *words: object) -> list[str]:
        print(*words, file=server.stdin, flush=True)
        heard, moments = [said()], [time.monotonic()]
        for _ in range(dice.randint(1, 3)):
            heard += [said() for _ in range(lines)]
            moments.append(time.monotonic())
        a_transaction = min(after - before for before, after in pairwise(moments))
        time.sleep(dice.random() * 1.2 * a_transaction)
        print(file=server.stdin, flush=True)
        while (line := server.stdout.readline().rstrip()) != KILLED:
            assert line != ENDED, "it ended by itself: kill sooner"
            heard.append(line)
        _wait_for_the_server()
        return heard[:-1]  # the last line may be half a one

    try:
        yield kill
    finally:
        server.stdin.close()
        server.stdout.close()
        server.wait()


def _wait_for_the_server() -> None:
    """PostgreSQL ends what it is at some time after its client: until then nothing is settled."""
    if connection.vendor != "postgresql":
        return
    its = (
        "SELECT state, wait_event, query FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = %s"
    )
    with connection.cursor() as cursor:
        for _ in range(6000):
            cursor.execute(its, [TO_BE_KILLED])
            if not (left := cursor.fetchall()):
                return
            time.sleep(0.01)
    raise AssertionError(f"The server goes on with what was killed: {left}")


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
