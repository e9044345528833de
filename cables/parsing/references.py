"""REF: what a telegram answers, in the many ways drafters wrote it.

A bullet gives the label; within a bullet several numbers may share a post (`KABUL 692/317/274`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from cables.parsing.cited_numbers import NOTAL, Home, cited_numbers, resolve
from cables.parsing.dtg import GROUP
from cables.parsing.mrn import Post, finding_of_correction
from cables.parsing.parsed import Finding, Reference
from cables.parsing.spans import Joined

OWN_LINE = re.compile(r"^(?!AND\b|ALSO\b|OF\b|DATED\b)[A-Z'][\w/.' -]{2,40}|^\d{2} [A-Z]{3}")
LONGEST_FIELD = 12_000  # characters; a REF of a thousand words is still read
# A. | A) | (A) | [A] | A - | A: | (1) | (A.) | A. A)
BULLET = re.compile(
    r"(?:(?<=[\s,;.:)])|^)(?:[\[(]([A-Z]|\d{1,2})[.]?[\])][.:]?|([A-Z])(?:[.)]\)?"
    r"|:)(?=[\s(\[\"'A-Z0-9])|([A-Z]) ?-(?= )|(\d{1,2})[.)](?= ))"
    r"\s{0,6}"
)
DOUBLED = re.compile(r"^[\[(]?[A-Z][.)\]:]\)?\s{1,6}")
PREVIOUS = re.compile(
    r"\s*(?:,|AND|&)?\s*(?:ALL )?\bPREVIOUS\b(?: MESSAGES?| TELEGRAMS?| CABLES?)?\.?", re.IGNORECASE
)

KINDS = (
    ("email", re.compile(r"\bE-?MAILS?\b|\b[\w.]+@[\w.]+\b", re.IGNORECASE)),
    (
        "telcon",
        re.compile(
            r"\bTELE?CONS?\b|\bTELECONS?\b|\bTELEPHONE\b|\bPHONE ?CALL|\bPHONCON\b|\bFONECON\b"
            r"|\bCONVERSATIONS?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "book",
        re.compile(
            r"\b\d{1,2} ?(?:FAM|FAH)\b|\b\d{1,3} ?(?:CFR|USC|U\.S\.C)\b|\bINA SECTION\b", re.IGNORECASE
        ),
    ),
    ("airgram", re.compile(r"(?:^|\s)A-? ?\d{1,5}\b|\bAIRGRAM\b|\bREFAIR\b", re.IGNORECASE)),
    (
        "report",
        re.compile(
            r"\bIIR\b|\bT[DF]X?[ -]?\d|\bTD-?\d|\bOSC\b|\bFBIS\b|\bGMP\d|\bCEP\d|\bEUP\d|\bLAP\d"
            r"|\bKPP\d|\bINTELLIGENCE\b",
            re.IGNORECASE,
        ),
    ),
)
ANOTHER = re.compile(
    r";|,(?= {0,3}(?:[A-Z]{3,12} )?A-\d)"
    r"|(?<=\d)\s{0,3},(?= {0,3}[A-Z]{2,20}[/-][A-Z]{2,20} (?:TELE?CON|E-?MAIL))",
    re.IGNORECASE,
)
NOTHING = re.compile(r"\(?(?:NONE|N/?A|NIL)\)?\.?", re.IGNORECASE)
ALL_NOTAL = re.compile(r"\(\s?(?:ALL|BOTH) NOTAL\s?\)[.\s]{0,3}$")


@dataclasses.dataclass(slots=True)
class _Entry:
    label: str | None
    start: int
    end: int


def read_references(
    joined: Joined, home: Home, lines: Sequence[int] = ()
) -> tuple[list[Reference], list[Finding]]:
    """The references of a REF field whose lines were joined, with what was doubtful in them.

    `lines` are the places in the joined text at which its lines began.
    """
    text = joined.text[:LONGEST_FIELD]
    if NOTHING.fullmatch(text.strip()):
        return [], []
    findings: list[Finding] = []
    found: list[Reference] = []
    last_post: Post | None = None
    for entry in _entries(text):
        for piece in _pieces(text, entry, lines):
            for reference, post in _read_entry(text, piece, joined, home, last_post, findings):
                found.append(reference)
                last_post = post or last_post
    if ALL_NOTAL.search(text[-40:]):
        found = [dataclasses.replace(reference, notal=True) for reference in found]
    if len(found) == 1 and found[0].label is None:
        found = [dataclasses.replace(found[0], label="A", inferred=(*found[0].inferred, "label"))]
    return found, findings


def _entries(text: str) -> Iterator[_Entry]:
    """The text cut at its bullets; what stands before the first has no label."""
    bullets: list[tuple[str, int, int]] = []
    expected = None
    for match in BULLET.finditer(text):
        label = (match[1] or match[2] or match[3] or match[4]).upper()
        if _is_next(label, expected, match.start() == 0):
            if not bullets and match.start() > 3 and label not in ("A", "1", "B"):
                continue
            bullets.append((label, match.start(), match.end()))
            expected = label
    if not bullets:
        yield _Entry(None, 0, len(text))
        return
    if text[: bullets[0][1]].strip(" ,;.:-"):
        yield _Entry(None, 0, bullets[0][1])
    for n, (label, _, start) in enumerate(bullets):
        end = bullets[n + 1][1] if n + 1 < len(bullets) else len(text)
        doubled = DOUBLED.match(text[start:end])
        if doubled and text[start:end].lstrip("([")[:1] == label:
            start += doubled.end()
        yield _Entry(label, start, end)


def _pieces(text: str, entry: _Entry, lines: Sequence[int]) -> Iterator[_Entry]:
    """An entry cut where a semicolon, a comma before an airgram, or a line of its own begins another."""
    cuts = [(match.start(), match.end()) for match in ANOTHER.finditer(text, entry.start, entry.end)]
    cuts += [(line, line) for line in lines if entry.start < line < entry.end and _ends_one(text, line)]
    at = entry.start
    for start, end in sorted(cuts):
        if start > at:
            yield _Entry(entry.label, at, start)
        at = max(at, end)
    yield _Entry(entry.label, at, entry.end)


def _ends_one(text: str, line: int) -> bool:
    """True if a reference is complete before this line, and its words begin another."""
    before = text[max(0, line - 60) : line].rstrip()
    return bool(re.search(r"[A-Z] \d{2,7}(?: \([A-Z]{4,8}\))?\.?$", before)) and bool(
        OWN_LINE.match(text[line : line + 60])
    )


def _is_next(label: str, expected: str | None, at_start: bool) -> bool:
    """Bullets come in order; a letter may be missed, none comes back."""
    if expected is None:
        return at_start or label in ("A", "1") or label == "B"
    if label.isdigit() != expected.isdigit():
        return False
    step = int(label) - int(expected) if label.isdigit() else ord(label) - ord(expected)
    return 1 <= step <= 2


def _read_entry(
    text: str, entry: _Entry, joined: Joined, home: Home, last_post: Post | None, findings: list[Finding]
) -> Iterator[tuple[Reference, Post | None]]:
    start, end = _trim(text, entry.start, entry.end)
    if start >= end:
        return
    body = text[start:end]
    numbers = list(cited_numbers(body, home, last_post)) if _may_hold_numbers(body) else []
    if not numbers:
        yield _other(body, start, end, entry.label, joined), None
        return
    all_notal = bool(re.search(r"\(\s?(?:ALL )?NOTAL\s?\)$", body[-20:]))
    cuts = _cuts(body, [number[0] for number in numbers])
    for (_, _, number, inferred), (left, right) in zip(numbers, cuts, strict=True):
        piece_start, piece_end = _trim(text, start + left, start + right)
        piece = text[piece_start:piece_end]
        span = joined.span(piece_start, piece_end)
        mrn, inferred = resolve(number, inferred, home, piece)
        message = finding_of_correction(number.post)
        if message:
            findings.append(Finding("post-corrected", span, message))
        yield (
            Reference(
                entry.label,
                piece,
                "cable",
                mrn,
                inferred,
                all_notal or bool(NOTAL.search(piece)),
                bool(PREVIOUS.search(piece)),
                span,
            ),
            number.post,
        )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,;:-\t&/":
        start += 1
    while start < end and text[end - 1] in " ,;:\t&/":
        end -= 1
    if end - start > 2 and text[end - 1] == "." and text[end - 2 : end - 1].isdigit():
        end -= 1
    for word in ("AND ", "and ", "ALSO "):
        if text[start:end].startswith(word):
            start += len(word)
    while end - start > 4 and text[start:end].endswith((" AND", " and")):
        end -= 4
    return start, end


def _may_hold_numbers(body: str) -> bool:
    return bool(re.search(r"\d", body)) and not any(expression.search(body) for _, expression in KINDS)


def _cuts(body: str, starts: list[int]) -> list[tuple[int, int]]:
    """Where each number's own words end: at the next number's beginning."""
    return [
        (start if n else 0, starts[n + 1] if n + 1 < len(starts) else len(body))
        for n, start in enumerate(starts)
    ]


def _other(body: str, start: int, end: int, label: str | None, joined: Joined) -> Reference:
    """A reference that is no telegram with a number."""
    kind = next((kind for kind, expression in KINDS if expression.search(body)), None)
    if kind is None:
        kind = "dtg" if GROUP.search(body.upper()) else "other"
    return Reference(
        label,
        body,
        kind,
        None,
        (),
        bool(NOTAL.search(body)),
        bool(PREVIOUS.search(body)),
        joined.span(start, end),
    )
