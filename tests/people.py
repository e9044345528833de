"""Accounts for tests."""

from itertools import count

from django.contrib.auth.models import Group, User

_numbers = count(1)


def a_user(*roles, name="", **facts):
    """An account with the given roles. It has no password: tests sign it in by force_login."""
    user = User.objects.create_user(name or f"user{next(_numbers)}", **facts)
    user.groups.set(Group.objects.get_or_create(name=str(role))[0] for role in roles)
    return user
