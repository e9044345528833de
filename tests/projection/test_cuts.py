"""Decisions become edits: what stands in the place of each, and which copies go with it."""

import html

import pytest

from cables.parsing import parse_cable
from cables.projection.cuts import edits, paragraphs_within, subject_place
from cables.projection.redaction import MARK
from tests.parsing.telegrams import seventies
from tests.projection.cutting import CODES, as_read, of_paragraph, of_subject, of_words, project
from tests.telegrams import telegram

SUBJECT = "RISCHENHEIM AND THE HARBOUR DUES"
PARAGRAPHS = ("1. (U) The harbour master called.", "2. (C) He asked\nfor time, again and again and again.")
TEXT = telegram(subject=SUBJECT, paragraphs=PARAGRAPHS)
HEAD, BODY = TEXT.split("E.O. 12958")[0], "E.O. 12958" + TEXT.split("E.O. 12958")[1]


def found(text, *cuts):
    return list(edits(text, parse_cable(text), cuts))


def first(text, cut):
    """The edit of the place itself; copies follow it."""
    return found(text, cut)[0]


# --- A paragraph, words -----------------------------------------------------------------------


def test_acknowledged_paragraph_keeps_number_and_mark():
    cut = of_paragraph(TEXT, 2)
    edit = first(TEXT, cut)
    assert (edit.start, edit.end, edit.codes, edit.gap) == (cut.start, cut.end, CODES, False)
    assert edit.shown == f"2. (C) {MARK}\n\n"


def test_paragraph_without_number_or_mark_keeps_none():
    text = telegram(paragraphs=("One thing happened.", "Another did."))
    assert first(text, of_paragraph(text, None)).shown == f"{MARK}\n\n"


def test_paragraph_that_is_not_acknowledged_is_a_gap_without_codes():
    edit = first(TEXT, of_paragraph(TEXT, 2, acknowledged=False))
    assert (edit.shown, edit.codes, edit.gap) == ("\n\n", None, True)


@pytest.mark.parametrize(("acknowledged", "shown", "codes"), [(True, MARK, CODES), (False, "", None)])
def test_words_become_the_mark_or_nothing(acknowledged, shown, codes):
    edit = first(TEXT, of_words(TEXT, "master", acknowledged=acknowledged))
    assert (edit.shown, edit.codes, edit.gap) == (shown, codes, False)


def test_paragraphs_within_a_stretch_are_those_that_begin_in_it():
    parsed = parse_cable(TEXT)
    one, two = parsed.paragraphs
    assert paragraphs_within(parsed, one.span.start, two.span.start) == [one]
    assert paragraphs_within(parsed, one.span.start, two.span.start + 1) == [one, two]
    assert paragraphs_within(parsed, one.span.start + 1, one.span.end) == []


# --- A subject --------------------------------------------------------------------------------


def test_place_of_a_subject_is_its_line_with_the_label():
    start, end = subject_place(parse_cable(TEXT))
    assert TEXT[start:end].strip() == f"SUBJECT: {SUBJECT}"
    assert subject_place(parse_cable("1. (C) No subject here.\n")) == (0, 0)


@pytest.mark.parametrize(
    ("subject", "acknowledged", "line"),
    [
        (SUBJECT, True, f"SUBJECT: {MARK}\n"),
        (SUBJECT, False, "SUBJECT:\n"),
        (f"(C) {SUBJECT}", True, f"SUBJECT: (C) {MARK}\n"),
        (f"(C) {SUBJECT}", False, "SUBJECT:\n"),
        (f"{SUBJECT}\nOF ZENDA", True, f"SUBJECT: {MARK}\n"),
    ],
)
def test_subject_keeps_its_label_and_acknowledged_its_mark(subject, acknowledged, line):
    text = telegram(subject=subject, paragraphs=PARAGRAPHS)
    projection = project(text, of_subject(text, acknowledged=acknowledged))
    assert line in projection.text
    assert "RISCHENHEIM" not in projection.text
    assert as_read(projection) == as_read(project(text))


def test_subject_in_a_reference_line_goes_too():
    text = telegram(subject=SUBJECT, paragraphs=PARAGRAPHS, ref=f"ZENDA 388 ({SUBJECT.title()})")
    projection = project(text, of_subject(text))
    assert "rischenheim" not in projection.text.lower()
    assert "ZENDA 388" in projection.text


def test_subject_in_a_paragraph_is_that_paragraphs_own_text():
    text = telegram(subject=SUBJECT, paragraphs=(f"1. (C) {SUBJECT} came up.",))
    assert SUBJECT in project(text, of_subject(text)).text


def test_subject_that_stands_nowhere_is_withheld_all_the_same():
    text = TEXT.replace(f"SUBJECT: {SUBJECT}\n", "")
    projection = project(text, of_subject(text))
    assert (projection.text, projection.subject_is_withheld) == (text, True)


# --- Every container --------------------------------------------------------------------------


def labelled():
    return f"Document date: 2008-08-14 15:20\nRelease date: 2011-01-01\nSubject: {SUBJECT.title()}\n\n{TEXT}"


