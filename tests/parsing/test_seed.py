"""The first cable of the collection, whose every trap is named in the field guide."""

import datetime as dt

import pytest

from cables.parsing import parse_cable, split_cables
from tests.parsing import corpus

pytestmark = corpus.needs(corpus.SEED)


@pytest.fixture(scope="module")
def text():
    return corpus.text_of(corpus.SEED)


@pytest.fixture(scope="module")
def cable(text):
    return parse_cable(text)


def test_wrapper_is_metadata_in_any_language(text, cable):
    assert split_cables(text) == [(0, len(text))]
    assert cable.container == "labelled"
    assert cable.metadata["ID"] == "09STATE95585"
    assert cable.metadata["Kilde"] == "Secretary of State"
    assert "PREL (External Political Relations)" in cable.metadata["footer"]
    assert cable.released_at == dt.datetime(2011, 2, 11, 8, tzinfo=dt.UTC)


def test_four_spellings_are_one_number(cable):
    assert cable.mrn == "09STATE95585"
    assert not [f for f in cable.findings if f.code.endswith("mismatch")]


def test_heading_is_taken_apart(cable):
    assert cable.transmission_id == "VZCZCXRO5927"
    assert cable.dtg == "151248Z SEP 09"
    assert cable.sent_at == dt.datetime(2009, 9, 15, 12, 48, tzinfo=dt.UTC)
    assert (cable.precedence, cable.info_precedence) == ("IMMEDIATE", None)
    assert cable.routing_indicators == ("RUEHSL",)
    assert cable.de_line == "DE RUEHC #5585/01 2581307"
    assert cable.opsignal == "ZNY CCCCC ZZH"
    assert cable.originator == "SECSTATE WASHDC"


def test_last_addressee_ends_before_the_class_line(cable):
    first, last = cable.addressees[0], cable.addressees[-1]
    assert (first.role, first.name, first.serial) == ("action", "USMISSION USNATO", "2317")
    assert (last.name, last.precedence, last.routing_indicator) == (
        "CIA WASHINGTON DC",
        "IMMEDIATE",
        "RUEAIIA",
    )
    assert len(cable.addressees) == 6
    assert cable.captions == ("SIPDIS",)
    assert cable.classification == "CONFIDENTIAL"


def test_both_sections_are_there(cable):
    assert [(section.number, section.of) for section in cable.sections] == [(1, 2), (2, 2)]
    assert cable.complete


def test_declared_fields_are_read(cable):
    assert cable.executive_order == "12958"
    assert cable.declassify_on == dt.date(2019, 9, 14)
    assert cable.reasons == ("1.4(b)", "1.4(d)")
    assert cable.classified_by_names == ("Nancy McEldowney",)
    assert [(tag.code, tag.raw, tag.kind) for tag in cable.tags][-1] == ("RS", "RU", "geo")
    assert cable.subject.endswith("NATO-SYG ON SEPTEMBER 18 SPEECH ON RUSSIA")


def test_reference_without_letter_or_year_is_inferred(cable):
    (reference,) = cable.references
    assert (reference.label, reference.text, reference.mrn) == ("A", "USNATO 383", "09USNATO383")
    assert set(reference.inferred) == {"year", "label"}


def test_mentions_lead_somewhere_or_say_that_they_do_not(cable):
    assert [(m.kind, m.target) for m in cable.mentions] == [
        ("paragraph", 3),
        ("ref", "09USNATO383"),
        ("paragraph", 3),
        ("septel", None),
    ]


def test_three_paragraphs_with_their_marks(cable):
    assert [(p.number, p.portion_mark, p.level, p.inherited) for p in cable.paragraphs] == [
        (1, "U", "U", False),
        (2, "C", "C", False),
        (3, "C", "C", False),
    ]
    assert len(cable.paragraphs[2].items) == 8
    assert cable.paragraphs[2].text.endswith("Begin points:\nEnd Points.")


def test_page_head_in_mid_sentence_is_taken_out_and_kept_as_a_break(cable):
    item = cable.paragraphs[2].items[6].text
    assert "giving the NRC new shape" in item
    assert "002 OF 002" not in " ".join(i.text for i in cable.paragraphs[2].items)
    block = next(b for b in cable.paragraphs[2].blocks if b.breaks)
    assert (block.text[block.breaks[0].at :][:7], block.breaks[0].page) == ("NRC new", "002")
    assert len(cable.paragraphs[2].page_breaks) == 1


def test_seven_apostrophes_are_repaired(cable, text):
    repairs = [r for r in cable.repairs if r.reason == "apostrophe misread"]
    assert len(repairs) == 7
    assert all((text[r.span.start : r.span.end], r.after) == ("\u012b", "'") for r in repairs)
    shown = " ".join(block.text for p in cable.paragraphs for block in p.blocks)
    assert "\u012b" not in shown


def test_signature_and_summary(cable):
    assert cable.signers == ("CLINTON",)
    assert cable.summary.startswith("As part of his efforts")
    assert cable.summary.endswith("coming septel).")
