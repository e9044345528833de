"""Parsing: one core, every field; floor: splitting the same text into lines."""

from cables.parsing import parse_cable
from tests.benchmarks import corpus
from tests.benchmarks.timing import best_of, times_as_much

MOST_DOUBLING = 2.6


def run(short: bool) -> None:
    for name, texts in (
        ("sample", corpus.sample()),
        ("real telegrams", corpus.real()),
        ("generated", corpus.generated(50 if short else 1000)),
    ):
        if not texts:
            print(f"  {name}: not here")
            continue
        size = sum(map(len, texts))
        seconds = best_of(3, lambda texts=texts: [parse_cable(text) for text in texts])
        floor = best_of(3, lambda texts=texts: [text.splitlines() for text in texts])
        print(
            f"  {name}: {len(texts)} cables of {size / len(texts):,.0f} characters: "
            f"{len(texts) / seconds:,.0f} cables/s, {seconds / size * 1e6:.2f} µs/character "
            f"(floor {floor / size * 1e6:.3f})"
        )
    for name, text in hostile():
        ratio = times_as_much(lambda text=text: parse_cable(text + text), lambda text=text: parse_cable(text))
        print(f"  doubling {name}: {ratio:.2f} times the time")
        assert ratio < MOST_DOUBLING, f"{name}: twice the text took {ratio:.2f} times the time"


def hostile() -> list[tuple[str, str]]:
    n = 60_000
    return [
        ("one line of words", "word " * (n // 5)),
        ("brackets", "(" * n),
        ("dashes", "-" * n),
        ("digits", "1" * n),
        ("spaces", " " * n),
        ("line feeds", "\n" * n),
        ("paragraphs", "".join(f"{i}. (C) Text.\n\n" for i in range(1, n // 15))),
        ("REF of words", "REF: " + "STATE 12 AND " * (n // 13)),
    ]
