"""Bytes to text and back again."""

import codecs
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.parsing.decoding import Undecodable, decode

TEXT = "Alliesī “view” of Bogotá\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        ("“Bogotá”".encode("cp1252"), "cp1252"),
        (b"\x81\x8d\x9d caf\xe9", "latin-1"),
        (b"", "utf-8"),
    ],
)
def test_encoding_is_found(data, encoding):
    text, found = decode(data)
    assert found == encoding
    assert text.encode(found) == data


def test_big_endian_mark_stays_in_the_text_so_that_nothing_is_lost():
    data = codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")
    text, encoding = decode(data)
    assert text.encode(encoding) == data
    assert text.lstrip("\ufeff") == TEXT


@pytest.mark.parametrize(
    "data", [zlib.compress(bytes(range(256)) * 40) * 3, b"\x89PNG\r\n\x1a\n" + bytes(range(30)) * 40]
)
def test_binary_files_are_refused_in_a_sentence(data):
    with pytest.raises(Undecodable, match=r"^The file is not text.*\.$"):
        decode(data)


@given(st.binary(max_size=400))
def test_whatever_is_decoded_gives_its_bytes_back(data):
    try:
        text, encoding = decode(data)
    except Undecodable:
        return
    assert text.encode(encoding) == data


@given(st.text(max_size=200))
def test_text_in_utf_8_is_read_as_it_was_written(text):
    data = text.encode("utf-8", "surrogatepass")
    try:
        found, _ = decode(data)
    except Undecodable:
        return
    if "\x00" not in text and not text.startswith(("\ufeff", "\ufffe")) and text.isascii():
        assert found == text
