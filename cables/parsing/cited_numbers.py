"""Numbers of telegrams inside one reference: the year before or after, the post inherited."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import NamedTuple

from cables.parsing.dtg import GROUP
from cables.parsing.mrn import (
    APOSTROPHES,
    LONGEST_SERIAL,
    Number,
    Post,
    is_known,
    letters,
    letters_for_zeros,
    post_named,
    two_digits,
    zeros_for_letters,
)
from cables.parsing.words_before import (
    AFTER_SERIAL,
    CONNECTING,
    NOUNS,
    OTHER_SENDERS,
    OWN_TELEGRAM,
    PARTY,
    STOPWORDS,
    YOUR_TELEGRAM,
)
from cables.parsing.years_cited import MONTH, NEW_NUMBER, completed, continues, is_plausible, year_after

NOTAL = re.compile(r"[\s,]{0,3}\(?\bNOTALS?\b\)?|\bNOT TO ALL\b", re.IGNORECASE)
NUMBER = re.compile(
    r"(?<![\w-])(?:(?<!/\d/)(?<!/\d\d/)'?(?P<before>(?:19|20)\d{2}|\d{2})[ /.-]?)?(?<![A-Z0-9]{3}-)"
    r"(?P<post>(?<![A-Z])[A-Z][A-Z.'/]{0,30}(?:[ -][A-Z][A-Z.'/]{0,30}){0,4}?)(?P<gap>[ .#:-]{0,3})"
    r"(?<!\b[A-Z]-)(?:(?P<between>0\d|10(?=-\d{4})|[7-9]\d(?=-\d{3}))[/-])?"
    r"(?P<serial>\d{1,2},\d{3}(?!\d)|\d{1,40})(?!\d)"
)
FOLLOWER = re.compile(
    r"^(?: ?\([A-Z/ ]{1,12}\)(?=[ ,;/&]))?"  # (NOTAL)
    r"(?P<glue>\s?(?:,|;|/|&|--?|–|\b(?:AND|ALSO|OR|PLUS|THROUGH|THRU|TO)\b|\s){1,4}\s?)"
    r"(?:NOS?\.? |#)?(?P<serial>\d{1,9})(?![\d:%])"
)
RANGE = re.compile(r"-|–|\b(?:THROUGH|THRU|TO)\b")
BARE = re.compile(r"^(?:AND |ALSO |NOS?\.? |#)?(?P<serial>\d{2,9})(?![\d.:/-]|,\d)")
SECTION = re.compile(rf" ?/ ?(\d{{1,2}})(?!\d|{NEW_NUMBER})(?: OF \d{{1,2}}\b)?")  # 12345/01
WORD_NEXT = re.compile(r" ([A-Z]{2,40})")
AFTER_ALL = re.compile(r"[\s.,;]*|[\s,]{0,3}(?:\(|AND |,|NOTAL|-).{0,80}")
# What after a serial shows that it is none: a month, a date, a time, an ordinal.
NO_SERIAL = re.compile(r"^(?::\d\d|%|Z\b| ?(?:TH|ST|ND|RD|PERCENT)\b)")
DATE_NEXT = re.compile(rf"^(?: {MONTH}(?![A-Z])|/(?:[0-2]?\d|3[01])/(?:\d{{4}}|\d{{2}})\b)")
SMALL_SERIAL = 99  # only after one this small may a single digit be the next serial
LONGEST_OF_A_POST = 5  # digits; only STATE sends more telegrams in a year


@dataclasses.dataclass(slots=True)
class Home:
    """The cable that refers: what is inferred from it."""

    year: int | None  # two digits
    post: str | None
    serial: int | None
    addressee: str | None = None  # the post of its only action addressee: whose YOUR 123 is


class Cited(NamedTuple):
    """A number in text[start:end]; `last` is where its last digit stands."""

    start: int
    end: int
    last: int
    number: Number
    inferred: tuple[str, ...]
    known: bool  # its post is one of the tables', or the cable's own


def cited_numbers(
    body: str, home: Home, last: Number | None, breaks: frozenset[int] = frozenset()
) -> Iterator[Cited]:
    """Each number of an entry, in order. `last` is the number before it; `breaks` are where lines begin."""
    upper = capitals(body)
    at = 0
    first = True
    while at < len(upper):
        match = NUMBER.search(upper, at)
        if match is None or match.start() - at > 400:
            break
        cited = _number(match, upper, home, first, breaks)
        if cited is None:
            at = max(match.end("post"), at + 1)
            continue
        first = False
        chain = [cited, *_followers(upper, cited, home)]
        yield from chain
        at = chain[-1].end
    if first:
        yield from _bare(upper, home, last)


def capitals(body: str) -> str:
    """The text in capitals, letters and zeros that stand for each other put right, no offset changed."""
    upper = body.upper()
    if len(upper) != len(body):  # one letter may have two as its capital
        upper = "".join(c.upper() if len(c.upper()) == 1 else c for c in body)
    return letters_for_zeros(zeros_for_letters(upper.translate(APOSTROPHES)))


def _bare(upper: str, home: Home, last: Number | None) -> Iterator[Cited]:
    """A serial without its post: that of the number before, with its year, or the cable's own."""
    bare = BARE.match(NOTAL.sub("", upper))
    post = last.post if last else Post(home.post) if home.post else None
    if bare is None or post is None or not int(bare["serial"]):
        return
    year, end = _after(upper, bare.end("serial"), int(bare["serial"]), home)
    inferred: tuple[str, ...] = ("post",)
    if year is None and last and last.year is not None:
        year, inferred = last.year, ("year", "post")
    cited = Cited(
        bare.start("serial"), end, bare.end("serial"), Number(year, post, int(bare["serial"])), inferred, True
    )
    found = [cited, *_followers(upper, cited, home)]
    if AFTER_ALL.fullmatch(upper, found[-1].end):
        yield from found


