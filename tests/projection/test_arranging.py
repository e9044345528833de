"""Paragraphs begun, joined and marked by staff: no word is lost, none is said twice, places stay true."""

import pytest

from cables.parsing import parse_cable
from cables.parsing.quoting import locate, reading_text
from cables.projection.arranging import Change, Unplaced, arranged, begins_at
from cables.projection.copies import letters_of
from tests.proofs.wrappings import CONTAINERS, wrapped
from tests.telegrams import telegram

PARAGRAPHS = (
    "1. (U) The harbour master called at noon. He asked for time, and was given none\nof it by the consul.",
    "2. (C) The smuggler paid him: 3) (S) The sum was large. It came by boat.\n\n- In gold.\n\n- In silver.",
    "3. (C) COMMENT: Nobody was surprised. END COMMENT.",
)
TEXT = telegram(paragraphs=PARAGRAPHS)


def words(parsed):
    """Number, mark, level, inherited, text as read, of each paragraph."""
    return [(p.number, p.portion_mark, p.level, p.inherited, reading_text(p)) for p in parsed.paragraphs]


def at(word, text=TEXT):
    assert text.count(word) == 1
    return text.index(word)


def changed(*changes, text=TEXT):
    return arranged(text, parse_cable(text), changes)


def letters(parsed):
    """All that is read of the paragraphs, with their numbers and marks."""
    head = (
        (p.number or "", p.portion_mark or "", p.heading or "", reading_text(p)) for p in parsed.paragraphs
    )
    return letters_of(" ".join(f"{number} {mark} {heading} {text}" for number, mark, heading, text in head))


def test_without_a_change_nothing_changes():
    parsed = parse_cable(TEXT)
    assert arranged(TEXT, parsed, []) is parsed


def test_paragraph_begun_within_a_sentence_stays_under_the_mark_it_stood_under():
    parsed = changed(Change("split", at("was given none")))
    assert words(parsed)[:2] == [
        (1, "U", "U", False, "The harbour master called at noon. He asked for time, and"),
        (None, None, "U", True, "was given none of it by the consul."),
    ]
    first, second = parsed.paragraphs[:2]
    assert TEXT[slice(*first.span)].endswith("time, and")
    assert second.span.start == at("was given none")
    assert second.span.end == parse_cable(TEXT).paragraphs[0].span.end


def test_number_and_mark_at_its_beginning_are_its_own():
    parsed = changed(Change("split", at("3) (S)")))
    assert words(parsed)[1:3] == [
        (2, "C", "C", False, "The smuggler paid him:"),
        (3, "S", "S", False, "The sum was large. It came by boat.\nIn gold.\nIn silver."),
    ]
    assert [item.text for item in parsed.paragraphs[2].items] == ["In gold.", "In silver."]
    assert parsed.paragraphs[1].items == ()


@pytest.mark.parametrize("word", ["was given none", "3) (S)", "It came", "In gold", "In silver"])
def test_words_keep_their_places(word):
    parsed = changed(Change("split", at(word)))
    assert len(parsed.paragraphs) == 4
    assert letters(parsed) == letters(parse_cable(TEXT))
    for paragraph in parsed.paragraphs:
        text = reading_text(paragraph)
        for n, piece in enumerate(text.split()):
            start = sum(map(len, text.split()[:n])) + n
            where = locate(paragraph, start, start + len(piece))
            assert TEXT[slice(*where)] == piece


def test_paragraph_begins_at_the_next_words():
    paragraphs = parse_cable(TEXT).paragraphs
    assert begins_at(paragraphs, at(" was given none")) == at("was given none")
    assert begins_at(paragraphs, at("\n\n- In gold")) == at("In gold")


@pytest.mark.parametrize("word", ["SUBJECT", "1. (U)", "The harbour master", "RASSENDYLL\nBT"])
def test_nothing_begins_where_no_text_would_be_left_on_one_side(word):
    where = at(word)
    with pytest.raises(Unplaced):
        begins_at(parse_cable(TEXT).paragraphs, where)


