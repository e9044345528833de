import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cables.presenters.source_page import _in_order, _Layout, _lines, _Repair, _spans

TEXT = st.text(alphabet="ab \r\n\u202eī", max_size=60)
CUTS = st.lists(st.integers(0, 60), max_size=8)


@given(TEXT, CUTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=5))
def test_every_line_shows_what_was_received_under_any_partition_and_repairs(text, cuts, changes):
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    spans = _spans([[f"s{n}", a, b] for n, (a, b) in enumerate(pairwise(edges))], len(text))
    layout = _Layout(text, spans, _repairs(changes, len(text)))
    shown = [
        "".join(p.text for s in line.stretches for p in s.pieces) for line in layout.lines(list(_lines(text)))
    ]
    wanted = re.split(r"\r\n|\n|\r", text)
    # Inside a repair an invisible character is shown as U+FFFD.
    assert [line.replace("\ufffd", "\u202e") for line in shown] == (wanted if wanted[-1] else wanted[:-1])


def _repairs(changes, length):
    kept = []
    for start, size in sorted(changes):
        if size and start + size <= length and start >= (kept[-1].end if kept else 0):
            kept.append(_Repair(start, start + size, len(kept) + 1, "'", "test"))
    return kept


@given(TEXT, st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=8))
def test_any_stored_spans_become_a_partition(text, pairs):
    spans = _spans([["x", a, b] for a, b in pairs], len(text))
    assert "".join(text[start:end] for _, start, end in spans) == text


def test_repairs_that_overlap_are_left_out_of_the_text_only():
    class Row:
        after, reason = "'", "test"

        def __init__(self, start, end):
            self.start, self.end = start, end

    assert [r.number for r in _in_order([Row(0, 3), Row(1, 2), Row(4, 5), Row(9, 99)], 10)] == [1, 3]
