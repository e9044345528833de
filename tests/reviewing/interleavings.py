"""Every order in which several people read and save one thing, each order tried once.

The orders are a tree: what two have in common is done once, and taken back to the place where they
part. So thousands of orders cost little more than their last acts.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from cables.reviewing.refusals import Refused, Stale

READ, SAVE = "read", "save"


class Interleavings:
    """`read` gives what a person has before him; `save` acts on that and raises Stale where it is too old;
    `look` gives what stands, of which a save has to make something else."""

    def __init__(
        self, read: Callable[[], object], save: Callable[[object, str], object], look: Callable
    ) -> None:
        self.read, self.save, self.look = read, save, look
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []

    def try_all(self, *scripts: Sequence[str]) -> None:
        """One script a person, of READ and SAVE."""
        self._go([list(script) for script in scripts], {}, 0, [])

    def _go(
        self, scripts: list[list[str]], pages: dict[int, tuple[object, int]], saved: int, done: list[str]
    ):
        """`saved` counts the saves that were accepted; `pages` holds what each read, and at which count."""
        moves = [person for person, script in enumerate(scripts) if script]
        if not moves:
            self.counts["orders"] += 1
        for person in moves:
            act = scripts[person].pop(0)
            after = [*done, f"{person} {act}s"]
            if act == READ:
                self._go(scripts, pages | {person: (self.read(), saved)}, saved, after)
            else:
                with taken_back():
                    self._go(scripts, pages, saved + self._save(pages[person], saved, after), after)
            scripts[person].insert(0, act)

    def _save(self, page: tuple[object, int], saved: int, done: list[str]) -> bool:
        """Whether it was accepted. Whoever is refused keeps his words, and sees those that stand."""
        seen, at = page
        before, mine = self.look(), f"Words of {len(done)}: {done[-1]}."
        self.counts["tried"] += 1
        try:
            self.save(seen, mine)
        except Stale:
            self.counts["refused"] += 1
            if at == saved:
                self.problems.append(f"Refused though nobody had saved: {', '.join(done)}.")
            if self.look() != before:
                self.problems.append(f"Refused, and yet something changed: {', '.join(done)}.")
            return False
        except Refused as refusal:
            self.problems.append(f"Refused, but not as stale ({refusal}): {', '.join(done)}.")
            return False
        self.counts["accepted"] += 1
        if at != saved:
            self.problems.append(f"Lost an update: {', '.join(done)}.")
        if self.look() == before:
            self.problems.append(f"Accepted, and nothing changed: {', '.join(done)}.")
        return True


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
