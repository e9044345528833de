"""Files that are no plain files, names that are no text, folders that are closed: each is a sentence."""

import os
import socket
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from cables.importing.sources import Caps, Record, Unreadable, find_files, open_file, read_file
from cables.importing.sources.names import name_of, path_of
from tests.telegrams import telegram

GOOD = telegram().encode()
NOBODY = 65534


@pytest.fixture
def folder():
    """One that everybody may look into, as pytest's own are not."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def reasons(folder: Path) -> dict[str, str]:
    """What was refused, by name; everything else has to be a record."""
    found = [each for path in find_files([folder]) for each in read_file(path)]
    assert all(isinstance(each, Record | Unreadable) for each in found)
    refused = [each for each in found if isinstance(each, Unreadable)]
    assert all(each.reason.endswith(".") for each in refused)
    return {Path(each.file).name: each.reason for each in refused}


@contextmanager
def as_nobody():
    """Root may look everywhere."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)


def test_pipes_sockets_devices_and_links_are_refused_and_the_rest_is_read(folder):
    (folder / "good.txt").write_bytes(GOOD)
    os.mkfifo(folder / "fifo")
    (folder / "link").symlink_to("/dev/zero")
    (folder / "linked folder").symlink_to("/etc")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket"))
        found = reasons(folder)
    assert set(found) == {"fifo", "link", "linked folder", "socket"}
    assert "symbolic link" in found["link"]
    assert "symbolic link" in found["linked folder"]
    assert "not a regular file" in found["fifo"]


def test_what_one_may_not_read_is_named_and_the_rest_is_read(folder):
    (folder / "good.txt").write_bytes(GOOD)
    for name, mode in (("closed", 0o000), ("listed", 0o444)):
        (folder / name).mkdir()
        (folder / name / "inside.txt").write_bytes(GOOD)
        (folder / name).chmod(mode)
    (folder / "secret.txt").write_bytes(GOOD)
    (folder / "secret.txt").chmod(0)
    with as_nobody():
        found = reasons(folder)
    assert found == {
        "closed": "The folder could not be read: Permission denied.",
        "inside.txt": "The file could not be read: Permission denied.",
        "secret.txt": "The file could not be read: Permission denied.",
    }
    for name in ("closed", "listed"):
        (folder / name).chmod(0o700)


def test_file_that_goes_between_listing_and_reading(folder):
    (folder / "a.txt").write_bytes(GOOD)
    (folder / "b").mkdir()
    (folder / "b" / "b.txt").write_bytes(GOOD)
    paths = find_files([folder])
    first = next(paths)
    first.unlink()
    (folder / "b" / "b.txt").unlink()
    (folder / "b").rmdir()
    found = [each for path in [first, *paths] for each in read_file(path)]
    assert [each.reason for each in found] == ["There is no such file or folder."] * 2


def test_file_that_becomes_a_link_or_a_pipe_is_neither_followed_nor_waited_for(folder, monkeypatch):
    monkeypatch.setattr("cables.importing.sources.files._why_not_a_file", lambda path: "")
    (folder / "link").symlink_to("/etc/passwd")
    os.mkfifo(folder / "fifo")
    for name in ("link", "fifo"):
        assert not any(isinstance(each, Record) for each in read_file(folder / name))


def test_file_that_is_cut_off_while_it_is_read(folder):
    path = folder / "a.csv"
    row = '"{0}","2008-08-14 15:20:00","08ZENDA{0}","Zenda","SECRET","","SECRET ZENDA","1. (C) {1}"\n'
    path.write_text("".join(row.format(n, "x " * 500_000) for n in range(1, 12)))
    found = open_file(path, Caps())
    assert next(found).file == str(path)
    os.truncate(path, 5_000_000)
    rest = list(found)
    assert 2 <= len(rest) <= 8  # those that were read already; the last may be half a one


@pytest.mark.parametrize("path", ["/tmp/" + "a" * 5000, "/tmp/a\0b", "/etc/passwd/a"])
def test_path_that_no_file_can_have(path):
    (found,) = read_file(Path(path))
    assert found.reason.startswith(("There is no such file", "The file could not be read"))


@pytest.mark.parametrize("raw", [b"\xff\xfe.txt", b"a\nb\x1b[2J.txt", "Straße é.txt".encode(), b"\\xff.txt"])
def test_name_that_is_no_text_is_told_and_found_again(folder, raw):
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + raw))
    path.write_bytes(GOOD)
    (listed,) = find_files([folder])
    (found,) = read_file(listed)
    assert found.file.encode()  # which a surrogate would not let
    assert found.file.isprintable()
    assert path_of(found.file) == path
    assert name_of(path) == found.file
