"""Bytes to text, losslessly: `text.encode(encoding)` gives the bytes back.

A byte order mark stays in the encoding's name, not in the text: `utf-8-sig`, `utf-16`, (with its BOM
in native order) and the codecs of this module's own are avoided, so a big-endian BOM is decoded as
`utf-16-be` and keeps U+FEFF as the first character, which every reader of lines treats as white space.
"""

from __future__ import annotations

import codecs
import sys

SAMPLE = 4096  # bytes looked at for NUL patterns and control characters
JUNK_SHARE = 0.05  # of the sample: no telegram, however garbled, holds so many control characters
WHITE = b"\t\n\r\x0b\x0c\x1a"  # 0x1A ended files under CP/M and DOS
CONTROLS = bytes(byte for byte in range(0x20) if byte not in WHITE)
# A strict decoder of these has one way to write a text: UTF-8 refuses longer forms and surrogates, and the
# others are a table of a character for each byte. So there is nothing to compare.
LOSSLESS = frozenset(("utf-8", "cp1252", "latin-1"))


class Undecodable(ValueError):
    """The bytes are no text in any encoding that telegrams came in."""


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of the codec that turns it back into the same bytes.

    Raises Undecodable for images, archives and other binary files.
    """
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding in LOSSLESS or text.encode(encoding) == data:
            return text, encoding
    raise Undecodable("The file is not text in UTF-8, UTF-16, Windows-1252 or Latin-1.")


def _candidates(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig", "utf-8", "cp1252", "latin-1")
    utf16 = _utf16(data)
    if utf16:
        return (utf16, "latin-1")
    _refuse_junk(data)
    return ("utf-8", "cp1252", "latin-1")


def _utf16(data: bytes) -> str | None:
    """The UTF-16 codec that a BOM or a column of NULs speaks for."""
    for bom, byteorder, name in (
        (codecs.BOM_UTF16_LE, "little", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "big", "utf-16-be"),
    ):
        if data.startswith(bom):
            # Python's "utf-16" drops the mark and writes it again, in native order only.
            return "utf-16" if byteorder == sys.byteorder else name
    if len(data) < 4 or len(data) % 2:
        return None
    sample = data[: SAMPLE - SAMPLE % 2]
    if 0 not in sample:
        return None
    even, odd = sample[0::2].count(0) * 2 / len(sample), sample[1::2].count(0) * 2 / len(sample)
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    if even > 0.7 and odd < 0.1:
        return "utf-16-be"
    return None


SIGNATURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf",
)


def _refuse_junk(data: bytes) -> None:
    if data.startswith(SIGNATURES):
        raise Undecodable("The file is not text: it begins like an image, a PDF or an archive.")
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls > JUNK_SHARE * len(sample) and controls > 8:
        raise Undecodable(
            f"The file is not text: {controls} of its first {len(sample)} bytes are control characters, "
            "as in an image or an archive."
        )
