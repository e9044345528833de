"""Signing in and out, locks after wrong passwords, and one's own account."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from cables.models import AuditEvent
from cables.visibility import Role
from tests.people import a_user

pytestmark = pytest.mark.django_db
PASSWORD, WRONG = "black swan of Zenda", "white swan of Zenda"
NEW = "ruby lion of Hentzau"


@pytest.fixture
def flavia():
    user = a_user(Role.REVIEWER, name="flavia")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, name="flavia", password=PASSWORD, address="203.0.113.7", **more):
    form = {"username": name, "password": password} | more
    return client.post("/sign-in/", form, REMOTE_ADDR=address)


def signed_in(client):
    return "_auth_user_id" in client.session


def words(response):
    return response.content.decode()


# --- In and out ---------------------------------------------------------------------------------


def test_right_password_leads_to_the_account(client, flavia):
    assert sign_in(client)["Location"] == "/account/"
    page = words(client.get("/account/"))
    assert "flavia" in page
    assert "reviewer" in page
    assert "Sign out" in page


@pytest.mark.parametrize(
    ("name", "password"), [("flavia", WRONG), ("flavia", ""), ("Flavia", PASSWORD), ("nobody", PASSWORD)]
)
def test_wrong_name_and_wrong_password_are_told_the_same(client, flavia, name, password):
    response = sign_in(client, name, password)
    assert response.status_code == 200
    assert not signed_in(client)
    if password:
        assert "No account has this name with this password." in words(response)


def test_closed_account_is_told_the_same(client, flavia):
    flavia.is_active = False
    flavia.save()
    assert "No account has this name with this password." in words(sign_in(client))


def test_password_is_kept_as_argon2(flavia):
    assert flavia.password.startswith("argon2$argon2id$")


def test_older_hash_is_made_anew_at_sign_in(client, flavia):
    from django.contrib.auth.hashers import make_password

    flavia.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    flavia.save()
    sign_in(client)
    flavia.refresh_from_db()
    assert flavia.password.startswith("argon2$")


def test_session_of_a_stranger_is_not_carried_into_the_account(client, flavia):
    """Whoever planted a session key before the sign-in does not share the session after it."""
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client)
    assert signed_in(client)
    assert client.session.session_key != before
    assert not type(session)().exists(before)


def test_sign_out_is_a_form_and_ends_the_session(client, flavia):
    client.force_login(flavia)
    key = client.session.session_key
    assert client.get("/sign-out/").status_code == 405
    assert signed_in(client)
    assert client.post("/sign-out/")["Location"] == "/"
    assert not signed_in(client)
    assert not type(client.session)().exists(key)
    assert client.get("/account/")["Location"] == "/sign-in/?next=/account/"


def test_forms_of_other_sites_are_refused_in_a_sentence(flavia):
    client = Client(enforce_csrf_checks=True)
    response = sign_in(client)
    assert response.status_code == 403
    assert "Nothing was changed." in words(response)
    client.force_login(flavia)
    assert client.post("/sign-out/").status_code == 403
    assert client.post("/account/password/").status_code == 403
    assert signed_in(client)


def test_somebody_signed_in_is_not_asked_again(client, flavia):
    client.force_login(flavia)
    assert client.get("/sign-in/")["Location"] == "/account/"
    assert client.get("/sign-in/?next=/cables/")["Location"] == "/cables/"


@pytest.mark.parametrize("address", ["/account/", "/account/password/", "/sign-out/"])
def test_stranger_is_asked_to_sign_in(client, address):
    response = client.get(address) if address != "/sign-out/" else client.post(address)
    assert response["Location"] == f"/sign-in/?next={address}"


# --- Where it leads -----------------------------------------------------------------------------


def test_page_asked_for_is_gone_on_to(client, flavia):
    assert '<input type="hidden" name="next" value="/cables/?q=a&amp;page=2">' in words(
        client.get("/sign-in/", {"next": "/cables/?q=a&page=2"})
    )
    assert sign_in(client, next="/cables/?q=a&page=2")["Location"] == "/cables/?q=a&page=2"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "http:evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " https://evil.example/",
        "https://testserver@evil.example/",
        "https://testserver.evil.example/",
        "\thttps://evil.example/",
        "ftp://testserver/",
    ],
)
def test_no_other_site_is_gone_on_to(client, flavia, elsewhere):
    assert "evil" not in words(client.get("/sign-in/", {"next": elsewhere}))
    assert sign_in(client, next=elsewhere)["Location"] == "/account/"
    assert client.get("/sign-in/", {"next": elsewhere})["Location"] == "/account/"
    assert client.post("/sign-out/", {"next": elsewhere})["Location"] == "/"


# --- Guessing -----------------------------------------------------------------------------------


def guess(client, times, **who):
    return [sign_in(client, password=WRONG, **who).status_code for _ in range(times)]


def test_fifth_wrong_password_locks_in_a_sentence(client, flavia):
    assert guess(client, 5) == [200, 200, 200, 200, 429]
    response = sign_in(client)
    assert response.status_code == 429
    assert not signed_in(client)
    assert "Too many attempts to sign in with this name." in words(response)
    assert "Wait 15 minutes" in words(response)
    assert response["Retry-After"] == "900"
    assert response["Cache-Control"] == "private, no-store"


def test_guessing_at_the_admin_s_address_gets_nowhere(client, flavia):
    """It tries no password at all, so it neither counts nor goes round the lock."""
    for password in [WRONG] * 6 + [PASSWORD]:
        response = client.post("/admin/login/", {"username": "flavia", "password": password})
        assert response["Location"] == "/sign-in/?next=/admin/"
    assert not signed_in(client)
    assert not AccessAttempt.objects.exists()
    guess(client, 5)
    client.post("/admin/login/?next=/sign-in/", {"username": "flavia", "password": PASSWORD}, follow=True)
    assert not signed_in(client)


def test_lock_opens_after_a_quarter_of_an_hour(client, flavia):
    guess(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=14, seconds=50))
    assert sign_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=15, seconds=10))
    assert sign_in(client).status_code == 302


def test_trying_while_it_is_locked_does_not_lock_for_longer(client, flavia):
    guess(client, 5)
    before = AccessAttempt.objects.get().attempt_time
    assert guess(client, 3) == [429, 429, 429]
    assert AccessAttempt.objects.get().attempt_time == before


def test_right_password_forgets_the_wrong_ones(client, flavia):
    guess(client, 4)
    sign_in(client)
    client.post("/sign-out/")
    assert guess(client, 4) == [200] * 4


@pytest.mark.parametrize(
    ("name", "value"), [("User-Agent", "Browser {}"), ("X-Forwarded-For", "198.51.100.{}")]
)
def test_header_of_the_visitor_is_no_way_round(client, flavia, name, value):
    for n in range(5):
        client.post(
            "/sign-in/",
            {"username": "flavia", "password": WRONG},
            headers={name: value.format(n)},
            REMOTE_ADDR="203.0.113.7",
        )
    assert sign_in(client).status_code == 429


def test_lock_is_on_the_name_from_this_address_only(client, flavia):
    other = a_user(name="sapt")
    other.set_password(PASSWORD)
    other.save()
    guess(client, 5)
    assert sign_in(Client(), name="sapt").status_code == 302
    assert sign_in(Client(), address="203.0.113.8").status_code == 302


def test_name_that_no_account_has_is_locked_likewise(client):
    assert guess(client, 6, name="nobody") == [200, 200, 200, 200, 429, 429]


def test_no_password_is_kept_of_a_wrong_attempt(client, flavia):
    guess(client, 2)
    attempt = AccessAttempt.objects.get()
    assert WRONG not in attempt.post_data + attempt.get_data
    assert "********" in attempt.post_data


# --- One's own account --------------------------------------------------------------------------


def test_account_says_what_its_roles_allow(client):
    client.force_login(a_user(Role.REVIEWER))
    page = words(client.get("/account/"))
    assert "read the whole text" in page
    assert "give and take roles" not in page
    assert 'href="/admin/"' in page
    assert 'href="/review/"' in page


def test_account_without_a_role_is_told_so(client):
    client.force_login(a_user())
    page = words(client.get("/account/"))
    assert "you read what every reader reads" in page
    assert 'href="/admin/"' not in page
    assert 'href="/review/"' not in page


def test_name_is_text(client):
    client.force_login(a_user(first_name="<script>alert(1)</script>"))
    assert "<script>alert" not in words(client.get("/account/"))


def change_password(client, old=PASSWORD, new=NEW, again=NEW):
    form = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post("/account/password/", form, follow=True)


def test_password_is_changed_by_its_owner_and_recorded(client, flavia):
    sign_in(client)
    response = change_password(client)
    assert response.redirect_chain == [("/account/", 302)]
    assert "Your password is changed." in words(response)
    flavia.refresh_from_db()
    assert flavia.check_password(NEW)
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.details) == (
        "flavia",
        "change own password",
        {"account": flavia.pk},
    )


def test_new_password_signs_out_everywhere_else(client, flavia):
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    assert elsewhere.get("/account/").status_code == 200
    change_password(client)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        (WRONG, NEW, NEW),
        (PASSWORD, NEW, NEW + "!"),
        (PASSWORD, "swan", "swan"),
        (PASSWORD, "9" * 14, "9" * 14),
    ],
)
def test_password_that_will_not_do_changes_nothing(client, flavia, old, new, again):
    sign_in(client)
    response = change_password(client, old, new, again)
    assert response.status_code == 200
    assert "errorlist" in words(response)
    flavia.refresh_from_db()
    assert flavia.check_password(PASSWORD)
    assert not AuditEvent.objects.exists()


# --- What readers see of all this ---------------------------------------------------------------


def test_reader_meets_one_quiet_link(client):
    page = words(client.get("/"))
    assert page.count("/sign-in/") == 1
    assert page.index("/sign-in/") > page.index("<footer")
    assert "Sign out" not in page


def test_somebody_signed_in_sees_the_name_and_the_way_out_on_every_page(client):
    client.force_login(a_user(name="flavia"))
    for address in ("/", "/cables/", "/tags/", "/about/markings/", "/nowhere/"):
        page = words(client.get(address))
        assert "flavia" in page
        assert 'action="/sign-out/"' in page
        assert "/sign-in/" not in page
