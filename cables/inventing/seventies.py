"""Telegrams of 1973 to 1979 as the National Archives give them: capitals, pages, a distribution list."""

from __future__ import annotations

from cables.inventing.contents import in_pages, others, paragraphs, references, tags
from cables.inventing.prose import title, wrapped
from cables.inventing.settled import CLASSIFICATIONS, SPACED, Invented, Settled
from cables.inventing.words import NAMES

DISTRIBUTION = ["44", "ACTION EUR-25", " ", "INFO  OCT-01  ISO-00  EB-11", " ", "      L-03  DRC-01  /041 W"]
DASHES = "                       ---------------------     061174"


def written(telegram: Settled) -> Invented:
    dice, post, sent = telegram.dice, telegram.post, telegram.sent
    banner = CLASSIFICATIONS[telegram.level]
    head = f"{post.code} {telegram.serial:05d}  {sent:%d%H%M}Z"
    pages = in_pages(_text(telegram), lambda page, of: [*(banner, " ") * 2, f"PAGE {page:02d}  {head}", " "])
    end = [dice.choice(NAMES).upper(), " ", " ", banner, " ", " ", "NNN", ""]
    month = f"{sent:%b}".upper()
    attributes = [
        *(" ", "Message Attributes", f"Draft Date: {sent:%d} {month} {sent.year}"),
        *(f"Document Number: {sent.year}{post.code}{telegram.serial:05d}", ""),
    ]
    return telegram.told(
        [banner, " ", f"PAGE 01  {head}", " ", *_heading(telegram)],
        [*_declared(telegram), *pages, *end],
        before="Message Text\n \n",
        after="\n".join(attributes),
    )


def _heading(telegram: Settled) -> list[str]:
    dice, post = telegram.dice, telegram.post
    informed = [each.name for each in others(dice)]
    return [
        *DISTRIBUTION,
        DASHES,
        f"{dice.choice('OPPRR')} {telegram.dtg}",
        *(f"FM {post.name}", f"TO SECSTATE WASHDC {telegram.n % 10_000:04d}"),
        *(f"INFO {informed[0]}", *informed[1:], " "),
        f"{SPACED[telegram.level]} {post.code} {telegram.serial:04d}",
    ]


def _declared(telegram: Settled) -> list[str]:
    dice = telegram.dice
    lines = [" ", f"E.O. 11652: {'GDS' if telegram.is_marked else 'N/A'}", f"TAGS: {tags(dice)}"]
    lines += [*wrapped(f"SUBJ: {title(dice).upper()}"), " "]
    if telegram.cited:
        lines += [*references(telegram.cited, "({})", between=" "), " "]
    return lines


def _text(telegram: Settled) -> list[str]:
    lines: list[str] = []
    for number, text in paragraphs(telegram):
        lines += [*wrapped(f"{number} {text}".upper(), breaking=True), " "]
    return lines
