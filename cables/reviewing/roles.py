"""Giving and taking roles: each time one transaction with its row of the audit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cables.reviewing.audit import record
from cables.visibility import POLICY, Action, Role, State, may

GRANTABLE = tuple(role for role in Role if role is not Role.READER)
"""Everybody is a reader; nobody needs to be told."""


def grant(user: User, role: Role, by: User | None) -> bool:
    """False if the account had the role already. `by` is None for a command of the machine's owner."""
    return _change(user, role, by, granted=True)


def revoke(user: User, role: Role, by: User | None) -> bool:
    """False if the account did not have the role."""
    return _change(user, role, by, granted=False)


def refuse_unless_above(by: User | None, user: User) -> None:
    """Accounts are an administrator's to change; a superuser's, a superuser's only."""
    if by is not None and not (may(by, Action.GRANT_ROLES) and (by.is_superuser or not user.is_superuser)):
        raise PermissionDenied


def keep_in_step(user: User) -> None:
    """Set `is_staff`, by which Django lets people into its admin, as the policy has it. Not saved."""
    roles = {Role(name) for name in user.groups.values_list("name", flat=True) if name in GRANTABLE}
    if user.is_superuser:
        roles.add(Role.ADMINISTRATOR)
    user.is_staff = any(State.SITE in POLICY[Action.SEE_STAFF_LISTS].get(role, ()) for role in roles)


@transaction.atomic
def _change(user: User, role: Role, by: User | None, *, granted: bool) -> bool:
    if role not in GRANTABLE:
        raise ValueError("Everybody is a reader; that role is neither given nor taken.")
    refuse_unless_above(by, user)
    # Two administrators at once: the second sees what the first did.
    User.objects.select_for_update().get(pk=user.pk)
    group, _ = Group.objects.get_or_create(name=role)
    if user.groups.filter(pk=group.pk).exists() is granted:
        return False
    if granted:
        user.groups.add(group)
    else:
        user.groups.remove(group)
    keep_in_step(user)
    user.save(update_fields=["is_staff"])
    forget_roles(user)
    record("grant role" if granted else "revoke role", actor=by, account=user.pk, role=role)
    return True


def forget_roles(user: Any) -> None:
    """Have the roles of this object asked of the database again."""
    if hasattr(user, "_roles"):
        del user._roles
