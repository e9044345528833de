"""What becomes public of a cable: the rule for each version, tried at the function that is the rule."""

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from cables.models import (
    Cable,
    CableVersion,
    Decision,
    IndexChange,
    Mention,
    Override,
    Paragraph,
    PublicSource,
    Reference,
    SourceText,
    WithheldCable,
    WithheldText,
)
from cables.parsing import PARSER_VERSION, parse_cable
from cables.projection.derive import Reparsed, Unplaceable
from cables.projection.names import Names
from cables.projection.redaction import MARK
from cables.projection.settle import cuts_of, hold, project, settle
from cables.projection.sources import source_of
from tests.reviewing.acts import newest, public_rows, released, withheld
from tests.telegrams import telegram

PARAGRAPHS = (
    "1. (U) The harbour master called.",
    "2. (C) The smuggler Rischenheim paid him.",
    "3. (C) He left.",
)
TEXT = telegram(paragraphs=PARAGRAPHS)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cable(import_text):
    return import_text(TEXT)


def settled(cable, **options):
    with transaction.atomic():
        return settle(Cable.objects.get(pk=cable.pk), Names.of_tables(), **options)


def a_decision(cable, **facts):
    by, _ = get_user_model().objects.get_or_create(username="ada")
    return Decision.objects.create(cable=cable, revision=cable.revision, withheld_by=by, **facts)


# --- The rule ---------------------------------------------------------------------------------


def test_version_without_decisions_is_public(cable):
    assert settled(cable).held == {}
    version = newest(cable)
    assert (version.state, version.shown, version.parser_version) == ("public", True, PARSER_VERSION)


def test_settling_twice_gives_the_same_rows(cable, reviewer):
    withheld(cable, reviewer, 2)
    before = list(Paragraph.objects.values_list("identity", "text", "deletions"))
    settled(cable)
    assert list(Paragraph.objects.values_list("identity", "text", "deletions")) == before
    assert PublicSource.objects.count() == 1


def test_held_version_has_no_fact_and_no_row(cable):
    hold(newest(cable))
    assert settled(cable).held == {1: "The version is withheld as a whole."}
    version = newest(cable)
    assert (version.state, version.shown, version.subject, version.sent_at) == ("held", False, "", None)
    assert (version.metadata, version.signers, version.summary_first) == ({}, [], None)
    assert (version.classification, version.complete) == ("UNKNOWN", True)
    assert not Paragraph.objects.exists()
    assert not PublicSource.objects.exists()
    assert "Rischenheim" not in public_rows()


def test_hold_keeps_back_its_own_version_only(cable, import_text):
    import_text(telegram(paragraphs=(*PARAGRAPHS, "4. (C) It rained.")))
    hold(newest(cable))
    assert list(settled(cable).held) == [2]
    assert list(CableVersion.objects.order_by("ordinal").values_list("state", "shown")) == [
        ("public", True),
        ("held", False),
    ]


def test_withholding_without_a_place_keeps_the_version_back(cable):
    a_decision(cable, scope="paragraph", identity=2)
    assert settled(cable).held == {1: "A withheld passage has not been given its place in this version."}
    assert newest(cable).state == "held"


def test_withholding_that_is_absent_takes_nothing_out(cable):
    decision = a_decision(cable, scope="paragraph", identity=2)
    WithheldText.objects.create(decision=decision, version=newest(cable), absent=True)
    assert settled(cable).held == {}
    assert [p.text for p in Paragraph.objects.all()][1] == "The smuggler Rischenheim paid him."


def test_place_that_would_change_the_rest_keeps_the_version_back(cable):
    decision = a_decision(cable, scope="passage", identity=2)
    start = TEXT.index("2. (C)")
    WithheldText.objects.create(decision=decision, version=newest(cable), start=start, end=start + 12)
    assert "would fall otherwise" in settled(cable).held[1]
    assert "Rischenheim" not in public_rows()


def test_only_one_version_is_settled_where_only_one_is_meant(cable, import_text):
    import_text(telegram(paragraphs=(*PARAGRAPHS, "4. (C) It rained.")))
    first, second = cable.versions.order_by("ordinal")
    rows = set(Paragraph.objects.filter(version=first).values_list("pk", flat=True))
    settled(cable, only=second)
    assert set(Paragraph.objects.filter(version=first).values_list("pk", flat=True)) == rows


def test_newest_public_version_is_shown(cable, import_text, reviewer, officer):
    import_text(telegram(paragraphs=(*PARAGRAPHS, "4. (C) It rained.")))
    decision = hold(newest(cable))
    settled(cable)
    assert CableVersion.objects.get(shown=True).ordinal == 1
    Decision.objects.filter(pk=decision.pk).delete()
    settled(cable)
    assert CableVersion.objects.get(shown=True).ordinal == 2


# --- Acknowledged or not ----------------------------------------------------------------------


@pytest.mark.parametrize("acknowledged", [True, False])
def test_whole_cable_is_told_of_only_where_that_is_acknowledged(cable, acknowledged):
    a_decision(cable, scope="cable", acknowledged=acknowledged, codes=[["FOIA", "b(6)"]])
    settled(cable)
    codes = list(WithheldCable.objects.values_list("codes", flat=True))
    assert codes == ([[["FOIA", "b(6)"]]] if acknowledged else [])


def test_hold_is_not_told_of(cable):
    hold(newest(cable))
    settled(cable)
    assert not WithheldCable.objects.exists()


