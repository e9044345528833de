"""A CSV read in pieces gives what it would give whole."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.importing.sources import Caps, Piece, Record, Unreadable, records_of, rows
from cables.importing.sources.records import read_content
from tests.telegrams import telegram

TITLES = "id,date,number,origin,classification,references,header,body\n"
WORDS = ["plain", 'say ""so""', "two\nlines", "Straße é", "a,b", "1,2", "\\\\", ""]


def row(n: int, words: str = "") -> str:
    number = f"08ZENDA{n}"
    return f'"{n}","2008-08-14 15:20:00","{number}","Zenda","SECRET","","SECRET ZENDA {n}","1. (C) {words}"\n'


def streamed(content: bytes, buffer: int, caps: Caps | None = None) -> list[Record | Unreadable]:
    file = io.BytesIO(content)
    rows_buffer, rows.BUFFER = rows.BUFFER, buffer
    try:
        found = rows.read_rows("c.csv", file.read(buffer), file, caps or Caps())
        return [r for each in found for r in (records_of(each) if isinstance(each, Piece) else [each])]
    finally:
        rows.BUFFER = rows_buffer


@given(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=12),
    st.integers(250, 2000),
    st.sampled_from(["utf-8", "utf-8-sig"]),
    st.booleans(),
)
def test_pieces_are_the_rows_of_the_whole(words, buffer, encoding, titled):
    text = (TITLES if titled else "") + "".join(row(n, word) for n, word in enumerate(words, 1))
    content = text.encode(encoding)
    whole = list(read_content("c.csv", content))
    found = streamed(content, buffer)
    assert [(r.start, r.text, r.content) for r in found] == [(r.start, r.text, r.content) for r in whole]


def test_row_without_its_last_quote_loses_itself_only():
    broken = row(2).rstrip('"\n') + "\n"
    found = streamed((row(1) + broken + row(3) + row(4)).encode(), 300)
    assert [record.text.split('","')[2] for record in found] == [
        "08ZENDA1",
        "08ZENDA2",
        "08ZENDA3",
        "08ZENDA4",
    ]


def test_row_longer_than_may_be_is_passed_over_and_the_rest_read():
    text = row(1) + row(2, "long " * 1000) + row(3)
    found = streamed(text.encode(), 400, Caps(file=2000))
    assert [isinstance(each, Unreadable) for each in found] == [False, True, False]
    assert "more than 2,000 bytes" in found[1].reason
    assert text[found[2].start :].startswith('"3"')
    assert found[2].text == row(3)


def test_rows_in_two_encodings_are_each_read_in_its_own():
    content = row(1, "café").encode() + row(2, "café").encode("cp1252") + row(3).encode()
    found = streamed(content, 400)
    assert [record.encoding for record in found] == ["utf-8", "cp1252", "utf-8"]
    assert b"".join(record.content for record in found) == content


@pytest.mark.parametrize("head", [telegram().encode(), b"name,date\n1,2\n", b"", row(1).encode("utf-16")])
def test_what_is_no_such_csv_is_not_taken_for_one(head):
    assert not rows.is_csv(head)


@pytest.mark.parametrize("head", [row(1), TITLES + row(1), "\ufeff" + row(1)])
def test_csv_is_known_by_its_beginning(head):
    assert rows.is_csv(head.encode())


def test_memory_is_flat(tmp_path):
    """Thirty megabytes are read with a few in hand."""
    import tracemalloc

    from cables.importing.sources import read_file

    path = tmp_path / "many.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for n in range(1, 3001):
            writer.writerow([*next(csv.reader([row(n)]))[:7], "1. (C) " + "x " * 5000])
    tracemalloc.start()
    count = sum(1 for _ in read_file(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3000
    assert path.stat().st_size > 30_000_000
    assert peak < 5 * rows.BUFFER
