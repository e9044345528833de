"""Who a telegram is for: `[ROUTE/]NAME [PRECEDENCE] [SERIAL]`, a line each, by prosign."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.lines import Line
from cables.parsing.parsed import Addressee
from cables.parsing.precedence import of_word

ROLE_OF = {"TO": "action", "INFO": "info"}
PROSIGN = re.compile(r"^(TO|INFO|XMT|ZEN)\b[:/ ]{0,3}(.*)$")
ROUTE = re.compile(r"^(?:ZEN ?/ ?)?(?:(R[A-Z]{4,7}) ?/ ?(?=\S))?")  # ZEN: delivered by other means
# Where a second addressee begins on the line of the first.
NEXT = re.compile(r"(?<!\bTO)(?<!\bINFO)(?<!\bZEN) (?=(?:(?:TO|INFO) )?R[A-Z]{4,7} ?/ ?[A-Z])")
OWN_POSTS = re.compile(r"^(?:AM[A-Z]+|US[A-Z]+|SECSTATE|DEPT|EMBASSY|CONSULATE|ALL |REO|AIT)\b")


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
            prosign = PROSIGN.match(words)
            if prosign:
                excluded = prosign[1] == "XMT"
                role = ROLE_OF.get(prosign[1], role)
                words = prosign[2]
            if not words:
                continue
            if found and _only_precedence(words) and found[-1].precedence is None:
                last = found[-1]
                found[-1] = _addressee(f"{_as_written(last)} {words}", last.role, last.excluded)
            else:
                found.append(_addressee(words, role, excluded))
    return tuple(addressee for addressee in found if addressee.name)


def _as_written(addressee: Addressee) -> str:
    route = f"{addressee.routing_indicator}/" if addressee.routing_indicator else ""
    return f"{route}{addressee.name} {addressee.serial or ''}".strip()


def _only_precedence(words: str) -> bool:
    tokens = words.split()
    return (len(tokens) <= 3 and of_word(tokens[0]) is not None) or tokens[:2] == ["NIACT", "IMMEDIATE"]


def _addressee(words: str, role: str, excluded: bool) -> Addressee:
    route = ROUTE.match(words)
    tokens = words[route.end() if route else 0 :].split()
    serial = None
    if len(tokens) > 1 and tokens[-1].isdigit() and len(tokens[-1]) <= 6 and _is_serial(tokens):
        serial = tokens.pop()
    precedence = of_word(tokens[-1]) if len(tokens) > 1 else None
    if precedence:
        tokens.pop()
        if precedence == "IMMEDIATE" and len(tokens) > 1 and tokens[-1] == "NIACT":
            tokens.pop()
            precedence = "NIACT IMMEDIATE"
    return Addressee(
        role, " ".join(tokens).rstrip(","), precedence, route[1] if route else None, serial, excluded
    )


def _is_serial(tokens: Sequence[str]) -> bool:
    """A number at the end counts the post's own telegrams, unless it may belong to the name (a unit)."""
    if of_word(tokens[-2]) is not None:
        return True
    return len(tokens[-1]) >= 3 or bool(OWN_POSTS.match(" ".join(tokens)))