def page():
    cells = "".join(f"<th>{name}</th>" for name in ("Reference ID", "Created", "Released", "Origin"))
    values = "".join(
        f"<td>{value}</td>"
        for value in ("08ZENDA412", "2008-08-14 15:20", "2011-09-01 08:00", "Consulate Zenda")
    )
    body = html.escape(BODY).replace("\n", "&#x000A;")
    return (
        f"<!DOCTYPE html>\n<html><head><title>{SUBJECT.title()}</title>"
        f'<meta name="description" content="Rischenheim&nbsp;and the harb&#111;ur dues"></head>'
        f"<body><table><tr>{cells}</tr><tr>{values}</tr></table>\n"
        f"<code><pre>{html.escape(HEAD)}</pre></code>\n<code><pre>{body}</pre></code></body></html>\n"
    )


def row():
    cells = ("1", "8/14/2008 15:20", "08ZENDA412", "Consulate Zenda", "CONFIDENTIAL", SUBJECT.lower())
    return ",".join('"{}"'.format(cell.replace('"', '""')) for cell in (*cells, HEAD, BODY)) + "\n"


CONTAINERS = {"plain": TEXT, "labelled": labelled(), "html": page(), "csv_row": row()}


@pytest.mark.parametrize("acknowledged", [True, False])
@pytest.mark.parametrize("name", CONTAINERS)
def test_subject_goes_wherever_the_container_repeats_it(name, acknowledged):
    text = CONTAINERS[name]
    assert (parse_cable(text).container, parse_cable(text).subject) == (name, SUBJECT)
    projection = project(text, of_subject(text, acknowledged=acknowledged))
    everything = f"{projection.text} {projection.parsed}".lower()
    assert "rischenheim" not in everything
    assert "dues" not in everything
    assert as_read(projection) == as_read(project(text))
    assert (MARK in projection.text) == acknowledged


@pytest.mark.parametrize("acknowledged", [True, False])
def test_subject_goes_from_the_attributes_of_the_seventies(acknowledged):
    text = seventies(["1. THE MINISTER CALLED.\n \n", "2. HE LEFT.\n \n"])
    assert parse_cable(text).container == "aad"
    projection = project(text, of_subject(text, acknowledged=acknowledged))
    assert "ZINC" not in f"{projection.text} {projection.parsed}"
    assert as_read(projection) == as_read(project(text))


@pytest.mark.parametrize("name", CONTAINERS)
def test_paragraph_and_words_go_in_every_container(name):
    text = CONTAINERS[name]
    one = of_paragraph(text, 1)
    for acknowledged, left in ((True, [(1, MARK)]), (False, [])):
        cut = of_paragraph(text, 1, acknowledged=acknowledged)
        projection = project(text, cut)
        assert as_read(projection)[: len(left)] == left
        assert [number for number, _ in as_read(projection)][-1] == 2
        assert "harbour master" not in f"{projection.text} {projection.parsed}"
    assert "called" in text[one.start : one.end]
    words = project(text, of_words(text, "harbour master"))
    assert as_read(words)[0] == (1, f"The {MARK} called.")


# --- Copies outside the paragraphs ------------------------------------------------------------


def test_copy_of_a_paragraph_in_the_container_goes_with_it():
    words = "He asked for time, again and again and again."
    text = f"Document date: 2008-08-14 15:20\nRelease date: 2011-01-01\nExcerpt: {words}\n\n{TEXT}"
    for acknowledged in (True, False):
        projection = project(text, of_paragraph(text, 2, acknowledged=acknowledged))
        assert "asked" not in f"{projection.text} {projection.parsed}"
        assert MARK in projection.text or not acknowledged


def test_few_words_in_the_container_are_no_copy_of_a_paragraph():
    text = f"Document date: 2008-08-14 15:20\nRelease date: 2011-01-01\nExcerpt: He asked\n\n{TEXT}"
    assert "Excerpt: He asked\n" in project(text, of_paragraph(text, 2)).text


def test_words_that_the_public_subject_has_stay_there():
    text = telegram(subject=SUBJECT, paragraphs=(f"1. (C) On {SUBJECT.lower()} he said no more.",))
    projection = project(text, of_paragraph(text, 1))
    assert projection.parsed.subject == SUBJECT
    both = project(text, of_paragraph(text, 1), of_subject(text))
    assert SUBJECT not in both.text.upper()


def test_copy_in_another_paragraph_stays():
    text = telegram(paragraphs=(PARAGRAPHS[1].replace("2.", "1."), PARAGRAPHS[1]))
    projection = project(text, of_paragraph(text, 2))
    assert as_read(projection) == [(1, "He asked for time, again and again and again."), (2, MARK)]


# --- Sections ---------------------------------------------------------------------------------


def test_head_of_a_page_within_what_is_withheld_goes_with_it():
    pages = "2. (C) He left.\n\nCONFIDENTIAL\n\nPAGE 02 ZENDA 000412\n\nHe came back."
    text = telegram(paragraphs=(PARAGRAPHS[0], pages))
    projection = project(text, of_paragraph(text, 2))
    assert "PAGE 02" not in projection.text
    assert "CONFIDENTIAL\n" not in projection.text.split("\n1. (U)")[1]


def test_words_over_the_head_of_a_section_leave_the_head():
    line = "C O N F I D E N T I A L SECTION {:02} OF 02 ZENDA 000412"
    text = telegram(
        paragraphs=("1. (C) He left\n\n" + line.format(2) + "\n\nSIPDIS\n\nand came back.", PARAGRAPHS[1])
    ).replace("C O N F I D E N T I A L ZENDA 000412", line.format(1))
    projection = project(text, of_words(text, text[text.index("left") : text.index(" back.")]))
    assert [section.number for section in projection.parsed.sections] == [1, 2]
    assert line.format(2) in projection.text
    assert "came" not in projection.text
