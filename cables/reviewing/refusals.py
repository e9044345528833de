"""Why a verb did nothing: a sentence for the person who asked."""

from __future__ import annotations

from typing import Any

from cables.visibility import Action, may


class Refused(Exception):
    """A rule forbids it. The message is a sentence."""


class Forbidden(Refused):
    """The policy forbids it to this person."""


class Doubtful(Refused):
    """It is allowed, but unusual: done only when the person says so. `questions` are sentences."""

    def __init__(self, questions: list[str]) -> None:
        super().__init__(" ".join(questions))
        self.questions = questions


class Stale(Refused):
    """What the person saw is no longer what is here: nothing was written."""


def demand(user: Any, action: Action, state: str) -> None:
    if not may(user, action, state):
        raise Forbidden(f"Your account may not {action.value} here. Ask an administrator for the role.")
