"""Where lines end does not tell how long the withheld words were."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cables.projection.lines import WIDTH
from cables.projection.redaction import MARK
from tests.projection.cutting import as_read, of_paragraph, of_words, project
from tests.proofs.wrappings import CONTAINERS, wrapped
from tests.telegrams import telegram

NAMES = ("Li", "Rischenheim", "the Dowager Countess of Hentzau-Rassendyll and both of her nephews")
BEFORE = "2. (C) Late on the evening of the harbour master's birthday we were told that"
AFTER = (
    "paid him for the copper, the tobacco and the six lanterns that the customs had listed in the "
    "ledger of March. He will not say who asked him to."
)


def typed(words, width=64):
    return "\n".join(textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False))


def without(paragraph, *words, container="plain", **options):
    """The projection of a cable with this paragraph 2."""
    text = telegram(paragraphs=("1. (U) He called.", paragraph, "3. (U) It rained."))
    text = wrapped(container, text, "08ZENDA412", "HARBOUR DUES")
    return project(text, *(of_words(text, each, **options) for each in words))


def lines_of(projection):
    """Of paragraph 2."""
    return projection.text.split("2. (C) ", 1)[1].split("3. (U)", 1)[0].strip().splitlines()


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("acknowledged", [True, False])
def test_public_text_is_the_same_whatever_the_length_of_the_words(container, acknowledged):
    public = set()
    for name in NAMES:
        paragraph = typed(f"{BEFORE} {name} {AFTER}")
        start = paragraph.index(name.split()[0], len(BEFORE) - 5)
        end = paragraph.index("paid him") - 1
        public.add(
            without(paragraph, paragraph[start:end], container=container, acknowledged=acknowledged).text
        )
    assert len(public) == 1
    assert (MARK in public.pop()) is acknowledged


def test_lines_are_no_longer_than_a_telegram_has_them():
    paragraph = typed(f"{BEFORE} Rischenheim {AFTER}", 40)
    found = lines_of(without(paragraph, "Rischenheim"))
    assert len(found) == 4
    assert max(len(line) for line in found) <= WIDTH
    assert " ".join(found) == " ".join(f"{BEFORE[7:]} {MARK} {AFTER}".split())


def test_number_and_mark_count_in_the_first_line():
    found = without(typed(f"{BEFORE} Rischenheim {AFTER}"), "Rischenheim").text
    first = next(line for line in found.splitlines() if line.startswith("2. (C)"))
    assert WIDTH - 12 < len(first) <= WIDTH


def test_word_that_went_on_in_the_next_line_is_whole():
    found = without(
        "2. (C) The smuggler met him at the inter-\nnational station in well-\nknown haste.", "smuggler"
    )
    assert lines_of(found) == [f"The {MARK} met him at the international station in", "well-known haste."]


def test_words_side_by_side_with_the_mark_stay_at_its_side():
    found = without("2. (C) He called (Rischenheim), they say.", "Rischenheim")
    assert lines_of(found) == [f"He called ({MARK}), they say."]


@pytest.mark.parametrize(
    ("paragraph", "left"),
    [
        ("2. (C) He paid Rischenheim today.", "He paid today."),
        ("2. (C) Rischenheim paid today.", "paid today."),
        ("2. (C) He was paid by\nRischenheim", "He was paid by"),
        ("2. (C) He paid  Rischenheim  today.", "He paid today."),
    ],
    ids=["within", "first", "last", "wide"],
)
def test_passage_that_is_not_acknowledged_leaves_one_space_or_none(paragraph, left):
    assert lines_of(without(paragraph, "Rischenheim", acknowledged=False)) == [left]


def test_white_space_that_tells_nothing_stays_as_typed():
    assert lines_of(without("2. (C) He paid.  Rischenheim left.  He did.", "Rischenheim")) == [
        f"He paid.  {MARK} left.  He did."
    ]


def test_item_keeps_its_indent_and_is_an_item_still():
    paragraph = "2. (C) He asked for:\n -- " + typed(f"copper from Rischenheim {AFTER}", 40).replace(
        "\n", "\n    "
    )
    found = without(paragraph, "Rischenheim")
    assert found.parsed.paragraphs[1].items[0].text == f"copper from {MARK} {AFTER}"
    rest = lines_of(found)[2:]
    assert [len(line) - len(line.lstrip()) for line in rest] == [3] * len(rest)


@pytest.mark.parametrize("indent", ["", "  ", "   "])
def test_line_of_an_item_that_begins_a_sentence_goes_on_with_the_item(indent):
    item = f"-- However, the customs will decide by agreement of all six.\n{indent}Rischenheim never agreed."
    found = without(f"2. (C) He said:\n\n{item}\n\n-- They slept.", "Rischenheim")
    assert lines_of(found)[3] == f"   {MARK} never agreed."
    assert [block.kind for block in found.parsed.paragraphs[1].blocks] == ["text", "item", "item"]


@pytest.mark.parametrize("lines", range(1, 9))
def test_block_that_only_its_short_last_line_parts_from_the_next_stays_one(lines):
    line = "and then he paid him for the copper, and for the tobacco too"
    first = "\n".join(["He paid Rischenheim on the evening of the first of May,", *[line] * lines, "I hear."])
    second = typed("On the morrow the customs slept, and the harbour master with them, until noon.")
    text = f"2. (C) {first}\n{second}"
    for found in (without(text), without(text, "Rischenheim")):
        assert [block.text.split()[0] for block in found.parsed.paragraphs[1].blocks] == ["He", "On"]


def test_table_keeps_its_lines_and_loses_the_white_space_beside_the_mark():
    rows = "  Strelsau    Rischenheim      12   13\n  Zenda       Tarlenheim       14   15"
    found = without(f"2. (C) Dues:\n{rows}\nThat is all.", "Rischenheim")
    assert lines_of(found)[1:3] == [f"  Strelsau {MARK} 12   13", "  Zenda       Tarlenheim       14   15"]


def test_head_of_a_page_stays_between_its_words():
    page = "\n\nCONFIDENTIAL\n\nPAGE 02  ZENDA 00412\n\n"
    found = without(f"2. (C) He paid Rischenheim on the{page}evening of the\nfirst of May.", "Rischenheim")
    assert f"He paid {MARK} on the{page}evening of the first of May." in found.text
    assert found.parsed.paragraphs[1].page_breaks


def test_blanks_at_the_end_of_a_withheld_text_go_with_it():
    padded = "2. (C) He paid Rischenheim.      \n"
    text = telegram(paragraphs=("1. (U) He called.", padded, "3. (U) It rained."))
    for cut in (of_paragraph(text, 2), of_words(text, "Rischenheim")):
        assert ". \n" not in project(text, cut).text
        assert "  \n" not in project(text, cut).text


def test_paragraph_without_a_deletion_keeps_its_lines():
    text = telegram(
        paragraphs=("1. (U) He  called\non\nMonday.", "2. (C) Rischenheim paid.", "3. (U) It\nrained.")
    )
    found = project(text, of_words(text, "Rischenheim")).text
    assert "1. (U) He  called\non\nMonday." in found
    assert "3. (U) It\nrained." in found


WORD = st.text("abcdefgh", min_size=1, max_size=12)


@settings(max_examples=60)
@given(st.lists(WORD, min_size=6, max_size=40), st.lists(WORD, min_size=1, max_size=30), st.data())
def test_any_words_are_withheld_without_a_trace_of_their_length(public, secret, data):
    at = data.draw(st.integers(1, len(public) - 1))
    told = set()
    for words in (secret, ["x"]):
        paragraph = typed("2. (C) " + " ".join([*public[:at], "QQ", *words, "QQ", *public[at:]]))
        hidden = paragraph[paragraph.index("QQ") : paragraph.rindex("QQ") + 2]
        told.add(without(paragraph, hidden).text)
    assert len(told) == 1


def test_reading_is_the_same_as_with_the_lines_as_typed():
    paragraph = typed(f"{BEFORE} Rischenheim {AFTER}", 50)
    assert as_read(without(paragraph, "Rischenheim"))[1][1] == f"{BEFORE[7:]} {MARK} {AFTER}"
