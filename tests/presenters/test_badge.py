import pytest

from cables.presenters.badge import cable_badge, paragraph_badge


@pytest.mark.parametrize(
    ("mark", "level", "captions", "letters", "words"),
    [
        ("C", "C", [], "C", "confidential"),
        ("C/NF", "C", ["NF"], "C/NF", "confidential, not releasable to foreign nationals"),
        ("S//NF", "S", ["NOFORN"], "S//NF", "secret, not releasable to foreign nationals"),
        ("SBU", "SBU", [], "SBU", "sensitive but unclassified"),
        ("C/REL GBR", "C", ["REL GBR"], "C/REL GBR", "confidential, authorized for release to GBR"),
        ("Q", "", [], "Q", "marked Q, which is no level we know"),
    ],
)
def test_printed_mark_keeps_its_letters_and_gets_words(mark, level, captions, letters, words):
    badge = paragraph_badge(mark, level, False, captions, "SECRET")
    assert (badge.letters, badge.words, badge.level, badge.inherited) == (letters, words, level, False)


def test_inherited_mark_is_in_brackets_and_says_whose_it_is():
    badge = paragraph_badge("", "C", True, (), "CONFIDENTIAL")
    assert (badge.letters, badge.words, badge.inherited) == (
        "(C)",
        "unmarked; the cable is confidential",
        True,
    )


def test_unknown_level_is_never_unclassified():
    badge = paragraph_badge("", "", True, (), "UNKNOWN")
    assert (badge.level, badge.letters) == ("", "?")
    assert "not stated" in badge.words


@pytest.mark.parametrize(
    ("mark", "sci"), [("TS//SI", True), ("TS//NF", False), ("TS", False), ("S//SI", False)]
)
def test_compartment_of_top_secret_has_its_own_colour(mark, sci):
    assert paragraph_badge(mark, mark.split("/")[0], False).sci is sci


def test_cable_without_classification_says_so():
    assert cable_badge("UNKNOWN").words == "classification not stated"
    assert cable_badge("TOP SECRET").letters == "TS"
