"""What is a copy of withheld words, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cables.projection.copies import LEAST, WINDOW, Withheld, copies, letters_of, stream, streams, windows

LONG = "the smuggler Rischenheim paid the harbour master"
SHORT = "Rischenheim"


def copied(text, words, public="", least=LEAST):
    """The stretches of a text that repeat the words."""
    found = copies(text, stream(text), letters_of(words), public=letters_of(public), least=least)
    return [text[start:end] for start, end in found]


# --- Letters ----------------------------------------------------------------------------------


def test_letters_and_digits_count_and_nothing_else():
    assert letters_of("The smug-\n gler's (12) “Straße” É…") == "thesmugglers12strasseé"


def test_each_letter_knows_where_it_stands():
    found = stream("A-ß!")
    assert (found.letters, found.starts, found.ends) == ("ass", [0, 2, 2], [1, 3, 3])


def test_only_some_ranges_are_read():
    found = stream("abcdef", [(1, 2), (4, 6)])
    assert (found.letters, found.starts) == ("bef", [1, 4, 5])


def test_entities_are_read_and_tags_left_out():
    html = "Pr&eacute;s<br/>ident&nbsp;R&#111;y<b>"
    coded = [found.letters for found in streams(html, [(0, len(html))], "html")]
    assert "présidentroy" in coded
    assert letters_of(html) in coded


def test_escapes_of_a_csv_row_are_no_letters():
    row = r"smug\ngler"
    assert [found.letters for found in streams(row, [(0, len(row))], "csv_row")] == ["smugngler", "smuggler"]
    assert [found.letters for found in streams(row, [(0, len(row))], "plain")] == ["smugngler"]


def test_entity_stands_where_it_is_written():
    found = streams("a&eacute;b", [(0, 10)], "html")[1]
    assert (found.letters, found.starts, found.ends) == ("aéb", [0, 1, 9], [1, 9, 10])


def test_windows_are_every_run_of_letters_of_that_length():
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert windows(letters) == {letters[n : n + WINDOW] for n in range(3)}
    assert windows(letters[:WINDOW]) == {letters[:WINDOW]}
    assert windows(letters[: WINDOW - 1]) == set()


# --- Copies -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "So The Smuggler Rischenheim paid the harbour master, they say.",
        "So THE SMUG-\nGLER RISCHENHEIM  PAID THE HARBOUR MASTER, they say.",
    ],
)
def test_copy_is_found_however_it_is_written(text):
    (found,) = copied(text, LONG)
    assert letters_of(found) == letters_of(LONG)


def test_part_of_long_words_is_a_copy_from_a_window_on():
    (found,) = copied("Rischenheim paid the harbour dues", LONG)
    assert found == "Rischenheim paid the harbour"
    assert copied("Rischenheim paid the bill", LONG) == []


def test_copy_is_widened_to_whole_words():
    (found,) = copied("antismuggler Rischenheim paid the harbours", LONG)
    assert found == "antismuggler Rischenheim paid the harbours"


def test_two_copies_are_two():
    assert copied(f"{LONG}. Once more: {LONG}!", LONG) == [LONG, LONG]


def test_copy_of_exactly_a_window_is_one():
    letters = letters_of(LONG)[:WINDOW]
    assert copied(letters, LONG) == [letters]
    assert copied(letters[:-1], LONG) == []


def test_short_text_is_copied_whole_or_not_at_all():
    assert copied("Rischenheim and rischen-heim", SHORT) == ["Rischenheim", "rischen-heim"]
    assert copied("Rischenheimer, Rischen", SHORT) == []


def test_text_shorter_than_the_least_is_a_word_like_another():
    assert copied("the boatmen", "boatmen") == []
    assert copied("the boatmen", "boatmen", least=1) == ["boatmen"]
    assert copied("the boatsmen", "boatsmen") == ["boatsmen"]


def test_what_the_public_has_is_no_copy():
    assert copied(SHORT, SHORT, public=f"count {SHORT} of Strelsau") == []
    assert copied(LONG, LONG, public=LONG) == []


def test_part_that_the_public_has_does_not_save_the_rest():
    found = copied(LONG, LONG, public="Rischenheim paid the harbour")
    assert "".join(found).startswith("the smuggler")
    assert found[-1].endswith("master")


def test_nothing_withheld_has_no_copies():
    assert copied("any text", "", least=1) == []


@given(st.text("ab -\n", max_size=40), st.text("ab", min_size=1, max_size=30))
def test_no_copy_is_left_once_they_are_taken_out(text, words):
    for start, end in sorted(copies(text, stream(text), words, public="", least=1), reverse=True):
        text = f"{text[:start]} ⟦⟧ {text[end:]}" if start < end else text
    if len(words) >= WINDOW:
        assert windows(words).isdisjoint(w for part in text.split("⟦⟧") for w in windows(letters_of(part)))


# --- What people write ------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Rischenheim", "to RISCHEN-HEIM?", "(Rischenheim)"])
def test_short_word_is_repeated_where_it_stands_whole(text):
    assert Withheld([SHORT]).is_repeated_in(text)
    assert not Withheld([SHORT]).is_repeated_in(f"{text}er".replace("?er", "er?").replace(")er", "er)"))


def test_long_words_are_repeated_by_a_window_of_them():
    assert Withheld([LONG]).is_repeated_in("as Rischenheim paid the harbour dues")
    assert not Withheld([LONG]).is_repeated_in("Rischenheim paid")


def test_single_letter_is_repeated_nowhere():
    assert not Withheld(["X"]).is_repeated_in("X marks the spot")
    assert Withheld(["Xu"]).is_repeated_in("Xu marks the spot")
    assert not Withheld(["", "…"]).is_repeated_in("anything … at all")


def test_each_of_several_texts_counts():
    withheld = Withheld([SHORT, LONG, "Hentzau"])
    assert withheld.is_repeated_in("Hentzau")
    assert not withheld.is_repeated_in("Strelsau")


def test_of_a_held_version_only_what_the_public_has_not_counts():
    held = f"The count arrived at noon on the ninth. {LONG}."
    withheld = Withheld((), [held], "The count arrived at noon on the ninth. It rained.")
    assert withheld.is_repeated_in(LONG)
    assert not withheld.is_repeated_in("The count arrived at noon on the ninth.")


def test_short_held_text_counts_unless_the_public_has_it_whole():
    assert Withheld((), ["Zink"], "It rained.").is_repeated_in("Zink!")
    assert not Withheld((), ["Zink"], "Zink rose.").is_repeated_in("Zink!")
    assert Withheld((), ["Zink"], "Zinker rose.").is_repeated_in("Zink!")


def test_withheld_words_count_also_where_the_public_has_them():
    assert Withheld([LONG, SHORT], [LONG], f"{LONG}. {SHORT}").is_repeated_in(LONG)
    assert Withheld([SHORT], ["It rained long and hard."], SHORT).is_repeated_in(SHORT)
