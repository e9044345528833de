"""Codes of classification reasons and of declassification lines, in words of the order's own era."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cables.reference import rows

SCHEMES = {
    "11652": ("EO11652",),
    "12065": ("EO12065",),
    "12356": ("EO12356-1.3",),
    "12958": ("EO12958-1.4", "EO12958-1.5", "EO12958-X", "25X", "50X"),
    "13526": ("EO13526-1.4", "25X", "50X"),
}
"""Executive order → the schemes of the Exemption table that it may cite, first match wins."""

ANY_SCHEME = ("EO12958-1.4", "EO12958-1.5", "EO12356-1.3", "EO12958-X", "25X", "50X", "EO11652", "EO12065")
NOT_IN_TABLE = {
    "OADR": "The originating agency’s determination is required; no date was set",
    "MR": "To be reviewed by hand; no date was set",
    "XGDS": "Exempt from the general declassification schedule",
}


@dataclass(frozen=True, slots=True)
class Code:
    code: str
    meaning: str  # "" where no table knows it
    href: str = ""  # where it is explained


def explained(codes: Iterable[str], executive_order: str) -> tuple[Code, ...]:
    return tuple(Code(code, meaning(code, executive_order)) for code in codes)


def meaning(code: str, executive_order: str) -> str:
    key = _key(code)
    for scheme in (*SCHEMES.get(executive_order, ()), *ANY_SCHEME):
        if found := _table().get((scheme, key)):
            return found
    return NOT_IN_TABLE.get(key, "")


def meaning_in(scheme: str, code: str) -> str:
    """Of a code of one scheme; "" where the table does not have it."""
    return _table().get((scheme, _key(code)), "")


@cache
def _table() -> dict[tuple[str, str], str]:
    return {(row["scheme"], _key(row["code"])): row["meaning"] for row in rows("exemptions")}


def _key(code: str) -> str:
    return "".join(code.split()).upper()
