"""Which stretch of the source is which paragraph, and what is found again when the parser changes."""

import pytest

from cables.models import Decision, SourceText, WithheldText
from cables.parsing import parse_cable
from cables.projection.derive import Placed
from cables.projection.sources import (
    find_again,
    known_paragraphs,
    name_paragraphs,
    places_of,
    shown,
    source_of,
    text_of,
)
from tests.reviewing.acts import newest, withheld
from tests.telegrams import telegram

PARAGRAPHS = ("1. (U) The harbour master called.", "2. (C) He asked for time.", "3. (C) He left.")
TEXT = telegram(paragraphs=PARAGRAPHS)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cable(import_text):
    return import_text(TEXT)


@pytest.fixture
def source(cable):
    return source_of(newest(cable))


def parse_differently(monkeypatch, before, after):
    """From now on sources are parsed as if `before` stood there as `after`, of the same length."""
    assert len(before) == len(after)

    def parse(raw, gaps=()):
        return parse_cable(raw.replace(before, after), gaps)

    monkeypatch.setattr("cables.projection.corrections.parse_cable", parse)


def stretch(*paragraphs):
    """From the first of the paragraphs to the end of the last."""
    return TEXT.index(paragraphs[0]), TEXT.index(paragraphs[-1]) + len(paragraphs[-1])


# --- Bytes and names --------------------------------------------------------------------------


def test_nul_is_shown_and_offsets_stay(import_text):
    text = TEXT.replace("He asked", "He\x00asked")
    source = source_of(newest(import_text(text)))
    assert text_of(source) == text.replace("\x00", "\u2400")
    assert bytes(source.content).count(b"\x00") == 1
    assert len(shown("a\x00b")) == 3


def test_text_is_read_in_the_encoding_it_was_stored_with(source):
    source.content, source.encoding = "Straße".encode("latin-1"), "latin-1"
    assert text_of(source) == "Straße"


def test_every_paragraph_of_a_new_text_has_an_identity_and_its_span(source):
    spans = [stretch(paragraph) for paragraph in PARAGRAPHS]
    assert places_of(source) == [Placed(n, *span) for n, span in enumerate(spans, 1)]


def test_identity_is_carried_to_the_next_version_and_counts_on_from_the_highest(import_text):
    import_text(TEXT)
    import_text(telegram(paragraphs=PARAGRAPHS[:2]))
    cable = import_text(telegram(paragraphs=(*PARAGRAPHS[:2], "3. (C) Zinc rose by a third in spring.")))
    identities = [
        [place.identity for place in places_of(source)]
        for source in SourceText.objects.order_by("version__ordinal")
    ]
    assert identities == [[1, 2, 3], [1, 2], [1, 2, 4]]
    assert [p.identity for p in name_paragraphs(cable, parse_cable(TEXT))] == [1, 2, 5]


def test_known_paragraphs_are_those_that_the_parser_finds_where_they_were(source):
    assert [(k.identity, k.number, k.text) for k in known_paragraphs(source)] == [
        (1, 1, "The harbour master called."),
        (2, 2, "He asked for time."),
        (3, 3, "He left."),
    ]
    source.paragraphs[1][1] += 1
    assert [known.identity for known in known_paragraphs(source)] == [1, 3]


# --- Found again ------------------------------------------------------------------------------


def test_same_parser_finds_the_same(source, reviewer, cable):
    decision = withheld(cable, reviewer, 2)
    before, place = places_of(source), WithheldText.objects.get(decision=decision)
    SourceText.objects.update(pending="re-parsed")
    source.refresh_from_db()
    find_again(source)
    source.refresh_from_db()
    again = WithheldText.objects.get(decision=decision)
    assert (places_of(source), source.pending) == (before, "")
    assert (again.start, again.end, again.text) == (place.start, place.end, place.text)


def test_joined_paragraphs_keep_the_first_identity(source, monkeypatch):
    parse_differently(monkeypatch, "\n\n3.", "\n 3-")
    find_again(source)
    assert [place.identity for place in places_of(source)] == [1, 2]
    assert places_of(source)[1][1:] == stretch(*PARAGRAPHS[1:])


def test_divided_paragraph_keeps_its_identity_and_the_rest_is_new(import_text, monkeypatch):
    cable = import_text(telegram(paragraphs=("1. (U) He called.", "2. (C) He asked.\n 3- (C) He left.")))
    source = source_of(newest(cable))
    assert [place.identity for place in places_of(source)] == [1, 2]
    parse_differently(monkeypatch, "\n 3-", "\n\n3.")
    find_again(source)
    assert [place.identity for place in places_of(source)] == [1, 2, 3]


def test_place_of_a_withheld_paragraph_grows_to_all_that_it_touches(source, cable, reviewer, monkeypatch):
    decision = withheld(cable, reviewer, 3)
    parse_differently(monkeypatch, "\n\n3.", "\n 3-")
    find_again(source)
    place = WithheldText.objects.get(decision=decision)
    assert (place.start, place.end) == stretch(*PARAGRAPHS[1:])


def test_place_of_words_stays_and_absent_is_no_place(source, cable, reviewer, monkeypatch):
    words, whole = withheld(cable, reviewer, 3, "left"), withheld(cable, reviewer, 1)
    WithheldText.objects.filter(decision=whole).update(absent=True, start=0, end=len(TEXT))
    before = WithheldText.objects.get(decision=words)
    parse_differently(monkeypatch, "\n\n3.", "\n 3-")
    find_again(source)
    after = WithheldText.objects.get(decision=words)
    assert (after.start, after.end) == (before.start, before.end) == stretch("left")
    assert (WithheldText.objects.get(decision=whole).end) == len(TEXT)


def test_places_in_other_versions_stay(import_text, reviewer, monkeypatch):
    import_text(TEXT)
    cable = import_text(telegram(paragraphs=(*PARAGRAPHS, "4. (C) It rained.")))
    withheld(cable, reviewer, 3)
    first, second = cable.versions.order_by("ordinal")
    before = WithheldText.objects.get(version=first)
    parse_differently(monkeypatch, "\n\n3.", "\n 3-")
    find_again(source_of(second))
    after = WithheldText.objects.get(version=first)
    assert (after.start, after.end) == (before.start, before.end)
    assert Decision.objects.count() == 1
