"""How long somebody stays signed in."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
GRAIN = 30
"""Seconds: a session is not written anew on each of its requests."""


class SessionLimitsMiddleware:
    """Ends a session that has been idle for SESSION_IDLE_LIMIT, or is older than SESSION_LIMIT."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (reason := _ended(request)):
            logout(request)
            messages.info(request, reason)
        response = self.get_response(request)
        if request.user.is_authenticated:
            _stamp(request)
        return response


def _ended(request: HttpRequest) -> str:
    """Why the session is over, as a sentence; empty while it is not."""
    now = time.time()
    if now - request.session.get(SEEN, now) > settings.SESSION_IDLE_LIMIT.total_seconds():
        return "You were signed out because nothing was asked for a while."
    if now - request.session.get(SIGNED_IN, now) > settings.SESSION_LIMIT.total_seconds():
        return "You were signed out because you signed in long ago."
    return ""


def _stamp(request: HttpRequest) -> None:
    now = int(time.time())
    request.session.setdefault(SIGNED_IN, now)
    if now - request.session.get(SEEN, 0) >= GRAIN:
        request.session[SEEN] = now
