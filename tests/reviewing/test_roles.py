"""Roles and accounts change in one transaction with the audit's row, and only by those who may."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.utils.functional import SimpleLazyObject

from cables.models import AuditEvent
from cables.reviewing.accounts import save_account
from cables.reviewing.audit import verify
from cables.reviewing.roles import GRANTABLE, grant, revoke
from cables.visibility import POLICY, Action, Role, State, may, roles_of
from tests.people import a_user

pytestmark = pytest.mark.django_db


def events():
    return [(e.actor, e.action, e.details) for e in AuditEvent.objects.all()]


@pytest.fixture
def administrator():
    return a_user(Role.ADMINISTRATOR, name="michael")


# --- Roles --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", GRANTABLE)
def test_role_is_given_and_taken_and_both_are_audited(administrator, role):
    user = a_user()
    assert grant(user, role, administrator) is True
    assert roles_of(user) == roles_of(User.objects.get(pk=user.pk)) == {Role.READER, role}
    assert revoke(user, role, administrator) is True
    assert roles_of(user) == roles_of(User.objects.get(pk=user.pk)) == {Role.READER}
    details = {"account": user.pk, "role": role.value}
    assert events() == [("michael", "grant role", details), ("michael", "revoke role", details)]


def test_every_role_but_the_reader_s_can_be_given():
    assert set(GRANTABLE) == set(Role) - {Role.READER}


@pytest.mark.parametrize("change", [grant, revoke])
def test_reader_is_what_everybody_is(administrator, change):
    with pytest.raises(ValueError, match="Everybody is a reader"):
        change(a_user(), Role.READER, administrator)


def test_what_changes_nothing_is_not_recorded(administrator):
    user = a_user(Role.REVIEWER)
    assert grant(user, Role.REVIEWER, administrator) is False
    assert revoke(user, Role.IMPORTER, administrator) is False
    assert events() == []


def test_command_of_the_machine_s_owner_has_no_actor():
    user = a_user(is_superuser=True)
    grant(user, Role.REVIEWER, by=None)
    assert events() == [("", "grant role", {"account": user.pk, "role": "reviewer"})]


def test_role_given_to_oneself_is_recorded_too(administrator):
    grant(administrator, Role.REVIEWER, administrator)
    assert may(administrator, Action.READ_WITHHELD, State.HELD)
    assert events() == [("michael", "grant role", {"account": administrator.pk, "role": "reviewer"})]
    assert AuditEvent.objects.get().actor_id == administrator.pk


def test_role_counts_at_once_for_the_user_of_a_request(administrator):
    """There the user is an object that stands for the account's."""
    user = SimpleLazyObject(lambda: User.objects.get(pk=administrator.pk))
    assert not may(user, Action.READ_WITHHELD, State.HELD)
    grant(user, Role.REVIEWER, user)
    assert may(user, Action.READ_WITHHELD, State.HELD)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
@pytest.mark.parametrize("change", [grant, revoke])
def test_nobody_else_gives_or_takes_a_role(role, change):
    by = a_user() if role is Role.READER else a_user(role)
    user = a_user(Role.IMPORTER)
    with pytest.raises(PermissionDenied):
        change(user, Role.ADMINISTRATOR, by)
    with pytest.raises(PermissionDenied):
        change(by, Role.ADMINISTRATOR, by)
    assert events() == []


def test_superuser_s_roles_are_a_superuser_s_to_change(administrator):
    user = a_user(is_superuser=True)
    with pytest.raises(PermissionDenied):
        grant(user, Role.REVIEWER, administrator)
    assert grant(user, Role.REVIEWER, a_user(is_superuser=True))


def test_missing_group_is_made():
    Group.objects.all().delete()
    user = a_user()
    grant(user, Role.REVIEWER, by=None)
    assert roles_of(user) == {Role.READER, Role.REVIEWER}


