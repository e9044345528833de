import os
import random

from django.db import connection

from cables.importing.batches import import_paths
from cables.importing.undoing import undo
from cables.models import Collection, ImportBatch
from tests.importing.killing import A_KILL, CHUNK, killer, survive, whole_cables
from tests.telegrams import telegram

KILLS = int(os.environ.get("IMPORT_KILLS", "50"))


def test_importer_that_is_killed_leaves_whole_cables_and_goes_on(site_database, tmp_path):
    (tmp_path / "in").mkdir()
    survive(tmp_path / "in", url_of(site_database), KILLS)


def test_undoing_that_is_killed_says_how_far_it_came_and_goes_on(site_database, tmp_path):
    kills = max(KILLS // 10, 1)
    count = kills * A_KILL
    (folder := tmp_path / "in").mkdir()
    for serial in range(1, count + 1):
        (folder / f"{serial:06d}.txt").write_text(telegram(serial=serial, ref=f"ZENDA {serial - 1}"))
    list(import_paths([folder], Collection.objects.create(name="Harbours", slug="harbours")))
    batch, dice = ImportBatch.objects.get(), random.Random(kills)
    with killer(url_of(site_database)) as kill:
        for _ in range(kills):
            kill(dice, 1, "undo", batch.pk, CHUNK)
            batch.refresh_from_db()
            left = whole_cables()
            assert 0 < left < count, "kill sooner"
            said = f"not finished: {count - left:,} versions went, {left:,} are still here."
            assert said in batch.message
            assert (batch.state, batch.job) == ("stopped", "undo")
    undo(batch)
    assert (batch.state, batch.message) == ("undone", f"It was undone: {count:,} versions went.")
    assert whole_cables() == 0


def url_of(file) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{file}"
    settings = connection.settings_dict
    return f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
