"""The facts of a cable's header in words: precedence, route, declassification, captions, sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.urls import reverse

from cables.models import Addressee, CableTag, CableVersion
from cables.presenters.markings_page import anchor
from cables.presenters.names import CLASSIFICATION_WORDS, LEVEL_OF, plain_date
from cables.presenters.reasons import Code, explained
from cables.projection.sentence_case import sentence_case
from cables.reference import rows

NAMED_FOR_ACTION = 4
NAMED_FOR_INFORMATION = 3
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
# `(HOLLINGDALE, AMOS T.) OR-M`, as the line of the order names the official and whose authority it was.
ON_ORDER_LINE = re.compile(r"^\(([^()]{3,60})\)(?: [A-Z]{2}-[A-Z/]{1,5})?$")
LABEL = re.compile(r"(?i)^\s*classified\s+by\s*:?\s*")
REASONS = re.compile(r"(?i),?\s*\b(?:for\s+)?reasons?:?\s.{0,200}$", re.DOTALL)


# --- What it is -------------------------------------------------------------------------------


def kind_of_telegram(version: CableVersion) -> str:
    """`Confidential telegram, immediate`."""
    words = CLASSIFICATION_WORDS.get(version.classification, "")
    known = version.classification in LEVEL_OF and version.classification != "UNKNOWN"
    kind = f"{words[:1].upper()}{words[1:]} telegram" if known else "Telegram, classification not stated"
    return f"{kind}, {version.precedence.lower()}" if version.precedence else kind


def marked_at_origin(version: CableVersion) -> str:
    if version.classification == "UNKNOWN":
        return "Marking not stated"
    return f"Marked {version.classification} at origin"


@dataclass(frozen=True, slots=True)
class Precedence:
    word: str  # 'Immediate'
    role: str  # 'for action' | 'for information' | ''
    meaning: str


def precedences(version: CableVersion) -> tuple[Precedence, ...]:
    action, info = version.precedence, version.info_precedence
    if action and info and action != info:
        pairs = [(action, "for action"), (info, "for information")]
    else:
        pairs = [(word, "") for word in [action or info] if word]
    return tuple(
        Precedence(word.capitalize(), role, _precedence_meanings().get(word, "")) for word, role in pairs
    )


@cache
def _precedence_meanings() -> dict[str, str]:
    """`IMMEDIATE` → what it asks for."""
    pairs = [row["meaning"].partition(": ") for row in rows("prosigns") if row["field"] == "precedence"]
    return {word: meaning for word, _, meaning in pairs if meaning and word.isupper()}


# --- From and to ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a list in a sentence, with what follows it."""

    name: str
    href: str
    after: str  # ', ' | ' and ' | ''


@dataclass(frozen=True, slots=True)
class Clause:
    names: tuple[Named, ...]
    ending: str  # ', for action; '


@dataclass(frozen=True, slots=True)
class Route:
    sender: Named | None
    clauses: tuple[Clause, ...]


def route(
    cable_post: str, originator: str, addressees: Sequence[Addressee], posts: Mapping[str, str]
) -> Route:
    """`posts` gives the names of the codes that occur."""
    sender = _named(cable_post, originator, posts) if cable_post or originator else None
    listed = [addressee for addressee in addressees if not addressee.excluded]
    action = _listing([a for a in listed if a.role == Addressee.Role.ACTION], NAMED_FOR_ACTION, posts)
    info = _listing([a for a in listed if a.role == Addressee.Role.INFO], NAMED_FOR_INFORMATION, posts)
    clauses = [
        Clause(action, ", for action; " if info else ", for action"),
        Clause(info, ", for information"),
    ]
    return Route(sender, tuple(clause for clause in clauses if clause.names))


def _named(code: str, written: str, posts: Mapping[str, str], after: str = "") -> Named:
    name = posts.get(code, "")
    if not code or (name == code and written):
        return Named(as_name(written), reverse("post", args=[code]) if code else "", after)
    return Named(name or code, reverse("post", args=[code]), after)


def _listing(addressees: Sequence[Addressee], most: int, posts: Mapping[str, str]) -> tuple[Named, ...]:
    """The first few by name and the rest by their number; one more is named rather than counted."""
    shown = addressees if len(addressees) <= most + 1 else addressees[:most]
    rest = len(addressees) - len(shown)
    last = len(shown) + bool(rest) - 1
    afters = [", " if n < last - 1 else " and " if n == last - 1 else "" for n in range(last + 1)]
    named = [_named(a.post, a.name, posts, after) for a, after in zip(shown, afters, strict=False)]
    return (*named, Named(f"{in_words(rest)} more", "", "")) if rest else tuple(named)


def as_name(written: str) -> str:
    """`JOINT STAFF WASHINGTON DC` → `Joint Staff Washington DC`; case only."""
    return sentence_case(written)


