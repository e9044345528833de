"""The page that explains markings: the reference tables, in groups and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cables.models import Exemption, Marking, Prosign
from cables.presenters.badge import Badge
from cables.presenters.names import LEVEL_WORDS

ERAS = {"1970s": "1970s", "modern": "1990s and later", "both": ""}
SCHEMES = {
    "EO13526-1.4": ("E.O. 13526, section 1.4", "Reasons for classification since 2010"),
    "EO12958-1.4": ("E.O. 12958 as amended, section 1.4", "Reasons for classification, 2003 to 2009"),
    "EO12958-1.5": ("E.O. 12958, section 1.5", "Reasons for classification, 1995 to 2003"),
    "EO12356-1.3": ("E.O. 12356, section 1.3", "Reasons for classification, 1982 to 1995"),
    "EO12958-X": ("E.O. 12958, X codes", "Exempt from declassification after ten years, 1995 to 2003"),
    "25X": ("25X", "Exempt from declassification after twenty-five years"),
    "50X": ("50X", "Exempt from declassification after fifty years"),
    "EO12065": ("E.O. 12065", "Declassification instructions, 1978 to 1982"),
    "EO11652": ("E.O. 11652", "Declassification instructions, 1972 to 1978"),
    "FOIA": ("FOIA exemptions", "Why part of a released document may be withheld"),
    "FOIA-b(3)": ("FOIA (b)(3) statutes", "The laws that exemption (b)(3) refers to"),
}
"""Scheme → title and what its codes are for, in the order of the page."""

HEADS = {"CUI": "SBU", **{level: level for level in LEVEL_WORDS if level}}


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    name: str
    forms: tuple[str, ...]  # other ways it is printed
    title: str
    meaning: str
    era: str
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    title: str
    lead: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class MarkingsPage:
    drawn: tuple[Badge, ...]
    markings: tuple[Group, ...]
    codes: tuple[Group, ...]


def anchor(kind: str, code: str) -> str:
    """The place of a marking or code in the page: `caption-sipdis`, `eo12958-1-4-1-4-b`."""
    return re.sub(r"[^a-z0-9]+", "-", f"{kind} {code}".lower()).strip("-")


def markings_page() -> MarkingsPage:
    by_kind: dict[str, list[Marking]] = {}
    for row in Marking.objects.order_by("rank", "marking"):
        by_kind.setdefault(row.kind, []).append(row)
    by_scheme: dict[str, list[Exemption]] = {}
    for row in Exemption.objects.order_by("pk"):
        by_scheme.setdefault(row.scheme, []).append(row)
    precedences = Prosign.objects.filter(field="precedence", rank__isnull=False).order_by("-rank", "pk")
    groups = (
        _group("levels", "Levels", LEVELS, map(_marking, by_kind.get("classification", ()))),
        _group("portions", "Marks of a paragraph", PORTIONS, map(_marking, by_kind.get("portion", ()))),
        _group("captions", "Captions", CAPTIONS, map(_marking, by_kind.get("caption", ()))),
        _group("controls", "Controls", CONTROLS, map(_marking, by_kind.get("control", ()))),
        _group("distribution", "Distribution", DISTRIBUTION, map(_marking, by_kind.get("distribution", ()))),
        _group("precedence", "Precedence", PRECEDENCE, _precedences(precedences)),
    )
    titled = SCHEMES | {scheme: (scheme, "") for scheme in by_scheme if scheme not in SCHEMES}
    codes = tuple(
        _group(anchor("codes", scheme), title, lead, map(_code, by_scheme.get(scheme, ())))
        for scheme, (title, lead) in titled.items()
    )
    return MarkingsPage(DRAWN, tuple(filter(None, groups)), tuple(filter(None, codes)))


LEVELS = "How much harm disclosure was expected to do, as judged when the cable was sent."
PORTIONS = "In brackets after the number of a paragraph. A cable is as secret as its most secret paragraph."
CAPTIONS = "Words under the class line that limit who may read a cable, or say how to handle it."
CONTROLS = "Limits beside the level, printed after a stroke: (C/NF), SECRET//NOFORN."
DISTRIBUTION = "Notes about the way a cable travels."
PRECEDENCE = "How fast a cable was to be delivered and read. Action and information may differ."
DRAWN = (
    Badge("C", "printed in the source: a filled badge", "C"),
    Badge(
        "(C)", "unmarked in the source: the level of the whole cable, in a dashed frame", "C", inherited=True
    ),
    Badge("?", "no level is known", ""),
)


def _group(name: str, title: str, lead: str, entries: Iterable[Entry]) -> Group | None:
    listed = tuple(entries)
    return Group(name, title, lead, listed) if listed else None


def _marking(row: Marking) -> Entry:
    forms = tuple(form for form in row.portion_forms if form != row.marking)
    return Entry(
        anchor(row.kind, row.marking),
        row.marking,
        forms,
        row.long_form if row.long_form.casefold() != row.marking.casefold() else "",
        "" if row.kind == "portion" else row.meaning,
        ERAS.get(row.era, row.era),
        _badge(row),
    )


def _badge(row: Marking) -> Badge | None:
    if row.kind not in {"classification", "portion"}:
        return None
    letters = row.marking.strip("()") if row.kind == "portion" else (row.portion_forms or ["?"])[0]
    level = HEADS.get(re.split(r"[/-]", letters)[0], "")
    return Badge(letters, row.long_form.lower(), level, sci=row.marking.endswith("//SCI"))


def _code(row: Exemption) -> Entry:
    return Entry(anchor(row.scheme, row.code), row.code, (), "", row.meaning, "")


def _precedences(rows: Iterable[Prosign]) -> Iterable[Entry]:
    """One entry for each precedence that its letter explains, with the other ways it is written."""
    listed = list(rows)
    for row in listed:
        word, colon, meaning = row.meaning.partition(": ")
        if len(row.prosign) != 1 or not (colon and word.isupper()):
            continue
        forms = [r.prosign for r in listed if r.rank == row.rank and r.prosign not in {word, row.prosign}]
        yield Entry(anchor("precedence", word), word, (row.prosign, *forms), "", meaning, "")
