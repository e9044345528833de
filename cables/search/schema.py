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
KEPT = "kept"
"""Of the full index only: what keeps a cable, or some of it, from the public."""
NEWEST, OLDEST, IN_ORDER = "newest", "oldest", "in_order"
"""What lists are sorted by; the first two are whole numbers, which are compared more quickly than text."""
VERSION = 3
"""Raised with every change of what a document holds, so that no index of before is asked."""


def body_at(level: str) -> str:
    """The field with the text of the paragraphs of one level, in a cable that has several.

    Any other has ONE_LEVEL, so that its text is not written twice.
    """
    return f"{BODY}_{level}"


def schema() -> Schema:
    builder = SchemaBuilder()
    for name in (ID, SENT, YEAR):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in (PARAGRAPHS, NEWEST, OLDEST):
        builder.add_integer_field(name, fast=True)
    for name in (BODY, SUBJECT, TO_NAME, *map(body_at, Paragraph.Level.values)):
        builder.add_text_field(name, tokenizer_name=ENGLISH)
    for name in (NUMBER, REFERENCE, TO, ONE_LEVEL):
        builder.add_text_field(name, tokenizer_name=RAW, index_option="basic")
    for name in (*COUNTED, CITED, KEPT):
        builder.add_text_field(name, tokenizer_name=RAW, index_option="basic", fast=True)
    builder.add_text_field(IN_ORDER, tokenizer_name=RAW, index_option="basic", fast=True)
    return builder.build()


def with_words(index: Index) -> Index:
    """The index with the analyzers that its fields name."""
    for name, analyzer in analyzers().items():
        index.register_tokenizer(name, analyzer)
    return index
