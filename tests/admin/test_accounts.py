"""Administrators make and close accounts and give roles, and the audit has each act."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from cables.models import AuditEvent
from cables.visibility import Action, Role, State, may, roles_of
from tests.people import a_user

pytestmark = pytest.mark.django_db
PASSWORD = "black swan of Zenda"


def url(page="changelist", *args):
    return reverse(f"admin:auth_user_{page}", args=args)


def events():
    return [(e.actor, e.action, e.details) for e in AuditEvent.objects.all()]


@pytest.fixture
def administrator(client):
    user = a_user(Role.ADMINISTRATOR, name="michael")
    client.force_login(user)
    return user


@pytest.fixture
def superuser(client):
    user = a_user(name="rudolf", is_superuser=True)
    client.force_login(user)
    return user


def facts(user, **changes):
    """The form as a browser would send it back."""
    form = {"username": user.username, "first_name": user.first_name, "last_name": user.last_name}
    form["roles"] = sorted(role.value for role in roles_of(user) - {Role.READER})
    if user.is_active:
        form["is_active"] = "on"
    form |= changes
    return {name: value for name, value in form.items() if value is not None}


def change(client, user, **changes):
    return client.post(url("change", user.pk), facts(user, **changes))


def again(user):
    """The account as it stands in the database, without what this object remembers of its roles."""
    return User.objects.get(pk=user.pk)


# --- Roles --------------------------------------------------------------------------------------


def test_administrator_who_makes_himself_reviewer_leaves_a_row(client, administrator):
    assert not may(administrator, Action.READ_WITHHELD, State.HELD)
    assert change(client, administrator, roles=["administrator", "reviewer"]).status_code == 302
    assert may(again(administrator), Action.READ_WITHHELD, State.HELD)
    assert events() == [("michael", "grant role", {"account": administrator.pk, "role": "reviewer"})]


def test_roles_are_given_and_taken_one_by_one(client, administrator):
    user = a_user(Role.IMPORTER, Role.REVIEWER)
    change(client, user, roles=["reviewer", "release officer"])
    assert roles_of(again(user)) == {Role.READER, Role.REVIEWER, Role.RELEASE_OFFICER}
    assert [(action, details["role"]) for _, action, details in events()] == [
        ("revoke role", "importer"),
        ("grant role", "release officer"),
    ]


def test_form_shows_the_roles_held(client, administrator):
    page = client.get(url("change", a_user(Role.REVIEWER).pk)).content.decode()
    assert page.count(" checked") == 2, "the role, and that the account is active"


def test_form_sent_as_it_came_changes_and_records_nothing(client, administrator):
    user = a_user(Role.REVIEWER)
    change(client, user)
    assert roles_of(again(user)) == {Role.READER, Role.REVIEWER}
    assert events() == []


def test_role_that_does_not_exist_is_refused(client, administrator):
    user = a_user()
    for role in ("reader", "superuser", "friend"):
        assert change(client, user, roles=[role]).status_code == 200
    assert events() == []


def test_closed_account_keeps_its_roles_for_when_it_is_opened(client, administrator):
    user = a_user(Role.REVIEWER)
    change(client, user, is_active=None)
    assert roles_of(again(user)) == {Role.READER}
    change(client, again(user), is_active="on", roles=["reviewer"])
    assert roles_of(again(user)) == {Role.READER, Role.REVIEWER}
    assert [details for _, _, details in events()] == [
        {"account": user.pk, "active": False},
        {"account": user.pk, "active": True},
    ]


# --- Accounts -----------------------------------------------------------------------------------


def test_account_is_made_with_its_roles(client, administrator):
    form = {"username": "flavia", "password1": PASSWORD, "password2": PASSWORD, "roles": ["release officer"]}
    response = client.post(url("add"), form)
    user = User.objects.get(username="flavia")
    assert response["Location"] == url("change", user.pk)
    assert user.check_password(PASSWORD)
    assert user.is_staff
    assert roles_of(user) == {Role.READER, Role.RELEASE_OFFICER}
    assert events() == [
        ("michael", "create account", {"account": user.pk, "superuser": False}),
        ("michael", "grant role", {"account": user.pk, "role": "release officer"}),
    ]


def test_weak_password_makes_no_account(client, administrator):
    form = {"username": "flavia", "password1": "swan", "password2": "swan"}
    assert client.post(url("add"), form).status_code == 200
    assert not User.objects.filter(username="flavia").exists()
    assert events() == []


def test_new_password_is_recorded_and_not_shown(client, administrator):
    user = a_user()
    address = url("password_change", user.pk)
    assert f'href="{address}"' in client.get(url("change", user.pk)).content.decode()
    assert client.get(address).status_code == 200
    form = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert client.post(address, form).status_code == 302
    assert again(user).check_password(PASSWORD)
    assert events() == [("michael", "change account", {"account": user.pk, "password": True})]


def test_password_that_is_refused_is_not_recorded(client, administrator):
    user = a_user()
    form = {"password1": "swan", "password2": "swan", "usable_password": "true"}
    assert client.post(url("password_change", user.pk), form).status_code == 200
    assert events() == []


@pytest.mark.parametrize("key", ["999999", "nobody"])
def test_password_of_nobody_is_not_found(client, administrator, key):
    assert client.get(f"/admin/auth/user/{key}/password/").status_code == 404


def test_no_hash_of_a_password_is_shown_or_searched(client, administrator):
    user = a_user()
    user.set_password(PASSWORD)
    user.save()
    for address in (url(), url("change", user.pk), url("password_change", user.pk)):
        assert "argon2" not in client.get(address).content.decode()
    assert client.get(url(), {"password__startswith": "argon2"}).status_code == 400


# --- What the form does not take ----------------------------------------------------------------


def test_permissions_and_groups_of_django_are_not_shown(client, administrator):
    for address in (url("add"), url("change", a_user().pk)):
        page = client.get(address).content.decode()
        for field in ("user_permissions", 'name="groups"', "is_staff", 'name="is_superuser"', 'name="email"'):
            assert field not in page


def test_fields_that_are_not_in_the_form_are_not_taken(client, administrator):
    user = a_user()
    smuggled = {
        "is_superuser": "on",
        "is_staff": "on",
        "user_permissions": [Permission.objects.first().pk],
        "groups": [1, 2, 3, 4],
        "password": "argon2$x",
    }
    assert change(client, user, **smuggled).status_code == 302
    found = again(user)
    assert not found.is_superuser
    assert not found.is_staff
    assert not found.user_permissions.exists()
    assert not found.groups.exists()
    assert found.password == user.password
    form = {"username": "flavia", "password1": PASSWORD, "password2": PASSWORD} | smuggled
    client.post(url("add"), form)
    made = User.objects.get(username="flavia")
    assert not made.is_superuser
    assert not made.is_staff
    assert events() == [("michael", "create account", {"account": made.pk, "superuser": False})]


def test_superuser_is_a_superuser_s_to_change(client, administrator):
    above = a_user(is_superuser=True)
    assert client.get(url("change", above.pk)).status_code == 200, "to look at"
    assert change(client, above, is_active=None).status_code == 403
    assert change(client, above, roles=["reviewer"]).status_code == 403
    form = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert client.post(url("password_change", above.pk), form).status_code == 403
    assert again(above).is_active
    assert events() == []


def test_superuser_makes_a_superuser_and_it_is_recorded(client, superuser):
    user = a_user()
    change(client, user, is_superuser="on")
    assert again(user).is_superuser
    assert again(user).is_staff
    change(client, again(user), roles=[])
    assert not again(user).is_superuser
    assert events() == [
        ("rudolf", "change account", {"account": user.pk, "superuser": True}),
        ("rudolf", "change account", {"account": user.pk, "superuser": False}),
    ]


@pytest.mark.parametrize("role", [Role.IMPORTER, Role.REVIEWER, Role.RELEASE_OFFICER])
def test_accounts_are_an_administrator_s_alone(client, role):
    user = a_user(role)
    client.force_login(user)
    other = a_user()
    for address in (url(), url("add"), url("change", other.pk), url("password_change", other.pk)):
        assert client.get(address).status_code == 403
    assert change(client, user, roles=["administrator"]).status_code == 403
    assert roles_of(again(user)) == {Role.READER, role}


def test_account_is_closed_and_never_deleted(client, superuser):
    user = a_user()
    assert client.post(url("delete", user.pk), {"post": "yes"}).status_code == 403
    client.post(url(), {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"})
    assert User.objects.filter(pk=user.pk).exists()


def test_list_names_roles_and_is_searched_in_few_queries(
    client, administrator, django_assert_max_num_queries
):
    for _ in range(5):
        a_user(Role.REVIEWER, Role.IMPORTER)
    with django_assert_max_num_queries(12):
        page = client.get(url(), {"q": "user"}).content.decode()
    assert page.count("importer, reviewer") == 5


def test_failure_half_way_changes_nothing(client, administrator, monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("cables.reviewing.roles.record", fails)
    client.raise_request_exception = False
    user = a_user()
    assert change(client, user, is_active=None, roles=["reviewer"]).status_code == 500
    assert again(user).is_active
    assert events() == []


@pytest.mark.django_db(transaction=True)
def test_every_door_acts_and_records_in_one_transaction(client, administrator):
    """Other tests stand in a transaction anyway; an audit row outside of one is refused."""
    form = {"username": "flavia", "password1": PASSWORD, "password2": PASSWORD, "roles": ["reviewer"]}
    client.post(url("add"), form)
    user = User.objects.get(username="flavia")
    change(client, user, roles=["importer"], username="antoinette")
    new = {"password1": PASSWORD + "!", "password2": PASSWORD + "!", "usable_password": "true"}
    client.post(url("password_change", user.pk), new)
    client.force_login(again(user))
    own = {"old_password": PASSWORD + "!", "new_password1": PASSWORD, "new_password2": PASSWORD}
    client.post("/account/password/", own)
    assert [action for _, action, _ in events()] == [
        "create account",
        "grant role",
        "change account",
        "grant role",
        "revoke role",
        "change account",
        "change own password",
    ]
