"""Words that were searched for, marked in text."""

from hypothesis import given
from hypothesis import strategies as st

from cables.presenters.found import LENGTH, Piece, pieces, snippet
from cables.search.marking import NO_MARKS, AsTyped


def test_every_occurrence_is_marked_whatever_its_case():
    assert pieces("Harbor dues; the harbor.", AsTyped(("HARBOR",))) == (
        Piece("Harbor", found=True),
        Piece(" dues; the "),
        Piece("harbor", found=True),
        Piece("."),
    )


def test_longer_word_wins_over_one_inside_it():
    assert pieces("harbors", AsTyped(("harbor", "harbors"))) == (Piece("harbors", found=True),)


def test_signs_of_patterns_are_plain_signs():
    assert pieces("a.b (c", AsTyped((".", "("))) == (
        Piece("a"),
        Piece(".", found=True),
        Piece("b "),
        Piece("(", found=True),
        Piece("c"),
    )


def test_nothing_searched_for_leaves_the_text_whole():
    assert pieces("text", NO_MARKS) == (Piece("text"),)
    assert pieces("", AsTyped(("a",))) == ()


def test_snippet_shows_the_first_word_found_and_says_where_it_was_cut():
    text = "before " * 100 + "demarche" + " after" * 100
    cut = snippet(text, AsTyped(("demarche",)))
    assert (cut[0].text, cut[-1].text) == ("… ", " …")
    assert Piece("demarche", found=True) in cut
    assert all(piece.text.split()[0] in {"…", "before", "demarche", "after"} for piece in cut)


def test_short_text_is_not_cut():
    assert snippet("A demarche.\n", AsTyped(("demarche",)))[0] == Piece("A ")


@given(st.text(), st.lists(st.text(max_size=5), max_size=4))
def test_pieces_joined_are_the_text(text, words):
    assert "".join(piece.text for piece in pieces(text, AsTyped(tuple(words)))) == text


@given(st.text(max_size=2000), st.lists(st.text(max_size=5), max_size=4))
def test_snippet_is_short(text, words):
    assert len("".join(piece.text for piece in snippet(text, AsTyped(tuple(words))))) <= LENGTH + 4
