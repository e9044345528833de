"""Accounts and roles from the command line, for the first account and for the day nobody can sign in."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from cables.models import AuditEvent
from cables.visibility import Role, roles_of
from tests.people import a_user

pytestmark = pytest.mark.django_db
PASSWORD = "black swan of Zenda"


def say(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def typed(monkeypatch):
    """What the person at the keyboard types when asked for passwords, in turn."""

    def do(*answers):
        waiting = list(answers)
        monkeypatch.setattr(
            "cables.management.commands.create_account.getpass", lambda prompt: waiting.pop(0)
        )

    return do


def test_first_account_is_made_with_its_roles(typed):
    typed(PASSWORD, PASSWORD)
    words = say("create_account", "flavia", "--role", "administrator", "--role", "release officer")
    assert words == "The account flavia is made: administrator, release officer"
    user = User.objects.get(username="flavia")
    assert user.check_password(PASSWORD)
    assert user.password.startswith("argon2$")
    assert user.is_staff
    assert not user.is_superuser
    assert roles_of(user) == {Role.READER, Role.ADMINISTRATOR, Role.RELEASE_OFFICER}
    assert [e.action for e in AuditEvent.objects.all()] == ["create account", "grant role", "grant role"]


@pytest.mark.parametrize(
    ("name", "first", "second", "reason"),
    [
        ("flavia", PASSWORD, PASSWORD + "!", "two passwords"),
        ("flavia", "swan", "swan", "too short"),
        ("flavia", "flavia2026", "flavia2026", "too similar to the username"),
        ("no name", PASSWORD, PASSWORD, "valid username"),
        ("rupert", PASSWORD, PASSWORD, "already exists"),
    ],
)
def test_account_that_cannot_be_made_is_refused_in_words(typed, name, first, second, reason):
    a_user(name="rupert")
    typed(first, second)
    with pytest.raises(CommandError, match=f"(?s){reason}.*No account was made"):
        say("create_account", name)
    assert User.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_role_is_given_and_taken():
    user = a_user(name="flavia")
    assert say("grant_role", "flavia", "release officer") == "flavia is release officer now."
    assert say("grant_role", "flavia", "release-officer") == "flavia was release officer already."
    assert roles_of(User.objects.get(pk=user.pk)) == {Role.READER, Role.RELEASE_OFFICER}
    assert say("revoke_role", "flavia", "release", "officer") == "flavia is no longer release officer."
    assert say("revoke_role", "flavia", "Release Officer") == "flavia was not release officer."
    assert [e.action for e in AuditEvent.objects.all()] == ["grant role", "revoke role"]


@pytest.mark.parametrize("command", ["grant_role", "revoke_role"])
def test_unknown_name_and_unknown_role_are_said(command):
    with pytest.raises(CommandError, match="no account “flavia”"):
        say(command, "flavia", "reviewer")
    a_user(name="flavia")
    with pytest.raises(CommandError, match="no role “reader”"):
        say(command, "flavia", "reader")