def test_paragraph_that_is_joined_keeps_its_number_and_mark_as_words():
    parsed = changed(Change("merge", at("3. (C)")))
    assert len(parsed.paragraphs) == 2
    whole = parsed.paragraphs[1]
    assert (whole.number, whole.portion_mark) == (2, "C")
    assert reading_text(whole).endswith("In silver.\n3. (C) COMMENT: Nobody was surprised. END COMMENT.")
    assert letters(parsed) == letters(parse_cable(TEXT))


def test_running_text_is_joined_as_running_text():
    text = telegram(paragraphs=("1. (U) He came in", "2. and left."))
    parsed = arranged(text, parse_cable(text), [Change("merge", text.index("2. and"))])
    assert [reading_text(p) for p in parsed.paragraphs] == ["He came in 2. and left."]


def test_begun_and_joined_again_is_as_before():
    place = at("was given none")
    assert changed(Change("split", place), Change("merge", place)).paragraphs == parse_cable(TEXT).paragraphs


def test_joined_and_begun_again_is_as_before():
    place = at("2. (C)")
    assert changed(Change("merge", place), Change("split", place)).paragraphs == parse_cable(TEXT).paragraphs


def test_begun_in_one_that_is_joined():
    parsed = changed(Change("merge", at("2. (C)")), Change("split", at("It came")))
    assert [p.number for p in parsed.paragraphs] == [1, None, 3]
    assert letters(parsed) == letters(parse_cable(TEXT))


def test_mark_is_the_paragraphs_whatever_was_printed():
    parsed = changed(Change("mark", at("2. (C)"), "S"))
    assert words(parsed)[1][:4] == (2, None, "S", False)


def test_mark_as_it_is_printed_keeps_its_letters_and_captions():
    text = TEXT.replace("2. (C)", "2. (C/NF)")
    parsed = arranged(text, parse_cable(text), [Change("mark", text.index("2. (C/NF)"), "C")])
    assert (parsed.paragraphs[1].portion_mark, parsed.paragraphs[1].captions) == ("C/NF", ("NOFORN",))


def test_unmarked_is_the_cables():
    text = TEXT.replace("C O N F I D E N T I A L", "S E C R E T").replace("ZNY CCCCC", "ZNY SSSSS")
    parsed = arranged(text, parse_cable(text), [Change("mark", text.index("2. (C)"), "")])
    assert words(parsed)[1][:4] == (2, None, "S", True)


def test_last_mark_counts_and_goes_with_what_is_begun():
    changes = [Change("mark", at("2. (C)"), "S"), Change("mark", at("2. (C)"), "U")]
    assert changed(*changes).paragraphs[1].level == "U"
    split = Change("split", at("It came"))
    assert [p.level for p in changed(split, Change("mark", at("It came"), "TS")).paragraphs] == [
        "U", "C", "TS", "C",
    ]  # fmt: skip


@pytest.mark.parametrize("change", [Change("split", 5), Change("mark", 5, "S"), Change("split", 10**6)])
def test_change_without_a_place_is_a_finding(change):
    parsed = changed(change)
    assert parsed.paragraphs == parse_cable(TEXT).paragraphs
    (found,) = [finding for finding in parsed.findings if finding.code == "correction-unplaced"]
    assert found.span == (change.at, change.at)


def test_nothing_stands_before_the_first():
    parsed = changed(Change("merge", parse_cable(TEXT).paragraphs[0].span.start))
    assert "correction-unplaced" in [finding.code for finding in parsed.findings]


@pytest.mark.parametrize("container", CONTAINERS)
def test_in_every_container(container):
    text = wrapped(container, TEXT, "08ZENDA412", "HARBOUR DUES")
    plain = parse_cable(text)
    second = plain.paragraphs[1]
    where = locate(second, *[reading_text(second).index("It came") + n for n in (0, 2)])
    parsed = arranged(text, plain, [Change("split", where.start)])
    assert len(parsed.paragraphs) == 4
    assert reading_text(parsed.paragraphs[2]).startswith("It came by boat.")
    assert letters(parsed) == letters(plain)
    joined = arranged(text, plain, [Change("merge", plain.paragraphs[2].span.start)])
    assert letters(joined) == letters(plain)
