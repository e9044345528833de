"""Asking addresses as somebody, without leaving a trace in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http.cookies import SimpleCookie
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from tests.proofs.canaries import CSRF

VARYING = {"Date", "Expires", "Last-Modified", "Set-Cookie"}
"""Headers that tell the time or are made by chance."""


class Visitor:
    """One person, or nobody. What a request changes is rolled back; an exception gives the 500 page."""

    def __init__(self, role: str, user: User | None, *, checks_forms: bool = False) -> None:
        self.role = role
        self.client = Client(enforce_csrf_checks=checks_forms, raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)
        self._cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, address: str, method: str = "GET", **options: Any) -> Any:
        self.client.cookies = SimpleCookie(self._cookies)
        with transaction.atomic():
            response = self.client.generic(method, address, **options)
            transaction.set_rollback(True)
        return response


def visitors(people: Mapping[str, User | None], **options: bool) -> dict[str, Visitor]:
    return {role: Visitor(role, user, **options) for role, user in people.items()}


def body_of(response: Any) -> str:
    """The body as text, the token of its forms masked. A streamed one can be asked for again."""
    content = response.getvalue()
    if response.streaming:
        response.streaming_content = [content]
    return CSRF.sub(r"\1", content.decode(response.charset or "utf-8", "replace"))


def headers_of(response: Any) -> str:
    """Every header and cookie, a line each."""
    lines = [f"{name}: {value}" for name, value in response.headers.items()]
    return "\n".join([*lines, response.cookies.output(header="Set-Cookie:")])


def answer(response: Any, besides: Iterable[str] = ()) -> tuple[int, str, str]:
    """Status, headers and body, but for what time and chance make: equal where two answers are the same.

    `besides` names more headers to leave out.
    """
    left_out = VARYING.union(besides)
    lines = (f"{name}: {value}" for name, value in response.headers.items() if name not in left_out)
    return response.status_code, "\n".join(sorted(lines)), body_of(response)
