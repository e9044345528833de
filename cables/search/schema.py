"""The fields of the index. One document a cable; no text is stored in it."""

from __future__ import annotations

from tantivy import Index, Schema, SchemaBuilder

from cables.models import Paragraph
from cables.search.analysis import ENGLISH, analyzers

RAW = "raw"
ID, SENT, YEAR, PARAGRAPHS = "id", "sent", "year", "paragraphs"
BODY, SUBJECT, ONE_LEVEL = "body", "subject", "one_level"
NUMBER, REFERENCE, TO, TO_NAME = "number", "reference", "to", "to_name"
TAG, ORIGIN, CLASSIFICATION, MARK, CAPTION, COLLECTION = (
    *("tag", "origin", "classification", "mark", "caption", "collection"),
)
CITED = "cited"
"""The numbers of the cables that one names, in a REF line or in its text."""
COUNTED = (TAG, ORIGIN, CLASSIFICATION, MARK, CAPTION, COLLECTION)
SEVERAL = {TAG: 6, MARK: 3, CAPTION: 2}
"""Facets of which a cable may have several values, and how many of these have a column of their own to be
counted in: the engine counts a column with one value in every document several times faster than one with any
number of them."""
NO_VALUE = ""
"""What stands in such a column of a cable that has fewer."""
KEPT = "kept"
"""Of the full index only: what keeps a cable, or some of it, from the public."""
NEWEST, OLDEST, IN_ORDER = "newest", "oldest", "in_order"
"""What lists are sorted by; the first two are whole numbers, which are compared more quickly than text."""
VERSION = 4
"""Raised with every change of what a document holds, so that no index of before is asked."""


def body_at(level: str) -> str:
    """The field with the text of the paragraphs of one level, in a cable that has several.

    Any other has ONE_LEVEL, so that its text is not written twice.
    """
    return f"{BODY}_{level}"


def columns(name: str) -> tuple[str, ...]:
    """The fields in which the values of a facet are counted; the last of several holds all that are left."""
    if name not in SEVERAL:
        return (name,)
    return (*(f"{name}_{n}" for n in range(1, SEVERAL[name] + 1)), f"{name}_more")


def schema() -> Schema:
    builder = SchemaBuilder()
    for name in (ID, SENT, YEAR):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in (PARAGRAPHS, NEWEST, OLDEST):
        builder.add_integer_field(name, fast=True)
    for name in (BODY, SUBJECT, TO_NAME, *map(body_at, Paragraph.Level.values)):
        builder.add_text_field(name, tokenizer_name=ENGLISH)
    for name in (NUMBER, REFERENCE, TO, ONE_LEVEL, *SEVERAL):
        builder.add_text_field(name, tokenizer_name=RAW, index_option="basic")
    for name in (*(column for facet in COUNTED for column in columns(facet)), CITED, KEPT):
        builder.add_text_field(name, tokenizer_name=RAW, index_option="basic", fast=True)
    builder.add_text_field(IN_ORDER, tokenizer_name=RAW, index_option="basic", fast=True)
    return builder.build()


def with_words(index: Index) -> Index:
    """The index with the analyzers that its fields name."""
    for name, analyzer in analyzers().items():
        index.register_tokenizer(name, analyzer)
    return index
