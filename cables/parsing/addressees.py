"""Who a telegram is for: `[ROUTE/]NAME [PRECEDENCE] [SERIAL]`, a line each, by prosign."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.lines import Line
from cables.parsing.mrn import letters, posts
from cables.parsing.parsed import Addressee
from cables.parsing.precedence import glued_to_serial, of_word

ROLE_OF = {"TO": "action", "INFO": "info"}
PROSIGN = re.compile(r"^(TO|INFO|XMT|ZEN)\b[:/ ]{0,3}(.*)$")
SMALL_PROSIGN = re.compile(r"^(to|info|xmt|zen)\b ?[:/ ] ?(.*)$", re.IGNORECASE)
ROUTE = re.compile(r"^(?:ZEN ?/ ?)?(?:(R[A-Z]{4,7}) ?/ ?(?=\S))?", re.IGNORECASE)  # ZEN: by other means
POSTS = r"(?:AM(?:EMBASSY|CONSUL|CONGEN|EMB)|USMISSION|USINT|USLO|SECSTATE|SECDEF)"
# Where a second addressee begins on the line of the first.
NEXT = re.compile(
    r"(?<!\bTO)(?<!\bINFO)(?<!\bZEN)(?<!\bXMT) (?=(?:(?:TO|INFO) )?R[A-Z]{4,7} ?/ ?[A-Z])"
    rf"|(?<=[\dA-Z,;])(?<!\bTO)(?<!\bINFO)(?<!\bXMT)(?<!\bALL) (?=(?:(?:TO|INFO) )?{POSTS} [A-Z])"
)
OWN_POSTS = re.compile(
    r"^(?:AM[A-Z]+|US[A-Z]+|SECSTATE|DEPT|EMBASSY|CONSULATE|ALL |REO|AIT)\b", re.IGNORECASE
)
SERIAL = re.compile(r"^#?(\d{1,6})\.?$")
# Words that no name ends with: the rest stands on the next line.
UNFINISHED = frozenset(
    "AMEMBASSY AMCONSUL AMCONGEN USMISSION USINT USLO EMBASSY CONSULATE DEPT OF AND THE FOR NEW SAN".split()
)
CITY_OF_SECRETARY = re.compile(r"^WASH(?:DC|INGTON)\b")


def read_addressees(lines: Sequence[Line]) -> tuple[Addressee, ...]:
    """The addressees of the lines from TO to the class line, in order; furniture is passed over."""
    found: list[Addressee] = []
    role, excluded = "action", False
    for line in lines:
        if line.is_blank:
            excluded = False
        if line.is_furniture or line.is_blank:
            continue
        for words in NEXT.split(line.words):
            prosign = PROSIGN.match(words) or SMALL_PROSIGN.match(words)
            if prosign:
                sign = prosign[1].upper()
                excluded = sign == "XMT"
                role = ROLE_OF.get(sign, role)
                words = prosign[2]
            if not words:
                continue
            if found and not prosign and _goes_on(found[-1], words):
                last = found[-1]
                found[-1] = _addressee(f"{_as_written(last)} {words}", last.role, last.excluded)
            else:
                found.append(_addressee(words, role, excluded))
    return tuple(addressee for addressee in found if addressee.name)


def _goes_on(last: Addressee, words: str) -> bool:
    """True for the rest of the addressee above: its precedence, its serial, the end of its name."""
    if last.serial is None and SERIAL.match(words):
        return True
    if last.precedence is not None:
        return False
    return _only_precedence(words) or (last.serial is None and _ends_name(last.name, words))


def _ends_name(name: str, words: str) -> bool:
    """`AMEMBASSY` / `STRELSAU 12`, `USMISSION USUN NEW` / `YORK`."""
    if ROUTE.match(words).end() or OWN_POSTS.match(words):  # type: ignore[union-attr]
        return False
    before = name.upper().rsplit(" ", 1)[-1]
    rest = _addressee(words, "info", False).name.upper()
    if before in ("SECSTATE", "SECDEF"):
        return bool(CITY_OF_SECRETARY.match(rest))
    if before in UNFINISHED and letters(before) not in posts():
        return True
    return letters(rest) not in posts() and letters(before + rest) in posts() and len(before) > 1


def _as_written(addressee: Addressee) -> str:
    route = f"{addressee.routing_indicator}/" if addressee.routing_indicator else ""
    precedence = addressee.precedence or ""
    return " ".join(f"{route}{addressee.name} {precedence} {addressee.serial or ''}".split())


def _only_precedence(words: str) -> bool:
    tokens = words.split()
    return (len(tokens) <= 3 and of_word(tokens[0]) is not None) or tokens[:2] == ["NIACT", "IMMEDIATE"]


def _addressee(words: str, role: str, excluded: bool) -> Addressee:
    route = ROUTE.match(words)
    tokens = words[route.end() if route else 0 :].split()
    if len(tokens) > 1 and (apart := glued_to_serial(tokens[-1])):
        tokens[-1:] = apart
    serial = _take_serial(tokens)
    precedence = _take_precedence(tokens)
    if precedence and serial is None and len(tokens) > 2 and len(tokens[-1]) > 2:
        serial = _take_serial(tokens)  # the two exchanged
    indicator = route[1].upper() if route and route[1] else None
    return Addressee(role, " ".join(tokens).rstrip(",; -"), precedence, indicator, serial, excluded)


def _take_serial(tokens: list[str]) -> str | None:
    """A number at the end counts the post's own telegrams, unless it may belong to the name (a unit)."""
    match = SERIAL.match(tokens[-1]) if len(tokens) > 1 else None
    if match is None:
        return None
    counts = of_word(tokens[-2]) is not None or len(match[1]) >= 3 or OWN_POSTS.match(" ".join(tokens))
    if not counts:
        return None
    tokens.pop()
    if tokens[-1] == "#" and len(tokens) > 1:
        tokens.pop()
    return match[1]


def _take_precedence(tokens: list[str]) -> str | None:
    precedence = of_word(tokens[-1]) if len(tokens) > 1 else None
    if precedence is None:
        return None
    tokens.pop()
    while len(tokens) > 1 and of_word(tokens[-1]) == precedence:  # said twice
        tokens.pop()
    if precedence == "IMMEDIATE" and len(tokens) > 1 and tokens[-1].upper() == "NIACT":
        tokens.pop()
        return "NIACT IMMEDIATE"
    return precedence
