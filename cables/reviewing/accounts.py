"""Making and changing accounts, audited."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from cables.reviewing.audit import record
from cables.reviewing.roles import forget_roles, keep_in_step, refuse_unless_above


@transaction.atomic
def save_account(user: User, by: User | None) -> None:
    """Save a new account or a changed one. Of a name or a password only the fact is recorded.

    `by` is None for a command of the machine's owner. Raises PermissionDenied.
    """
    before = User.objects.select_for_update().filter(pk=user.pk).first()
    for account in (user, before):
        if account:
            refuse_unless_above(by, account)
    user.save()
    keep_in_step(user)
    user.save(update_fields=["is_staff"])
    forget_roles(user)
    if before is None:
        record("create account", actor=by, account=user.pk, superuser=user.is_superuser)
    elif changed := _changes(before, user):
        record("change account", actor=by, account=user.pk, **changed)


def _changes(before: User, after: User) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if before.username != after.username:
        changed["renamed"] = True
    if before.password != after.password:
        changed["password"] = True
    if before.is_active != after.is_active:
        changed["active"] = after.is_active
    if before.is_superuser != after.is_superuser:
        changed["superuser"] = after.is_superuser
    return changed
