"""A code that no table knew, settled: what its cables say then, and when it is withdrawn."""

import pytest

from cables.importing.batches import import_paths
from cables.importing.reference import load_reference
from cables.jobs import codes, tasks, worker
from cables.models import (
    Addressee,
    Cable,
    CableTag,
    CableVersion,
    Collection,
    Finding,
    FormerNumber,
    ImportBatch,
    Override,
    Post,
    Reference,
    SettledCode,
    SourceText,
    Tag,
)
from cables.reviewing.refusals import Forbidden, Refused
from cables.reviewing.unknown_codes import add_to_table, leave, say_what_it_means, withdraw
from cables.visibility import Role
from tests.factories import a_post, a_tag
from tests.people import a_user
from tests.reviewing.acts import withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
TAGS, POSTS = SettledCode.Table.TAGS, SettledCode.Table.POSTS


@pytest.fixture(autouse=True)
def tables(db):
    a_tag(), a_tag("EWWT", "Waterborne transportation")
    a_post()


@pytest.fixture
def come_in(collection, tmp_path):
    """Import telegrams, each a file; the outcomes."""

    def do(*texts):
        folder = tmp_path / str(ImportBatch.objects.count())
        folder.mkdir()
        for n, text in enumerate(texts):
            (folder / f"{n}.txt").write_text(text)
        return [result.outcome for result in import_paths([folder], collection)]

    return do


@pytest.fixture
def derived(work):
    """Let the worker derive what is settled; the verdict as it is then, None where it is gone."""

    def do(settled):
        tasks.work_on_code.enqueue(settled.pk)
        work()
        return SettledCode.objects.filter(pk=settled.pk).first()

    return do


def tags(mrn="08ZENDA412"):
    rows = CableTag.objects.filter(version__cable__mrn=mrn, version__shown=True).order_by("position")
    return list(rows.values_list("code", "raw", "kind"))


def doubts(mrn="08ZENDA412"):
    return list(Finding.objects.filter(version__cable__mrn=mrn, code="unknown-tag").values_list("message"))


# --- TAGS


def test_tag_that_means_another(come_in, derived, importer):
    come_in(telegram(tags="PRELL, EWWT"), telegram(serial=413))
    typed = tags()
    assert doubts() == [("PRELL is in no table of TAGS.",)]
    settled = derived(say_what_it_means(TAGS, "PRELL", "prel ", importer))
    assert tags() == [("PREL", "PRELL", "subject"), ("EWWT", "EWWT", "subject")]
    assert not doubts()
    assert settled.message == "1 version of a cable was derived anew."
    assert come_in(telegram(serial=414, tags="PRELL")) == ["new"]  # and what comes in after
    assert tags("08ZENDA414") == [("PREL", "PRELL", "subject")]
    withdraw(settled, importer)
    assert derived(settled) is None
    assert tags() == typed
    assert doubts()
    assert tags("08ZENDA414")[0][0] == "PRELL"


def test_tag_that_is_typed_both_ways_is_there_once_and_twice_when_withdrawn(come_in, derived, importer):
    come_in(telegram(tags="PREL, PRELL"))
    settled = derived(say_what_it_means(TAGS, "PRELL", "PREL", importer))
    assert [code for code, _, _ in tags()] == ["PREL"]
    withdraw(settled, importer)
    derived(settled)
    assert [code for code, _, _ in tags()] == ["PREL", "PRELL"]


def test_tag_that_the_table_lacks(come_in, derived, importer, client):
    come_in(telegram(tags="HRBR, PREL"))
    settled = derived(add_to_table(TAGS, "HRBR", " Harbour  masters ", "organization", importer))
    assert tags()[0] == ("HRBR", "HRBR", "organization")
    assert not doubts()
    assert "Harbour masters" in client.get("/tags/HRBR/").content.decode()
    assert importer.username not in Tag.objects.get(code="HRBR").source  # readers see it
    load_reference()
    assert Tag.objects.get(code="HRBR").name == "Harbour masters"
    withdraw(settled, importer)
    derived(settled)
    assert not Tag.objects.filter(code="HRBR").exists()
    assert doubts()


def test_left_as_it_is_typed(come_in, derived, importer):
    come_in(telegram(tags="HRBR, PREL"))
    before = tags(), doubts(), Cable.objects.get().revision
    settled = leave(TAGS, "HRBR", importer)
    assert settled.derived
    assert (tags(), doubts(), Cable.objects.get().revision) == before
    withdraw(settled, importer)
    assert not SettledCode.objects.exists()


# --- Posts


