"""A plain entry of REF is read at once; it must give what all the rules give."""

import re
from itertools import product

from cables.parsing import references
from cables.parsing.reference_kinds import ALONE, KINDS, kind_of
from cables.parsing.references import Home, read_references
from cables.parsing.spans import Joined
from cables.parsing.words_before import (
    AFTER_SERIAL,
    CONNECTING,
    NOUNS,
    OTHER_SENDERS,
    OWN_TELEGRAM,
    STOPWORDS,
)

HOME = Home(9, "ZENDA", 412, "STATE")
INVENTED = "STRELSAU KAFSTEIN LODNON QUTIO AB ABC NOVEMBERG MAYO OO ANDPREVIOUS ALLEARLIER PREVIOUS".split()


def _spelt_out(written):
    """TELE?CONS? → TELCON, TELCONS, TELECON, TELECONS."""
    letters = re.findall(r"([A-Z])(\?)?", written)
    return {"".join(chosen) for chosen in product(*[(c, "") if free else (c,) for c, free in letters])}


def _words_of_kinds():
    patterns = " ".join(expression.pattern for _, expression in KINDS)
    return {word for written in re.findall(r"(?:[A-Z]\??){2,}", patterns) for word in _spelt_out(written)}


def _read(text):
    joined = Joined()
    joined.add(text, 0)
    return read_references(joined, HOME)


def test_words_that_tell_a_kind_alone_are_known_as_such():
    told = {word for word in _words_of_kinds() | ALONE if kind_of(f"91 {word} 12") or kind_of(f"{word} 12")}
    assert {word for word in told if len(word) > 2} == ALONE


def test_plain_entries_are_read_as_by_all_the_rules(monkeypatch):
    words = [*INVENTED, *_words_of_kinds(), *AFTER_SERIAL, *CONNECTING, *NOUNS, *OTHER_SENDERS]
    words += [*OWN_TELEGRAM, *STOPWORDS]
    texts = [
        f"{year}{word} {serial}"
        for word in words
        for year in ("", "91 ", "'08 ")
        for serial in ("12", "311200", "0", "4525 (NOTAL)")
    ]
    at_once = [_read(text) for text in texts]
    monkeypatch.setattr(references, "plain_number", lambda body, post: None)
    for text, found in zip(texts, at_once, strict=True):
        assert _read(text) == found, text
