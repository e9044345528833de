"""The text without the withheld words: what is left, where the marks stand, and when it is held."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cables.parsing import parse_cable
from cables.projection.copies import letters_of
from cables.projection.derive import Reparsed, Unplaceable, derive
from cables.projection.redaction import MARK
from tests.projection.cutting import (
    CODES,
    as_read,
    of_paragraph,
    of_subject,
    of_words,
    places,
    project,
)
from tests.telegrams import telegram

PARAGRAPHS = (
    "1. (U) The harbour master called.",
    "2. (C) He asked for:\n\n-- more time;\n\n-- a longer rope and a\nsecond boat.",
    "3. (C) The dues of Strelsau\nare paid, he said.\n\nCONFIDENTIAL\n\nPAGE 02 ZENDA 000412\n\nIt rained.",
    "4. (C) He left.",
)
TEXT = telegram(paragraphs=PARAGRAPHS)
READ = [
    (1, "The harbour master called."),
    (2, "He asked for:\nmore time;\na longer rope and a second boat."),
    (3, "The dues of Strelsau are paid, he said.\nIt rained."),
    (4, "He left."),
]
OTHER = (("FOIA", "b(5)"),)


def changed(number, text):
    return [(n, text if n == number else words) for n, words in READ]


def codes_of(projection):
    return [[tuple(map(tuple, codes)) for _, _, codes in marks] for marks in projection.deletions]


# --- Nothing withheld -------------------------------------------------------------------------


def test_without_cuts_the_text_is_the_source():
    projection = project(TEXT)
    assert (projection.text, projection.parsed) == (TEXT, parse_cable(TEXT))
    assert list(projection.identities) == [10, 20, 30, 40]
    assert [projection.deletions_of(n) for n in range(4)] == [[], [], [], []]
    assert (projection.subject_is_withheld, projection.subject_codes) == (False, None)


@pytest.mark.parametrize("change", [lambda p: p[:-1], lambda p: [*p[:-1], p[-1]._replace(end=p[-1].end + 1)]])
def test_paragraphs_other_than_those_named_are_refused_with_and_without_cuts(change):
    parsed = parse_cable(TEXT)
    for cuts in ([], [of_paragraph(TEXT, 1)]):
        with pytest.raises(Reparsed, match="parsed anew"):
            derive(TEXT, parsed, change(places(parsed)), cuts)
    assert issubclass(Reparsed, Unplaceable)


# --- A paragraph ------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_acknowledged_paragraph_is_a_mark_under_its_number(number):
    projection = project(TEXT, of_paragraph(TEXT, number))
    assert as_read(projection) == changed(number, MARK)
    assert list(projection.identities) == [10, 20, 30, 40]
    assert projection.deletions_of(number - 1) == [[0, len(MARK), [list(pair) for pair in CODES]]]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_paragraph_that_is_not_acknowledged_is_gone_first_last_or_between(number):
    projection = project(TEXT, of_paragraph(TEXT, number, acknowledged=False))
    assert as_read(projection) == [row for row in READ if row[0] != number]
    assert list(projection.identities) == [10 * n for n, _ in READ if n != number]
    assert MARK not in projection.text


def test_only_paragraph_of_a_telegram_may_go():
    text = telegram(paragraphs=("1. (C) He left.",))
    assert as_read(project(text, of_paragraph(text, 1))) == [(1, MARK)]
    assert as_read(project(text, of_paragraph(text, 1, acknowledged=False))) == []


def test_all_paragraphs_may_go():
    projection = project(TEXT, *(of_paragraph(TEXT, n, acknowledged=False) for n in (4, 2, 1, 3)))
    assert as_read(projection) == []
    marked = project(TEXT, *(of_paragraph(TEXT, n) for n in (4, 2, 1, 3)))
    assert as_read(marked) == [(n, MARK) for n in (1, 2, 3, 4)]


def test_two_neighbours_that_are_not_acknowledged_leave_one_gap():
    projection = project(TEXT, *(of_paragraph(TEXT, n, acknowledged=False) for n in (2, 3)))
    assert as_read(projection) == [READ[0], READ[3]]
    assert list(projection.identities) == [10, 40]


def test_unnumbered_paragraph_leaves_no_trace():
    text = telegram(paragraphs=("One thing happened.", "Another did.", "A third did."))
    parsed = parse_cable(text)
    cut = of_paragraph(text, None, acknowledged=False)
    assert [words for _, words in as_read(project(text, cut))] == ["Another did.", "A third did."]
    assert len(parsed.paragraphs) == 3


# --- Words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words", "left"),
    [
        (4, "He l", f"{MARK}eft."),
        (4, "left.", f"He {MARK}"),
        (4, "He left.", MARK),
        (2, "second boat.", f"He asked for:\nmore time;\na longer rope and a {MARK}"),
        (2, "longer rope", f"He asked for:\nmore time;\na {MARK} and a second boat."),
        (2, "more time;", f"He asked for:\n{MARK}\na longer rope and a second boat."),
        (2, "time;\n\n-- a longer", f"He asked for:\nmore {MARK} rope and a second boat."),
        (2, "a\nsecond", f"He asked for:\nmore time;\na longer rope and {MARK} boat."),
    ],
)
def test_cut_in_any_place_of_a_paragraph_leaves_the_mark_there(number, words, left):
    projection = project(TEXT, of_words(TEXT, words))
    assert as_read(projection) == changed(number, left)
    start = left.index(MARK)
    assert projection.deletions_of(number - 1) == [[start, start + len(MARK), [["FOIA", "b(6)"]]]]


def test_cut_across_a_page_break_takes_the_break_with_it():
    projection = project(TEXT, of_words(TEXT, "he said.\n\nCONFIDENTIAL\n\nPAGE 02 ZENDA 000412\n\nIt"))
    assert as_read(projection) == changed(3, f"The dues of Strelsau are paid, {MARK} rained.")
    assert "PAGE 02" not in projection.text


def test_cut_that_is_not_acknowledged_leaves_nothing():
    projection = project(TEXT, of_words(TEXT, "longer ", acknowledged=False))
    assert as_read(projection) == changed(2, "He asked for:\nmore time;\na rope and a second boat.")
    assert projection.deletions_of(1) == []


def test_adjacent_cuts_are_two_marks_with_the_codes_of_each():
    projection = project(TEXT, of_words(TEXT, "eft", codes=OTHER), of_words(TEXT, "He l", codes=CODES))
    assert as_read(projection) == changed(4, f"{MARK}{MARK}.")
    assert codes_of(projection)[3] == [CODES, OTHER]


def test_overlapping_cuts_are_one_mark_with_the_codes_of_both():
    cuts = of_words(TEXT, "master called", codes=OTHER), of_words(TEXT, "harbour master", codes=CODES)
    projection = project(TEXT, *cuts)
    assert as_read(projection) == changed(1, f"The {MARK}.")
    assert codes_of(projection)[0] == [(*CODES, *OTHER)]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("acknowledged", [(True, False), (False, True)])
def test_overlapping_cuts_of_which_one_is_acknowledged_are_one_mark(acknowledged, order):
    words = ("harbour master", "master called")
    cuts = [of_words(TEXT, w, acknowledged=a) for w, a in zip(words, acknowledged, strict=True)]
    projection = project(TEXT, *cuts[::order])
    assert as_read(projection) == changed(1, f"The {MARK}.")
    assert codes_of(projection)[0] == [CODES]


def test_chain_of_overlapping_cuts_is_one_mark():
    cuts = [of_words(TEXT, words) for words in ("The harbour", "harbour master", "master called")]
    assert as_read(project(TEXT, *cuts)) == changed(1, f"{MARK}.")


def test_cut_within_a_wider_one_that_is_not_acknowledged_is_not_told():
    cuts = of_words(TEXT, "master"), of_words(TEXT, "harbour master ", acknowledged=False)
    projection = project(TEXT, *cuts)
    assert as_read(projection) == changed(1, "The called.")
    assert projection.deletions_of(0) == []


def test_words_of_a_withheld_paragraph_are_not_told_apart():
    one = project(TEXT, of_paragraph(TEXT, 2), of_words(TEXT, "longer rope", codes=OTHER))
    assert one == project(TEXT, of_paragraph(TEXT, 2))


def test_codes_follow_their_marks_over_paragraphs():
    cuts = [
        of_words(TEXT, "left", codes=OTHER),
        of_paragraph(TEXT, 2),
        of_words(TEXT, "called", acknowledged=False),
        of_words(TEXT, "harbour", codes=OTHER),
        of_words(TEXT, "dues"),
    ]
    assert codes_of(project(TEXT, *cuts)) == [[OTHER], [CODES], [CODES], [OTHER]]


def test_mark_in_a_subject_takes_no_codes_from_a_paragraph():
    projection = project(TEXT, of_subject(TEXT), of_words(TEXT, "harbour", codes=OTHER))
    assert codes_of(projection)[0] == [OTHER]
    assert projection.subject_codes == CODES


def test_repair_inside_a_cut_is_no_row_of_the_public():
    text = telegram(paragraphs=("1. (C) The Allīs patience ended.", "2. (C) Ruritaniaīs did not."))
    assert len(parse_cable(text).repairs) == 2
    (repair,) = project(text, of_words(text, "Allīs")).parsed.repairs
    assert (repair.before, repair.after) == ("ī", "'")
    assert as_read(project(text, of_words(text, "Allīs")))[0] == (1, f"The {MARK} patience ended.")


def test_mark_of_the_telegram_itself_has_no_codes_and_is_none():
    text = telegram(paragraphs=("1. (C) He wrote ⟦withheld⟧ on the door.",))
    projection = project(text, of_words(text, "door"))
    assert as_read(projection) == [(1, f"He wrote [withheld] on the {MARK}.")]
    assert codes_of(projection) == [[CODES]]


# --- What would read otherwise ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2. (C) He asked", "paragraphs would fall"),
        ("(U) The harbour", "paragraphs would fall"),
        ("FM AMEMBASSY ZENDA", "heading would read otherwise"),
        ("PREL, EWWT", "heading would read otherwise"),
        ("C O N F I D E N T I A L ZENDA 000412", "heading would read otherwise"),
    ],
)
def test_cut_after_which_the_rest_reads_otherwise_is_held(words, why):
    with pytest.raises(Unplaceable, match=why):
        project(TEXT, of_words(TEXT, words))


def test_cut_in_a_heading_between_paragraphs_is_held():
    text = telegram(paragraphs=(PARAGRAPHS[0], "BOATS OF MASTERS\n----------------", "2. (C) He left."))
    assert parse_cable(text).paragraphs[1].heading == "BOATS OF MASTERS"
    with pytest.raises(Unplaceable, match="read otherwise"):
        project(text, of_words(text, "OF MASTERS"))


def test_heading_of_a_withheld_paragraph_goes_with_it():
    heading = "BOATS OF MASTERS\n----------------"
    text = telegram(paragraphs=(PARAGRAPHS[0], heading, "2. (C) The boats of masters are long."))
    for acknowledged in (True, False):
        projection = project(text, of_paragraph(text, 2, acknowledged=acknowledged))
        assert "BOATS" not in projection.text


def test_cut_that_makes_a_new_number_is_held():
    text = telegram(paragraphs=("1. (C) It was so.\nas in 2. (C) He left.", "3. (C) It rained."))
    with pytest.raises(Unplaceable):
        project(text, of_words(text, "as in ", acknowledged=False))


def test_cut_beyond_the_end_of_a_paragraph_is_held():
    cut = of_paragraph(TEXT, 2)
    with pytest.raises(Unplaceable):
        project(TEXT, dataclasses.replace(cut, end=cut.end + 30))


def test_cut_that_makes_the_signature_a_paragraph_is_held():
    with pytest.raises(Unplaceable, match="read otherwise"):
        project(TEXT, of_words(TEXT, "RASSENDYLL"))


def test_section_of_a_telegram_stays_when_the_paragraph_round_its_head_goes():
    text = sectioned()
    assert [section.number for section in parse_cable(text).sections] == [1, 2]
    for acknowledged in (True, False):
        projection = project(text, of_paragraph(text, 2, acknowledged=acknowledged))
        assert [section.number for section in projection.parsed.sections] == [1, 2]
        assert "smuggler" not in projection.text
        assert "Rischenheim" not in projection.text


def sectioned():
    """Paragraph 2 goes on in the second section."""
    line = "C O N F I D E N T I A L SECTION {:02} OF 02 ZENDA 000412"
    text = telegram(
        paragraphs=(
            PARAGRAPHS[0],
            f"2. (C) The smuggler paid.\n\n{line.format(2)}\n\nSIPDIS\n\nThen Rischenheim paid.",
            "3. (C) He left.",
        )
    )
    return text.replace("C O N F I D E N T I A L ZENDA 000412", line.format(1))


# --- Any cuts of an invented telegram ---------------------------------------------------------

LINES = [
    "1. (U) zq1a zq1b zq1c\nzq1d zq1e zq1f.",
    "2. (C) zq2a zq2b:\n\n-- zq2c zq2d;\n\n-- zq2e\nzq2f.",
    "3. (C) zq3a zq3b zq3c\n\nCONFIDENTIAL\n\nPAGE 02 ZENDA 000412\n\nzq3d zq3e zq3f.",
    "4. (SBU) zq4a zq4b zq4c zq4d zq4e zq4f.",
]
TOKENS = [f"zq{n}{letter}" for n in (1, 2, 3, 4) for letter in "abcdef"]
TEXTS = telegram(paragraphs=LINES)


@st.composite
def sets_of_cuts(draw):
    """Whole paragraphs, and runs of words in a paragraph; they may touch, overlap and hold each other."""
    cuts = []
    for number in draw(st.sets(st.integers(1, 4), max_size=2)):
        cuts.append(of_paragraph(TEXTS, number, acknowledged=draw(st.booleans())))
    for number in draw(st.lists(st.integers(0, 3), max_size=4)):
        first, last = sorted(draw(st.tuples(st.integers(0, 5), st.integers(0, 5))))
        start, end = TEXTS.index(TOKENS[6 * number + first]), TEXTS.index(TOKENS[6 * number + last]) + 4
        cuts.append(of_words(TEXTS, TEXTS[start:end], acknowledged=draw(st.booleans())))
    return cuts


@settings(max_examples=40)
@given(sets_of_cuts())
def test_no_withheld_token_is_left_and_every_other_stays_in_order(cuts):
    withheld = {token for token in TOKENS if any(c.start <= TEXTS.index(token) < c.end for c in cuts)}
    projection = project(TEXTS, *cuts)
    everything = letters_of(f"{projection.text} {projection.parsed}")
    assert not [token for token in withheld if token in everything]
    read = letters_of(" ".join(text for _, text in as_read(projection))).replace("withheld", "")
    assert read == "".join(token for token in TOKENS if token not in withheld)


@settings(max_examples=40)
@given(sets_of_cuts())
def test_marks_are_as_many_as_deletions_and_stand_where_they_say(cuts):
    projection = project(TEXTS, *cuts)
    assert projection.text.count(MARK) == sum(map(len, projection.deletions))
    for n, (_, text) in enumerate(as_read(projection)):
        marks = projection.deletions_of(n)
        assert all(text[start:end] == MARK and codes == [["FOIA", "b(6)"]] for start, end, codes in marks)
        assert len(marks) == text.count(MARK)
    assert (MARK in projection.text) <= any(cut.acknowledged for cut in cuts)


@settings(max_examples=25)
@given(sets_of_cuts(), st.randoms(use_true_random=False))
def test_order_of_the_decisions_makes_no_difference_to_the_text(cuts, random):
    shuffled = random.sample(cuts, len(cuts))
    assert as_read(project(TEXTS, *cuts)) == as_read(project(TEXTS, *shuffled))
