import re

import pytest
from django.db import DatabaseError

from cables.importing import chunks
from cables.importing.batches import compare_paths, import_paths
from cables.importing.load import Outcome
from cables.models import (
    Cable,
    CableVersion,
    Collection,
    ImportBatch,
    ImportItem,
    Mention,
    Paragraph,
    PublicSource,
    Reference,
    SourceText,
    UnnumberedKey,
)
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection():
    return Collection.objects.create(name="Test", slug="test")


@pytest.fixture
def imported(tmp_path, collection):
    """Import texts, a file each, and give the outcomes."""

    def do(*texts, into=collection, dry_run=False, **options):
        files = []
        for n, text in enumerate(texts):
            file = tmp_path / f"{n}.txt"
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
            files.append(file)
        if dry_run:
            return [result.outcome for result in compare_paths(files)]
        return [result.outcome for result in import_paths(files, into, **options)]

    return do


def test_new_cable_gets_its_rows(imported):
    assert imported(telegram(ref="STATE 80214")) == [Outcome.NEW]
    version = CableVersion.objects.released().get()
    assert (version.cable.mrn, version.cable.year, version.cable.serial) == ("08ZENDA412", 2008, 412)
    assert version.classification == "CONFIDENTIAL"
    assert version.captions == ["SIPDIS"]
    assert [(p.number, p.level) for p in version.paragraphs.all()] == [(1, "U"), (2, "C")]
    assert [t.code for t in version.tags.all()] == ["PREL", "EWWT"]
    assert [r.mrn for r in version.references.all()] == ["08STATE80214"]
    source = SourceText.objects.get(version=version)
    assert bytes(source.content) == telegram(ref="STATE 80214").encode()


def test_same_bytes_again_change_nothing(imported):
    imported(telegram())
    before = list(CableVersion.objects.values())
    assert imported(telegram()) == [Outcome.UNCHANGED]
    assert list(CableVersion.objects.values()) == before


def test_other_text_under_the_same_number_is_a_new_version(imported):
    imported(telegram())
    corrected = telegram(paragraphs=("1. (U) The harbour master called. See paragraph 2.", "2. (S) No."))
    assert imported(corrected) == [Outcome.NEW_VERSION]
    assert CableVersion.objects.count() == 2
    shown = CableVersion.objects.released().get()
    assert shown.ordinal == 2
    assert [p.identity for p in shown.paragraphs.all()] == [1, 3]


def test_text_known_from_an_earlier_version_is_unchanged(imported):
    imported(telegram(), telegram(subject="OTHER DUES"))
    assert imported(telegram()) == [Outcome.UNCHANGED]
    assert CableVersion.objects.count() == 2


def test_another_transmission_of_one_cable_is_a_version_not_a_copy(imported):
    assert imported(telegram(), telegram(transmission="VZCZCXYZ9999")) == [Outcome.NEW, Outcome.NEW_VERSION]
    assert Cable.objects.count() == 1


def test_cable_without_a_number_has_a_key_of_its_own(imported):
    text = "SUBJECT: HARBOUR DUES\n\nTAGS: PREL\n\n1. (U) He called.\n\n2. (U) He left.\n"
    assert imported(text) == [Outcome.NEW]
    assert Cable.objects.get().mrn == str(UnnumberedKey.objects.get())
    assert re.fullmatch(r"unnumbered-\d{6}", Cable.objects.get().mrn)
    assert imported(text) == [Outcome.UNCHANGED]


def test_held_version_leaves_no_word_outside_the_restricted_table(imported, collection):
    collection.release_policy = Collection.ReleasePolicy.AFTER_REVIEW
    collection.save()
    assert imported(telegram(ref="STATE 80214")) == [Outcome.NEW]
    assert SourceText.objects.count() == 1
    assert not CableVersion.objects.released()
    assert not Cable.objects.released()
    for model in (Paragraph, Reference, Mention, PublicSource):
        assert not model.objects.exists()
    version = CableVersion.objects.get()
    facts = {f.name: getattr(version, f.name) for f in CableVersion._meta.fields}
    assert not [name for name, value in facts.items() if "harbour" in str(value).lower()]


