"""What was withheld is in no answer at once, and soon in no file: as if the index had never had it."""

import hashlib

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from cables.importing.undoing import undo
from cables.models import Cable, CableVersion, Collection, ImportBatch
from cables.reviewing.releasing import recall
from cables.reviewing.standing import take_down, work_off
from cables.search import writing
from cables.search.analysis import stems
from cables.search.asking import query_of
from cables.search.building import Building
from cables.search.documents import KEYS, Released
from cables.search.filters import CableFilter
from cables.search.generations import PUBLIC, home, read_applied
from cables.search.schema import BODY, NEWEST, OLDEST, SUBJECT
from cables.search.segments import segments
from cables.search.verifying import terms_of
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import released, withheld
from tests.search.keeping import (
    all_differences,
    caught_up,
    folder_in_use,
    found,
    imported,
    many,
    traces_of,
)
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
TOKENS = ("Rischenheims", "zanzibaring")
PARAGRAPHS = (
    "1. (U) The harbour master called.",
    "2. (C) The smuggler Rischenheims paid him for zanzibaring the harbour.",
    "3. (U) He asked for time.",
)
STEMS = tuple(stem for token in TOKENS for stem in stems(token))


@pytest.fixture
def reviewer(db):
    return a_user(Role.REVIEWER, name="ada")


@pytest.fixture
def cable(db):
    return imported(telegram(paragraphs=PARAGRAPHS))


def assert_no_trace() -> None:
    assert traces_of(*TOKENS, *STEMS) == []
    searcher = home(PUBLIC).ask().searcher
    assert [searcher.doc_freq(field, stem) for field in (BODY, SUBJECT) for stem in STEMS] == [0] * 4


def test_token_is_in_the_files_while_it_is_public(follower, cable):
    """The proof can fail."""
    caught_up(follower)
    assert {f"{BODY}: {stem}" for stem in STEMS} <= set(traces_of(*TOKENS, *STEMS))
    assert found("zanzibaring") == ["08ZENDA412"]


def test_readers_leave_the_cable_out_at_once(follower, cable, reviewer):
    caught_up(follower)
    withheld(cable, reviewer, 2)
    assert traces_of(*STEMS), "as yet"
    assert found("zanzibaring") == found("harbour") == []
    caught_up(follower)
    assert found("zanzibaring") == []
    assert found("harbour") == ["08ZENDA412"]


@pytest.mark.parametrize(
    "what",
    [{"number": 2}, {"number": 2, "words": PARAGRAPHS[1][7:-1]}, {"scope": "cable"}],
    ids=["paragraph", "passage", "cable"],
)
def test_one_look_leaves_no_trace(follower, cable, reviewer, what):
    many(5)
    caught_up(follower)
    withheld(cable, reviewer, **what)
    assert follower.follow() == 1
    assert_no_trace()
    assert all_differences() == []


def test_subject_leaves_no_trace(follower, reviewer):
    cable = imported(telegram(subject="ZANZIBARING OF RISCHENHEIMS"))
    caught_up(follower)
    withheld(cable, reviewer, scope="subject")
    follower.follow()
    assert_no_trace()


def test_what_the_cable_was_before_leaves_no_trace_either(follower, cable, reviewer):
    """A change that withholds nothing leaves the document of before in the dictionary of its segment."""
    many(5)
    caught_up(follower)
    for subject in ("FIRST COPY", "SECOND COPY"):
        imported(telegram(paragraphs=(*PARAGRAPHS, "4. (U) More."), subject=subject))
        follower.follow()
    withheld(Cable.objects.get(pk=cable.pk), reviewer, 2)
    follower.follow()
    assert_no_trace()
    assert all_differences() == []


def test_undone_import_leaves_no_trace(follower):
    imported(telegram())
    imported(telegram(paragraphs=PARAGRAPHS), telegram(serial=413, paragraphs=PARAGRAPHS))
    caught_up(follower)
    undo(ImportBatch.objects.order_by("-pk").first())
    caught_up(follower)
    assert_no_trace()
    assert found("harbour") == ["08ZENDA412"]


def test_collection_taken_down_leaves_no_trace(follower):
    imported(telegram())
    imported(*(telegram(serial=600 + n, paragraphs=PARAGRAPHS) for n in range(4)), collection="going")
    caught_up(follower)
    going = Collection.objects.get(slug="going")
    take_down(going, "The donor asks for it.", None)
    list(work_off(going))
    caught_up(follower)
    assert_no_trace()
    assert all_differences() == []


def test_release_and_recall(follower, cable, reviewer):
    officer = a_user(Role.RELEASE_OFFICER, name="cleo")
    caught_up(follower)
    decision = withheld(cable, reviewer, 2)
    follower.follow()
    decision = released(decision, reviewer, officer)
    follower.follow()
    assert found("zanzibaring") == ["08ZENDA412"]
    recall(decision, reviewer, decision.revision)
    assert found("zanzibaring") == []
    follower.follow()
    assert_no_trace()
    assert found("harbour") == ["08ZENDA412"]


# --- A segment that is too big to be written again at once ---------------------------------------


@pytest.fixture
def big(monkeypatch):
    """Segments of more than three documents are big."""
    monkeypatch.setattr(writing, "FEW", 3)
    monkeypatch.setattr("cables.search.building.CHUNK", 4)