def test_failed_audit_undoes_the_grant(administrator, monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("cables.reviewing.roles.record", fails)
    user = a_user()
    with pytest.raises(OSError, match="disk full"):
        grant(user, Role.REVIEWER, administrator)
    assert roles_of(User.objects.get(pk=user.pk)) == {Role.READER}


# --- Who enters the admin -----------------------------------------------------------------------


@pytest.mark.parametrize("role", GRANTABLE)
def test_flag_for_django_s_admin_follows_the_policy(role):
    user = a_user()
    grant(user, role, by=None)
    assert User.objects.get(pk=user.pk).is_staff is may(user, Action.SEE_STAFF_LISTS)
    revoke(user, role, by=None)
    assert User.objects.get(pk=user.pk).is_staff is False


def test_role_that_loses_the_staff_lists_loses_the_flag(monkeypatch):
    monkeypatch.setitem(POLICY, Action.SEE_STAFF_LISTS, {Role.IMPORTER: frozenset({State.SITE})})
    user = a_user()
    grant(user, Role.REVIEWER, by=None)
    assert not user.is_staff
    grant(user, Role.IMPORTER, by=None)
    assert user.is_staff


def test_superuser_keeps_the_flag_without_any_role():
    user = a_user(is_superuser=True, is_staff=True)
    grant(user, Role.REVIEWER, by=None)
    revoke(user, Role.REVIEWER, by=None)
    assert User.objects.get(pk=user.pk).is_staff


def test_group_that_is_no_role_is_no_way_in():
    user = a_user()
    user.groups.add(Group.objects.create(name="friends"))
    grant(user, Role.REVIEWER, by=None)
    revoke(user, Role.REVIEWER, by=None)
    assert not user.is_staff


# --- Accounts -----------------------------------------------------------------------------------


def test_new_account_is_recorded(administrator):
    user = User(username="flavia")
    save_account(user, administrator)
    assert not user.is_staff
    assert events() == [("michael", "create account", {"account": user.pk, "superuser": False})]


def test_new_superuser_is_a_superuser_s_to_make(administrator):
    with pytest.raises(PermissionDenied):
        save_account(User(username="flavia", is_superuser=True), administrator)
    assert not User.objects.filter(username="flavia").exists()
    save_account(User(username="flavia", is_superuser=True), a_user(is_superuser=True))
    assert User.objects.get(username="flavia").is_staff


CHANGES = {
    "is_active": (False, {"active": False}),
    "username": ("rupert", {"renamed": True}),
    "password": ("argon2$another", {"password": True}),
    "last_name": ("Rassendyll", None),
}


@pytest.mark.parametrize("field", CHANGES)
def test_change_of_an_account_is_recorded_where_it_counts(administrator, field):
    user = a_user()
    value, details = CHANGES[field]
    setattr(user, field, value)
    save_account(user, administrator)
    assert getattr(User.objects.get(pk=user.pk), field) == value
    expected = [("michael", "change account", {"account": user.pk} | details)] if details else []
    assert events() == expected
    assert "rupert" not in str(events())


def test_account_made_active_again_is_recorded(administrator):
    user = a_user(is_active=False)
    user.is_active = True
    save_account(user, administrator)
    assert events()[0][2] == {"account": user.pk, "active": True}


def test_administrator_neither_makes_nor_changes_a_superuser(administrator):
    user, superuser = a_user(), a_user(is_superuser=True)
    user.is_superuser = True
    with pytest.raises(PermissionDenied):
        save_account(user, administrator)
    superuser.is_superuser = False
    with pytest.raises(PermissionDenied):
        save_account(superuser, administrator)
    superuser.is_superuser, superuser.is_active = True, False
    with pytest.raises(PermissionDenied):
        save_account(superuser, administrator)
    assert events() == []


def test_superuser_makes_another_and_the_flag_follows():
    user = a_user()
    user.is_superuser = True
    save_account(user, a_user(is_superuser=True))
    assert User.objects.get(pk=user.pk).is_staff
    assert may(user, Action.GRANT_ROLES)
    user.is_superuser = False
    save_account(user, a_user(is_superuser=True))
    assert not User.objects.get(pk=user.pk).is_staff
    assert [e[2] for e in events()] == [
        {"account": user.pk, "superuser": True},
        {"account": user.pk, "superuser": False},
    ]


@pytest.mark.parametrize("role", [Role.IMPORTER, Role.REVIEWER, Role.RELEASE_OFFICER])
def test_nobody_else_makes_or_changes_an_account(role):
    by = a_user(role)
    with pytest.raises(PermissionDenied):
        save_account(User(username="flavia"), by)
    with pytest.raises(PermissionDenied):
        save_account(a_user(), by)


def test_chain_holds_after_all_this(administrator):
    user = User(username="flavia")
    save_account(user, administrator)
    for role in GRANTABLE:
        grant(user, role, administrator)
    assert verify().events == 1 + len(GRANTABLE)
    assert verify().broken is None
