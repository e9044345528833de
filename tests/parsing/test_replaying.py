"""Repairs replay: the raw text and the repairs give the text that is shown."""

from pathlib import Path

import pytest
from hypothesis import given

from cables.parsing import parse_cable
from tests.parsing import corpus
from tests.parsing.replaying import AS_IT_STANDS, unreplayed
from tests.parsing.said import repair_reasons
from tests.parsing.strategies import BODIES, HOSTILE
from tests.parsing.telegrams import HEADING, seventies, telegram
from tests.parsing.test_containers import labelled

pytestmark = pytest.mark.once

SAMPLE = sorted((Path(__file__).parents[2] / "cables" / "sample").glob("*.txt"))
PAGE = "ZENDA 00000412  002 OF 002 "
STAMP = " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n"
TURNS = {
    "lines": "1. (C) The harbor master\ncalled on us\nat noon.",
    "a word with its own hyphen": "1. (C) The well-known harbor. A well-\nknown harbor.",
    "a word that the wrap broke": "1. (C) The govern-\nment of Zenda.",
    "a word that the margin cut": f"1. (C) It could.\n{'It rained. ' * 6}It coul\nd\nnot.",
    "misread letters": "1. (C) The Councilīs dues, the Alliesī view and â€œmannersâ€.",
    "a page in a sentence": f"1. (C) The harbor\n\n{PAGE}\n\nmaster called.",
    "a page in a word": f"1. (C) The govern-\n\n{PAGE}\n\nment called.",
    "items": "1. (C) He asked for:\n\n-- time, and a\nboat;\n\n-- a rope.",
    "a page among items": f"1. (C) He asked for:\n\n-- time, and a\n\n{PAGE}\n\nboat;\n\n-- a rope.",
    "a table": "1. (C) Dues:\n\n  ZENDA      1   2\n    HENTZAU    3   4\n  STRELSAU   5   6\n\nPaid.",
    "a page in a table": f"1. (C) Dues:\n\n  ZENDA   1   2\n\n{PAGE}\n\n  HENTZAU 3   4\n  STRELSAU 5   6",
    "a line of odd white space": "1. (C) The harbor\n\u2003\nmaster called.\n\x85\n",
}


def test_every_reason_for_a_repair_is_tried():
    repairs = [repair for text in TURNS.values() for repair in parse_cable(telegram([text])).repairs]
    assert {repair.reason for repair in repairs} == repair_reasons()


def turned(text: str) -> list[tuple[str, str]]:
    cable = parse_cable(text)
    assert cable.container in AS_IT_STANDS
    assert cable.paragraphs
    return list(unreplayed(text, cable))


@pytest.mark.parametrize("turn", TURNS)
def test_repairs_give_the_shown_text_of_a_plain_telegram(turn):
    assert turned(telegram([TURNS[turn]])) == []


@pytest.mark.parametrize("turn", TURNS)
def test_repairs_give_the_shown_text_behind_labels(turn):
    assert turned(labelled(text=telegram([TURNS[turn]]))) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_repairs_give_the_shown_text_of_the_seventies(end):
    pages = [
        "1. NOTICE IS SILENT ON ELEC-\n",
        f"TRIFICATION, AND ON\n{STAMP}BOATS. THE GOVERN-\nMENT\n",
        "IS NOT.\n",
    ]
    assert turned(seventies(pages).replace("\n", end)) == []


@HOSTILE
@given(BODIES)
def test_repairs_give_the_shown_text_of_any_body(body):
    text = HEADING + body
    cable = parse_cable(text)
    if cable.container in AS_IT_STANDS:
        assert list(unreplayed(text, cable)) == []


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_repairs_give_the_shown_text_of_the_sample(path):
    assert turned(corpus.text_of(path)) == []


@corpus.needs(corpus.NARA)
def test_repairs_give_the_shown_text_of_every_real_telegram():
    for path in [*corpus.NARA.glob("*.txt"), corpus.SEED]:
        assert turned(corpus.text_of(path)) == [], path.stem


# --- Not so yet -------------------------------------------------------------------------------


def test_page_that_begins_with_a_rule_is_a_repair():
    assert turned(telegram([f"1. (C) The harbor\n{PAGE}\n-----------\nmaster called."])) == []


def test_labels_in_a_letter_keep_their_line():
    letter = "1. (C) He wrote:\n\nTo the Crown\nTAGS: PREL SUBJECT: Dues\nOf the harbor\nAnd the river"
    assert turned(telegram([letter, "2. (C) More."])) == []
