"""Numbers of telegrams inside one reference: the year before or after, the post inherited."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from cables.parsing.dtg import GROUP, month_number
from cables.parsing.mrn import LONGEST_SERIAL, Number, Post, letters, posts, read_number, two_digits

NOTAL = re.compile(r"[\s,]*\(?\bNOTAL\b\)?", re.IGNORECASE)
YEAR = r"(?:'?(?P<before>(?:19|20)\d{2}|[O0-9]\d) ?)?"
NUMBER = re.compile(
    rf"(?<![\w-]){YEAR}(?P<post>[A-Z][A-Z.'/]*(?:[ -][A-Z][A-Z0.'/]*){{0,4}}?)[ .#-]{{0,3}}"
    rf"(?<![A-Z]-)(?P<serial>\d{{1,40}})(?![\d])"
    r"(?P<after> ?\(?'?(?:-|\(|')'?(?:(?:19|20)\d{2}|\d{2})\)?(?!\d))?",
)
FOLLOWER = re.compile(
    r"^(?P<glue>\s?(?:,|;|/|&|\bAND\b|\bAND ALSO\b|\bTHROUGH\b|\bALSO\b"
    r"|\s){1,3}\s?)(?P<serial>\d{1,9})(?![\d:])(?! ?[A-Z]{3}\b \d\d\b)(?P<after>-(?:\d{2})(?!\d)"
    r"| ?\('?\d{2}\)|\b)"
)
BARE = re.compile(r"^(?:AND |ALSO )?#?(\d{2,9})$")
STOPWORDS = frozenset(
    "OF AND THE FOR TO FROM DATED DTD REF REFS REFTEL SEE ALSO PARA PARAGRAPH NO NUMBER PREVIOUS DTG"
    " MSG MESSAGE CABLE TELEGRAM TEL MY YOUR OUR SUBJECT SECTION JAN FEB MAR APR MAY JUN JUL AUG SEP"
    " SEPT OCT NOV DEC JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER"
    " DECEMBER IN AT ON BY WITH A ET AL LETTER NOTE MEMO RESOLUTION UNSC UNSCR FY H.R S.RES"
    " PL LAW ARTICLE ANNEX PARAS PAGE PAGES TELS".split()
)
# Series of the Secretary's party: telegrams of their own, unless they stand beside a post's number.
PARTY = frozenset(("SECTO", "TOSEC", "PARTO", "TOPAR"))
OWN_TELEGRAM = frozenset("EMBTEL EMBTELS MYTEL OURTEL OURTELS MYTELEGRAM OURTELEGRAM CONTEL".split())
SMALL_SERIAL = 99  # only after one this small may a single digit be the next serial


@dataclasses.dataclass(frozen=True, slots=True)
class Home:
    """The cable that refers: what is inferred from it."""

    year: int | None  # two digits
    post: str | None
    serial: int | None


def cited_numbers(
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
        number, own = _number(match, upper, home, first)
        if number is None:
            at = max(match.end("post"), at + 1)
            continue
        yield match.start(), match.end(), number, ("post",) if own else ()
        first = False
        at, post, year = match.end(), number.post, number.year
        while follower := FOLLOWER.match(upper[at : at + 60]):
            if _is_date_or_new(upper, at + follower.start("serial")):
                break
            if len(follower["serial"]) == 1 and number.serial > SMALL_SERIAL:
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


def _number(match: re.Match[str], upper: str, home: Home, first: bool) -> tuple[Number | None, bool]:
    """The number, and whether its post is this cable's own (`EMBTEL 700`)."""
    own = home.post is not None and letters(match["post"]) in OWN_TELEGRAM
    name = home.post if own and home.post else match["post"]
    return _read(match, name, upper, first), own


def _read(match: re.Match[str], name: str, upper: str, first: bool) -> Number | None:
    serial, before = match["serial"], match["before"]
    words = name.split()
    if PARTY & set(words) and not (first and len(words) == 1):
        return None
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
        r"^\s?[(,]?\s?(?:OF|DATED|DTD|DTG)?\s?(?:[A-Z]{3,9}\.? \d{1,2},? (\d{4})"
        r"|\d{1,2} [A-Z]{3,9}\.? (\d{4}|\d{2})\b|\d{1,2}/\d{1,2}/(\d{4}|\d{2})\b|\((\d{4})\)|, (\d{4})\b)",
        rest,
    )
    return two_digits(next((part for part in written.groups() if part), None)) if written else None


def resolve(
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