def test_post_that_means_another(come_in, derived, importer, client):
    cited = telegram(serial=413, ref="08 ZENNDA 412").replace("USMISSION USNATO", "AMCONSUL ZENNDA")
    come_in(telegram(post="ZENNDA"), cited)
    assert Reference.objects.get().target.mrn == "08ZENNDA412"
    settled = derived(say_what_it_means(POSTS, "ZENNDA", "ZENDA", importer))
    assert settled.message.splitlines() == [
        "1 cable got the number that was meant.",
        "1 version of a cable was derived anew.",
    ]
    assert sorted(Cable.objects.values_list("mrn", "post")) == [
        ("08ZENDA412", "ZENDA"),
        ("08ZENDA413", "ZENDA"),
    ]
    assert Override.objects.get().reason == "ZENNDA means ZENDA, for every cable."
    assert Reference.objects.get().mrn == "08ZENDA412"
    assert Reference.objects.get().target.mrn == "08ZENDA412"
    assert Addressee.objects.get(name="AMCONSUL ZENNDA").post == "ZENDA"
    assert client.get("/cables/08ZENNDA412/", follow=True).redirect_chain == [("/cables/08ZENDA412/", 301)]
    assert come_in(telegram(post="ZENNDA"), telegram(post="ZENNDA", serial=9)) == ["unchanged", "new"]
    assert Cable.objects.filter(mrn="08ZENDA9").exists()
    withdraw(settled, importer)
    derived(settled)
    assert Addressee.objects.get(name="AMCONSUL ZENNDA").post == ""
    assert FormerNumber.objects.get().mrn == "08ZENNDA412"  # a number that was given stays


def test_number_that_is_taken_is_kept_and_told(come_in, derived, importer):
    come_in(telegram(), telegram(post="ZENNDA", paragraphs=["1. (U) Another telegram."]))
    settled = derived(say_what_it_means(POSTS, "ZENNDA", "ZENDA", importer))
    assert "08ZENNDA412 kept the number. 08ZENDA412 is the number of another cable" in settled.message
    assert Cable.objects.filter(mrn="08ZENNDA412").exists()
    same = telegram(post="ZENNDA", paragraphs=["1. (U) Another telegram."])
    assert come_in(same) == ["unchanged"]
    assert CableVersion.objects.count() == 2


def test_post_that_the_table_lacks(come_in, derived, importer, client):
    come_in(telegram(post="STRELSAU").replace("USMISSION USNATO", "AMEMBASSY STRELSAU"))
    derived(add_to_table(POSTS, "STRELSAU", "Embassy Strelsau", "embassy", importer))
    assert Addressee.objects.get(name="AMEMBASSY STRELSAU").post == "STRELSAU"
    assert "Embassy Strelsau" in client.get("/posts/STRELSAU/").content.decode()
    withdraw(SettledCode.objects.get(), importer)
    derived(SettledCode.objects.get())
    assert not Post.objects.filter(code="STRELSAU").exists()
    assert Addressee.objects.get(name="AMEMBASSY STRELSAU").post == ""


# --- What is withheld, refused, cut off


def test_cable_with_something_withheld_waits_for_a_reviewer(come_in, derived, importer):
    come_in(telegram(tags="PRELL"), telegram(serial=413, tags="PRELL"))
    withheld(Cable.objects.get(mrn="08ZENDA412"), a_user(Role.REVIEWER), 2)
    settled = derived(say_what_it_means(TAGS, "PRELL", "PREL", importer))
    assert settled.message.splitlines()[1].startswith("08ZENDA412: something of it is withheld")
    assert SourceText.objects.get(version__cable__mrn="08ZENDA412").pending == SourceText.Pending.REPARSED
    assert [tags(mrn)[0][0] for mrn in ("08ZENDA412", "08ZENDA413")] == ["PRELL", "PREL"]


def test_new_text_of_a_cable_that_waits_for_its_number_is_held_with_it(come_in, derived, importer, client):
    """Something of it is withheld, so it keeps the number as typed: under that the next text comes in."""
    secret = ["1. (U) He called.", "2. (C) The smuggler Rischenheim paid him."]
    come_in(telegram(post="ZENNDA", paragraphs=secret))
    withheld(Cable.objects.get(), a_user(Role.REVIEWER), 2)
    derived(say_what_it_means(POSTS, "ZENNDA", "ZENDA", importer))
    again = telegram(post="ZENNDA", paragraphs=[*secret, "3. (U) He left."])
    fresh = telegram(post="ZENNDA", serial=413)
    assert come_in(again, fresh) == ["new-version", "new"]
    assert sorted(Cable.objects.values_list("mrn", flat=True)) == ["08ZENDA413", "08ZENNDA412"]
    assert CableVersion.objects.get(ordinal=2).state == "held"
    assert come_in(again) == ["unchanged"]


