"""Every address × method × role against the table of addresses.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from tests.proofs.addresses import METHODS, ROLES, SIGN_IN, Addresses, Example
from tests.proofs.visiting import Visitor

USUAL = ("GET", "POST")


def wrong(
    addresses: Addresses,
    names: Mapping[str, list[str]],
    people: Mapping[str, Visitor],
    *,
    long: bool = False,
    roles: Sequence[str] = ROLES,
) -> tuple[list[str], int]:
    """What answers otherwise than the table says, as sentences, and how many answers were looked at."""
    found, asked = addresses.problems(), 0
    for example, address, methods in _questions(addresses, names, long):
        if not address:
            found.append(f"{example.template} could not be asked: the proofs' world has no value for it.")
            continue
        for method in methods:
            for role in roles:
                asked += 1
                expected = addresses.answers[example.answers][method][role]
                if (got := status(people[role], method, address)) != expected:
                    found.append(
                        f"{method} {address} as {role} answers {got}; "
                        f"“{example.answers}” of {example.address} says {expected}."
                    )
    return found, asked


def _questions(
    addresses: Addresses, names: Mapping[str, list[str]], long: bool
) -> Iterator[tuple[Example, str, tuple[str, ...]]]:
    """The first address of each example, or every one; short, few methods where an answer comes again.

    Which value stands for a placeholder is not what a permission hangs on, but for those that
    addresses.toml tells apart, each an example of its own.
    """
    seen: set[tuple[str, str]] = set()
    for example in addresses.examples:
        room = (example.answers, example.address.split("/")[1])
        methods = METHODS if long or room not in seen else USUAL
        seen.add(room)
        filled = example.filled(names)
        for address in (filled if long else filled[:1]) or [""]:
            yield example, address, methods


def status(visitor: Visitor, method: str, address: str) -> str:
    response = visitor.ask(address, method)
    leads_to = response.headers.get("Location", "").partition("?")[0]
    doors = (resolve_url(settings.LOGIN_URL), reverse("admin:login"))
    return SIGN_IN if response.status_code == 302 and leads_to in doors else str(response.status_code)
