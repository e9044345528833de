"""From bytes on: whatever a file holds is decoded, split and parsed, or refused in one sentence."""

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.parsing import parse_cable, split_cables
from cables.parsing.__main__ import UNREADABLE, main
from cables.parsing.decoding import Undecodable, decode
from tests.parsing.soundness import assert_sound
from tests.parsing.strategies import FILES, HOSTILE
from tests.parsing.telegrams import telegram

pytestmark = pytest.mark.once

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp850")
ENCODED = st.builds(
    lambda text, encoding: text.encode(encoding, "replace"), FILES, st.sampled_from(ENCODINGS)
)


def spoiled(data: bytes, at: int, junk: bytes) -> bytes:
    at %= len(data) + 1
    return data[:at] + junk + data[at + len(junk) :]


BYTES = st.one_of(
    st.binary(max_size=600),
    ENCODED,
    st.builds(spoiled, ENCODED, st.integers(0, 5000), st.binary(max_size=9)),
)
ODD = {
    "nothing": b"",
    "a byte order mark alone": b"\xef\xbb\xbf",
    "half a character of UTF-16": b"\xff\xfeV\x00Z",
    "a lone surrogate in UTF-16": b"\xff\xfe\x00\xd8V\x00",
    "UTF-8 cut in a character": telegram().encode() + b"caf\xc3",
    "every byte": bytes(range(256)) * 4,
    "NULs": b"\x00" * 64,
    "NULs in a telegram": telegram().encode().replace(b"SIPDIS", b"SIP\x00\x00\x00"),
    "the end of a file under DOS": telegram().encode() + b"\x1a",
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "a surrogate written as UTF-8": telegram().encode() + b"\xed\xa0\x80",
}


@HOSTILE
@given(BYTES)
def test_bytes_are_a_text_that_gives_them_back_or_refused(data):
    try:
        text, encoding = decode(data)
    except Undecodable:
        return
    assert text.encode(encoding) == data
    for start, end in split_cables(text):
        assert_sound(text[start:end], parse_cable(text[start:end]))


def said(data: bytes, monkeypatch) -> tuple[int, bytes, str]:
    """(exit code, standard output, standard error) of `python -m cables.parsing` over the bytes."""
    out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    code = main(["-"])
    return code, out.buffer.getvalue(), err.getvalue()


def assert_said(data: bytes, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        code, out, err = said(data, patch)
    if code == UNREADABLE:
        assert (out, err.count("\n")) == (b"", 1)
        return
    assert (code, err) == (0, "")
    text, _ = decode(data)
    lines = out.splitlines()
    assert [json.loads(line)["container"] for line in lines] == [
        parse_cable(text[start:end]).container for start, end in split_cables(text)
    ]


@HOSTILE
@given(data=BYTES)
def test_command_prints_a_line_for_each_cable_of_any_bytes_or_says_why_not(data):
    assert_said(data, pytest.MonkeyPatch())


@pytest.mark.parametrize("name", ODD)
def test_command_over_odd_bytes(name):
    assert_said(ODD[name], pytest.MonkeyPatch())
