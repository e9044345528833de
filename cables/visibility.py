"""Who may see what: the one policy, as conditions for querysets and predicates for objects.

The two forms of a rule stand side by side and are held equal by tests/test_visibility.py.
Reviewers' rights join this table with the reviewing verbs; until then everybody, staff
included, reads what has been released and nothing else.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import Q

HELD = "held"
PUBLIC = "public"


class Stateful(Protocol):
    """A version, as far as the policy looks at it."""

    state: str


def visible_versions(user: Any) -> Q:
    """The versions `user` may read, as a condition on CableVersion."""
    return Q(state=PUBLIC)


def may_read_version(user: Any, version: Stateful) -> bool:
    return version.state == PUBLIC


def shown_versions(prefix: str = "") -> Q:
    """What a reader without an account meets: of each cable the one version that stands for it.

    `prefix` leads from the filtered model to the version, as in `"version__"`.
    """
    return Q(**{f"{prefix}state": PUBLIC, f"{prefix}shown": True})
