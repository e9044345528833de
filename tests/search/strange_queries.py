"""Strange queries, made of pieces that have broken parsers of search boxes."""

from __future__ import annotations

import random
from collections.abc import Iterator

from cables.search.fields import ALIASES, FIELDS

WORDS = [
    *(
        "dues",
        "harbor",
        "Zenda-Hofbau",
        "U.S.",
        "1.4(b)",
        "minister's",
        "minister’s",
        "09STATE95585",
        "ZENDA 412",
    ),
    *("élysée", "e\u0301lyse\u0301e", "Zürich", "Łódź", "İstanbul", "ßtraße", "ﬁnance", "Ǆ", "ﷺ"),
    *("москва", "北京", "日本語のケーブル", "שלום", "مرحبا", "नमस्ते", "ไทย"),
    *("🚢", "👩‍👩‍👧", "🇫🇷", "❤️", "1️⃣", "²", "٢٠٠٨", "௧", "Ⅷ", "½", "z̷̢̛a̴l̶g̸o̵"),
    *("body:secret", "subject:x", "http://example.org/?q=1&b=2", "mailto:a@b.c", "C:\\dir", "a:b:c:"),
]
VALUES = [
    *("PREL", "prel", "C", "top-secret", "TS//NF", "La Paz", "2008", "2008-08", "2008-02-31", "2008-08-14"),
    *(
        "2008..2009",
        "2009..2008",
        "..2008",
        "2008..",
        "..",
        "...",
        "0000",
        "9999-12-31..0001",
        "14/8/2008",
        "soon",
    ),
    *(
        "٢٠٠٨",
        "²⁰⁰⁸",
        "99999999999999999999",
        "-1",
        "",
        "*",
        "PR*",
        '"',
        "(",
        "OR",
        "tag:x",
        "'; DROP TABLE x;--",
    ),
]
SIGNS = [
    *(
        '"',
        "“",
        "”",
        "„",
        "«",
        "»",
        "'",
        "’",
        "`",
        "-",
        "--",
        "–",
        "—",
        "−",
        "*",
        "**",
        "?",
        "~",
        "^",
        "|",
        "||",
    ),
    *(
        "&&",
        "!",
        "+",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        ":",
        "::",
        ";",
        ",",
        ".",
        "..",
        "/",
        "\\",
        "%",
        "_",
    ),
    *("OR", "AND", "NOT", "or", "not", "TO", "IN", "NEAR", "OR OR", "NOT NOT", "AND OR NOT"),
]
ENGINES = [
    *(
        "body:x",
        "body:[a TO b]",
        "{a TO *}",
        "title:(a AND b)^2",
        "zinc~1",
        '"a b"~2',
        "/re.*/",
        "*:*",
        "_exists_:x",
    ),
    *("IN [a b c]", "a^1e308", "NEAR(a b, 3)", "zinc & !tin", "zinc <-> tin", "zinc:*", "'zinc':A", "$$x$$"),
    *(
        "' OR 1=1 --",
        "%' ESCAPE '!",
        "\\%\\_",
        "{{ 7*7 }}",
        "{0}{typed}",
        "%s%(x)s",
        "<script>",
        "${x}",
        "\\u0000",
    ),
]
UNSEEN = [
    *(
        "\x00",
        "\x1b",
        "\x7f",
        "\t",
        "\r\n",
        "\x0b",
        "\x1c",
        "\x85",
        "\xa0",
        "\xad",
        "\u2028",
        "\u3000",
        "\ufeff",
    ),
    *(
        "\u200b",
        "\u200d",
        "\u200e",
        "\u202e",
        "\u2066",
        "\u2069",
        "\ufffe",
        "\uffff",
        "\U000e0041",
        "\U0010ffff",
    ),
    *("\ud800", "\udfff", "\ud83d", "\udc80\udcff"),
]
LONG = [
    *(
        "a",
        "-",
        '"',
        "(",
        ")",
        "*",
        ":",
        "tag:",
        "a:",
        "-(",
        "OR ",
        'a"',
        "1",
        "é",
        "e\u0301",
        "\u0301",
        "🚢",
        " ",
    ),
    *("08ZENDA412 ", "sent:2008 ", '"a" ', "\u202e", "\ud800", "..", "a*", "-a ", "[a TO b] "),
]


def queries(count: int, seed: int) -> Iterator[str]:
    dice = random.Random(seed)
    for number in range(count):
        if number % 50 == 0:
            yield (dice.choice(LONG) * 10_000)[:10_000]
        else:
            yield "".join(_piece(dice) for _ in range(dice.choice((1, 2, 3, 5, 8, 13, 40))))


def _piece(dice: random.Random) -> str:
    match dice.randrange(8):
        case 0 | 1:
            piece = dice.choice(WORDS)
        case 2 | 3:
            piece = f"{_field(dice)}:{dice.choice((*VALUES, *WORDS))}"
        case 4:
            piece = f'{_field(dice)}:"{dice.choice(VALUES)} {dice.choice(VALUES)}"'
        case 5:
            piece = dice.choice(ENGINES)
        case 6:
            piece = dice.choice(UNSEEN)
        case _:
            piece = dice.choice(SIGNS)
    before, after = dice.choice(("", "", "", *SIGNS)), dice.choice(("", "", "", *SIGNS))
    return before + piece + after + dice.choice((" ", " ", " ", "", dice.choice(UNSEEN)))


def _field(dice: random.Random) -> str:
    """A field, now and then in capitals or misspelt by a letter."""
    name = dice.choice((*FIELDS, *ALIASES))
    at = dice.randrange(len(name))
    return dice.choice(
        (name, name, name.upper(), name + "s", name[:at] + name[at + 1 :], f"{name[:at]}x{name[at:]}")
    )