def test_codes_of_a_cut_are_those_of_its_decision(cable, reviewer):
    decision = withheld(cable, reviewer, 2, codes=[("FOIA", "b(6)")], acknowledged=False)
    (cut,) = cuts_of(newest(cable), [decision])
    assert (cut.scope, cut.acknowledged, cut.codes) == ("paragraph", False, (("FOIA", "b(6)"),))
    assert TEXT[cut.start : cut.end] == PARAGRAPHS[1]
    assert cut.words == "The smuggler Rischenheim paid him."


# --- Links ------------------------------------------------------------------------------------


@pytest.fixture
def citing(import_text):
    text = telegram(serial=500, ref="08 ZENDA 412", paragraphs=("1. (C) As 08 ZENDA 412 said.",))
    return import_text(text)


def targets():
    return {row.target for model in (Reference, Mention) for row in model.objects.filter(mrn="08ZENDA412")}


def test_links_follow_the_cable_in_and_out(cable, citing):
    assert targets() == {cable}
    decision = a_decision(cable, scope="cable")
    settled(cable)
    assert targets() == {None}
    decision.delete()
    settled(cable)
    assert targets() == {cable}


def test_links_stay_where_words_alone_are_withheld(cable, citing, reviewer):
    withheld(cable, reviewer, 2)
    assert targets() == {cable}


def test_citing_cable_settled_meanwhile_does_not_link_to_a_withheld_one(cable, citing):
    a_decision(cable, scope="cable")
    settled(cable)
    settled(citing)
    assert targets() == {None}


# --- The outbox -------------------------------------------------------------------------------


def test_every_settling_counts_and_is_in_the_outbox(cable):
    before = Cable.objects.get(pk=cable.pk).revision
    settled(cable)
    settled(cable, urgent=True)
    changes = list(IndexChange.objects.order_by("-pk").values_list("kind", "revision")[:2])
    assert changes == [("withheld", before + 2), ("changed", before + 1)]


# --- The parser changes -----------------------------------------------------------------------


@pytest.fixture
def another_parser(monkeypatch):
    """From now on paragraph 3 is part of paragraph 2."""

    def change():
        def parse(raw, gaps=()):
            return parse_cable(raw.replace("\n\n3.", "\n 3-"), gaps)

        for module in ("settle", "derive", "corrections"):
            monkeypatch.setattr(f"cables.projection.{module}.parse_cable", parse)

    return change


def test_text_parsed_anew_is_taken_over_where_nothing_is_withheld(cable, another_parser):
    another_parser()
    assert settled(cable).held == {}
    assert Paragraph.objects.count() == 2
    assert len(source_of(newest(cable)).paragraphs) == 2


def test_text_parsed_anew_waits_where_something_is_withheld(cable, reviewer, another_parser):
    withheld(cable, reviewer, 1)
    before = list(Paragraph.objects.values_list("pk", "text"))
    another_parser()
    assert "parsed anew" in settled(cable).held[1]
    assert list(Paragraph.objects.values_list("pk", "text")) == before
    assert SourceText.objects.get().pending == "re-parsed"
    assert newest(cable).state == "public"
    with pytest.raises(Reparsed):
        project(newest(cable), Decision.objects.all())


def test_text_parsed_anew_is_placed_at_once_where_it_is_urgent(cable, reviewer, another_parser):
    withheld(cable, reviewer, 3)
    another_parser()
    assert settled(cable, urgent=True).held == {}
    assert [p.text for p in Paragraph.objects.all()] == ["The harbour master called.", MARK]
    assert "Rischenheim" not in public_rows()


def test_source_without_named_paragraphs_is_given_them(cable):
    SourceText.objects.update(paragraphs=[])
    settled(cable)
    assert [place[0] for place in source_of(newest(cable)).paragraphs] == [1, 2, 3]


# --- Corrections ------------------------------------------------------------------------------


def a_correction(cable, by, value, field="subject", **facts):
    return Override.objects.create(
        cable=cable, field=field, value=value, reason="It was wrong.", author=by, **facts
    )


def test_correction_is_projected_unless_it_waits_or_repeats_withheld_words(cable, reviewer):
    withheld(cable, reviewer, 2, "Rischenheim")
    a_correction(cable, reviewer, "HARBOUR FEES")
    a_correction(cable, reviewer, "COUNT RISCHENHEIM")
    a_correction(cable, reviewer, "NEVER MIND", waits=True)
    settled(cable)
    assert newest(cable).subject == "HARBOUR FEES"


def test_correction_of_a_subject_that_is_withheld_is_left_out_and_others_not(cable, reviewer):
    withheld(cable, reviewer, scope="subject")
    a_correction(cable, reviewer, "HARBOUR FEES")
    a_correction(cable, reviewer, "SECRET", field="classification")
    a_correction(cable, reviewer, "2008-08-15T10:00:00+00:00", field="sent_at")
    settled(cable)
    version = newest(cable)
    assert (version.subject, version.title, version.classification) == ("", "", "SECRET")
    assert version.sent_at.isoformat() == "2008-08-15T10:00:00+00:00"


def test_released_decision_no_longer_cuts(cable, reviewer, officer):
    released(withheld(cable, reviewer, 2), reviewer, officer)
    assert project(newest(cable), Decision.objects.filter(cable=cable).live()).text == TEXT
    with pytest.raises(Unplaceable):
        project(newest(cable), [hold(newest(cable))])
