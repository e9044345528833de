"""REF: what a telegram answers, in the many ways drafters wrote it.

A bullet gives the label; within a bullet several numbers may share a post (`KABUL 692/317/274`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from cables.parsing.dtg import GROUP, month_number
from cables.parsing.mrn import (
    LONGEST_SERIAL,
    Number,
    Post,
    finding_of_correction,
    letters,
    posts,
    read_number,
    two_digits,
)
from cables.parsing.parsed import Finding, Reference
from cables.parsing.spans import Joined

OWN_LINE = re.compile(r"^(?!AND\b|ALSO\b|OF\b|DATED\b)[A-Z'][\w/.' -]{2,40}|^\d{2} [A-Z]{3}")
LONGEST_FIELD = 12_000  # characters; a REF of a thousand words is still read
# A. | A) | (A) | [A] | A - | A: | (1) | (A.) | A. A)
BULLET = re.compile(
    r"(?:(?<=[\s,;.:)])|^)(?:[\[(]([A-Z]|\d{1,2})[.]?[\])][.:]?|([A-Z])(?:[.)]\)?|:)(?=[\s(\[\"'A-Z0-9])|([A-Z]) ?-(?= )|(\d{1,2})[.)](?= ))"
    r"\s{0,6}"
)
DOUBLED = re.compile(r"^[\[(]?[A-Z][.)\]:]\)?\s{1,6}")
NOTAL = re.compile(r"[\s,]*\(?\bNOTAL\b\)?", re.IGNORECASE)
PREVIOUS = re.compile(
    r"\s*(?:,|AND|&)?\s*(?:ALL )?\bPREVIOUS\b(?: MESSAGES?| TELEGRAMS?| CABLES?)?\.?", re.IGNORECASE
)
BRACKETED = re.compile(r"\((?!'?\d{2}\)|\d{4}\))[^()]{0,120}\)?")

KINDS = (
    ("email", re.compile(r"\bE-?MAILS?\b|\b[\w.]+@[\w.]+\b", re.IGNORECASE)),
    (
        "telcon",
        re.compile(
            r"\bTELE?CONS?\b|\bTELECONS?\b|\bTELEPHONE\b|\bPHONE ?CALL|\bPHONCON\b|\bFONECON\b|\bCONVERSATIONS?\b",
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
            r"\bIIR\b|\bT[DF]X?[ -]?\d|\bTD-?\d|\bOSC\b|\bFBIS\b|\bGMP\d|\bCEP\d|\bEUP\d|\bLAP\d|\bKPP\d|\bINTELLIGENCE\b",
            re.IGNORECASE,
        ),
    ),
)
YEAR = r"(?:'?(?P<before>(?:19|20)\d{2}|[O0-9]\d) ?)?"
NUMBER = re.compile(
    rf"(?<![\w-]){YEAR}(?P<post>[A-Z][A-Z.'/]*(?:[ -][A-Z][A-Z0.'/]*){{0,4}}?)[ .#-]{{0,3}}(?<![A-Z]-)(?P<serial>\d{{1,40}})(?![\d])"
    r"(?P<after> ?\(?'?(?:-|\(|')'?(?:(?:19|20)\d{2}|\d{2})\)?(?!\d))?",
)
FOLLOWER = re.compile(
    r"^(?P<glue>\s?(?:,|;|/|&|\bAND\b|\bAND ALSO\b|\bTHROUGH\b|\bALSO\b|\s){1,3}\s?)(?P<serial>\d{2,9})(?![\d:])(?! ?[A-Z]{3}\b \d\d\b)(?P<after>-(?:\d{2})(?!\d)| ?\('?\d{2}\)|\b)"
)
BARE = re.compile(r"^(?:AND |ALSO )?#?(\d{2,9})$")
ANOTHER = re.compile(
    r";|,(?= {0,3}A-\d)|(?<=\d)\s{0,3},(?= {0,3}[A-Z]{2,20}[/-][A-Z]{2,20} (?:TELE?CON|E-?MAIL))",
    re.IGNORECASE,
)
STOPWORDS = frozenset(
    "OF AND THE FOR TO FROM DATED DTD REF REFS REFTEL SEE ALSO PARA PARAGRAPH NO NUMBER PREVIOUS DTG MSG MESSAGE CABLE"
    " TELEGRAM TEL MY YOUR OUR SUBJECT SECTION JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC JANUARY FEBRUARY"
    " MARCH APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER IN AT ON BY WITH A ET AL LETTER NOTE MEMO"
    " RESOLUTION UNSC UNSCR FY H.R S.RES TOSEC SECTO PL LAW ARTICLE ANNEX".split()
)
NUMBER_WORDS = ("TOSEC", "SECTO")


@dataclasses.dataclass(frozen=True, slots=True)
class Home:
    """The cable that refers: what is inferred from it."""

    year: int | None  # two digits
    post: str | None
    serial: int | None


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
    findings: list[Finding] = []
    found: list[Reference] = []
    last_post: Post | None = None
    for entry in _entries(text):
        for piece in _pieces(text, entry, lines):
            for reference, post in _read_entry(text, piece, joined, home, last_post, findings):
                found.append(reference)
                last_post = post or last_post
    if len(found) == 1 and found[0].label is None:
        found = [dataclasses.replace(found[0], label="A", inferred=(*found[0].inferred, "label"))]
    return found, findings


def _entries(text: str) -> Iterator[_Entry]:
    """The text cut at its bullets; what stands before the first has no label."""
    bullets = []
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
    numbers = list(_numbers(body, home, last_post)) if _may_hold_numbers(body) else []
    if not numbers:
        yield _other(body, start, end, entry.label, joined), None
        return
    all_notal = bool(re.search(r"\(\s?(?:ALL )?NOTAL\s?\)$", body[-20:]))
    cuts = _cuts(body, [number[0] for number in numbers])
    for (_, _, number, inferred), (left, right) in zip(numbers, cuts, strict=True):
        piece_start, piece_end = _trim(text, start + left, start + right)
        piece = text[piece_start:piece_end]
        span = joined.span(piece_start, piece_end)
        mrn, inferred = _resolve(number, inferred, home, piece)
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


# --- Numbers within an entry ------------------------------------------------------------------


def _numbers(
    body: str, home: Home, last_post: Post | None
) -> Iterator[tuple[int, int, Number, tuple[str, ...]]]:
    """(start, end, number, what was inferred) of each number of an entry, in order."""
    upper = body.upper().replace("‘", "'").replace("’", "'")
    at = 0
    post = last_post
    year: int | None = None
    first = True
    while at < len(upper):
        match = NUMBER.search(upper, at)
        if match is None or match.start() - at > 400:
            break
        number = _number(match, upper)
        if number is None:
            at = max(match.end("post"), at + 1)
            continue
        yield match.start(), match.end(), number, ()
        first = False
        at, post, year = match.end(), number.post, number.year
        while follower := FOLLOWER.match(upper[at : at + 60]):
            if _is_date_or_new(upper, at + follower.start("serial")):
                break
            after = two_digits(re.sub(r"\D", "", follower["after"] or "") or None)
            more = Number(after if after is not None else year, post, int(follower["serial"]))
            yield at + follower.start("serial"), at + follower.end(), more, ("post",)
            at += follower.end()
    if first:
        bare = BARE.match(NOTAL.sub("", upper).strip(" .,;"))
        inherited = post or (Post(home.post) if home.post else None)
        if bare and inherited:
            yield body.index(bare[1]), len(body), Number(None, inherited, int(bare[1])), ("post",)


def _is_date_or_new(upper: str, at: int) -> bool:
    """True where digits after a number begin something else: `08 STATE 412`, `12 MAY`, a date-time group."""
    return bool(re.match(r"\d{1,4} ?[A-Z]{3,}", upper[at : at + 12])) or bool(
        GROUP.match(upper[at : at + 24])
    )


def _number(match: re.Match[str], upper: str) -> Number | None:
    serial, name, before = match["serial"], match["post"], match["before"]
    words = name.split()
    while words and words[0] in STOPWORDS and letters(" ".join(words)) not in posts():
        words.pop(0)
        before = None
    known = letters(" ".join(words)) in posts()
    if len(letters("".join(words))) < 3 or (not known and any(word in STOPWORDS for word in words)):
        return None
    if len(serial) > LONGEST_SERIAL and not before:
        return None
    after = match["after"]
    text = f"{before or ''} {' '.join(words)} {serial}{after or ''}"
    number = read_number(text)
    if number is None or _is_calendar(serial, number, upper, match.end()):
        return None
    if number.year is None:
        return dataclasses.replace(number, year=_year_near(upper, match.end("serial")))
    return number


def _is_calendar(serial: str, number: Number, upper: str, end: int) -> bool:
    """`SECDEF 301601Z SEP 08` is a date-time group, `PARIS 2008` alone hardly a telegram."""
    return bool(GROUP.match(serial + upper[end : end + 16]))


def _year_near(upper: str, at: int) -> int | None:
    """The year that a date or a date-time group directly after the serial gives."""
    rest = upper[at : at + 40]
    rest = rest.split(";")[0]
    group = GROUP.search(rest)
    if group and group[4] and month_number(group[3]):
        return two_digits(group[4])
    written = re.match(
        r"^\s?[(,]?\s?(?:OF|DATED|DTD|DTG)?\s?(?:[A-Z]{3,9}\.? \d{1,2},? (\d{4})|\d{1,2} [A-Z]{3,9}\.? (\d{4}|\d{2})\b|\d{1,2}/\d{1,2}/(\d{4}|\d{2})\b|\((\d{4})\)|, (\d{4})\b)",
        rest,
    )
    return two_digits(next((part for part in written.groups() if part), None)) if written else None


def _resolve(
    number: Number, inferred: tuple[str, ...], home: Home, piece: str
) -> tuple[str | None, tuple[str, ...]]:
    """The canonical number, the year taken from the cable where the text has none."""
    if number.year is not None:
        return number.canonical(), inferred
    if home.year is None:
        return None, inferred
    year = home.year
    if home.post == number.post.name and home.serial is not None and number.serial > home.serial:
        year = (year - 1) % 100  # a post cannot refer to what it has yet to send
    return number.canonical(year), (*(("year",)), *inferred)
