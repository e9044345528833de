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
    "AMEMBASSY|AMEMDASSY|AMEMBASY|AMCONSULATE|AMCONSUL|AMCONGEN|AMEMB|AMCON|AMLEGATION"
    r"|(?:(?:AMERICAN|US|U\.S\.) ?)?EMBASSY(?: OF)?|CONSULATE(?: GENERAL)?|CONSUL|CONGEN"
    "|US ?MISSION|USMISION|USINT|USLO|USOFFICE|US ?DEL|REO"
)
ROLE = re.compile(rf"^(?:{ROLES})[ .]{{0,2}}(?=[A-Z])")
ABROAD = ("embassy", "consulate", "mission")
NO_LETTERS = re.compile(r"[^A-Z]+")
WASHINGTON = re.compile(r" ?WASH(?:INGTON)?(?:,? ?D\.?C\.?)?$")
# What stands between year and post where a class line was run into the number, in any order.
GLUED = re.compile(
    r"^(?:EFTO|SIPDIS|NOFORN|C ?O ?R ?R ?E ?C ?T ?E ?D(?: ?C ?O ?P ?Y)?|COPY(?=[ A-Z])|SENSITIVE|LIMDIS"
    r"|EXDIS|NODIS|STADIS|NOCONTRACT|ORCON|TERREP|FOUO|SBU|UNCLASSIFIED|UNCLAS|CONFIDENTIAL"
    r"|SECRET(?!ARIAT)|SECTION(?:OF)?) ?(?=[A-Z])"
)


@dataclasses.dataclass(slots=True)
class Post:
    name: str
    corrected_from: str | None = None  # the spelling that was one edit away


@dataclasses.dataclass(slots=True)
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
    upper = name.upper()
    return upper if upper.isascii() and upper.isalpha() else NO_LETTERS.sub("", upper)


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
def endings() -> frozenset[str]:
    """Every ending of every spelling that the table knows, to tell words that end none."""
    return frozenset(name[at:] for name in posts() for at in range(len(name)))


@cache
def truncated_posts() -> dict[str, str]:
    """NARA's six letters of a post, spaces counted (`NEW DE`, `BUENOS`) → the post, where it is only one.

    An embassy goes before a consulate (PORT OF SPAIN, PORTO ALEGRE), and a post's own name before another's
    alias (CALCUT is CALCUTTA, an alias of KOLKATA too).
    """
    ranked: dict[str, tuple[set[str], set[str], set[str]]] = {}
    for row in reference.rows("posts"):
        if row["kind"] not in ABROAD:
            continue
        for alias in (row["post"], *row["aliases"].split(";")):
            bare = ROLE.sub("", alias.strip().upper())
            if len(bare) > 6:
                rank = 2 if letters(bare) != row["post"] else int(row["kind"] == "consulate")
                ranked.setdefault(letters(bare[:6]), (set(), set(), set()))[rank].add(row["post"])
    chosen = {short: next(filter(None, found)) for short, found in ranked.items()}
    return {short: names.pop() for short, names in chosen.items() if len(names) == 1 and short not in posts()}


def is_known(spelling: str) -> bool:
    """True for a spelling that is some post's without correction, and as NARA cuts it."""
    post = post_named(spelling)
    return post is not None and post.corrected_from is None and post.name in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(posts().values())


@lru_cache(maxsize=20_000)  # spellings come from telegrams, and a hostile one may have many
def post_named(spelling: str) -> Post | None:
    """The post of any spelling: role and `WASHDC` dropped, aliases and cut names known, zero for O.

    An unknown post one edit away from exactly one known post is that post; else it stays as written.
    """
    plain = " ".join(spelling.upper().split())
    while (bare := GLUED.sub("", plain)) and bare != plain:
        plain = bare
    plain = letters_for_zeros(plain).removesuffix("'S").strip() or plain
    bare = ROLE.sub("", plain)
    for name in (plain, bare, WASHINGTON.sub("", bare)):
        compact = letters(name)
        if compact in posts():
            return Post(posts()[compact])
    compact = letters(WASHINGTON.sub("", bare))
    if compact in truncated_posts():
        return Post(truncated_posts()[compact])
    if len(compact) < 2 or NO_POST & set(plain.split()):
        return None
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
    # Where either has four letters, an alias one edit away is another name (USIA, USDA, USDAO).
    return {
        posts()[n]
        for n in candidates
        if is_one_edit(word, n) and (min(len(word), len(n)) > 4 or posts()[n] == n)
    }


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

