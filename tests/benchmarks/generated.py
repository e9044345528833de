"""Telegrams by the thousand, the same ones at each run, made one at a time as they are asked for.

They have the sizes of real ones: about 6.5 kB, 13 paragraphs, 5 tags, 2 references, mentions in the text,
a page break or more. Seven in ten are modern; the others are of the 1970s, in capitals and in pages.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence

from tests.benchmarks.prose import mention, sentence, wrapped

TAGS = "PREL PGOV ECON ETRD EWWT ELTN EMIN PINS PHUM MARR SENV KCRM OVIP".split()
PLACES = "FR GM UK IT SP".split()
PARAGRAPHS = 13
LINES_A_PAGE = 46
SEED = 95585


def generated(count: int, seed: int = SEED) -> Iterator[str]:
    for n in range(1, count + 1):
        dice = random.Random(f"{seed} {n}")
        yield _of_the_seventies(dice, n) if n % 10 in (3, 6, 9) else _modern(dice, n)


def _paragraphs(dice: random.Random, post: str, n: int) -> Iterator[str]:
    earlier = f"{post} {max(1, n - dice.randint(1, 40))}"
    for number in range(1, PARAGRAPHS + 1):
        told = [sentence(dice, dice.randint(10, 25)) for _ in range(dice.randint(2, 5))]
        if number % 3 == 0:
            told.insert(1, mention(dice, earlier))
        if number == 2:
            told = ["Summary:", *told, "End summary."]
        yield f"{number}. {' '.join(told)}"


def _tags(dice: random.Random) -> str:
    return ", ".join([*dice.sample(TAGS, 4), dice.choice(PLACES)])


def _modern(dice: random.Random, n: int) -> str:
    when = dt.datetime(2004, 1, 1, 6, 0, tzinfo=dt.UTC) + dt.timedelta(hours=5 * n)
    dtg = f"{when:%d%H%M}Z {when:%b} {when:%y}".upper()
    body: list[str] = []
    for told in _paragraphs(dice, "ZENDA", n):
        number, text = told.split(". ", 1)
        body += [*wrapped(f"{number}. ({dice.choice('UCCC')}) {text}"), ""]
        if number == "5":
            body += [*_points(dice), ""]
    return "\n".join(
        [
            f"VZCZCXRO{n % 10000:04d}",
            "OO RUEHSR RUEHHZ",
            f"DE RUEHZD #{n % 10000:04d} {when:%j%H%M}",
            "ZNY CCCCC ZZH",
            f"O P {dtg}",
            "FM AMEMBASSY ZENDA",
            f"TO RUEHC/SECSTATE WASHDC IMMEDIATE {n % 10000:04d}",
            "INFO RUEHSR/AMEMBASSY STRELSAU PRIORITY 0391",
            "RUEHHZ/AMCONSUL HENTZAU PRIORITY 0112",
            "RUEKJCS/SECDEF WASHDC PRIORITY",
            "BT",
            f"C O N F I D E N T I A L ZENDA {n:06d}",
            *("", "SIPDIS", ""),
            f"E.O. 12958: DECL: {when:%m/%d}/{when.year + 10}",
            f"TAGS: {_tags(dice)}",
            *wrapped(f"SUBJECT: HARBOUR DUES: {sentence(dice, 9).upper()}"),
            "",
            f"REF: A. STATE {80000 + n}",
            f"     B. ZENDA {max(1, n - 3)} (NOTAL)",
            "",
            "Classified By: Charge R. Rassendyll for Reasons 1.4 (b) and (d)",
            "",
            *_in_pages(body, lambda page, of: ["", f"ZENDA {n:08d}  {page:03d} OF {of:03d} ", ""]),
            *("RASSENDYLL", "BT", f"#{n % 10000:04d}", "NNNN", ""),
        ]
    )


def _points(dice: random.Random) -> list[str]:
    return [line for _ in range(3) for line in ("", *wrapped(f"-- {sentence(dice, 12)}"))]


def _of_the_seventies(dice: random.Random, n: int) -> str:
    when = dt.datetime(1974, 1, 1, 6, 0, tzinfo=dt.UTC) + dt.timedelta(hours=3 * n)
    head = f"STRELSAU {n:05d}  {when:%d%H%M}Z"
    body = [
        line
        for told in _paragraphs(dice, "STRELSAU", n)
        for line in (*(words.upper() for words in wrapped(told)), " ")
    ]
    return "\n".join(
        [
            *("Message Text", " ", "CONFIDENTIAL", " ", f"PAGE 01  {head}", " "),
            *("44", "ACTION EUR-25", " ", "INFO  OCT-01  ISO-00  EB-11", " ", "      L-03  DRC-01  /041 W"),
            "                       ---------------------     061174",
            f"R {when:%d%H%M}Z {when:%b} {when:%y}".upper(),
            *("FM AMEMBASSY STRELSAU", f"TO SECSTATE WASHDC {n % 10000:04d}", "INFO AMCONSUL ZENDA", " "),
            *(f"C O N F I D E N T I A L STRELSAU {n:04d}", " ", "E.O. 11652: GDS"),
            f"TAGS: {_tags(dice)}",
            *wrapped(f"SUBJ: HARBOUR DUES: {sentence(dice, 9).upper()}"),
            " ",
            f"REF: (A) STATE {80000 + n} (B) STRELSAU {max(1, n - 3)}",
            " ",
            *_in_pages(body, lambda page, of: [*("CONFIDENTIAL", " ") * 2, f"PAGE {page:02d}  {head}", " "]),
            *("TRASKELL", " ", " ", "CONFIDENTIAL", " ", " ", "NNN", " ", "Message Attributes"),
            *(f"Draft Date: {when:%d %b %Y}".upper().replace("DRAFT DATE", "Draft Date"),),
            *(f"Document Number: {when.year}STRELSAU{n:05d}", ""),
        ]
    )


def _in_pages(lines: Sequence[str], furniture: Callable[[int, int], list[str]]) -> Iterator[str]:
    """The lines with furniture wherever a page is full, in mid-sentence as often as not."""
    of = -(-len(lines) // LINES_A_PAGE)
    for at, line in enumerate(lines):
        if at and at % LINES_A_PAGE == 0:
            yield from furniture(at // LINES_A_PAGE + 1, of)
        yield line
