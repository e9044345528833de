"""What lies in an archive is read as if it lay in a folder; what an archive may not do is refused."""

import gzip
import io
import stat
import tarfile
import tempfile
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.importing.sources import Caps, Record, Unreadable, read_file
from tests.telegrams import telegram


@pytest.fixture
def packed(tmp_path):
    def make(files: dict[str, bytes], **options) -> list[Record | Unreadable]:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return list(read_file(path, Caps(**options)))

    return make


def test_members_are_read_in_order_and_byte_for_byte(packed, tmp_path):
    first, second = telegram(serial=1).encode(), telegram(serial=2).encode("utf-16")
    found = packed({"b/two.txt": second, "a.txt": first, "__MACOSX/a.txt": b"x", ".hidden": b"x"})
    assert [record.content for record in found] == [first, second]
    assert [record.file for record in found] == [f"{tmp_path}/a.zip/a.txt", f"{tmp_path}/a.zip/b/two.txt"]


def test_file_of_many_cables_in_an_archive(packed):
    found = packed({"many.txt": (telegram(serial=1) + "\n" + telegram(serial=2)).encode()})
    assert len(found) == 2


@pytest.mark.parametrize("name", ["../up.txt", "/etc/passwd", "a/../../up.txt", "..\\up.txt", "C:\\up.txt"])
def test_name_that_leads_out_is_refused_and_the_rest_read(packed, name):
    found = packed({name: telegram(serial=1).encode(), "good.txt": telegram(serial=2).encode()})
    assert ["leads out" in each.reason for each in found if isinstance(each, Unreadable)] == [True]
    assert sum(isinstance(each, Record) for each in found) == 1


def test_link_in_an_archive_is_not_followed(tmp_path):
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    (found,) = read_file(tmp_path / "a.zip")
    assert "symbolic link" in found.reason


def test_bomb_is_refused_before_it_is_unpacked(packed):
    found = packed(
        {"a.txt": telegram().encode(), "b.txt": b"0" * 30_000_000, "c.txt": telegram().encode()}, ratio=5
    )
    assert isinstance(found[0], Record)
    assert all("unpacks to far more" in each.reason for each in found[1:])
    assert len(found) == 3


def test_header_that_lies_about_the_size_does_not_help(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b.txt", b"0" * 30_000_000)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    (found,) = read_file(path, Caps(ratio=5))
    assert isinstance(found, Unreadable)


def test_more_files_than_an_archive_may_have(packed):
    (found,) = packed({f"{n}.txt": b"x" for n in range(4)}, members=3)
    assert "4 files" in found.reason


def test_member_larger_than_a_file_may_be(packed):
    (found,) = packed({"a.txt": b"x " * 3_000_000}, file=1_000_000)
    assert "more than 1,000,000 bytes" in found.reason


def test_archive_within_an_archive_is_not_unpacked(packed, tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", telegram())
    (found,) = packed({"inner.zip": inner.getvalue()})
    assert "Unpack it first" in found.reason
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        tar.add(tmp_path / "a.zip", "a.zip")
    (found,) = read_file(tmp_path / "a.tar")
    assert "Unpack it first" in found.reason


def test_gzip_is_the_file_in_it(tmp_path):
    content = telegram().encode()
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(content))
    (found,) = read_file(path)
    assert found.content == content


def test_gzip_bomb_is_refused(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"0" * 30_000_000))
    (found,) = read_file(path, Caps(ratio=5))
    assert "unpacks to far more" in found.reason


@pytest.mark.parametrize("damage", ["cut", "turned"])
@pytest.mark.parametrize("kind", ["zip", "gz"])
def test_damaged_archive_is_a_sentence(tmp_path, kind, damage):
    path = tmp_path / f"a.{kind}"
    content = telegram(
        paragraphs=[f"{n}. (C) {zlib.crc32(bytes([n % 256]))}." for n in range(1, 200)]
    ).encode()
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", content)
    else:
        path.write_bytes(gzip.compress(content))
    packed = bytearray(path.read_bytes())
    if damage == "cut":
        del packed[len(packed) // 2 :]
    else:
        for n in range(100, 140):
            packed[n] ^= 0xFF
    path.write_bytes(packed)
    (found,) = read_file(path)
    assert "damaged" in found.reason


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_way_of_packing_that_unpacks_a_gigabyte_at_once_is_not_read(tmp_path, kind):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", kind) as archive:
        archive.writestr("bomb.txt", b"0" * 30_000_000)
        archive.writestr("good.txt", telegram(), zipfile.ZIP_STORED)
    refused, record = read_file(path)
    assert "packed in a way that is not read" in refused.reason
    assert isinstance(record, Record)


def test_directory_of_more_members_than_may_be_is_refused_before_it_is_read(tmp_path):
    """Of a zip of 64 megabytes a million objects would be made."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(3000):
            archive.writestr(f"{n}.txt", b"")
    tracemalloc.start()
    (found,) = read_file(path, Caps(members=500))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "501 files or more" in found.reason
    assert peak < 400_000


def test_two_members_of_one_name_are_two_records(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", telegram(serial=1))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", telegram(serial=2))
    assert [each.file for each in read_file(path)] == [f"{path}/a.txt", f"{path}/a.txt (2)"]


def test_member_whose_name_is_not_in_the_encoding_it_claims(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("é.txt", telegram())
    path.write_bytes(path.read_bytes().replace("é.txt".encode(), b"\xed\xa0.txt"))
    (found,) = read_file(path)
    assert (
        found.reason
        == "A name in this archive is not in UTF-8, though the archive says it is. Pack it again."
    )


def test_name_in_an_archive_cannot_steer_a_terminal(packed):
    (found,) = packed({"a\x1b[2J\n.txt": telegram().encode()})
    assert found.file.endswith("/a\\x1b[2J\\x0a.txt")


def _archives() -> list[bytes]:
    made = []
    for kind in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(file := io.BytesIO(), "w", kind) as archive:
            archive.writestr("a.txt", telegram(serial=1))
            archive.writestr("é.txt", telegram(serial=2).encode("utf-16"))
        made.append(file.getvalue())
    return [*made, gzip.compress(telegram().encode())]


ARCHIVES = _archives()


@given(
    which=st.integers(0, len(ARCHIVES) - 1),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    cut=st.sampled_from([1.0, 1.0, 0.99, 0.5, 0.1]),
)
def test_no_damage_is_anything_but_a_sentence(which, changes, cut):
    content = bytearray(ARCHIVES[which])
    for place, byte in changes:
        content[int(place * len(content))] = byte
    with tempfile.NamedTemporaryFile() as file:
        file.write(content[: int(cut * len(content))])
        file.flush()
        for found in read_file(Path(file.name)):
            assert isinstance(found, Record) or found.reason.endswith(".")
