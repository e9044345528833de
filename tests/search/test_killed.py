"""A follower killed at any moment leaves an index that the next one brings up to the tables."""

import os
import random

from cables.search import building, writing
from cables.visibility import Role
from tests.importing.killing import killer
from tests.importing.test_killed import url_of
from tests.people import a_user
from tests.reviewing.acts import withheld
from tests.search.keeping import a_follower, all_differences, caught_up, found, imported, many, traces_of
from tests.telegrams import telegram

KILLS = int(os.environ.get("INDEX_KILLS", "10"))
STEP, FEW = 3, 20
"""Changes of a step, and documents that are written again at once."""


def test_follower_that_is_killed_leaves_an_index_that_goes_on(site_database, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("SEARCH_INDEX_DIR", str(tmp_path / "index"))
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    monkeypatch.setattr(writing, "FEW", FEW)
    monkeypatch.setattr(building, "CHUNK", STEP)
    dice, reviewer, hidden = random.Random(KILLS), a_user(Role.REVIEWER, name="ada"), []
    many(max(30, KILLS), first=10_000)
    with killer(url_of(site_database)) as kill:
        for n in range(KILLS):
            hidden.append(f"zanzibar{n}x")
            others = (telegram(serial=20_000 + 10 * n + k) for k in range(3))
            cable = imported(*others, telegram(serial=10_000 + n, paragraphs=a_text(hidden[-1])))
            with a_follower() as follower:
                follower.follow(STEP)
            withheld(cable, reviewer, 2)
            kill(dice, 1, "follow", STEP, FEW)
            assert found(hidden[-1]) == [], "left out, whatever the index has"
            if dice.random() < 0.5:
                continue  # the next is killed where this one was
            with a_follower() as follower:
                caught_up(follower)
            assert all_differences() == []
            assert traces_of(*hidden) == []
    with a_follower() as follower:
        caught_up(follower)
    assert all_differences() == []
    assert traces_of(*hidden) == []


def a_text(token: str) -> tuple[str, ...]:
    return ("1. (U) The harbour master called.", f"2. (C) He was {token}.", "3. (U) He asked for time.")
