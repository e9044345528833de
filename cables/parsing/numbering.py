"""Which number a telegram has: its container, its class line and its pages each say it once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cables.parsing.containers import Container
from cables.parsing.lines import PAGE_HEAD, Line, page_head
from cables.parsing.mrn import (
    LONGEST_SERIAL,
    Number,
    Post,
    finding_of_correction,
    letters,
    posts,
    read_number,
)
from cables.parsing.parsed import Finding, Span
from cables.parsing.segments import Fields
from cables.parsing.transport import Transport

SHORTEST_CUT, LONGEST_CUT = 4, 6  # letters; spaces are counted when a name is cut
CORRECTED = re.compile(r"MRN (?:[A-Z ]{0,30} )?(\d{1,6}) VICE", re.IGNORECASE)


def find_number(
    container: Container, transport: Transport, fields: Fields, lines: Sequence[Line], year: int | None
) -> tuple[Number | None, list[Finding]]:
    """The first number there is, with a finding where two disagree. `year` has two digits."""
    written = (
        ("container", read_number(container.number or "")),
        ("class line", _of_class_line(transport)),
        ("page head", _of_page_head(lines)),
    )
    numbers = [
        (where, found if found.year is not None else Number(year, found.post, found.serial))
        for where, found in written
        if found
    ]
    if not numbers:
        return None, []
    where, number = numbers[0]
    corrected = _corrected(fields)
    if corrected is not None:
        number = Number(number.year, number.post, corrected)
    findings: list[Finding] = []
    span = transport.places.get("class_line", Span(0, 0))
    message = finding_of_correction(number.post)
    if message:
        findings.append(Finding("post-corrected", span, message))
    for other, second in numbers[1:]:
        if second.serial != number.serial or not _is_same_post(second.post.name, number.post.name):
            message = f"The {where} gives the number {number.canonical()}, the {other} {second.canonical()}."
            findings.append(Finding("number-mismatch", span, message))
            break
    return number, findings


def _is_same_post(a: str, b: str) -> bool:
    """True of one name, and of a name cut to its first six letters, as page heads and the archive cut it."""
    short, long = sorted((a, b), key=len)
    return short == long or (SHORTEST_CUT <= len(short) <= LONGEST_CUT and long.startswith(short))


def _of_class_line(transport: Transport) -> Number | None:
    line = transport.class_line
    return _number(line.post, line.serial) if line and line.post and line.serial else None


def _of_page_head(lines: Sequence[Line]) -> Number | None:
    head = next((page_head(line) for line in lines if line.kind == PAGE_HEAD), None)
    return _number(head.post, head.serial) if head else None


def _number(post: str, serial: str) -> Number | None:
    """The number of a post and a serial that stand apart already."""
    name = posts().get(letters(post))
    if name is None or len(serial) > LONGEST_SERIAL or not int(serial):
        return read_number(f"{post} {serial}")
    return Number(None, Post(name), int(serial))


def _corrected(fields: Fields) -> int | None:
    """`CORRECTED COPY (MRN 729 VICE 716)`: the first number is the true one."""
    for line in [*(line for _, line in fields.captions), *fields.attention]:
        match = CORRECTED.search(line.text) if len(line.text) < 300 else None
        if match:
            return int(match[1])
    return None