# --- One number -------------------------------------------------------------------------------


def _number(
    match: re.Match[str], upper: str, home: Home, first: bool, breaks: frozenset[int]
) -> Cited | None:
    named = _post(match, home, first)
    if named is None:
        return None
    post, skipped, inferred = named
    known = bool(inferred) or is_known(match["post"]) or skipped.known
    before = match["before"] if not skipped.words else None
    if match["gap"].strip(" .#") and not known:
        return None  # SU-27, COVID-19
    serial, end = _serial(match, upper, post, home, breaks)
    if not serial or len(serial.lstrip("0")) > LONGEST_SERIAL or len(serial) > 2 * LONGEST_SERIAL:
        return None
    if _is_date(upper, match.start("serial"), end) or not int(serial):
        return None
    if skipped.prose and len(serial) < 3:
        return None  # HIS VISIT TO LIMA 12
    after, end_of_all = _after(upper, end, int(serial), home)
    year = before or match["between"] or after
    number = Number(two_digits(year), post, int(serial))
    return Cited(match.start(), end_of_all, end, number, inferred, known)


def _is_date(upper: str, start: int, end: int) -> bool:
    """True for digits that are a day, an hour, an ordinal, a date-time group."""
    following = upper[end : end + 16]
    day = end - start <= 2 and int(upper[start:end]) <= 31 and DATE_NEXT.match(following)
    return bool(day or NO_SERIAL.match(following) or GROUP.match(upper, start))


class _Skipped(NamedTuple):
    """What of the words before a serial is no part of the post's name."""

    words: int
    prose: bool  # words that mean something of their own
    known: bool  # what is left is a known post


def _post(match: re.Match[str], home: Home, first: bool) -> tuple[Post, _Skipped, tuple[str, ...]] | None:
    words = match["post"].split()
    if PARTY & set(words) and not (first and len(words) == 1):
        return None
    while len(words) > 1 and words[-1] in NOUNS:
        words.pop()
    key = letters(words[-1])
    if key in OWN_TELEGRAM or key in YOUR_TELEGRAM:
        name = home.post if key in OWN_TELEGRAM else home.addressee
        return Post(name or ""), _Skipped(0, False, True), ("post",)
    for n in range(len(words)):
        name = " ".join(words[n:])
        if is_known(name) or letters(name) == home.post:
            if OTHER_SENDERS & set(words[:n]):
                break
            post = post_named(name)
            prose = any(word not in CONNECTING and word.strip("IVXABC.:") for word in words[:n])
            return (post, _Skipped(n, prose, True), ()) if post else None
    return _unknown_post(words)


def _unknown_post(words: list[str]) -> tuple[Post, _Skipped, tuple[str, ...]] | None:
    """A post that the table does not have, or has with another letter."""
    n = 0
    while n < len(words) - 1 and words[n] in STOPWORDS:
        n += 1
    left = words[n:]
    if len(letters("".join(left))) < 3 or len(left) > 3 or STOPWORDS & {word.strip(".'/") for word in left}:
        return None
    post = post_named(" ".join(left))
    return (post, _Skipped(n, False, False), ()) if post else None