def test_new_text_of_a_cable_that_was_renumbered_by_a_verdict_that_holds_no_longer(
    come_in, derived, importer
):
    secret = ["1. (U) He called.", "2. (C) The smuggler Rischenheim paid him."]
    a_post("STRELSAU", "Embassy Strelsau")
    come_in(telegram(post="ZENNDA", paragraphs=secret))
    settled = derived(say_what_it_means(POSTS, "ZENNDA", "ZENDA", importer))
    withheld(Cable.objects.get(), a_user(Role.REVIEWER), 2)
    withdraw(settled, importer)
    derived(settled)
    derived(say_what_it_means(POSTS, "ZENNDA", "STRELSAU", importer))
    assert come_in(telegram(post="ZENNDA", paragraphs=[*secret, "3. (U) He left."])) == ["new-version"]
    assert Cable.objects.get().mrn == "08ZENDA412"
    assert CableVersion.objects.get(ordinal=2).state == "held"


def test_number_that_is_taken_keeps_its_versions_apart(come_in, derived, importer):
    other = ["1. (U) Another telegram."]
    come_in(telegram(), telegram(post="ZENNDA", paragraphs=other))
    derived(say_what_it_means(POSTS, "ZENNDA", "ZENDA", importer))
    assert come_in(telegram(post="ZENNDA", paragraphs=[*other, "2. (U) More of it."])) == ["new-version"]
    assert CableVersion.objects.get(ordinal=2).cable.mrn == "08ZENNDA412"


def test_code_that_the_table_has_by_now_is_that_code(come_in, derived, importer):
    derived(say_what_it_means(TAGS, "PRELL", "PREL", importer))
    a_tag("PRELL", "Prelates", "subject")
    come_in(telegram(tags="PRELL"))
    assert tags() == [("PRELL", "PRELL", "subject")]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda by: say_what_it_means(TAGS, "PRELL", "NIXX", by), "“NIXX” is in no table either."),
        (lambda by: say_what_it_means(POSTS, "ZENNDA", "PREL", by), "“PREL” is in no table either."),
        (lambda by: leave(TAGS, "PREL", by), "PREL is in the table already."),
        (lambda by: add_to_table(TAGS, "HRBR", " ", "subject", by), "Say what HRBR stands for"),
        (lambda by: add_to_table(TAGS, "HRBR", "Harbours", "port", by), "Choose the kind: Subject, "),
        (lambda by: add_to_table(TAGS, "HRBR", "H" * 121, "subject", by), "more than 120 characters"),
        (lambda by: add_to_table(TAGS, "H" * 61, "Harbours", "subject", by), "more than 60 characters"),
    ],
)
def test_refused_with_a_sentence(importer, act, sentence):
    with pytest.raises(Refused, match=sentence):
        act(importer)
    assert not SettledCode.objects.exists()


def test_settled_or_withdrawn_by_another_meanwhile(importer):
    settled = leave(TAGS, "HRBR", importer)
    with pytest.raises(Refused, match="Somebody has settled HRBR meanwhile"):
        leave(TAGS, "HRBR", importer)
    withdraw(settled, importer)
    with pytest.raises(Refused, match="Somebody has withdrawn it meanwhile"):
        withdraw(settled, importer)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.RELEASE_OFFICER, Role.ADMINISTRATOR])
def test_only_importers_settle(role):
    with pytest.raises(Forbidden):
        leave(TAGS, "HRBR", a_user(role))


def test_waits_while_an_import_is_at_work(come_in, derived, importer):
    come_in(telegram(tags="PRELL"))
    at_work = ImportBatch.objects.create(collection=Collection.objects.get(), state="importing")
    settled = derived(say_what_it_means(TAGS, "PRELL", "PREL", importer))
    assert not settled.derived
    assert tags()[0][0] == "PRELL"
    at_work.delete()
    assert derived(settled).derived
    assert tags()[0][0] == "PREL"


def test_worker_takes_up_what_was_cut_off(come_in, importer, work, monkeypatch):
    come_in(telegram(tags="PRELL"))
    settled = say_what_it_means(TAGS, "PRELL", "PREL", importer)

    def fail(settled):
        raise KeyError("the harbour master said")

    with monkeypatch.context() as patch:
        patch.setattr(codes, "work_off", fail)
        tasks.work_on_code.enqueue(settled.pk)
        work()
    assert not SettledCode.objects.get().derived
    for _ in range(2):
        worker.take_up(tasks.work_on_code, codes.unfinished())
    assert len(worker._waiting(tasks.work_on_code)) == 1
    work()
    assert SettledCode.objects.get().derived
    assert tags()[0][0] == "PREL"
