"""A list to keep: its addresses as files and as a feed, and the names of the files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse

from cables.search.address import Address

LONGEST_NAME = 80
UNSAFE = re.compile(r"[^A-Za-z0-9]+")
NO_CONDITION = {"sort", "page"}


@dataclass(frozen=True, slots=True)
class Saving:
    """Addresses of the list in each form."""

    csv: str
    jsonl: str
    atom: str


def saving(address: Address) -> Saving:
    return Saving(href("export-csv", address), href("export-jsonl", address), href("feed", address))


def href(view: str, address: Address) -> str:
    return reverse(view) + (str(address) if address.pairs else "")


def file_name(address: Address, ending: str) -> str:
    """`cables-tag-PREL.csv`: the conditions, as many of them as fit."""
    name = "cables"
    for condition, value in address:
        if condition in NO_CONDITION:
            continue
        part = "-" + UNSAFE.sub("-", f"{condition}-{value}").strip("-")
        if len(name + part) > LONGEST_NAME:
            return f"{name}-and-more.{ending}"
        name += part
    return f"{name}.{ending}"
