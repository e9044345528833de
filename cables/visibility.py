"""Who may see or do what: the one policy, read by views, admin, commands and exports alike.

POLICY says for each action which role may take it on things in which state; what is not said is
refused. `may` asks it of one thing and `permitted` of a queryset; tests/test_visibility.py holds the
two equal for every action, role and state.

Administrators and importers are not among those who read withheld text. They get at it only by
being given another role, and that is audited.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Protocol

from django.db.models import Q

HELD = "held"
PUBLIC = "public"


class Role(StrEnum):
    """Everybody is a reader; the other roles are groups of the same name."""

    READER = "reader"
    IMPORTER = "importer"
    REVIEWER = "reviewer"
    RELEASE_OFFICER = "release officer"
    ADMINISTRATOR = "administrator"


class State(StrEnum):
    """What a thing is, as far as the policy looks at it."""

    # A version of a cable.
    PUBLIC = PUBLIC
    HELD = HELD
    # The bytes received of a cable, without and with a decision about it, live or past.
    UNDECIDED = "undecided"
    DECIDED = "decided"
    # A decision.
    WITHHELD = "withheld"
    PROPOSED = "proposed"
    RELEASED = "released"
    # A note, by whom it is for, and one's own.
    FOR_ALL = "all"
    FOR_REVIEWERS = "reviewers"
    OWN = "own"
    # The site's own affairs: one state.
    SITE = "site"


class Action(StrEnum):
    READ = "read what is released"
    READ_WITHHELD = "read the whole text, withheld passages and held versions included"
    READ_BYTES = "read the bytes received, their size and hash"
    WITHHOLD = "withhold"
    PLACE = "place decisions again in a text derived anew"
    PROPOSE_RELEASE = "propose a release"
    WITHDRAW_PROPOSAL = "withdraw a proposed release"
    CONFIRM_RELEASE = "confirm a release that another person proposed"
    RECALL = "recall a release"
    ANNOTATE = "write a note"
    READ_NOTE = "read a note"
    EDIT_NOTE = "edit or delete a note"
    SEE_STAFF_LISTS = "see the staff lists of the admin"
    IMPORT = "import and correct"
    MANAGE_COLLECTIONS = "change collections"
    TAKE_DOWN = "take a collection down"
    PUT_BACK = "put a collection back"
    READ_AUDIT = "read the audit"
    GRANT_ROLES = "give and take roles"


_REVIEW = (Role.REVIEWER, Role.RELEASE_OFFICER)
_STAFF = (Role.IMPORTER, Role.ADMINISTRATOR)


def _for(roles: tuple[Role, ...], *states: State) -> dict[Role, frozenset[State]]:
    return dict.fromkeys(roles, frozenset(states))


POLICY: dict[Action, dict[Role, frozenset[State]]] = {
    Action.READ: _for((Role.READER,), State.PUBLIC),
    Action.READ_WITHHELD: _for(_REVIEW, State.PUBLIC, State.HELD),
    Action.READ_BYTES: _for((Role.IMPORTER,), State.UNDECIDED)
    | _for(_REVIEW, State.UNDECIDED, State.DECIDED),
    Action.WITHHOLD: _for(_REVIEW, State.PUBLIC, State.HELD),
    Action.PLACE: _for(_REVIEW, State.PUBLIC, State.HELD),
    Action.PROPOSE_RELEASE: _for(_REVIEW, State.WITHHELD),
    Action.WITHDRAW_PROPOSAL: _for(_REVIEW, State.PROPOSED),
    Action.CONFIRM_RELEASE: _for((Role.RELEASE_OFFICER,), State.PROPOSED),
    Action.RECALL: _for(_REVIEW, State.RELEASED),
    Action.ANNOTATE: _for(_REVIEW, State.PUBLIC, State.HELD),
    Action.READ_NOTE: _for((Role.READER,), State.FOR_ALL)
    | _for(_REVIEW, State.FOR_ALL, State.FOR_REVIEWERS, State.OWN),
    Action.EDIT_NOTE: _for(_REVIEW, State.OWN),
    Action.SEE_STAFF_LISTS: _for((*_STAFF, *_REVIEW), State.SITE),
    Action.IMPORT: _for((Role.IMPORTER,), State.SITE),
    Action.MANAGE_COLLECTIONS: _for(_STAFF, State.SITE),
    Action.TAKE_DOWN: _for((Role.IMPORTER, *_REVIEW), State.SITE),
    Action.PUT_BACK: _for((Role.RELEASE_OFFICER,), State.SITE),
    Action.READ_AUDIT: _for((Role.ADMINISTRATOR, Role.RELEASE_OFFICER), State.SITE),
    Action.GRANT_ROLES: _for((Role.ADMINISTRATOR,), State.SITE),
}


class Stateful(Protocol):
    """A version, as far as the policy looks at it."""

    state: str


def roles_of(user: Any) -> frozenset[Role]:
    """The roles of a user of django.contrib.auth, or of nobody. A superuser is an administrator."""
    if not getattr(user, "is_active", False):
        return frozenset({Role.READER})
    if (roles := getattr(user, "_roles", None)) is None:
        named = set(user.groups.values_list("name", flat=True))
        granted = {role for role in Role if role in named}
        administrator = {Role.ADMINISTRATOR} if user.is_superuser else set()
        roles = user._roles = frozenset({Role.READER} | granted | administrator)
    return roles


def states_for(user: Any, action: Action) -> frozenset[State]:
    """The states in which `user` may do `action` to a thing."""
    rows = POLICY[action]
    return frozenset().union(*(rows.get(role, frozenset()) for role in roles_of(user)))


def may(user: Any, action: Action, state: str = State.SITE) -> bool:
    return state in states_for(user, action)


def permitted(user: Any, action: Action, column: str = "state") -> Q:
    """The same as a condition on the column that holds the state."""
    return Q(**{f"{column}__in": sorted(states_for(user, action))})


# --- Versions ---------------------------------------------------------------------------------


def visible_versions(user: Any) -> Q:
    """The versions of which `user` may read what is released, as a condition on CableVersion."""
    return permitted(user, Action.READ)


def may_read_version(user: Any, version: Stateful) -> bool:
    return may(user, Action.READ, version.state)


def shown_versions(prefix: str = "") -> Q:
    """What a reader without an account meets: of each cable the one version that stands for it.

    `prefix` leads from the filtered model to the version, as in `"version__"`.
    """
    return Q(**{f"{prefix}state": PUBLIC, f"{prefix}shown": True})


# --- Notes ------------------------------------------------------------------------------------


class Noted(Protocol):
    """A note, as far as the policy looks at it."""

    visibility: str
    author_id: int


def visible_notes(user: Any) -> Q:
    """The notes `user` may read, as a condition on Annotation.

    Annotation is restricted, notes for all readers included: pages for readers show PublicNote.
    """
    readable = Q(visibility__in=sorted(_readable_notes(user)))
    return readable | Q(author_id=user.pk) if may(user, Action.READ_NOTE, State.OWN) else readable


def may_read_note(user: Any, note: Noted) -> bool:
    return note.visibility in _readable_notes(user) or _is_own(user, note, Action.READ_NOTE)


def may_edit_note(user: Any, note: Noted) -> bool:
    return _is_own(user, note, Action.EDIT_NOTE)


def _readable_notes(user: Any) -> frozenset[State]:
    """The visibilities with which anybody's note is readable for `user`."""
    return states_for(user, Action.READ_NOTE) - {State.OWN}


def _is_own(user: Any, note: Noted, action: Action) -> bool:
    return may(user, action, State.OWN) and note.author_id == user.pk
