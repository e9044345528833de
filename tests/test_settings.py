"""Settings are read from the environment; each case is a process of its own."""

import os
import subprocess
import sys

import pytest

from tests.places import PROJECT

PUBLIC = {"ALLOWED_HOSTS": "cables.example.org", "SECRET_KEY": "k3Vd" * 15 + "-_!x7Pq2"}
NAMES = {
    "ALLOWED_HOSTS",
    "SECRET_KEY",
    "DEBUG",
    "DATABASE_URL",
    "REDIS_URL",
    "DATA_DIR",
    "TRUSTED_PROXIES",
    "SESSION_IDLE_MINUTES",
    "SESSION_HOURS",
    "DJANGO_SETTINGS_MODULE",
}


@pytest.fixture
def python(tmp_path):
    """Run Python code, or manage.py with arguments, under the given settings."""

    def run(*command, **variables):
        clean = {name: value for name, value in os.environ.items() if name not in NAMES}
        environment = clean | {"DATA_DIR": str(tmp_path)} | variables
        return subprocess.run(
            [sys.executable, *command], cwd=PROJECT, env=environment, capture_output=True, text=True
        )

    return run


def show(expression):
    return "-c", f"from readingroom import settings as s; print({expression})"


def test_key_is_made_once_kept_and_readable_by_the_owner_alone(python, tmp_path):
    first = python(*show("s.SECRET_KEY")).stdout
    assert len(first) > 50
    assert python(*show("s.SECRET_KEY")).stdout == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_public_site_without_a_key_is_refused_with_a_sentence(python):
    result = python(*show("s.SECRET_KEY"), ALLOWED_HOSTS="cables.example.org")
    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr


def test_public_site_passes_the_deployment_check(python):
    result = python("manage.py", "check", "--deploy", "--fail-level", "INFO", **PUBLIC)
    assert result.returncode == 0, result.stderr


def test_public_site_speaks_https_only(python):
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    values = "(" + ", ".join(f"s.{name}" for name in names) + ", s.SESSION_COOKIE_NAME)"
    assert python(*show(values), **PUBLIC).stdout.strip() == "(True, True, True, '__Host-sessionid')"


@pytest.mark.parametrize(("value", "expected"), [("", False), ("0", False), ("false", False), ("1", True)])
def test_debug_is_off_unless_said(python, value, expected):
    assert python(*show("s.DEBUG"), DEBUG=value).stdout.strip() == str(expected)


def test_all_state_is_under_the_data_folder(python, tmp_path):
    shown = python(*show("[s.DATABASES['default']['NAME'], s.STATIC_ROOT, s.MEDIA_ROOT]")).stdout
    assert shown.count(str(tmp_path)) == 3


def test_database_and_cache_are_a_setting_away(python):
    shown = python(
        *show("[s.DATABASES['default']['ENGINE'], s.CACHES['default']['LOCATION']]"),
        DATABASE_URL="postgres://reader@db.example.org/room",
        REDIS_URL="redis://127.0.0.1:6379/3",
    ).stdout
    assert "postgresql" in shown
    assert "redis://127.0.0.1:6379/3" in shown


def test_proxies_and_session_limits_are_a_setting_away(python):
    values = "(s.TRUSTED_PROXIES, str(s.SESSION_IDLE_LIMIT), str(s.SESSION_LIMIT), s.SESSION_COOKIE_AGE)"
    assert python(*show(values)).stdout.strip() == "(0, '1:00:00', '12:00:00', 43200)"
    chosen = {"TRUSTED_PROXIES": "2", "SESSION_IDLE_MINUTES": "15", "SESSION_HOURS": "8"}
    assert python(*show(values), **chosen).stdout.strip() == "(2, '0:15:00', '8:00:00', 28800)"


def test_cookies_of_a_public_site_are_bound_to_its_host_and_out_of_reach_of_scripts(python):
    values = "(s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)"
    assert python(*show(values), **PUBLIC).stdout.strip() == "('__Host-csrftoken', True, 'Lax')"
