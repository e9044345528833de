"""The whole text for reviewers, and where a decision stands in it."""

import pytest

from cables.models import Decision, SourceText, WithheldText
from cables.reviewing.full_text import full_text
from tests.reviewing.acts import newest, paragraph, withheld
from tests.telegrams import telegram

PARAGRAPHS = (
    "1. (U) The harbour master called.",
    "2. (C) The smuggler who was seen with\nRischenheim paid and paid.",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cable(import_text):
    return import_text(telegram(paragraphs=PARAGRAPHS))


@pytest.fixture
def text(cable):
    return full_text(newest(cable))


def a_decision(cable, scope, identity=None):
    return Decision(cable=cable, scope=scope, identity=identity)


def test_all_the_text_is_there_whatever_is_withheld(cable, reviewer):
    withheld(cable, reviewer, 2)
    withheld(cable, reviewer, scope="cable")
    text = full_text(newest(cable))
    assert text.source == telegram(paragraphs=PARAGRAPHS)
    assert [p.text for p in text.paragraphs] == [
        "The harbour master called.",
        "The smuggler who was seen with Rischenheim paid and paid.",
    ]
    assert (text.parsed.subject, text.pending, text.version) == ("HARBOUR DUES", "", newest(cable))


def test_paragraphs_are_named_by_identity(cable, text):
    identities = [p.identity for p in text.paragraphs]
    assert identities == [1, 2]
    assert text.paragraph(2).text == text.paragraphs[1].text
    assert text.paragraph(3) is None
    assert [p.name for p in text.paragraphs] == ["paragraph 1", "paragraph 2"]


def test_paragraph_without_a_number_says_so(import_text):
    cable = import_text(telegram(paragraphs=("One thing happened.", "Another did.")))
    assert {p.name for p in full_text(newest(cable)).paragraphs} == {"the unnumbered paragraph"}


def test_paragraph_that_this_parser_does_not_find_is_left_out(cable):
    source = SourceText.objects.get()
    source.paragraphs[1][1] += 1
    source.save()
    assert [p.identity for p in full_text(newest(cable)).paragraphs] == [1]


def test_pending_is_told(cable):
    SourceText.objects.update(pending="re-parsed")
    assert full_text(newest(cable)).pending == "re-parsed"


def test_place_of_a_paragraph_is_its_span(cable, text):
    where = text.place(a_decision(cable, "paragraph", 2))
    assert text.source[where.start : where.end] == PARAGRAPHS[1]
    assert where.text == text.paragraphs[1].text
    assert (where.version, where.absent) == (newest(cable), False)


def test_place_of_words_is_where_they_stand_once(cable, text):
    where = text.place(a_decision(cable, "passage", 2), "with Rischenheim")
    assert text.source[where.start : where.end] == "with\nRischenheim"
    assert where.text == "with Rischenheim"
    assert (where.decision.scope, where.version) == ("passage", newest(cable))


def test_no_words_have_no_place(cable, text):
    assert text.place_words(a_decision(cable, "passage", 2), text.paragraphs[1], 3, 3) is None
    assert text.place(a_decision(cable, "passage", 2)) is None


@pytest.mark.parametrize("words", ["", "paid", "Hentzau"])
def test_words_that_stand_not_once_have_no_plain_place(cable, text, words):
    assert text.place(a_decision(cable, "passage", 2), words) is None


@pytest.mark.parametrize("scope", ["paragraph", "passage"])
def test_paragraph_that_is_not_there_has_no_place(cable, text, scope):
    assert text.place(a_decision(cable, scope, 9), "harbour") is None


@pytest.mark.parametrize("scope", ["paragraph", "passage"])
def test_decision_that_names_no_paragraph_has_no_place(cable, text, scope):
    assert text.place(a_decision(cable, scope), "harbour") is None


SAID = "Rischenheim asked for time, and then for money, and then for the key to the tower."


@pytest.mark.parametrize(
    ("second", "third", "known", "is_plain"),
    [
        (SAID, "He slept.", 3, True),
        (SAID, SAID, 3, True),
        ("He slept.", "He ate.", 3, True),
        ("He slept.", SAID, 3, False),
        ("He slept.", SAID, 2, False),  # the last parser did not part the third from the second
        ("He slept. Rischenheim asked for time, and then", SAID, 3, False),
    ],
    ids=["in it", "in both", "nowhere", "in another", "in one without a name", "in it in part"],
)
def test_paragraph_has_no_plain_place_where_another_says_what_is_withheld(
    import_text, second, third, known, is_plain
):
    paragraphs = ("1. (U) He called.", f"2. (C) {second}", f"3. (C) {third}")
    cable = import_text(telegram(paragraphs=paragraphs))
    source = SourceText.objects.get()
    source.paragraphs = source.paragraphs[:known]
    source.save()
    where = full_text(newest(cable)).place(a_decision(cable, "paragraph", 2), SAID)
    assert (where is not None) is is_plain


def test_subject_that_is_not_there_is_no_words(import_text):
    text = telegram(paragraphs=PARAGRAPHS).replace("SUBJECT: HARBOUR DUES\n", "")
    cable = import_text(text)
    text = full_text(newest(cable))
    where = text.place(a_decision(cable, "subject"))
    assert (where.start, where.end, where.text, text.words(where)) == (0, 0, "", "")


def test_place_of_a_subject_is_its_line(cable, text):
    where = text.place(a_decision(cable, "subject"))
    assert text.source[where.start : where.end].strip() == "SUBJECT: HARBOUR DUES"
    assert where.text == "HARBOUR DUES"


def test_words_of_a_place_are_as_they_are_read(cable, text, reviewer):
    for decision in (
        withheld(cable, reviewer, 2),
        withheld(cable, reviewer, 1, "harbour master"),
        withheld(cable, reviewer, scope="subject"),
    ):
        place = WithheldText.objects.get(decision=decision)
        assert text.words(place) == place.text != ""
    place.absent = True
    assert text.words(place) == ""


def test_words_of_a_place_over_two_paragraphs(cable, text):
    one, two = paragraph(cable, 1), paragraph(cable, 2)
    span = one.paragraph.span.start, two.paragraph.span.end
    place = WithheldText(decision=a_decision(cable, "paragraph", 1), start=span[0], end=span[1])
    assert text.words(place) == f"{one.text}\n{two.text}"
