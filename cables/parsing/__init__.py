"""Text in, frozen records out: the parser of the reading room. Standard library only."""

from cables.parsing.mrn import canonical_mrn
from cables.parsing.parse import parse_cable
from cables.parsing.parsed import (
    Addressee,
    Block,
    Break,
    Finding,
    Item,
    Mention,
    NamedSpan,
    Paragraph,
    ParsedCable,
    Reference,
    Repair,
    Section,
    Span,
    Tag,
    as_json,
)
from cables.parsing.splitting import split_cables

PARSER_VERSION = "2"  # goes up whenever the same text would be read otherwise

__all__ = [
    "PARSER_VERSION",
    "Addressee",
    "Block",
    "Break",
    "Finding",
    "Item",
    "Mention",
    "NamedSpan",
    "Paragraph",
    "ParsedCable",
    "Reference",
    "Repair",
    "Section",
    "Span",
    "Tag",
    "as_json",
    "canonical_mrn",
    "parse_cable",
    "split_cables",
]
