"""The year of a cited number, where it stands after the serial: `4525-91`, `701 (08)`, or a date."""

from __future__ import annotations

import re

from cables.parsing.dtg import GROUP, full_year, month_number
from cables.parsing.mrn import two_digits

FIRST = 1966  # no numbered telegram that was cited is older
MONTH = r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?"
IN_BRACKETS = re.compile(r"^ ?[(\[] ?'?(\d{4}|\d{2}) ?[)\]]|^ ?'(\d{2})(?!\d)|^,? OF (\d{4})\b")
ENDS = r"(?= ?(?:$|[,;.()\[&]|AND\b|NOTAL))"  # a year set off so is no title's: LIMA 44 - 2007 REPORT
AFTER_HYPHEN = re.compile(rf"^(?:-(\d{{4}}|\d{{2}})(?![\d-])| ?- ?(\d{{4}}|\d{{2}}){ENDS})")
# A post and its serial, whose year the digits before them are.
NEW_NUMBER = r" ?(?!AND\b|ALSO\b)[A-Z]{3,20}[ .]?\d| (?!AND\b|ALSO\b)[A-Z]{2,20} [A-Z]{2,20} \d"
AFTER_STROKE = re.compile(rf"^ ?/ ?(\d{{4}}|\d{{2}})(?![\d/]|{NEW_NUMBER})")
AFTER_COMMA = re.compile(rf"^, ?(\d{{4}}){ENDS}")
AFTER_SPACE = re.compile(rf"^ (\d{{4}}|\d{{2}}){ENDS}(?!\.\d)")
BEFORE_DATE = r"^(?: ?- |[\s(,/]{0,3})(?:OF|DATED|DTD|DTG|ON)?:?\s?"
GROUP_NEXT = re.compile(BEFORE_DATE + r"(?=\d{6} ?[A-Z])")
DATE_NEXT = re.compile(
    BEFORE_DATE
    + rf"(?:{MONTH} \d{{1,2}},? '?(\d{{4}}|\d{{2}})\b|\d{{1,2}}[ -]{MONTH}[ -]?'?(\d{{4}}|\d{{2}})\b"
    rf"|{MONTH},? (\d{{4}})\b|\d{{1,2}}[/.]\d{{1,2}}[/.](\d{{4}}|\d{{2}})\b|(\d{{4}})-\d\d-\d\d\b)\)?"
)
RECENT = 5  # years: no more lie between a cable and one whose year is set off by a mere space or stroke
LAST_SECTION = 4  # up to here a number after a stroke is a section, not a year


def year_after(upper: str, at: int, serial: int, home: int | None) -> tuple[int | None, int]:
    """(two digits or None, where it ends) of a year that begins at an offset. `home` is the cable's own."""
    rest = upper[at : at + 48]
    if rest[:1] == "" or rest[0] not in " ([',-/":
        return (None, at) if not rest.startswith("OF") else _date(rest, at)
    match = IN_BRACKETS.match(rest)
    if match and is_plausible(digits := next(filter(None, match.groups())), home):
        return two_digits(digits), at + match.end()
    match = AFTER_HYPHEN.match(rest)
    if match and _is_year_after_hyphen(match[1] or match[2], serial, home):
        return two_digits(match[1] or match[2]), at + match.end()
    match = AFTER_STROKE.match(rest)
    if match and _is_year_after_stroke(match[1], serial, home):
        return two_digits(match[1]), at + match.end()
    match = AFTER_COMMA.match(rest)
    if match and match[1][:2] in ("19", "20") and is_plausible(match[1], home):
        return two_digits(match[1]), at + match.end()
    match = AFTER_SPACE.match(rest)
    if match and _is_padded(match[1], serial) and home is not None and 0 <= _age(match[1], home) <= RECENT:
        return two_digits(match[1]), at + match.end()
    return _date(rest, at)


def is_plausible(digits: str, home: int | None) -> bool:
    """True for a year that a cable of the year `home` may cite."""
    full = full_year(int(digits))
    return FIRST <= full <= (full_year(home) + 1 if home is not None else 2029)


def continues(serial: int, digits: str) -> bool:
    """True where digits are the end of one of the next serials: 57 after 1255."""
    return 0 < completed(serial, digits) - serial <= 20


def completed(serial: int, digits: str) -> int:
    """The serial whose last digits are given, the others being those of the serial before it."""
    written = str(serial)
    return int(written[: -len(digits)] + digits) if len(digits) < len(written) else int(digits)


def _age(digits: str, home: int | None) -> int:
    return 99 if home is None else full_year(home) - full_year(int(digits))


def _is_year_after_hyphen(digits: str, serial: int, home: int | None) -> bool:
    return is_plausible(digits, home) and (_age(digits, home) in (0, 1) or not continues(serial, digits))


def _is_year_after_stroke(digits: str, serial: int, home: int | None) -> bool:
    if not _is_padded(digits, serial) or not is_plausible(digits, home):
        return False
    if len(digits) == 4:
        return True
    if continues(serial, digits) or int(digits) <= LAST_SECTION:
        return False
    return 0 <= _age(digits, home) <= RECENT if home is not None else int(digits) >= FIRST % 100


def _is_padded(digits: str, serial: int) -> bool:
    """After a small serial only a year has a zero before it: 06 after 44, but not 46."""
    return serial > 99 or digits[0] == "0" or len(digits) == 4


def _date(rest: str, at: int) -> tuple[int | None, int]:
    before = GROUP_NEXT.match(rest)
    group = GROUP.match(rest, before.end()) if before else None
    if group:
        found = two_digits(group[4]) if group[4] and month_number(group[3]) else None
        return found, at + group.end()
    date = DATE_NEXT.match(rest)
    if date is None:
        return None, at
    return two_digits(next(filter(None, date.groups()))), at + date.end()
