"""Non-interference: two reading rooms that differ in withheld text only answer readers the same bytes.

Both are built from the same dice, by the same acts in the same order; what is withheld is thrown by
dice of its own, from nothing to ten thousand characters, and a cable that is withheld whole and not
acknowledged may not have been imported at all. Both are asked for the same addresses: those of the
first, its withheld words and numbers among them, which are nobody's in the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

from django.db import transaction
from django.test import override_settings

from cables.jobs.indexing import SOURCES
from tests.indexes import build
from tests.proofs.addresses import Addresses
from tests.proofs.visiting import Visitor, answer
from tests.proofs.world import PLOTS, World

SIZES = (0, 1, 2, 7, 40, 300, 2_000, 10_000)
"""Of what is withheld, in characters."""
STAFF = re.compile("/(admin|review)/")
Answers = dict[str, tuple[int, str, str]]


def differences(
    addresses: Addresses,
    folder: Path,
    seed: int,
    plots: Sequence[str] = tuple(PLOTS),
    *,
    indexed: bool = False,
) -> tuple[list[str], int]:
    """What one pair answers differently, as sentences, and how many addresses were asked; with `indexed` of
    search indexes that have followed every plot, else of the tables."""
    first, names = _answers(addresses, folder, seed, f"{seed} one", plots, indexed)
    second, _ = _answers(addresses, folder, seed, f"{seed} other", plots, indexed, names)
    found = [
        f"{address} tells pair {seed} apart: {_difference(first[address], second[address])}"
        for address in first
        if first[address] != second[address]
    ]
    return found, len(first)


def _answers(
    addresses: Addresses,
    folder: Path,
    seed: int,
    secret: str,
    plots: Sequence[str],
    indexed: bool,
    names: Sequence[str] = (),
) -> tuple[Answers, Sequence[str]]:
    """Builds a world, asks it, and takes it back. `names` are the addresses to ask, else its own."""
    with transaction.atomic(), override_settings(SEARCH_INDEX_DIR=folder / secret):
        world = World(Random(seed), folder, secrets=Random(secret), sizes=SIZES)
        for plot in plots:
            world.play(plot, world.container())
        world.loose_ends()
        for kind in SOURCES if indexed else ():
            build(kind)
        names = names or public(addresses, world)
        visitor = Visitor("anonymous", None)
        found = {address: answer(visitor.ask(address)) for address in names}
        transaction.set_rollback(True)
    return found, names


def public(addresses: Addresses, world: World) -> list[str]:
    """Every address for readers, with every value that this world has for it."""
    examples = (example for example in addresses.examples if not STAFF.match(example.address))
    return [address for example in examples for address in example.filled(world.names)]


def _difference(one: tuple[int, str, str], other: tuple[int, str, str]) -> str:
    """The first line that is not the same."""
    for mine, yours in zip(_lines(one), _lines(other), strict=False):
        if mine != yours:
            return f"“{mine.strip()[:160]}” and “{yours.strip()[:160]}”"
    return "one goes on longer"


def _lines(told: tuple[int, str, str]) -> list[str]:
    status, headers, body = told
    etag = (line for line in headers.splitlines() if not line.startswith("ETag"))  # last: it says nothing
    return [str(status), *body.splitlines(), *etag, headers]
