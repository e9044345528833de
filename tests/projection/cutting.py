"""Cuts of invented telegrams in short, without a database."""

from cables.parsing import parse_cable
from cables.parsing.quoting import reading_text
from cables.projection.cuts import PARAGRAPH, PASSAGE, SUBJECT, Cut, subject_place
from cables.projection.derive import Placed, derive

CODES = (("FOIA", "b(6)"),)


def of_paragraph(text, number, *, acknowledged=True, codes=CODES):
    found = next(p for p in parse_cable(text).paragraphs if p.number == number)
    return Cut(PARAGRAPH, *found.span, acknowledged, codes, reading_text(found))


def of_words(text, words, *, acknowledged=True, codes=CODES):
    """Of words that stand in the source once, on one line or as the source breaks them."""
    assert text.count(words) == 1
    start = text.index(words)
    return Cut(PASSAGE, start, start + len(words), acknowledged, codes, " ".join(words.split()))


def of_subject(text, *, acknowledged=True, codes=CODES):
    parsed = parse_cable(text)
    return Cut(SUBJECT, *subject_place(parsed), acknowledged, codes, parsed.subject or "")


def places(parsed):
    """Paragraph n has the identity 10 n, to be told from its place and number."""
    return [Placed(10 * n, *p.span) for n, p in enumerate(parsed.paragraphs, 1)]


def project(text, *cuts):
    parsed = parse_cable(text)
    return derive(text, parsed, places(parsed), cuts)


def as_read(projection):
    """Number and text of each paragraph."""
    return [(p.number, reading_text(p)) for p in projection.parsed.paragraphs]
