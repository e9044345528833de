"""Of which kind a tag is: as the table says; what it does not know, as the cables say that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Min

from cables.models import CableTag, Tag
from cables.visibility import shown_versions

UNKNOWN = "unknown"
KINDS = ("subject", "geo", "organization", "program", "person", UNKNOWN)


class Described(NamedTuple):
    kind: str
    name: str  # "" for a tag that the table does not know


def described(codes: Iterable[str]) -> dict[str, Described]:
    """By code; one query, and one more where the table does not know them all."""
    wanted = list(codes)
    if not wanted:
        return {}
    table = Tag.objects.filter(code__in=wanted).values_list("code", "kind", "name")
    known = {code: (kind, name) for code, kind, name in table}
    if unknown := [code for code in wanted if code not in known]:
        carried = CableTag.objects.filter(shown_versions("version__"), code__in=unknown).order_by()
        kinds = carried.values_list("code").annotate(kind=Min("kind"))
        known |= {code: (kind, "") for code, kind in kinds}
    found = {code: known.get(code, (UNKNOWN, "")) for code in wanted}
    return {c: Described(kind if kind in KINDS else UNKNOWN, name) for c, (kind, name) in found.items()}
