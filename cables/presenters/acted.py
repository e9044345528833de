"""What was done to several things at once, in numbers and names, and what was left alone and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST_NAMED = 50  # as many as a page of a list has


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`; of very many the first, and how many more."""
    more = len(names) - MOST_NAMED
    if more > 0:
        return f"{', '.join(names[:MOST_NAMED])} and {more:,} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def counted(names: Sequence[str], one: str, many: str) -> str:
    """`2 imports are being undone: Import 1 and Import 2.`, where `one` is `import is being undone`."""
    return f"{len(names):,} {one if len(names) == 1 else many}: {listed(names)}."


def left_alone(left: Iterable[tuple[str, str]]) -> str:
    """A sentence for each reason. `left` has pairs of a name and why, as it stands after “as”."""
    names: dict[str, list[str]] = {}
    for name, why in left:
        names.setdefault(why, []).append(name)
    return " ".join(
        f"{len(of):,} {'was' if len(of) == 1 else 'were'} left alone, as {why}: {listed(of)}."
        for why, of in names.items()
    )


def because(refusal: Exception) -> str:
    """The first sentence of a refusal, as it stands after “as”."""
    first = str(refusal).split(". ")[0].rstrip(".")
    return first[:1].lower() + first[1:]
