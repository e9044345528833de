"""Entries of REF that are a post and a serial and nothing else, as most are: `08 STATE 12345 (NOTAL)`."""

from __future__ import annotations

import re

from cables.parsing.mrn import Number, is_known, letters, post_named
from cables.parsing.reference_kinds import ALONE
from cables.parsing.words_before import CONNECTING, NOUNS, OWN_TELEGRAM, PARTY, STOPWORDS, YOUR_TELEGRAM

PLAIN = re.compile(r"(?:'?([0-9]{2}) )?([A-Z]{2,20}(?: [A-Z]{2,20}){0,3}) ([0-9]{1,6})(?: \(NOTAL\))?")
# Words that are passed over before a post, or mean another: for these every rule has to be asked.
NO_NAMES = CONNECTING | NOUNS | OWN_TELEGRAM | YOUR_TELEGRAM | PARTY | {"NOTAL", "NOTALS"}
SHORTEST = 3  # letters of a post that no table has
NO_POSTS = STOPWORDS | ALONE
PREVIOUS = ("PREVIOUS", "PREV", "PRECEDING", "EARLIER")  # `ANDPREVIOUS 12` says that it is one of several


def plain_number(body: str, own_post: str | None) -> Number | None:
    """What all the rules for numbers would read in such an entry; None for any other entry.

    No rule finds more in it: nothing follows the serial that could be a year, a section or a date, and
    the whole of the words before it is a post: of the tables, the cable's own, or one word of no meaning.
    """
    match = PLAIN.fullmatch(body)
    if match is None:
        return None
    year, name, serial = match.groups()
    if not NO_NAMES.isdisjoint(name.split()):
        return None
    if not (is_known(name) or letters(name) == own_post or _may_be_a_post(name)):
        return None
    post = post_named(name)
    if post is None or not int(serial):
        return None
    return Number(int(year) if year else None, post, int(serial))


def _may_be_a_post(name: str) -> bool:
    """True for one word that stands for nothing else, so that all the rules take it for a post's name."""
    if len(name) < SHORTEST or " " in name:
        return False
    return name not in NO_POSTS and not name.endswith(PREVIOUS)
