"""Every character of a block is shown once and in order, whatever is marked in it."""

from hypothesis import given
from hypothesis import strategies as st

from cables.presenters.found import Piece
from cables.presenters.segments import Segment, Stretch, groups

OURS = {"break"}


def kinds(text, stretches=(), blocks=None, breaks=()):
    found = groups(text, blocks or [["text", 0, len(text)]], breaks, stretches, "p1")
    return [(s.kind, s.text) for group in found for block in group.blocks for s in block.segments]


@given(
    st.text(alphabet="aX [1 line not declassified].\n", max_size=60),
    st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=6),
    st.lists(st.tuples(st.integers(0, 70), st.sampled_from([None, "002"])), max_size=4),
)
def test_nothing_is_lost_or_doubled(text, places, breaks):
    stretches = [Stretch(a, b, Segment("link", text[a:b])) for a, b in places if 0 <= a < b <= len(text)]
    shown = "".join(part for kind, part in kinds(text, stretches, breaks=breaks) if kind not in OURS)
    assert shown == text


@given(
    st.text(alphabet="ab Summary.\n", max_size=50),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
    st.lists(st.integers(0, 60), unique=True, max_size=8),
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from([None, "002"])), max_size=3),
)
def test_what_was_found_is_marked_where_it_stands_and_nowhere_else(text, places, bounds, breaks):
    """Found words may begin in a link and end behind it; a page may begin within them."""
    bounds = sorted(min(at, len(text)) for at in bounds)
    found = [(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False) if a < b]
    stretches = [Stretch(a, b, Segment("link", text[a:b])) for a, b in places if 0 <= a < b <= len(text)]
    shown = [
        piece
        for group in groups(text, [["text", 0, len(text)]], breaks, stretches, "p1", found)
        for block in group.blocks
        for segment in block.segments
        if segment.kind not in OURS
        for piece in segment.pieces or [Piece(segment.text, segment.kind == "found")]
    ]
    assert "".join(piece.text for piece in shown) == text
    wanted = [any(a <= at < b for a, b in found) for at in range(len(text))]
    assert [piece.found for piece in shown for _ in piece.text] == wanted


def test_break_inside_a_link_comes_after_it():
    stretch = Stretch(3, 8, Segment("cable", "ref A"))
    assert kinds("as ref A says", [stretch], breaks=[[6, None]]) == [
        ("text", "as "),
        ("cable", "ref A"),
        ("break", "new page"),
        ("text", " says"),
    ]


def test_mention_across_two_blocks_is_text():
    stretch = Stretch(2, 5, Segment("link", "e\nt"))
    blocks = [["item", 0, 3], ["item", 4, 7]]
    assert kinds("one\ntwo", [stretch], blocks) == [("text", "one"), ("text", "two")]


def test_neighbouring_items_are_one_list():
    blocks = [["text", 0, 1], ["item", 2, 3], ["item", 4, 5], ["verbatim", 6, 7], ["item", 8, 9]]
    found = groups("a\nb\nc\nd\ne", blocks, [], [], "p7")
    assert [group.kind for group in found] == ["text", "list", "verbatim", "list"]
    assert [block.id for group in found for block in group.blocks] == ["", "p7-b1", "p7-b2", "", "p7-b3"]


def test_lead_words_are_found_where_drafters_put_them():
    assert kinds("Summary. He came. End summary.") == [
        ("lead", "Summary."),
        ("text", " He came. "),
        ("lead", "End summary."),
    ]
    assert kinds("His summary. Fine.") == [("text", "His summary. Fine.")]
