from pathlib import Path

import pytest

from cables.importing.sources import Caps, Record, Unreadable, find_files, read_content, read_file
from tests.telegrams import telegram


def only(path: Path):
    (found,) = read_file(path)
    return found


def test_folder_is_read_in_order_without_hidden_files(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/.hidden", ".git/config", "a/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [str(path.relative_to(tmp_path)) for path in find_files([tmp_path])]
    assert found == ["b.txt", "a/b.txt", "a/z.txt"]


def test_single_cable_is_kept_byte_for_byte(tmp_path):
    content = b"\xef\xbb\xbf" + telegram().replace("\n", "\r\n").encode() + b"\r\n\r\n"
    file = tmp_path / "one.txt"
    file.write_bytes(content)
    record = only(file)
    assert isinstance(record, Record)
    assert record.content == content


def test_several_cables_in_one_file_are_several_records():
    text = telegram(serial=412) + "\n" + telegram(serial=413) + "\n" + telegram(serial=414)
    records = list(read_content("many.txt", text.encode()))
    assert [record.text.count("SUBJECT") for record in records] == [1, 1, 1]
    assert all(text[r.start :].startswith(r.text) for r in records)
    assert all(r.content.decode(r.encoding) == r.text for r in records)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_of_a_file_stands_in_no_record_of_it(encoding):
    content = (telegram(serial=412) + "\n" + telegram(serial=413)).encode(encoding)
    records = list(read_content("many.txt", content))
    assert len(records) == 2
    assert all(record.content in content for record in records)
    assert b"".join(record.content for record in records) in content


def test_latin_text_that_is_not_utf8_is_read():
    text = telegram(subject="CHARGÉ ON DUES")
    (record,) = read_content("old.txt", text.encode("cp1252"))
    assert "CHARGÉ" in record.text
    assert record.content == text.encode("cp1252")


def test_refusals_are_sentences(tmp_path):
    empty, binary, prose = tmp_path / "empty", tmp_path / "binary", tmp_path / "prose"
    empty.write_bytes(b" \r\n\x00")
    binary.write_bytes(bytes(range(32)) * 50 + b"\x89PNG")
    prose.write_text("Dear diary, nothing of note today.\n")
    link = tmp_path / "link"
    link.symlink_to(prose)
    for path in (empty, binary, link, tmp_path / "absent"):
        refusal = only(path)
        assert isinstance(refusal, Unreadable), path
        assert refusal.reason[0].isupper()
        assert refusal.reason.endswith(".")
    (too_long,) = read_file(prose, Caps(file=10))
    assert "more than 10 bytes" in too_long.reason
