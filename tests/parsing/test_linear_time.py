"""Twice the text takes twice the time, whatever it is made of. Ratios only: machines differ."""

import gc
import time

import pytest

from cables.parsing import parse_cable, split_cables
from tests.parsing.hostile import FAMILIES, MOST_DOUBLING

pytestmark = pytest.mark.once

SIZE = 60_000  # characters
TOO_SHORT = 0.05  # seconds of the processor: a ratio of less tells nothing
# Other work may spoil a round, as it slows the processor down in the middle of it. What grows with the
# square is at four times the time in every round.
ROUNDS = 5


def seconds(text: str) -> float:
    """Of the processor; the collector is off, whose own passes grow with what is alive."""
    gc.disable()
    try:
        start = time.process_time()
        split_cables(text)
        parse_cable(text)
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("name", FAMILIES)
def test_twice_the_text_takes_twice_the_time(name):
    once, twice = FAMILIES[name](SIZE), FAMILIES[name](2 * SIZE)
    tried = []
    for _ in range(ROUNDS):
        before, both, after = seconds(once), seconds(twice), seconds(once)
        if both < max(MOST_DOUBLING * min(before, after), TOO_SHORT):
            return
        tried.append(f"{both / min(before, after):.1f}")
    pytest.fail(f"Twice the text took {', '.join(tried)} times the time.")
