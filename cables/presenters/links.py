"""Addresses of many pages of one kind: the resolver is asked once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.urls import reverse

from cables.search.address import Address

_ANY = "any"


def to_cables() -> Callable[[str], str]:
    """A function from a number to the address of the cable's page."""
    before, after = reverse("cable", args=[_ANY]).rsplit(_ANY, 1)
    return lambda mrn: f"{before}{quote(mrn)}{after}"


def to_lists() -> Callable[[Address], str]:
    path = reverse("cable-list")
    return lambda address: path + str(address) if address.pairs else path