def _serial(
    match: re.Match[str], upper: str, post: Post, home: Home, breaks: frozenset[int]
) -> tuple[str, int]:
    """(digits, where they end): joined where a line broke them, cut where a second number is glued on."""
    serial, end = match["serial"].replace(",", ""), match.end("serial")
    glued = re.match(r"[A-Z]{3,20} ?\d", upper[end : end + 24])
    if glued and len(serial) > 2 and _is_year_of_next(serial[-2:], match["before"], home):
        return serial[:-2], end
    following = re.match(r"-? ?(\d{1,5})(?![\d./]| ?[A-Z]{3})", upper[end : end + 12])
    if following and end + following.start(1) in breaks:
        longest = LONGEST_OF_A_POST + (post.name == "STATE")
        whole = serial + following[1]
        if min(len(serial), len(following[1])) <= 2 and len(whole) <= longest:
            return whole, end + following.end()
    return serial, end


def _is_year_of_next(digits: str, before: str | None, home: Home) -> bool:
    if before:
        return is_plausible(digits, home.year) and abs(int(digits) - int(before[-2:])) <= 1
    return home.year is not None and int(digits) in (home.year, home.year - 1)


# --- Those that follow it ---------------------------------------------------------------------


def _followers(upper: str, cited: Cited, home: Home) -> Iterator[Cited]:
    """Further serials of the same post: `692/317/274`, `41252 AND 44603`, `1255-57`, with or without year."""
    at, number = cited.end, cited.number
    while follower := FOLLOWER.match(upper[at : at + 60]):
        start, stop = at + follower.start("serial"), at + follower.end("serial")
        if _is_something_else(upper, start, stop, home):
            return
        serial = _serial_of(number.serial, follower["serial"], follower["glue"])
        if serial is None:
            return
        after, at = _after(upper, stop, serial, home)
        number = Number(after if after is not None else number.year, number.post, serial)
        yield Cited(start, at, stop, number, ("post",), cited.known)


def _after(upper: str, at: int, serial: int, home: Home) -> tuple[int | None, int]:
    """(year or None, where it ends) of what belongs to a serial that ends here: a year, or a section."""
    year, end = year_after(upper, at, serial, home.year)
    if year is not None:
        return year, end
    section = SECTION.match(upper, at)
    if section and (serial > SMALL_SERIAL or section[1][0] == "0") and not continues(serial, section[1]):
        return None, section.end()
    return None, at


def _serial_of(before: int, digits: str, glue: str) -> int | None:
    """The serial that digits after another mean; None for something else."""
    is_range = RANGE.search(glue) is not None
    if len(digits) < len(str(before)) and (is_range or continues(before, digits)):
        serial = completed(before, digits)
        return serial if serial > before else None
    if is_range:
        return int(digits) if int(digits) > before else None
    if len(digits) <= 2 and before > SMALL_SERIAL:
        return None if len(digits) == 1 or not glue.strip() else int(digits)
    return int(digits) or None


def _is_something_else(upper: str, start: int, stop: int, home: Home) -> bool:
    """Digits after a number that begin another one, `08 STATE 412`, or are a date or a date-time group."""
    if _is_date(upper, start, stop):
        return True
    following = NUMBER.match(upper, start)
    if following and following["before"] is not None:
        named = _post(following, home, False)
        if named is not None and not named[1].words:
            return True
    word = WORD_NEXT.match(upper, stop)  # 44, 12 COUNTRIES; but 44, 45 QUITO 5
    return word is not None and word[1] not in AFTER_SERIAL and NUMBER.match(upper, word.start(1)) is None


def resolve(cited: Cited, home: Home) -> tuple[str | None, tuple[str, ...]]:
    """The canonical number, the year taken from the cable where the text has none."""
    number, inferred = cited.number, cited.inferred
    if not number.post.name:
        return None, ()
    if number.year is not None:
        return number.canonical(), inferred
    if home.year is None:
        return None, inferred
    year = home.year
    if home.post == number.post.name and home.serial is not None and number.serial > home.serial:
        year = (year - 1) % 100  # a post cannot refer to what it has yet to send
    return number.canonical(year), ("year", *inferred)
