"""Codes in words: posts, tags, classifications, levels, precedences, dates.

A code that no table knows keeps its own spelling; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cables.models import Collection, Post, Tag

CLASSIFICATION_WORDS = {
    "UNCLASSIFIED": "unclassified",
    "SBU": "sensitive but unclassified",
    "LOU": "limited official use",
    "CONFIDENTIAL": "confidential",
    "SECRET": "secret",
    "TOP SECRET": "top secret",
    "UNKNOWN": "classification not stated",
}
LEVEL_OF = {
    "UNCLASSIFIED": "U",
    "SBU": "SBU",
    "LOU": "LOU",
    "CONFIDENTIAL": "C",
    "SECRET": "S",
    "TOP SECRET": "TS",
    "UNKNOWN": "",
}
"""The level, as of a paragraph, of a cable's classification; "" where none is stated."""

LEVEL_WORDS = {level: CLASSIFICATION_WORDS[name] for name, level in LEVEL_OF.items()} | {
    "": "marking not stated"
}

TAG_KINDS = {
    "subject": "Subjects",
    "geo": "Countries and regions",
    "organization": "Organizations",
    "program": "Programs",
    "person": "Persons",
    "unknown": "Not in the TAGS table",
}
"""The kinds of tags, in the order in which they are shown."""


def post_names(codes: Iterable[str]) -> dict[str, str]:
    """Code → name for every code asked for; one query, none for no codes."""
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    known = dict(Post.objects.filter(code__in=wanted).values_list("code", "name"))
    return {code: known.get(code, code) for code in wanted}


def tag_names(codes: Iterable[str]) -> dict[str, str]:
    """Code → name, "" for a code that is not in the table; one query, none for no codes."""
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    known = dict(Tag.objects.filter(code__in=wanted).values_list("code", "name"))
    return {code: known.get(code, "") for code in wanted}


def collection_names(slugs: Iterable[str]) -> dict[str, str]:
    """Slug → name for every collection of which something is released; one query, none for no slugs."""
    wanted = set(slugs)
    if not wanted:
        return {}
    return dict(Collection.objects.released().filter(slug__in=wanted).values_list("slug", "name"))


def date_in_words(moment: dt.date | dt.datetime) -> str:
    """`Tuesday 15 September 2009`."""
    return f"{moment:%A} {plain_date(moment)}"


def plain_date(moment: dt.date | dt.datetime) -> str:
    """`14 September 2019`."""
    return f"{moment.day} {moment:%B} {moment.year}"


def short_date(moment: dt.date | dt.datetime) -> str:
    """`15 Sep 2009`."""
    return f"{moment.day} {moment:%b} {moment.year}"


def zulu_time(moment: dt.datetime) -> str:
    """`12:48 Z`, with a space that does not break."""
    return f"{moment.astimezone(dt.UTC):%H:%M}\N{NO-BREAK SPACE}Z"
