"""The heading of a telegram up to its class line (ACP 127, and State's own system of the 1970s)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from cables.parsing import dtg, office_copies
from cables.parsing.addressees import PROSIGN, read_addressees
from cables.parsing.class_line import ClassLine, class_line_of
from cables.parsing.dtg import DateTimeGroup
from cables.parsing.labels import LONGEST_ASKED, begins_field
from cables.parsing.lines import Line
from cables.parsing.parsed import Addressee, Span

TRANSMISSION = re.compile(r"^((?:VZCZ|ZCZC|VV)[A-Z0-9]*(?: ?[A-Z]{3}\d{3,4})?)\b")
ROUTING = re.compile(r"^(?:(?:ZZ|OO|PP|RR|YY) ?){1,4}((?:R[A-Z]{3,7} ?){0,60})$")
INDICATORS = re.compile(r"^(?:R[A-Z]{4,7} ?){1,60}$")
STATION = re.compile(r"^DE (R[A-Z0-9]{3,7}) ?#? ?(\d{1,6})?(?:/(\d{1,3}))?(?: (\d{3})(\d{4}))?\b")
SECURITY = re.compile(r"^(ZN[RY]) ?([A-Z]{5})\b")
FROM = re.compile(r"^FM\b")
GARBLED_FROM = re.compile(
    r"^(?!TO\b)(?:F ?[A-Z]|FROM|[A-Z]{1,2})? ?"
    r"(?=(?:AM(?:EMBASSY|CONSUL|CONGEN)|US(?:MISSION|DEL|LO|INT|UN)|SECSTATE)\b)"
)
DASHES = re.compile(r"^-{8,} ?[\d ]{0,20}")
DRAFTING = re.compile(
    r"^(?:DRAFTED|APPROVED|CLEARED|CLEARANCE|TEXT (?:RECEIVED|BY)|REPEAT(?:ED)? BY|DISTRIBUTION"
    r"|[A-Z/]{1,12} ?- ?[A-Z.]:)"
)
# What the centre's machine counts between page head and date: `44`, `17-11`, `66011`, a letter with it.
COUNTER = re.compile(r"^(?:[\d/#* -]{1,8}|\d{1,3} ?[A-Z]|[A-Z]{1,2})$")
DOUBLED = ("ZZ", "OO", "PP", "RR")
# By their first letter, what only lines of a heading begin with.
PROSIGN_LINE = re.compile(r"^(?:TO|INFO|XMT|ZEN)\b[^a-z]*$")
FROM_SOMEBODY = re.compile(r"^FM [A-Z]")
SIGNS = {
    "V": (TRANSMISSION,),
    "Z": (TRANSMISSION, ROUTING, SECURITY, PROSIGN_LINE),
    **dict.fromkeys("OPRY", (ROUTING,)),
    "D": (STATION,),
    "-": (DASHES,),
    "F": (FROM_SOMEBODY,),
    **dict.fromkeys("TIX", (PROSIGN_LINE,)),
}
ADDRESSED = re.compile(r"(?:FM|TO)\b")
SURE_WITHIN = 12  # text lines: no heading begins below them
FARTHEST_CLASS_LINE = 700  # text lines; a collective telegram names some hundreds of addressees


@dataclasses.dataclass(slots=True)
class Transport:
    """What the heading says; `body` is the index of the first line after the class line."""

    names: dict[int, str]  # line index → the name of what stands there
    body: int = 0
    transmission_id: str | None = None
    routing_precedence: list[str] = dataclasses.field(default_factory=list)
    routing_indicators: list[str] = dataclasses.field(default_factory=list)
    de_line: str | None = None
    station: str | None = None
    station_serial: int | None = None
    station_day: int | None = None  # day of the year
    opsignal: str | None = None
    security_letter: str | None = None
    date: DateTimeGroup | None = None
    originator: str | None = None
    addressees: tuple[Addressee, ...] = ()
    office_copies: tuple[str, ...] = ()
    checksum: tuple[int, int] | None = None
    class_line: ClassLine | None = None
    places: dict[str, Span] = dataclasses.field(default_factory=dict)
    unplaced: list[Line] = dataclasses.field(default_factory=list)


def read_transport(lines: Sequence[Line]) -> Transport:
    found = Transport({})
    stop, classed = _class_line_at(lines)
    copies: list[Line] = []
    addressed: list[Line] = []
    state = ""
    for i, line in enumerate(lines[:stop]):
        if line.is_furniture or line.is_blank:
            if state == "addressees":
                addressed.append(line)
            continue
        state = _read_line(found, i, line, state, copies, addressed)
    if copies:
        found.office_copies = office_copies.read_office_copies(copies)
        found.places["office_copies"] = Span(copies[0].start, copies[-1].end)
        found.checksum = office_copies.checksum(copies)
    found.addressees = read_addressees(addressed)
    found.body = stop
    if classed is not None and stop < len(lines):
        found.class_line = classed
        found.names[stop] = "class_line"
        found.places["class_line"] = Span(lines[stop].start, lines[stop].end)
        found.body = stop + 1
    return found


def _class_line_at(lines: Sequence[Line]) -> tuple[int, ClassLine | None]:
    """The index of the class line; without one, of the line after the last that is surely heading."""
    seen, headed, addressed = 0, False, False
    alone: tuple[int, ClassLine] | None = None  # a level without a number, and nobody addressed above it
    stop = len(lines)
    for i, line in enumerate(lines):
        if line.is_furniture or line.is_blank:
            continue
        seen += 1
        if seen > FARTHEST_CLASS_LINE:
            stop = i
            break
        is_short = len(line.text) <= LONGEST_ASKED
        classed = class_line_of(line) if is_short else None
        if classed and (addressed or classed.serial or classed.section):
            return i, classed
        if classed:
            alone = alone or (i, classed)
        headed = headed or _is_heading(line)
        if (is_short and begins_field(line)) or not (headed or classed or seen <= SURE_WITHIN):
            stop = i
            break
        addressed = addressed or (ADDRESSED.match(line.words) is not None and _is_heading(line))
    return alone or (_end_of_heading(lines, stop), None)


def _end_of_heading(lines: Sequence[Line], stop: int) -> int:
    """Addressees run on below the last prosign to a blank line."""
    above = (i for i in range(stop - 1, -1, -1) if not (lines[i].is_furniture or lines[i].is_blank))
    last = next((i for i in above if _is_heading(lines[i])), None)
    if last is None:
        return 0
    at = last + 1
    while at < len(lines) and not lines[at].is_blank and not begins_field(lines[at]):
        at += 1
    return at


def _is_heading(line: Line) -> bool:
    """A line that only a heading has."""
    words = line.words
    if len(line.text) > LONGEST_ASKED:
        return False
    signed = any(sign.match(words) for sign in SIGNS.get(words[:1], ()))
    return signed or bool(dtg.read_line(words)) or office_copies.is_distribution(words)


def _read_line(
    found: Transport, i: int, line: Line, state: str, copies: list[Line], addressed: list[Line]
) -> str:
    """Put one line where it belongs and say in which part of the heading we now are."""
    words = line.words
    name = _before_date(found, line, words, state, copies) if found.date is None else ""
    group = dtg.read_line(words) if not name and found.date is None else None
    if group:
        found.date = group
        name = "dtg"
    elif not name and found.originator is None and (sender := _sender(words, state)):
        found.originator = sender
        name = "originator"
    elif (not name and (PROSIGN.match(words) or state == "addressees")) or (
        not name and state == "originator" and found.originator is not None and not words.startswith("FM")
    ):
        addressed.append(line)
        name = "addressees"
    if not name:
        name = "unplaced"
        found.unplaced.append(line)
    found.names[i] = name
    if name not in found.places:
        found.places[name] = Span(line.start, line.end)
    return name


def _sender(words: str, state: str) -> str | None:
    """Who sent it: behind FM, or behind whatever a teletype made of FM in the line below the date."""
    sender = FROM.match(words) or (GARBLED_FROM.match(words) if state == "dtg" else None)
    return _without_route(words[sender.end() :].strip(" :")) if sender else None


def _without_route(rest: str) -> str | None:
    route = re.match(r"^R[A-Z]{4,7} ?/ ?", rest)
    return (rest[route.end() :] if route else rest) or None


def _before_date(found: Transport, line: Line, words: str, state: str, copies: list[Line]) -> str:
    """The name of a line that stands before the date-time group; empty for one that does not."""
    first = words[0]
    transmission = TRANSMISSION.match(words) if first in "VZ" else None
    if transmission and found.transmission_id is None:
        found.transmission_id = words if len(words) < 40 else transmission[1]
        return "transmission"
    if first in "ZOPRY" and (ROUTING.match(words) or (state == "routing" and INDICATORS.match(words))):
        tokens = words.split()
        found.routing_precedence += [t[0] for t in tokens if t in DOUBLED]
        found.routing_indicators += [t for t in tokens if t.startswith("R") and len(t) > 2]
        return "routing"
    station = STATION.match(words) if first == "D" else None
    if station:
        found.de_line, found.station = words, station[1]
        found.station_serial = int(station[2]) if station[2] else None
        found.station_day = int(station[4]) if station[4] else None
        return "de_line"
    security = SECURITY.match(words) if first == "Z" else None
    if security:
        found.opsignal, found.security_letter = words, security[2][0]
        return "opsignal"
    if found.originator is None and office_copies.is_distribution(words):
        copies.append(line)
        return "office_copies"
    if first == "-" and DASHES.match(words):
        return "transmission"
    if DRAFTING.match(words) or state == "drafting":
        return "" if dtg.read_line(words) or re.match(r"^FM\b", words) else "drafting"
    return "transmission" if COUNTER.match(words) else ""