def test_big_segment_is_built_anew_in_steps_and_following_goes_on(follower, cable, reviewer, big):
    many(30)
    caught_up(follower)
    first = folder_in_use()
    withheld(cable, reviewer, 2)
    imported(telegram(serial=413, subject="LIGHTHOUSE OIL"))
    follower.follow()
    assert folder_in_use() == first
    assert read_applied(first)["owes"]
    assert found("zanzibaring") == [], "its document is gone"
    assert found("lighthouse") == ["08ZENDA413"], "others are followed"
    imported(telegram(serial=414, subject="LIGHTHOUSE OIL"))
    follower.follow()
    assert folder_in_use() == first, "not yet"
    assert found("lighthouse") == ["08ZENDA413", "08ZENDA414"][::-1]
    caught_up(follower)
    assert folder_in_use() != first
    assert not first.exists()
    assert_no_trace()
    assert found("called&sort=mrn")[0] == "08ZENDA412", "it is back with what is left of it"
    assert all_differences() == []


def test_debt_outlives_the_process(follower, cable, reviewer, big, monkeypatch):
    """Killed after the document was deleted and before that was noted: it is still known what is owed."""
    many(30)
    caught_up(follower)
    withheld(cable, reviewer, 2)

    def killed(folder, applied):
        if applied["after"] != before["after"] or applied["seen"] != before["seen"]:
            raise KeyboardInterrupt
        kept(folder, applied)

    before, kept = dict(follower.live.mark), writing.write_applied
    monkeypatch.setattr(writing, "write_applied", killed)
    with pytest.raises(KeyboardInterrupt):
        follower.follow()
    monkeypatch.setattr(writing, "write_applied", kept)
    assert read_applied(folder_in_use())["after"] == before["after"]
    caught_up(follower)
    assert_no_trace()
    assert all_differences() == []


def test_what_is_withheld_while_it_is_built_is_not_in_it_for_long(follower, cable, reviewer, big):
    other = many(30)
    caught_up(follower)
    withheld(cable, reviewer, 2)
    follower.follow()
    while follower.building.done < 31:
        follower.follow()
    withheld(other, reviewer, 2)
    caught_up(follower)
    assert_no_trace()
    assert all_differences() == []


# --- Non-interference -----------------------------------------------------------------------------

QUESTIONS = ("harbour", "harbour+master", '"harbour+master"', "called", "time+OR+paid", "smuggl*")


def answers() -> dict:
    """What the index tells: hits with their scores, counts, facets, years, and its whole dictionary."""
    asked = home(PUBLIC).ask()
    told = {}
    for question in QUESTIONS:
        cables = CableFilter(QueryDict(f"q={question}"), queryset=CableVersion.objects.released())
        hits = asked.searcher.search(query_of(cables), 100).hits
        keys = asked.searcher.fast_field_values("id", [address for _, address in hits])
        scores = sorted((numbers()[key], score) for key, (score, _) in zip(keys, hits, strict=True))
        told[question] = scores, asked.searcher.search(query_of(cables), 1).count
    told["terms"] = {numbers()[key]: _without_keys(terms_of(asked.searcher, key)) for key in numbers()}
    told["words"] = {field: sorted(asked.searcher.terms_with_prefix(field, "")) for field in (BODY, SUBJECT)}
    told["documents"] = sum(segment.documents for segment in segments(folder_in_use()))
    return told


def fingerprints() -> list[bytes]:
    """Of the files of all segments. Keys are in them, and on PostgreSQL none is given twice."""
    if connection.vendor != "sqlite":
        return []
    files = [name for segment in segments(folder_in_use()) for name in segment.files]
    return sorted(hashlib.sha256((folder_in_use() / name).read_bytes()).digest() for name in files)


def numbers() -> dict[int, str]:
    return dict(Cable.objects.values_list("pk", "mrn"))


def _without_keys(terms: dict) -> dict:
    """Of what dates are sorted by the seconds stay."""
    by_date = {field: [value // KEYS for value in terms[field]] for field in (NEWEST, OLDEST)}
    return {field: value for field, value in terms.items() if field != "id"} | by_date


@pytest.mark.parametrize("few", [2000, 3], ids=["small segment", "big segment"])
def test_index_is_as_if_it_had_never_had_the_text(follower, cable, reviewer, monkeypatch, few):
    monkeypatch.setattr(writing, "FEW", few)
    many(12)
    caught_up(follower)
    withheld(cable, reviewer, 2)
    caught_up(follower)
    after = answers()
    with Building(home(PUBLIC), Released()) as building:
        building.finish()
    assert after == answers()


def test_followed_index_does_not_tell_two_withheld_texts_apart(follower, reviewer):
    """The same acts with other words, and more of them, come to the same."""
    told = []
    for words in ("Rischenheims paid him.", "zanzibaring " * 400 + "of the smuggler harbour."):
        with transaction.atomic():
            cable = imported(telegram(paragraphs=(PARAGRAPHS[0], f"2. (C) {words}", PARAGRAPHS[2])))
            many(12)
            caught_up(follower)
            withheld(cable, reviewer, 2)
            caught_up(follower)
            told.append((answers(), fingerprints()))
            transaction.set_rollback(True)
        home(PUBLIC).give_up()  # it has followed what was never committed
    assert told[0] == told[1]
