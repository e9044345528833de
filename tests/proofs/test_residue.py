"""Withheld text is in no table, dump, backup, cache, file or log, and the proof sees where it is."""

from random import Random

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache

from cables.models import CableTag, ImportItem
from tests.proofs.conftest import CANARIES, CROWD, LONG, SEED
from tests.proofs.residue import found_in, visit
from tests.proofs.sweep import listening
from tests.proofs.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_is_left_of_withheld_text(tmp_path, addresses, say):
    """Reviewers have read it, and written, before anybody looks. One test: the world takes long to make."""
    with listening() as logged:
        world = World(Random(SEED), tmp_path, crowd=CROWD)
        world.populate(CANARIES)
        asked = visit(world, addresses, long=LONG)
    faults, size = found_in(world, tmp_path, logged)
    say(f"{len(world.canaries.kept):,} canaries, {asked:,} answers, {size:,} bytes left behind")
    assert not faults, "\n".join(faults)

    # The proof can fail.
    word = next(word for word, canary in world.canaries.kept.items() if canary.place == "a paragraph")
    CableTag.objects.filter(pk=CableTag.objects.first().pk).update(raw=word)
    ImportItem.objects.filter(pk=ImportItem.objects.first().pk).update(message=word[::-1].lower())
    cache.set("page", f"<p>{word}</p>")
    session = SessionStore()
    session["draft"] = word
    session.save()
    (tmp_path / "public.sqlite3").unlink()
    faults, _ = found_in(world, tmp_path, [*logged, f"WARNING {word.title()}"])
    cache.clear()
    for where in (
        "the table cables_cabletag",
        "the table cables_importitem",
        "dumpdata",
        "the public backup",
        "the cache",
        "the log",
        "a session",
    ):
        assert any(fault.startswith(where) for fault in faults), where
