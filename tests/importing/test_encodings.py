"""Telegrams in every encoding they come in: the bytes are kept as they came, and the text is read right."""

import codecs
import hashlib
import io
import zipfile

import pytest

from cables.importing.batches import import_paths
from cables.importing.sources import files
from cables.models import Collection, SourceText
from cables.visibility import Role
from tests.people import a_user
from tests.telegrams import telegram

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ACCENTS = "He met Müller at the café in Łódź – “soon”."
WESTERN = "He met Müller at the café – “soon”."
LATIN = "He met Müller at the café\x81."  # a byte that Windows-1252 does not have
TITLES = "id,date,number,origin,classification,references,header,body\n"

# Words, the codec they are written with, the mark before them; the codec that the source says of it.
ENCODINGS = {
    "UTF-8": (ACCENTS, "utf-8", b"", "utf-8"),
    "UTF-8 with a mark": (ACCENTS, "utf-8", codecs.BOM_UTF8, "utf-8-sig"),
    "UTF-16, little end first": (ACCENTS, "utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
    "UTF-16, big end first": (ACCENTS, "utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
    "UTF-16, little end first, no mark": (ACCENTS, "utf-16-le", b"", "utf-16-le"),
    "UTF-16, big end first, no mark": (ACCENTS, "utf-16-be", b"", "utf-16-be"),
    "Windows-1252": (WESTERN, "cp1252", b"", "cp1252"),
    "Latin-1": (LATIN, "latin-1", b"", "latin-1"),
}
CASES = list(enumerate(ENCODINGS.values(), 1))
WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}  # of a stretch of a file
in_each = pytest.mark.parametrize(("words", "codec", "mark", "told"), ENCODINGS.values(), ids=ENCODINGS)


@pytest.fixture
def imported(tmp_path):
    """Import a file of this content, and give the source of each of these numbers."""

    def do(content, *serials, name="a.txt"):
        (tmp_path / name).write_bytes(content)
        list(import_paths([tmp_path / name], Collection.objects.create(name="Harbours", slug="harbours")))
        return [SourceText.objects.get(version__cable__mrn=f"08ZENDA{serial}") for serial in serials]

    return do


@pytest.fixture
def in_pieces(monkeypatch):
    """Read files as those are read that are too large to be in memory."""

    def do():
        monkeypatch.setattr(files, "BUFFER", 300)
        monkeypatch.setattr(files, "SMALL", 0)

    return do


@pytest.fixture
def kept(client):
    """Compare what is kept of a number with these bytes, as a row and as staff may have it."""
    client.force_login(a_user(Role.IMPORTER))

    def compare(source, content, encoding):
        assert source.encoding == encoding
        assert bytes(source.content) == content
        assert (source.size, source.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        answer = client.get(f"/review/cables/{source.version.cable.mrn}/bytes/1/")
        assert (answer.status_code, answer.content) == (200, content)

    return compare


@pytest.fixture
def shown(client):
    """What readers have of a number: the words of its first paragraph, and its whole text."""

    def compare(source, words, text):
        assert source.version.paragraphs.first().text == words
        client.logout()
        mrn = source.version.cable.mrn
        assert words in client.get(f"/cables/{mrn}/").content.decode()
        there = client.get(f"/cables/{mrn}.txt").content.decode()
        assert there.removeprefix("\ufeff") == text  # a mark that the codec has no place for stays

    return compare


def saying(words, serial=412):
    return telegram(serial=serial, subject="DUES OF MÜLLER", paragraphs=[f"1. (U) {words}"])


def row(serial, words):
    head = f'"{serial}","2008-08-14 15:20:00","08ZENDA{serial}","Zenda","SECRET","",'
    return f'{head}"SECRET ZENDA {serial}","1. (C) {words}"\n'


@in_each
def test_one_telegram(words, codec, mark, told, imported, kept, shown):
    text = saying(words)
    content = mark + text.encode(codec)
    (source,) = imported(content, 412)
    kept(source, content, told)
    shown(source, words, text)
    assert source.version.subject == "DUES OF MÜLLER"


@in_each
def test_several_telegrams_in_a_file(words, codec, mark, told, imported, kept, shown):
    """The file's mark is in none of them, but in the first where the codec has no other place for it."""
    texts = [saying(words, serial) + "\n" for serial in (1, 2, 3)]
    contents = [text.encode(codec) for text in texts]
    sources = imported(mark + b"".join(contents), 1, 2, 3)
    if told not in WITHOUT_MARK:
        contents[0] = mark + contents[0]
    for source, content in zip(sources, contents, strict=True):
        kept(source, content, WITHOUT_MARK.get(told, told))
    for source, text in zip(sources, texts, strict=True):
        shown(source, words, text)


@in_each
@pytest.mark.parametrize("how", ["whole", "in pieces"])
def test_rows_of_a_csv(how, words, codec, mark, told, imported, kept, shown, in_pieces):
    if how == "in pieces":
        in_pieces()
    rows = [row(serial, words) for serial in (1, 2)]
    sources = imported(mark + TITLES.encode(codec) + "".join(rows).encode(codec), 1, 2, name="a.csv")
    for source, text in zip(sources, rows, strict=True):
        kept(source, text.encode(codec), WITHOUT_MARK.get(told, told))
    for source, text in zip(sources, rows, strict=True):
        shown(source, words, text)


def test_members_of_an_archive(imported, kept, shown):
    contents = [mark + saying(words, n).encode(codec) for n, (words, codec, mark, _) in CASES]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, content in enumerate(contents, 1):
            archive.writestr(f"{n}.txt", content)
    sources = imported(packed.getvalue(), *(n for n, _ in CASES), name="a.zip")
    for source, content, (_, case) in zip(sources, contents, CASES, strict=True):
        kept(source, content, case[-1])
    for source, (n, case) in zip(sources, CASES, strict=True):
        shown(source, case[0], saying(case[0], n))


MIXED = [(ACCENTS, "utf-8"), (WESTERN, "cp1252"), ("He met nobody.", "utf-8"), (LATIN, "latin-1")]


@pytest.mark.parametrize("several", [slice(0, 3), slice(0, 4), slice(1, 3)])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.csv in pieces"])
def test_each_in_its_own_encoding_in_one_file(name, several, imported, kept, shown, in_pieces):
    """As where a file was put together from others."""
    if "in pieces" in name:
        in_pieces()
    made = row if "csv" in name else lambda serial, words: saying(words, serial) + "\n"
    texts = [made(n, words) for n, (words, _) in enumerate(MIXED[several], 1)]
    contents = [text.encode(codec) for text, (_, codec) in zip(texts, MIXED[several], strict=True)]
    sources = imported(b"".join(contents), *range(1, len(texts) + 1), name=name)
    for source, content, (_, codec) in zip(sources, contents, MIXED[several], strict=True):
        kept(source, content, codec)
    for source, text, (words, _) in zip(sources, texts, MIXED[several], strict=True):
        shown(source, words, text)


def test_one_telegram_in_two_encodings(imported, kept):
    """It is read in the wider one, and what looks like UTF-8 within is mended by the parser."""
    content = telegram(paragraphs=["1. (U) Müller."]).encode().replace(b"HARBOUR", "CAFÉ".encode("cp1252"))
    (source,) = imported(content, 412)
    kept(source, content, "cp1252")
    assert source.version.subject == "CAFÉ DUES"
    assert source.version.paragraphs.first().text == "Müller."