def in_words(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


# --- Tags -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TagChip:
    code: str
    name: str
    typed: str  # as typed, where that is another code
    href: str


def tag_chips(tags: Iterable[CableTag], names: Mapping[str, str]) -> tuple[TagChip, ...]:
    """A code that stands twice on the line is shown once, with every spelling."""
    found: dict[str, list[str]] = {}
    for tag in tags:
        typed = found.setdefault(tag.code, [])
        if tag.raw.strip(" .,").upper() != tag.code.upper() and tag.raw not in typed:
            typed.append(tag.raw)
    return tuple(
        TagChip(
            code, names.get(code, ""), ", ".join(typed), f"{reverse('cable-list')}?{urlencode({'tag': code})}"
        )
        for code, typed in found.items()
    )


# --- Classified by whom, why, until when ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Authority:
    by: str  # as written, without label and reasons
    reasons: tuple[Code, ...]


def authority(version: CableVersion) -> Authority | None:
    reasons = explained(version.reasons, version.executive_order)
    by = ON_ORDER_LINE.sub(r"\1", LABEL.sub("", version.classified_by).strip())
    if reasons:
        by = REASONS.sub("", by).strip(" ,;.") or by
    return Authority(by, reasons) if by or reasons else None


@dataclass(frozen=True, slots=True)
class Clock:
    """The declassification line. `quoted` is cable text."""

    lead: str
    quoted: str
    rest: str
    codes: tuple[Code, ...]
    order: str  # 'E.O. 12958'


def clock(version: CableVersion) -> Clock:
    codes = explained(version.exemptions, version.executive_order)
    order = f"E.O. {version.executive_order}" if version.executive_order else ""
    if version.declassify_on:
        lead = f"Marked for declassification on {plain_date(version.declassify_on)};"
        return Clock(lead, "", "the date alone does not declassify it.", codes, order)
    if version.declassify_event:
        quoted = sentence_case(version.declassify_event)
        return Clock("Marked for declassification at an event:", quoted, _EVENT, codes, order)
    if codes:
        return Clock("Marked without a date:", "", "", codes, order)
    if version.classification in {"UNCLASSIFIED", "SBU", "LOU"}:
        return Clock("", "", "No date: an unclassified cable has nothing to declassify.", codes, order)
    rest = "No date, event or exemption is given." if order else "Not stated."
    return Clock("", "", rest, codes, order)


_EVENT = "That it has happened, if it has, does not declassify it."


# --- Captions ---------------------------------------------------------------------------------


def captions(names: Iterable[str]) -> tuple[Code, ...]:
    markings = reverse("markings")
    found = []
    for name in names:
        meaning, place = _captions().get(name.upper(), ("", ""))
        found.append(Code(name, meaning, f"{markings}#{place}" if place else ""))
    return tuple(found)


@cache
def _captions() -> dict[str, tuple[str, str]]:
    """Every form of a caption or control → its meaning, and its place on the page of markings."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows("markings"):
        if row["kind"] in {"caption", "control", "distribution"}:
            for form in [row["marking"], *row["portion_forms"].split(";")]:
                place = anchor(row["kind"], row["marking"])
                found.setdefault(form.strip().upper(), (row["meaning"], place))
    return found


# --- Sections ---------------------------------------------------------------------------------


def missing_sections(version: CableVersion) -> str:
    """A sentence where the copy is not whole, else ""."""
    if version.complete:
        return ""
    present = {number for number, _ in version.sections}
    total = min(max((of for _, of in version.sections), default=0), 99)
    missing = [str(number) for number in range(1, total + 1) if number not in present]
    if not missing:
        return "This copy is not whole, by its own account."
    which = f"section {missing[0]}" if len(missing) == 1 else f"sections {', '.join(missing)}"
    verb = "is" if len(missing) == 1 else "are"
    return f"This copy is not whole: {which} of {total} {verb} missing."


# --- The transport header ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeaderLine:
    label: str
    values: tuple[str, ...]


def telegram_header(version: CableVersion, addressees: Sequence[Addressee]) -> tuple[HeaderLine, ...]:
    """The lines as transmitted, taken apart; none for what the cable does not have."""
    to = [a for a in addressees if a.role == Addressee.Role.ACTION and not a.excluded]
    info = [a for a in addressees if a.role == Addressee.Role.INFO and not a.excluded]
    lines = [
        HeaderLine("Transmission", (version.transmission_id,)),
        HeaderLine("Routing", (" ".join(version.routing_indicators),)),
        HeaderLine("Station (DE)", (version.de_line,)),
        HeaderLine("Security signal", (version.opsignal,)),
        HeaderLine("Date-time group", (version.dtg,)),
        HeaderLine("From", (version.originator,)),
        HeaderLine("To", tuple(map(_as_sent, to))),
        HeaderLine("Info", tuple(map(_as_sent, info))),
        HeaderLine("Exempted (XMT)", tuple(_as_sent(a) for a in addressees if a.excluded)),
        HeaderLine("Office copies", (" ".join(version.office_copies),)),
        HeaderLine("Sections", (", ".join(f"{number} of {of}" for number, of in version.sections),)),
    ]
    return tuple(line for line in lines if any(line.values))


def _as_sent(addressee: Addressee) -> str:
    name = (
        f"{addressee.routing_indicator}/{addressee.name}" if addressee.routing_indicator else addressee.name
    )
    return " ".join(filter(None, [name, addressee.precedence, addressee.serial]))
