"""Message reference numbers: two-digit year, post, serial without leading zeros (`09STATE95585`)."""

from __future__ import annotations

import dataclasses
import re
from functools import cache, lru_cache

from cables import reference

# Words before a number that are no post: prose, and the months of dates.
NO_POST = frozenset(
    "SEE THE OF AND FOR FROM TO PARA PARAGRAPH PARAGRAPHS PAGE SECTION PART ITEM NO NUMBER ON IN AT JANUARY"
    " FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER JAN FEB MAR APR JUN JUL"
    " AUG SEP SEPT OCT NOV DEC PARAS TELS".split()
)
LONGEST_SERIAL = 9  # digits; more are two numbers run together, or no number of a telegram
ROLES = (
    "AMEMBASSY|AMEMDASSY|AMCONSUL|AMCONGEN|AMCONSULATE|AMEMB|AMCON|EMBASSY|CONSULATE|CONSUL|USMISSION|USMISION|USINT"
    "|USLO|USOFFICE|USDEL|AMLEGATION"
)
ROLE = re.compile(rf"^(?:{ROLES})[ .]?(?=[A-Z])")
ABROAD = ("embassy", "consulate", "mission")
WASHINGTON = re.compile(r"(?: ?WASH(?:INGTON)?,? ?D\.?C\.?|WASHDC)$")
GLUED = re.compile(
    r"^(?:S[A-Z]{0,6}N? ?\d{1,2} ?OF ?\d{1,2}|EFTO|SIPDIS|NOFORN|CORRECTED ?COPY|SENSITIVE|LIMDIS|EXDIS)"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Post:
    name: str
    corrected_from: str | None = None  # the spelling that was one edit away


@dataclasses.dataclass(frozen=True, slots=True)
class Number:
    """A message reference number, taken apart."""

    year: int | None  # two digits
    post: Post
    serial: int

    def canonical(self, year: int | None = None) -> str | None:
        given = self.year if self.year is not None else year
        return None if given is None else f"{given % 100:02d}{self.post.name}{self.serial}"


def letters(name: str) -> str:
    """A post as it stands in a number: capitals only."""
    return "".join(c for c in name.upper() if "A" <= c <= "Z")


@cache
def posts() -> dict[str, str]:
    """Every spelling that the table knows, letters only → the post. A post goes before an alias."""
    names = {row["post"]: row["post"] for row in reference.rows("posts")}
    for row in reference.rows("posts"):
        for alias in row["aliases"].split(";"):
            if letters(alias):
                names.setdefault(letters(alias), row["post"])
    return names


@cache
def truncated_posts() -> dict[str, str]:
    """NARA's six letters of a post, spaces counted (`NEW DE`, `BUENOS`) → the post, where it is only one."""
    found: dict[str, set[str]] = {}
    abroad = [row for row in reference.rows("posts") if row["kind"] in ABROAD]
    for row in abroad:
        for alias in (row["post"], *row["aliases"].split(";")):
            bare = ROLE.sub("", alias.strip().upper())
            if len(bare) > 6:
                found.setdefault(letters(bare[:6]), set()).add(row["post"])
    return {short: names.pop() for short, names in found.items() if len(names) == 1 and short not in posts()}


@lru_cache(maxsize=20_000)  # spellings come from telegrams, and a hostile one may have many
def post_named(spelling: str) -> Post | None:
    """The post of any spelling: role and `WASHDC` dropped, aliases and cut names known, zero for O.

    An unknown post one edit away from exactly one known post is that post; else it stays as written.
    """
    plain = " ".join(spelling.upper().split())
    plain = GLUED.sub("", plain).strip().removesuffix("'S") or plain
    plain = re.sub(r"(?<=[A-Z])0(?=[A-Z])", "O", plain)  # zero for O
    bare = ROLE.sub("", plain)
    for name in (plain, bare, WASHINGTON.sub("", bare)):
        compact = letters(name)
        if compact in posts():
            return Post(posts()[compact])
    compact = letters(WASHINGTON.sub("", bare))
    if len(compact) < 2 or NO_POST & set(plain.split()):
        return None
    if compact in truncated_posts():
        return Post(truncated_posts()[compact])
    near = _one_edit_away(compact) if 4 <= len(compact) <= 20 else set()
    if len(near) == 1:
        return Post(near.pop(), corrected_from=compact)
    return Post(compact)


@cache
def _neighbours() -> dict[str, set[str]]:
    """Each spelling with one letter left out → the posts it may be, for finding a word one edit away."""
    table: dict[str, set[str]] = {}
    for spelling in posts():
        if len(spelling) >= 4:
            for key in _deletions(spelling):
                table.setdefault(key, set()).add(spelling)
        table.setdefault(spelling, set()).add(spelling)
    return table


def _deletions(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _one_edit_away(word: str) -> set[str]:
    table = _neighbours()
    candidates = set().union(*(table.get(key, set()) for key in (word, *_deletions(word))))
    # Of four letters, an alias one edit away is another name (USIA, USDA).
    return {posts()[n] for n in candidates if is_one_edit(word, n) and (len(word) > 4 or posts()[n] == n)}


def is_one_edit(a: str, b: str) -> bool:
    """One letter more, less or other, or two neighbours exchanged."""
    if abs(len(a) - len(b)) > 1:
        return False
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    left, right = a[head : len(a) - tail], b[head : len(b) - tail]
    return max(len(left), len(right)) == 1 or (len(left) == 2 and left == right[::-1])


# --- Reading a number -------------------------------------------------------------------------

# Year, post, serial; whatever else stands in the text. The post may hold spaces, points, slashes.
FUSED = re.compile(r"^'?(\d{4}|[O0-9]\d)? ?([A-Z][A-Z0 .'/-]{0,40}?)[ #-]{0,4}(\d{1,40})(?!\d)(.{0,40})$")
YEAR_AFTER = re.compile(r"^ ?(?:-|\(|'|,|OF |/(?=\d{4})) ?[('OF ]{0,4}(\d{4}|\d{2})\)?$")
SECTION_GLUED = re.compile(r"S[ECTION]{2,7} ?\d{1,2} ?OF ?\d{1,2}")
TWO_NUMBERS = re.compile(r"^(\d{2}|\d{4})([A-Z]+)(\d+?)((?:\d{2}|(?:19|20)\d{2})?)([A-Z]{3,})(\d+)$")


def two_digits(year: str | int | None) -> int | None:
    """A year as the number carries it: 1979, '79', 79 → 79. None where it is no year of a telegram."""
    if year is None:
        return None
    value = int(str(year).replace("O", "0"))
    if value < 100:
        return value
    return value % 100 if 1900 <= value < 2100 else None


def read_number(text: str) -> Number | None:
    """Any one spelling of a number: `STATE 095585`, `1979LAPAZ06523`, `QUITO 4525-91`, `O4 LIMA 7`."""
    plain = " ".join(text.upper().replace("‘", "'").replace("’", "'").split()).strip(" .,;:()[]")
    if not plain or len(plain) > 90:
        return None
    plain = " ".join(SECTION_GLUED.sub(" ", plain).split())
    plain = re.sub(r"(?<=[A-Z])0(?= \d)", "O", plain)  # QUIT0 4525
    two = TWO_NUMBERS.match(plain)
    if two and len(two[3]) <= LONGEST_SERIAL:
        plain = two[1] + two[2] + two[3]
    match = FUSED.match(plain)
    if not match:
        return None
    year, name, serial, tail = match.groups()
    if len(serial.lstrip("0")) > LONGEST_SERIAL or len(serial) > 2 * LONGEST_SERIAL:
        return None
    post = post_named(name.strip(" .'/-"))
    if post is None or int(serial) == 0:
        return None
    after = YEAR_AFTER.match(tail) if tail else None
    if tail and not after and not re.match(r"^(?: ?/ ?\d{1,2}| ?[A-Z(].*)$", tail):
        return None
    return Number(two_digits(year or (after[1] if after else None)), post, int(serial))


def canonical_mrn(text: str, year: int | None = None) -> str | None:
    """The canonical number of any spelling, or None.

    `year`, of two or four digits, stands in for one that is not written.
    """
    number = read_number(text) if isinstance(text, str) else None
    return number.canonical(two_digits(year)) if number else None


def finding_of_correction(post: Post) -> str | None:
    """The sentence for a post that was corrected; None where it was not."""
    if post.corrected_from is None:
        return None
    return (
        f"The post {post.corrected_from} is not known; "
        f"one letter away from it is only {post.name}, which was taken."
    )