# What may stand before a number given by itself: a bullet, or the word for what it is.
WORDS_AHEAD = ("MRN", "REF", "REFTEL", "CABLE", "TELEGRAM", "EXDIS", "NODIS")
LEADING = re.compile(rf"^(?:[A-Z][.)] |\([A-Z]\) |(?:{'|'.join(WORDS_AHEAD)})(?: [A-Z](?=:))?[:.]? )")
# Year, post and serial with nothing to put right: no O beside a figure but within the post.
PLAIN = re.compile(r"([0-9]{4}|[0-9]{2})?([A-Z]{3,20}) ?([0-9]{1,9})")
# Year, post, serial; whatever else stands in the text. The post may hold spaces, points, slashes.
FUSED = re.compile(
    r"^[('\[]{0,2}(\d{4}|\d{2})?[)\]]?[ /._-]{0,2}([A-Z][A-Z .'/_-]{0,60}?)[ #.:_-]{0,4}"
    r"(?:(0\d|10(?=-\d{4})|[7-9]\d(?=-\d{3}))-)?(\d{1,3},\d{3}|\d{1,40})(?!\d)(.{0,40})$"
)
APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ`´", "'"))
NUMBERED = re.compile(r"[ .](?:NUMBER|NBR|NO|NR|CABLE|TELEGRAM|TEL|MESSAGE|MSG)S?\.?$")
YEAR_AFTER = re.compile(r"^(?: ?(?:-|\(|'|,|OF |/(?=\d{4}|[7-9]\d)) ?[('OF ]{0,4}| )(\d{4}|\d{2})\)?$")
MORE = re.compile(
    r"^(?: ?/ ?\d{1,2}(?:/\d{2})?(?: OF \d{1,2})?"  # a section
    r"| [A-Z(].*|[A-Z(][^\d]*"  # words
    r"|[ ,;/]{1,3}(?:\d{2}|\d{4}) ?[A-Z]{3}.*)$"  # a second number
)
SECTION_GLUED = re.compile(r"S[ECTION][ECTIONS]{1,7} ?\d{1,2} ?(?:OF ?\d{1,2}|(?=[A-Z]))")
O_FOR_ZERO = re.compile(r"O(?:(?<=\dO)(?=\d|\b)|(?<!\wO)(?=\d))")
OO_AHEAD = re.compile(r"OO(?= [A-Z])")
ZERO_FOR_O = re.compile(r"0(?:(?<=[A-Z]0)(?=[A-Z])|(?<=[A-Z]{2}0)(?= #?\d|$))")
FIRST_NUMBER = re.compile(r"[A-Z]{2,} ?\d*$")
SECOND_NUMBER = re.compile(r"(\d)((?:19|20)?\d{2})?[A-Z]{3,20} ?\d{1,9}$")


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
    if not text:
        return None
    found = PLAIN.fullmatch(text)
    if found and found[2] not in WORDS_AHEAD:
        return _number(found[1], found[2], found[3])
    plain = " ".join(text.upper().translate(APOSTROPHES).split()).strip(' .,;:()[]"/')
    if not plain or len(plain) > 90:
        return None
    plain = letters_for_zeros(zeros_for_letters(LEADING.sub("", plain)))
    plain = " ".join(SECTION_GLUED.sub(" ", plain).split())
    match = FUSED.match(_first_of_two(plain))
    if not match:
        return None
    before, name, between, serial, tail = match.groups()
    serial = serial.replace(",", "")
    if len(serial.lstrip("0")) > LONGEST_SERIAL or len(serial) > 2 * LONGEST_SERIAL:
        return None
    after = YEAR_AFTER.match(tail) if tail else None
    if tail and not after and not MORE.match(tail):
        return None
    year = before or between or (after[1] if after and is_telegram_year(after[1]) else None)
    return _number(year, NUMBERED.sub("", name.strip(" .'/-_")), serial)


def _number(year: str | None, name: str, serial: str) -> Number | None:
    post = post_named(name) if int(serial) else None
    return Number(two_digits(year), post, int(serial)) if post else None


def is_telegram_year(digits: str) -> bool:
    """True for two or four digits that may be the year of a telegram; others end a range (`LIMA 1255-57`)."""
    value = int(digits)
    return 1900 <= value < 2100 if len(digits) == 4 else not 30 <= value < 60


def zeros_for_letters(text: str) -> str:
    """Letter O for zero put right, of capitals: `O4 LIMA 7`, `STATE 955O`. No length changes."""
    text = O_FOR_ZERO.sub("0", text)
    return "00" + text[2:] if OO_AHEAD.match(text) else text


def letters_for_zeros(text: str) -> str:
    """Zero for letter O put right, of capitals: `T0KY0 12`, `QUIT0 4525`. No length changes."""
    return ZERO_FOR_O.sub("O", text)


def _first_of_two(plain: str) -> str:
    """Of two numbers run together the first: `09STATE1234509STATE2345` has the second one's year glued on."""
    second = SECOND_NUMBER.search(plain)
    if second is None or not FIRST_NUMBER.search(plain[: second.start() + 1]):
        return plain
    is_year = second[2] is None or is_telegram_year(second[2])
    return plain[: second.end(1)] if is_year else plain[: second.end(2)]


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
