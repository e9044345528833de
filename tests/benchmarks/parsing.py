"""Parsing: one core, every field; floors: splitting the same text into lines, a turn of a plain loop."""

from collections.abc import Iterable, Iterator
from functools import partial

from cables.importing.processes import few_collections
from cables.inventing import invented
from cables.parsing import parse_cable
from tests.benchmarks import corpus
from tests.benchmarks.timing import processor_best_of, times_as_much
from tests.parsing.hostile import FAMILIES, MOST_DOUBLING

GENERATED, FEWER = 10_000, 50
ONE_IN = 6  # families that the short form measures
MEGABYTE = 1_000_000  # characters of the one family that is tried at full length
TURNS = 1_000_000
AIM = 5e-6  # seconds a character
# Turns of a plain loop that a character may cost. Lines of a letter or two are the dearest: each line has
# its price, however short. Measured in the same run, so that a slow machine does not fail.
MOST_TURNS = 1500


def run(short: bool) -> None:
    turn = _seconds_a_turn()
    print(f"  this machine: {turn * 1e9:.0f} ns per turn of a plain loop")
    with few_collections():  # as the importer has it
        _figures("sample", corpus.sample(), 3)
        _figures("real telegrams", corpus.real(), 3)
        _figures("generated", (each.text for each in invented(FEWER if short else GENERATED)), 1)
    _hostile(20_000 if short else 60_000, turn, short)


def _seconds_a_turn() -> float:
    """What the interpreter takes for `for … in …: add`, so that machines can be compared."""

    def loop() -> None:
        total = 0
        for n in range(TURNS):
            total += n

    return processor_best_of(5, loop) / TURNS


def _figures(name: str, texts: Iterable[str], times: int) -> None:
    """One text is held at a time, but what a pass of several needs again."""
    texts = list(texts) if times > 1 else texts
    count = size = 0
    seconds = floor = 0.0
    for text in texts:
        seconds += processor_best_of(times, lambda text=text: parse_cable(text))
        floor += processor_best_of(times, text.splitlines)
        count, size = count + 1, size + len(text)
    if not count:
        print(f"  {name}: not here")
        return
    print(
        f"  {name}: {count:,} cables of {size / count:,.0f} characters: {count / seconds:,.0f} cables/s, "
        f"{seconds / size * 1e6:.2f} µs/character (floor {floor / size * 1e6:.3f})"
    )


def _hostile(size: int, turn: float, short: bool) -> None:
    """The doubling ratio and the cost of a character of every family; the dearest at the end."""
    costs: dict[str, float] = {}
    for name, once, twice in _pairs(size, short):
        ratio, seconds = times_as_much(partial(parse_cable, twice), partial(parse_cable, once))
        costs[name] = seconds / len(twice)
        print(f"  {name}: twice the text, {ratio:.2f} times the time; {costs[name] * 1e6:.2f} µs/character")
        assert ratio < MOST_DOUBLING, f"{name}: twice the text took {ratio:.2f} times the time"
    dearest = max(costs, key=costs.__getitem__)
    turns = costs[dearest] / turn
    over = sum(cost > AIM for cost in costs.values())
    print(f"  the dearest: {dearest}, {costs[dearest] * 1e6:.1f} µs/character, {turns:.0f} turns of the loop")
    print(f"  over {AIM * 1e6:.0f} µs/character: {over} of {len(costs)} families")
    assert short or turns < MOST_TURNS, f"{dearest}: a character took {turns:.0f} turns of the loop"


def _pairs(size: int, short: bool) -> Iterator[tuple[str, str, str]]:
    chosen = list(FAMILIES.items())
    for name, grow in chosen[::ONE_IN] if short else chosen:  # the tests try every family
        yield name, grow(size), grow(2 * size)
    if not short:
        words = FAMILIES["words on one line"]
        yield "a megabyte on one line", words(MEGABYTE // 2), words(MEGABYTE)
