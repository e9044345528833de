"""Telegrams as they were from 1985 on: portion marks, a route before each addressee, numbered pages."""

from __future__ import annotations

from cables.inventing.contents import in_pages, others, paragraphs, references, tags
from cables.inventing.prose import title, wrapped
from cables.inventing.settled import SPACED, Invented, Settled
from cables.inventing.words import NAMES

MARKS = {"U": ["U"], "C": ["C", "C", "C", "U", "SBU"], "S": ["S", "S", "C", "U"]}
PRECEDENCES = {"O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
BULLETS_UNDER = "5."


def written(telegram: Settled) -> Invented:
    city, serial = telegram.post.code, telegram.serial
    page_head = f"{city} {serial:08d}"
    pages = in_pages(_text(telegram), lambda page, of: ["", f"{page_head}  {page:03d} OF {of:03d} ", ""])
    end = [telegram.dice.choice(NAMES).upper(), "BT", f"#{serial % 10_000:04d}", "NNNN", ""]
    return telegram.told(_heading(telegram), [*_declared(telegram), *pages, *end])


def _heading(telegram: Settled) -> list[str]:
    dice, post, sent = telegram.dice, telegram.post, telegram.sent
    urgent, serial = dice.choice("OPPRR"), f"{telegram.serial % 10_000:04d}"
    word = PRECEDENCES[urgent]
    informed = [f"{each.route}/{each.name} {word} {dice.randint(1, 9999):04d}" for each in others(dice)]
    return [
        f"VZCZCXRO{serial}",
        f"{urgent * 2} RUEHZZ",
        f"DE {post.route} #{serial} {sent:%j%H%M}",
        f"ZNY {telegram.level * 5} ZZH",
        f"{urgent} {telegram.dtg}",
        f"FM {post.name}",
        f"TO RUEHC/SECSTATE WASHDC {word} {serial}",
        f"INFO {informed[0]}",
        *informed[1:],
        "BT",
        f"{SPACED[telegram.level]} {post.code} {telegram.serial:06d}",
    ]


def _declared(telegram: Settled) -> list[str]:
    dice, sent = telegram.dice, telegram.sent
    order = f"DECL: {sent:%m/%d}/{sent.year + 10}" if telegram.is_marked else "N/A"
    lines = ["", "SIPDIS", ""]
    if telegram.level == "S":
        lines += ["NOFORN", ""]
    lines += [f"E.O. 12958: {order}", f"TAGS: {tags(dice)}", *wrapped(f"SUBJECT: {title(dice).upper()}"), ""]
    if telegram.cited:
        lines += [*references(telegram.cited, "{}."), ""]
    if telegram.is_marked:
        lines += [f"Classified By: Charge {dice.choice(NAMES)} for Reasons 1.4 (b) and (d)", ""]
    return lines


def _text(telegram: Settled) -> list[str]:
    dice = telegram.dice
    lines: list[str] = []
    for number, text in paragraphs(telegram):
        is_marked = telegram.is_marked or telegram.n % 2
        mark = f" ({dice.choice(MARKS[telegram.level])})" if is_marked else ""
        lines += [*wrapped(f"{number}{mark} {text}"), ""]
        if number == BULLETS_UNDER:
            lines += [line for _ in range(3) for line in (*wrapped(f"-- {title(dice)};"), "")]
    return lines