def test_held_correction_leaves_the_public_version_shown(imported, collection):
    imported(telegram())
    collection.release_policy = Collection.ReleasePolicy.AFTER_REVIEW
    collection.save()
    assert imported(telegram(subject="OTHER DUES")) == [Outcome.NEW_VERSION]
    assert CableVersion.objects.released().get().ordinal == 1


@pytest.mark.parametrize("citing_first", [True, False])
def test_reference_is_linked_in_either_order(imported, citing_first):
    citing = telegram(serial=500, dtg="201520Z AUG 08", ref="ZENDA 412")
    cited = telegram(serial=412)
    imported(*((citing, cited) if citing_first else (cited, citing)))
    reference = Reference.objects.get()
    assert reference.target.mrn == "08ZENDA412"


def test_mention_stands_where_the_paragraph_says_it(imported):
    imported(telegram())
    mention = Mention.objects.get(kind="paragraph")
    assert mention.paragraph.text[mention.start : mention.end] == mention.text == "paragraph 2"
    assert mention.number == 2


def test_blocks_tile_the_paragraph_text(imported):
    points = (
        "2. (C) Begin points:\n\n-- The dues were set in good faith.\n\n"
        "-- A review would be seemly.\n\nEnd points."
    )
    imported(telegram(paragraphs=("1. (U) See below.", points)))
    paragraph = Paragraph.objects.get(number=2)
    kinds = [kind for kind, _, _ in paragraph.blocks]
    assert kinds == ["text", "item", "item", "text"]
    pieces = [paragraph.text[start:end] for _, start, end in paragraph.blocks]
    assert "\n".join(pieces) == paragraph.text
    assert pieces[1] == "The dues were set in good faith."


def test_nul_is_kept_in_the_source_and_shown_as_a_symbol(imported):
    content = telegram(subject="DUES\x00AND TOLLS").encode()
    assert imported(content) == [Outcome.NEW]
    assert bytes(SourceText.objects.get().content) == content
    assert "DUES\u2400AND" in PublicSource.objects.get().text


def test_one_bad_record_does_not_lose_the_rest(imported):
    assert imported(telegram(serial=1), "Dear diary, nothing today.", telegram(serial=2)) == [
        Outcome.NEW,
        Outcome.REFUSED,
        Outcome.NEW,
    ]
    assert list(ImportItem.objects.values_list("outcome", flat=True)) == ["new", "refused", "new"]
    assert ImportBatch.objects.get().finished_at


def test_database_error_refuses_one_cable_and_quotes_none_of_it(imported, monkeypatch, caplog):
    real = chunks.load

    def failing(record, *args, **options):
        if b"SECRETWORD" in record.content:
            raise DatabaseError("near SECRETWORD")
        return real(record, *args, **options)

    def failing_together(*_):
        raise DatabaseError("near SECRETWORD")

    monkeypatch.setattr(chunks, "load", failing)
    monkeypatch.setattr(chunks, "load_new", failing_together)
    assert imported(telegram(subject="SECRETWORD"), telegram(serial=2)) == [Outcome.REFUSED, Outcome.NEW]
    item = ImportItem.objects.get(outcome="refused")
    assert "DatabaseError" in item.message
    assert "SECRETWORD" not in item.message + caplog.text


def test_cable_that_fails_half_way_leaves_nothing(imported, monkeypatch):
    def fail(*_):
        raise DatabaseError

    monkeypatch.setattr("cables.projection.settle.write_rows", fail)
    monkeypatch.setattr("cables.importing.bulk.write_rows", fail)
    assert imported(telegram()) == [Outcome.REFUSED]
    for model in (Cable, CableVersion, Paragraph, SourceText):
        assert not model.objects.exists()


def test_dry_run_writes_nothing_and_tells_the_outcome(imported):
    imported(telegram())
    batches_before = ImportBatch.objects.count()
    texts = telegram(), telegram(serial=2), telegram(subject="OTHER DUES")
    assert imported(*texts, dry_run=True) == [Outcome.UNCHANGED, Outcome.NEW, Outcome.NEW_VERSION]
    assert Cable.objects.count() == 1
    assert ImportBatch.objects.count() == batches_before


def test_limit_counts_records(imported):
    assert len(imported(telegram(serial=1), telegram(serial=2), telegram(serial=3), limit=2)) == 2
