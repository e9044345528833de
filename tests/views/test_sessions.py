"""A session ends when it has been idle for an hour or is half a day old."""

import time

import pytest
from django.contrib.sessions.models import Session

from cables.views import sessions
from tests.people import a_user

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


@pytest.fixture
def clock(monkeypatch):
    """`clock(seconds)` lets time pass, for the limits only."""
    now = [time.time()]
    monkeypatch.setattr(sessions.time, "time", lambda: now[0])

    def passes(seconds):
        now[0] += seconds

    return passes


@pytest.fixture
def person(client):
    client.force_login(a_user())
    assert client.get("/account/").status_code == 200
    return client


def is_in(client):
    return client.get("/account/").status_code == 200


def test_session_that_is_used_goes_on(person, clock):
    for _ in range(11):
        clock(59 * MINUTE)
        assert is_in(person)


def test_idle_session_ends_with_a_sentence(person, clock):
    key = person.session.session_key
    clock(60 * MINUTE + 31)
    response = person.get("/account/", follow=True)
    assert response.redirect_chain == [("/sign-in/?next=/account/", 302)]
    assert "You were signed out because nothing was asked for a while." in response.content.decode()
    assert not Session.objects.filter(session_key=key).exists()


def test_old_session_ends_however_much_it_is_used(person, clock):
    for _ in range(12 * 2 - 1):
        clock(30 * MINUTE)
        assert is_in(person)
    clock(31 * MINUTE)
    response = person.get("/account/", follow=True)
    assert "because you signed in long ago" in response.content.decode()


def test_reading_public_pages_counts_as_use(person, clock):
    clock(50 * MINUTE)
    person.get("/about/markings/")
    clock(50 * MINUTE)
    assert is_in(person)


def test_ended_session_reads_on_as_a_reader(person, clock):
    clock(2 * HOUR)
    response = person.get("/")
    assert response.status_code == 200
    assert "Sign out" not in response.content.decode()
    assert response["Cache-Control"] == "no-cache"


def test_ended_session_sends_nothing(person, clock):
    clock(2 * HOUR)
    assert person.post("/account/password/", {}).status_code == 302


def test_limits_are_settings(person, clock, settings):
    import datetime as dt

    settings.SESSION_IDLE_LIMIT = dt.timedelta(minutes=5)
    clock(6 * MINUTE)
    assert not is_in(person)


def test_session_is_not_written_on_every_request(person, clock, django_assert_num_queries):
    with django_assert_num_queries(3) as queries:  # session, user, roles
        person.get("/account/")
    assert not [q for q in queries if "UPDATE" in q["sql"]]
    clock(31)
    with django_assert_num_queries(6) as queries:
        person.get("/account/")
    assert [q for q in queries if "UPDATE" in q["sql"]]


def test_stranger_has_no_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/sign-in/")
    assert not Session.objects.exists()
