"""Any order of imports, corrections, parsers, withholdings, releases, recalls, placings and notes, by
several people with pages of now or of long ago: no withheld word is ever public, no change is lost.

`run` drives it; the rule for what may be public is in model.py, what people do in machine.py.
"""

from __future__ import annotations

from collections import Counter

STEPS = 50
"""In one sequence, which begins with an empty reading room and is rolled back at its end."""

AT_ONCE = 40
"""Sequences that Hypothesis makes before it begins afresh: it varies those that it has made."""

SEED = 1974


def run(steps: int, seed: int = SEED, *, shrinks: bool = True) -> tuple[list[str], Counter[str]]:
    """At least so many steps, or to the first problem: (problems, counts of what was done).

    The same seed gives the same. `shrinks` has Hypothesis look for the shortest sequence that shows
    the problem, which takes minutes. Call with a test database, and not within a transaction where
    that is PostgreSQL: what is rolled back within one makes it slower and slower.
    """
    from django.conf import settings as site
    from django.test import override_settings

    counts: Counter[str] = Counter()
    # Static files by their own names: nobody has collected them.
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=site.STORAGES | plain):
        while counts["steps"] < steps:
            sequences = min(AT_ONCE, -(-(steps - counts["steps"]) // (STEPS - 1)))
            try:
                _try(sequences, seed, counts, shrinks=shrinks)
            except ExceptionGroup as group:
                return [_told(error) for error in group.exceptions], counts
            except Exception as error:
                return [_told(error)], counts
            seed += 1
    return [], counts


def _told(error: Exception) -> str:
    return "\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())])


def _try(sequences: int, seed: int, counts: Counter[str], *, shrinks: bool) -> None:
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis import seed as seeded
    from hypothesis.stateful import run_state_machine_as_test

    from tests.proofs.sequences.machine import Sequences

    machine = type("Sequences", (Sequences,), {"counts": counts})
    chosen = settings(
        max_examples=sequences,
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink] if shrinks else [Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(seeded(seed)(machine), settings=chosen)
