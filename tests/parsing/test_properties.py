"""What holds for every text, however broken."""

import datetime as dt
import gc
import itertools
import json
import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cables.parsing import ParsedCable, as_json, parse_cable, split_cables
from tests.parsing import corpus
from tests.parsing.telegrams import HEADING, telegram

pytestmark = pytest.mark.once

# The years that telegrams of the State Department archives come from.
FIRST, LAST = dt.datetime(1973, 7, 1), dt.datetime(2010, 12, 31)  # noqa: DTZ001
PIECES = st.sampled_from(
    [
        *HEADING.splitlines(keepends=True),
        "SECRET\n",
        "S E C R E T SECTION 02 OF 03 ZENDA 000412\n",
        "PAGE 02  ZENDA 00412  01 OF 02  132315Z\n",
        "ZENDA 00000412  002 OF 002\n",
        " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n",
        "Message Text\n",
        "Message Attributes\n",
        "Document Number: 1974ZENDA00742\n",
        "Key: value\n",
        "ID: 09STATE95585\n",
        "NNN\n",
        "NNNN\n",
        "1. (C) Text, para-\n",
        "graph 3 of ref A and B.\n",
        "2. Summary: (SBU) The Allīs, Alliesī view.\n",
        "-- an item;\n",
        "(A) another\n",
        "     ONE     2     3\n",
        "     TWO     4     5\n",
        "THE HEADING\n",
        "-----------\n",
        "REF: A. STATE 1234 B. '08 LIMA 12/13 AND 14\n",
        "E.O. 12958: DECL: 99/99/9999 TAGS: PREL SUBJECT: X\n",
        "\n",
        "\r\n",
        "\r",
        "\x00",
        "\u202e",
        "\x85",
        "<pre>",
        "</pre>&amp;<br>",
        '"1","1/1/2009 10:00","09STATE1","Embassy","SECRET","","',
        '","',
        '"\n',
    ]
)
ANY = st.one_of(
    st.text(max_size=300), st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=40).map("".join)
)
HOSTILE = settings(max_examples=int(os.environ.get("PARSER_EXAMPLES", "150")), deadline=None)
HOSTILE = settings(HOSTILE, suppress_health_check=[HealthCheck.too_slow])


def spans_of(value):
    """Every span anywhere in a record."""
    if hasattr(value, "_fields"):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)
    elif hasattr(value, "__dataclass_fields__"):
        for field in value.__dataclass_fields__:
            yield from spans_of(getattr(value, field))


def assert_sound(text: str, cable: ParsedCable) -> None:
    assert "".join(text[s.start : s.end] for s in cable.spans) == text
    assert all(before.end == after.start for before, after in itertools.pairwise(cable.spans))
    for span in spans_of(cable):
        assert 0 <= span.start <= span.end <= len(text)
    for repair in cable.repairs:
        assert text[repair.span.start : repair.span.end] == repair.before or cable.container in (
            "html",
            "csv_row",
        )
    for finding in cable.findings:
        assert finding.message.endswith(".")
        assert len(finding.message) < 200


@HOSTILE
@given(ANY)
def test_no_text_raises_and_every_character_has_one_place(text):
    cable = parse_cable(text)
    assert_sound(text, cable)
    json.dumps(as_json(cable))


@HOSTILE
@given(ANY)
def test_parsing_is_deterministic(text):
    assert parse_cable(text) == parse_cable(text)


@HOSTILE
@given(ANY)
def test_pieces_of_a_file_are_in_order_and_do_not_overlap(text):
    pieces = split_cables(text)
    assert all(0 <= start < end <= len(text) for start, end in pieces)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(pieces))
    for start, end in pieces:
        assert_sound(text[start:end], parse_cable(text[start:end]))


@HOSTILE
@given(st.lists(PIECES, max_size=30).map("".join))
def test_blocks_repeat_text_and_items_in_reading_order(body):
    for paragraph in parse_cable(HEADING + body).paragraphs:
        assert "\n".join(b.text for b in paragraph.blocks if b.kind != "item") == paragraph.text
        assert tuple(b.text for b in paragraph.blocks if b.kind == "item") == tuple(
            i.text for i in paragraph.items
        )
        assert all(0 <= brk.at <= len(b.text) for b in paragraph.blocks for brk in b.breaks)


