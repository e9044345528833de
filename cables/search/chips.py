"""The conditions of a list one by one, each with the address of the list without it."""

from __future__ import annotations

from dataclasses import dataclass

from cables.search.address import Address
from cables.search.filters import CableFilter


@dataclass(frozen=True, slots=True)
class Condition:
    name: str  # the parameter
    value: str
    address_without: Address


def conditions(cables: CableFilter) -> tuple[Condition, ...]:
    return tuple(
        Condition(name, value, cables.address.minus(name, value))
        for name, value in cables.address
        if name != "sort"
    )
