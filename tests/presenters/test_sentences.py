import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.presenters.sentences import first_sentence, sentence_around


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two says *ref A* here. Three.", "Two says ref A here."),
        ("The U.S. view (*ref A*) stands. Next.", "The U.S. view (ref A) stands."),
        ("Mr. Smith of *ref A* left.", "Mr. Smith of ref A left."),
        ("*ref A*", "ref A"),
        ("Points:\nSee *ref A* now\nOther", "See ref A now"),
        ("x " * 400 + "*ref A*" + " y" * 400, None),
    ],
)
def test_sentence_is_cut_at_its_own_stops(text, expected):
    start = text.index("*")
    end = text.index("*", start + 1) - 1
    found = sentence_around(text.replace("*", ""), start, end)
    if expected is None:
        assert found.startswith("… ")
        assert found.endswith(" …")
        assert len(found) < 800
    else:
        assert found == expected


def test_first_sentence():
    assert first_sentence("Zenda asks. It waits.") == "Zenda asks."


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 20))
def test_no_text_breaks_it(text, start, size):
    start = min(start, len(text))
    assert "".join(text[start : start + size].split()) in "".join(
        sentence_around(text, start, start + size).split()
    )