@HOSTILE
@given(st.lists(PIECES, max_size=30).map("".join))
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


# --- Linear time ------------------------------------------------------------------------------

SIZE = 60_000
GROWING = {
    "one line": lambda n: "word " * (n // 5),
    "brackets": lambda n: "(" * n,
    "dashes": lambda n: "-" * n,
    "digits": lambda n: "1" * n,
    "spaces": lambda n: " " * n,
    "line feeds": lambda n: "\n" * n,
    "returns": lambda n: "\r" * n,
    "paragraphs": lambda n: HEADING + "".join(f"{i}. (C) Text goes here.\n\n" for i in range(1, n // 25)),
    "restarting numbers": lambda n: HEADING + "7. x\n\n" * (n // 6),
    "REF": lambda n: HEADING + "REF: " + "STATE 12 AND " * (n // 13),
    "REF lines": lambda n: HEADING + "REF:\n" + "STATE 12\n" * (n // 9),
    "TAGS lines": lambda n: HEADING + "TAGS: " + "PREL\n" * (n // 5),
    "SUBJECT": lambda n: HEADING + "SUBJECT: " + "X Y\n" * (n // 4),
    "class lines": lambda n: "SECRET ZENDA 123\n" * (n // 17),
    "headings": lambda n: HEADING + "O 151248Z SEP 09\nFM X\n" * (n // 22),
    "sections": lambda n: HEADING + "O 151248Z SEP 09\nFM X\nSECRET SECTION 02 OF 03 ZENDA 123\n" * (n // 56),
    "page heads": lambda n: HEADING + "PAGE 01  LA PAZ 06049  01 OF 02  132315Z\n" * (n // 40),
    "addressees": lambda n: "TO " + "RUEHC/SECSTATE WASHDC IMMEDIATE 22\n" * (n // 35),
    "items": lambda n: HEADING + "1. (C) Text:\n" + "-- item text\n" * (n // 13),
    "table": lambda n: HEADING + "1. (C) Text:\n" + "  a    b    c\n" * (n // 14),
    "misread letters": lambda n: HEADING + "1. (C) " + "Aīs " * (n // 4),
    "mentions": lambda n: HEADING + "1. (C) " + "ref A, B, paragraphs 1, 2 STATE 1234 " * (n // 37),
    "wrapped words": lambda n: HEADING + "1. (C) " + "GOVERN-\n" * (n // 8),
    "tags of HTML": lambda n: "<pre>" + "<a" * (n // 2),
    "quotes of CSV": lambda n: '"1","1/1/2009 10:00","09STATE1","E","S","","' + '""' * (n // 2),
    "attributes": lambda n: "Message Text\n1. X\nMessage Attributes\n" + "Subject: x\nrun on\n" * (n // 18),
    "labels": lambda n: "Key: value\n" * (n // 11) + HEADING,
}


def seconds(text: str) -> float:
    """Of the processor, the best of three; the collector is off, whose own passes grow with what is alive."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            split_cables(text)
            parse_cable(text)
            best = min(best, time.process_time() - start)
    finally:
        gc.enable()
    return best


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_text_takes_twice_the_time(name):
    grow = GROWING[name]
    for _ in range(3):  # other work on the machine may spoil a measurement, never improve it
        once, twice = seconds(grow(SIZE)), seconds(grow(2 * SIZE))
        if twice < max(2.6 * once, 0.05):
            return
    pytest.fail(f"{once:.3f} s grew to {twice:.3f} s.")


# --- The declassified telegrams ---------------------------------------------------------------


@corpus.needs(corpus.NARA)
def test_every_character_of_every_telegram_has_one_place():
    for path in sorted(corpus.NARA.glob("*.txt")):
        text = corpus.text_of(path)
        assert_sound(text, parse_cable(text))
        assert split_cables(text) == [(0, len(text))]
