"""What holds for every text, however broken."""

import datetime as dt
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.parsing import ParsedCable, as_json, parse_cable, split_cables
from tests.parsing import corpus
from tests.parsing.soundness import assert_sound
from tests.parsing.strategies import BROKEN_BODIES, FILES, HOSTILE
from tests.parsing.telegrams import HEADING, seventies, telegram
from tests.parsing.test_containers import labelled, page, row

pytestmark = pytest.mark.once

# The years that telegrams of the State Department archives come from.
FIRST, LAST = dt.datetime(1973, 7, 1), dt.datetime(2010, 12, 31)  # noqa: DTZ001


@HOSTILE
@given(FILES)
def test_no_text_raises_and_every_character_has_one_place(text):
    cable = parse_cable(text)
    assert_sound(text, cable)
    json.dumps(as_json(cable))


@HOSTILE
@given(FILES)
def test_pieces_of_a_file_are_in_order_and_do_not_overlap(text):
    pieces = split_cables(text)
    assert all(0 <= start < end <= len(text) for start, end in pieces)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(pieces))
    for start, end in pieces:
        assert_sound(text[start:end], parse_cable(text[start:end]))


def in_container(kind: str, serial: int) -> str:
    """A whole telegram as a file of many holds it."""
    text = telegram().replace("000412", f"{serial:06d}").replace("#0412", f"#{serial:04d}")
    if kind == "aad":
        return seventies([f"1. NOTICE {serial}.\n"]).replace("00742", f"{serial:05d}")
    number = f"08ZENDA{serial}"
    return {"plain": text, "labelled": labelled(number, text), "html": page(number), "csv_row": row(number)}[
        kind
    ]


@HOSTILE
@given(
    st.sampled_from(["plain", "labelled", "html", "csv_row", "aad"]),
    st.lists(st.integers(10, 9999), min_size=1, max_size=5, unique=True),
)
def test_piece_of_a_file_is_one_piece_and_reads_as_it_would_alone(kind, serials):
    cables = [in_container(kind, serial) for serial in serials]
    file = "".join(cables)
    pieces = [file[start:end] for start, end in split_cables(file)]
    assert [parse_cable(piece).container for piece in pieces] == [kind] * len(cables)
    assert all(split_cables(piece) == [(0, len(piece))] for piece in pieces)
    for piece, cable in zip(pieces, cables, strict=True):
        assert without_places(parse_cable(piece)) == without_places(parse_cable(cable))


def without_places(cable: ParsedCable) -> object:
    """What it says, wherever it stands: white space between two cables may go with either."""
    return [cable.mrn, cable.subject, cable.sent_at, cable.signers, [p.text for p in cable.paragraphs]]


@HOSTILE
@given(FILES)
def test_spans_put_together_are_read_as_the_same_record(text):
    cable = parse_cable(text)
    assert parse_cable("".join(text[span.start : span.end] for span in cable.spans)) == cable


@HOSTILE
@given(BROKEN_BODIES)
def test_blocks_repeat_text_and_items_in_reading_order(body):
    for paragraph in parse_cable(HEADING + body).paragraphs:
        assert "\n".join(b.text for b in paragraph.blocks if b.kind != "item") == paragraph.text
        assert tuple(b.text for b in paragraph.blocks if b.kind == "item") == tuple(
            i.text for i in paragraph.items
        )
        assert all(0 <= brk.at <= len(b.text) for b in paragraph.blocks for brk in b.breaks)


@HOSTILE
@given(BROKEN_BODIES)
def test_mention_is_a_slice_of_a_block_and_they_come_in_order(body):
    cable = parse_cable(HEADING + body)
    shown = "\n".join(block.text for p in cable.paragraphs for block in p.blocks)
    assert all(mention.text in shown for mention in cable.mentions)
    starts = [mention.span.start for mention in cable.mentions]
    assert starts == sorted(starts)


@HOSTILE
@given(st.datetimes(FIRST, LAST))
def test_two_digit_years_of_every_telegram_are_understood(when):
    text = telegram(dtg=f"{when:%d%H%M}Z {when:%b} {when:%y}".upper())
    assert parse_cable(text).sent_at == when.replace(second=0, microsecond=0, tzinfo=dt.UTC)


# --- Named horrors ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "\ufeff", "\r\r", "\t \r\n"])
def test_no_text_at_all_is_a_finding(text):
    cable = parse_cable(text)
    assert [finding.code for finding in cable.findings] == ["no-text"]
    assert cable.paragraphs == ()
    assert split_cables(text) == []


def test_markup_in_a_telegram_is_text():
    cable = parse_cable(telegram(paragraphs=["1. (C) He wrote <script>alert(1)</script> &amp; <pre> to us."]))
    assert cable.container == "plain"
    assert cable.paragraphs[0].text == "He wrote <script>alert(1)</script> &amp; <pre> to us."


def test_ten_thousand_paragraphs_are_found():
    body = [f"{n}. (C) Text of the paragraph." for n in range(1, 10_001)]
    assert parse_cable(telegram(paragraphs=body)).paragraphs[-1].number == 10_000


def test_reference_field_of_a_thousand_words_is_read():
    cable = parse_cable(telegram(ref=", ".join(f"STATE {n}" for n in range(1000, 1500))))
    assert len(cable.references) == 500


def test_bidi_and_control_characters_stay_in_the_text():
    cable = parse_cable(telegram(paragraphs=["1. (C) The \u202eharbor\u2066 \x9fmaster."]))
    assert cable.paragraphs[0].text == "The \u202eharbor\u2066 \x9fmaster."


# --- The declassified telegrams ---------------------------------------------------------------


@corpus.needs(corpus.NARA)
def test_every_character_of_every_telegram_has_one_place():
    for path in sorted(corpus.NARA.glob("*.txt")):
        text = corpus.text_of(path)
        assert_sound(text, parse_cable(text))
        assert split_cables(text) == [(0, len(text))]
