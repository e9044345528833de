"""Who enters the admin and sees which list: what the policy says, whatever Django's own tables hold."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from cables.models import AuditEvent, Collection, Paragraph, SourceText
from cables.reviewing.audit import record
from cables.visibility import Action, Role, State, may
from tests.admin.test_lists import LISTS, url
from tests.people import a_user

pytestmark = pytest.mark.django_db

ROLES = [role for role in Role if role is not Role.READER]
SEEN_BY = {SourceText: {Role.IMPORTER, Role.REVIEWER, Role.RELEASE_OFFICER}} | {
    AuditEvent: {Role.ADMINISTRATOR, Role.RELEASE_OFFICER}
}


@pytest.mark.parametrize("address", ["/admin/", url(Paragraph), "/admin/auth/user/", "/admin/nowhere/"])
def test_stranger_is_sent_to_sign_in(client, address):
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0].startswith("/sign-in/?next=/admin/")
    assert response.status_code == 200


def test_sign_in_of_the_admin_is_the_site_s(client):
    user = a_user(Role.ADMINISTRATOR)
    user.set_password("black swan of Zenda")
    user.save()
    form = {"username": user.username, "password": "black swan of Zenda"}
    response = client.post("/admin/login/?next=/admin/auth/user/", form)
    assert response["Location"] == "/sign-in/?next=/admin/auth/user/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("flags", [{}, {"is_staff": True}])
def test_somebody_without_a_role_is_told_so(client, flags):
    user = a_user(**flags)
    user.user_permissions.set(Permission.objects.all())
    client.force_login(user)
    for address in ["/admin/", url(Paragraph), "/admin/auth/user/", "/admin/login/"]:
        response = client.get(address, follow=True)
        assert response.status_code == 403
        assert "Your account does not open this page." in response.content.decode()


@pytest.mark.parametrize("model", LISTS, ids=lambda m: m._meta.model_name)
@pytest.mark.parametrize("role", ROLES)
def test_list_is_seen_by_whom_the_policy_says(client, role, model):
    client.force_login(a_user(role))
    expected = 200 if role in SEEN_BY.get(model, ROLES) else 403
    assert client.get(url(model)).status_code == expected
    index = client.get("/admin/").content.decode()
    assert (f'href="{url(model)}"' in index) is (expected == 200)


@pytest.mark.parametrize("role", ROLES)
def test_flag_of_django_is_not_needed_where_the_policy_says_yes(client, role):
    assert may(a_user(role, is_staff=False), Action.SEE_STAFF_LISTS)
    client.force_login(a_user(role, is_staff=False))
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_collections_are_changed_by_whom_the_policy_says(client, role):
    user = a_user(role)
    client.force_login(user)
    row = Collection.objects.create(name="Test", slug="test")
    form = {"name": "Another", "slug": "test", "release_policy": "on-import"}
    allowed = may(user, Action.MANAGE_COLLECTIONS)
    assert client.get(url(Collection, "add")).status_code == (200 if allowed else 403)
    answer = client.post(url(Collection, "change", row.pk), form)
    assert answer.status_code == (302 if allowed else 403)
    row.refresh_from_db()
    assert row.name == ("Another" if allowed else "Test")
    assert client.post(url(Collection, "delete", row.pk), {"post": "yes"}).status_code == answer.status_code


def test_permissions_of_django_open_nothing(client):
    user = a_user(Role.REVIEWER, is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    client.force_login(user)
    assert client.get(url(AuditEvent)).status_code == 403
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.get(url(Collection, "add")).status_code == 403
    assert client.get(url(Paragraph, "add")).status_code == 403


def test_groups_permissions_and_lock_outs_are_not_in_the_admin():
    assert {m._meta.label for m in admin.site._registry if m._meta.app_label != "cables"} == {"auth.User"}
    assert Group not in admin.site._registry


@pytest.mark.parametrize("role", ROLES)
def test_audit_is_read_and_never_changed(client, role):
    facts = {"decision": 7, "scope": "passage", "codes": [["FOIA", "b(1)"]], "acknowledged": False}
    event = record("withhold", actor=a_user(name="flavia"), mrn="08ZENDA412", version=None, **facts)
    user = a_user(role)
    client.force_login(user)
    reads = may(user, Action.READ_AUDIT, State.SITE)
    response = client.get(url(AuditEvent))
    assert response.status_code == (200 if reads else 403)
    said = "acknowledged: no, codes: FOIA b(1), decision: 7, scope: passage, version: none"
    if reads:
        body = response.content.decode()
        for word in ["flavia", "withhold", "08ZENDA412", said]:
            assert word in body
    for page, arguments in [("add", ()), ("delete", (event.pk,))]:
        assert client.get(url(AuditEvent, page, *arguments)).status_code == 403
    assert client.post(url(AuditEvent, "change", event.pk), {"action": "x"}).status_code == 403


def test_event_without_an_actor_is_the_site_s(client):
    record("hold", mrn="08ZENDA412")
    client.force_login(a_user(Role.ADMINISTRATOR))
    assert "the site" in client.get(url(AuditEvent)).content.decode()


def test_admin_s_own_pages_for_passwords_and_leaving_are_the_site_s(client):
    client.force_login(a_user(Role.IMPORTER))
    assert client.get("/admin/password_change/")["Location"] == reverse("change-password")
    assert client.get("/admin/logout/").status_code == 405
    assert client.post("/admin/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_role_taken_away_closes_the_admin_at_the_next_request(client):
    user = a_user(Role.IMPORTER)
    client.force_login(user)
    assert client.get("/admin/").status_code == 200
    user.groups.clear()
    assert client.get("/admin/").status_code == 403
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302
