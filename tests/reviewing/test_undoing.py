"""What an import brought in goes, what was before is shown again, and what people did stays."""

import pytest
from django.utils import timezone

from cables.importing import undoing
from cables.importing.batches import go_on, import_paths
from cables.importing.undoing import Refused, undo
from cables.models import Cable, CableVersion, Collection, Decision, ImportBatch, IndexChange, Reference
from cables.reviewing.correcting import correct
from cables.reviewing.notes import annotate
from cables.reviewing.releasing import propose_release
from tests.reviewing.acts import EDITED, PARAGRAPHS, newest, public_rows, released, what_is_shown, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    """Import texts as one batch."""

    def do(*texts, policy="on-import"):
        collection, _ = Collection.objects.get_or_create(
            slug=policy, defaults={"name": policy, "release_policy": policy}
        )
        folder = tmp_path / str(ImportBatch.objects.count())
        folder.mkdir()
        for n, text in enumerate(texts):
            (folder / f"{n}.txt").write_text(text)
        list(import_paths([folder], collection))
        return ImportBatch.objects.order_by("-pk").first()

    return do


def test_everything_that_came_in_goes_and_references_wait_again(imported):
    imported(telegram(serial=505, ref="08 ZENDA 506"))
    before = what_is_shown()
    batch = imported(telegram(serial=506), telegram(serial=507, ref="ZENDA 505"))
    assert Reference.objects.get(mrn="08ZENDA506").target
    gone = set(Cable.objects.exclude(mrn="08ZENDA505").values_list("pk", flat=True))
    assert undo(batch) == 2
    assert what_is_shown() == before
    assert set(IndexChange.objects.filter(kind="removed").values_list("cable_id", flat=True)) == gone
    batch.refresh_from_db()
    assert (batch.state, batch.message) == ("undone", "It was undone: 2 versions went.")
    assert undo(batch) == 0


def test_version_before_is_shown_again(imported):
    imported(telegram(paragraphs=PARAGRAPHS))
    before = what_is_shown()
    batch = imported(telegram(paragraphs=EDITED), telegram(serial=9))
    assert what_is_shown() != before
    undo(batch)
    assert what_is_shown() == before
    assert list(CableVersion.objects.values_list("ordinal", "shown")) == [(1, True)]


def test_first_version_goes_and_a_later_one_stays(imported):
    batch = imported(telegram(paragraphs=PARAGRAPHS))
    imported(telegram(paragraphs=EDITED))
    undo(batch)
    version = CableVersion.objects.get()
    assert (version.ordinal, version.shown) == (2, True)


def test_what_is_withheld_stays_so(imported, reviewer):
    """The new version was held for review; without it the old one is public as it was, without the words."""
    imported(telegram(paragraphs=PARAGRAPHS))
    withheld(Cable.objects.get(), reviewer, 2)
    before = what_is_shown()
    batch = imported(telegram(paragraphs=EDITED))
    assert newest(Cable.objects.get()).state == "held"
    undo(batch)
    assert what_is_shown() == before
    assert "Rischenheim" not in public_rows()
    assert Decision.objects.get().scope == "paragraph"


def test_held_collection_goes_too(imported):
    batch = imported(telegram(), policy="after-review")
    assert Decision.objects.exists()
    undo(batch)
    assert not Cable.objects.exists()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("what", ["note", "withholding", "correction", "proposal", "release"])
def test_work_of_people_is_not_undone(imported, reviewer, officer, importer, what):
    batch = imported(
        telegram(paragraphs=PARAGRAPHS),
        telegram(serial=9),
        policy="after-review" if what in ("proposal", "release") else "on-import",
    )
    cable = Cable.objects.get(mrn="08ZENDA412")
    if what == "note":
        annotate(newest(cable), 2, "Who?", "reviewers", reviewer)
    elif what == "withholding":
        withheld(cable, reviewer, 2)
    elif what == "correction":
        correct(cable, "subject", "OTHER DUES", "A slip.", importer)
    elif what == "proposal":
        hold = Decision.objects.get(cable=cable)
        propose_release(hold, reviewer, hold.revision)
    else:
        released(Decision.objects.get(cable=cable), reviewer, officer)
    before = what_is_shown()
    with pytest.raises(Refused, match="1 of the cables") as refusal:
        undo(batch)
    assert {worked.mrn for worked in refusal.value.worked} == {"08ZENDA412"}
    assert {worked.who for worked in refusal.value.worked} <= {"ada", "emil", "cleo"}
    assert what_is_shown() == before


def test_work_from_before_does_not_hold_an_import(imported, reviewer):
    imported(telegram(paragraphs=PARAGRAPHS))
    cable = Cable.objects.get()
    annotate(newest(cable), 3, "He never got it.", "all", reviewer)
    before = what_is_shown()
    batch = imported(telegram(paragraphs=EDITED))
    undo(batch)
    assert what_is_shown() == before


def test_release_since_of_what_was_proposed_before_holds_an_import(imported, reviewer, officer):
    """The second person worked on the cable as it is with the version that would go."""
    imported(telegram(paragraphs=PARAGRAPHS))
    decision = propose_release(*_proposal(withheld(Cable.objects.get(), reviewer, 2), reviewer))
    batch = imported(telegram(paragraphs=EDITED))
    Decision.objects.filter(pk=decision.pk).update(
        state="released", confirmed_by=officer, confirmed_at=timezone.now()
    )
    with pytest.raises(Refused) as refusal:
        undo(batch)
    assert "cleo" in {worked.who for worked in refusal.value.worked}


def _proposal(decision, by):
    return decision, by, Decision.objects.get(pk=decision.pk).revision


def test_import_that_still_runs_is_not_undone(imported, tmp_path):
    batch = imported(telegram())
    ImportBatch.objects.filter(pk=batch.pk).update(state="importing")
    with pytest.raises(Refused, match="Cancel it first"):
        undo(batch)
    assert Cable.objects.exists()


# --- Cut off half-way -----------------------------------------------------------------------------

UNFINISHED = (
    "Undoing it was begun and not finished: 2 versions went, 1 are still here. "
    "Undo it again to take back the rest."
)


@pytest.fixture
def half_undone(imported, monkeypatch):
    """Of three cables two went before the process ended."""
    monkeypatch.setattr(undoing, "CHUNK", 2)
    batch = imported(telegram(serial=1), telegram(serial=2), telegram(serial=3, paragraphs=PARAGRAPHS))
    assert undo(batch, until=lambda: True) == 2
    batch.refresh_from_db()
    return batch


def test_undoing_that_was_cut_off_says_so_and_is_taken_up(half_undone):
    assert (half_undone.state, half_undone.job, half_undone.message) == ("stopped", "undo", UNFINISHED)
    assert Cable.objects.get().mrn == "08ZENDA3"
    assert undo(half_undone) == 1
    half_undone.refresh_from_db()
    assert (half_undone.state, half_undone.message) == ("undone", "It was undone: 3 versions went.")
    assert not Cable.objects.exists()


def test_import_that_is_undone_in_part_does_not_go_on(half_undone):
    with pytest.raises(ValueError, match="was undone"):
        next(go_on(half_undone))


def test_refusal_half_way_does_not_say_that_nothing_went(half_undone, reviewer):
    withheld(Cable.objects.get(), reviewer, 2)
    with pytest.raises(Refused, match=r"Nothing more was undone \(2 versions went before\)") as refusal:
        undo(half_undone)
    assert {(each.mrn, each.who) for each in refusal.value.worked} == {("08ZENDA3", "ada")}
    half_undone.refresh_from_db()
    assert (half_undone.state, half_undone.message) == ("stopped", UNFINISHED)
    assert "Rischenheim" not in public_rows()


def test_work_that_is_done_while_an_import_is_undone_stays(imported, reviewer, monkeypatch):
    """Between the first look and the last cables a reviewer withholds; what went before that is told."""
    monkeypatch.setattr(undoing, "CHUNK", 1)
    batch = imported(telegram(serial=1), telegram(serial=2, paragraphs=PARAGRAPHS))
    take_back, steps = undoing._take_back, []

    def taken_back(keys, names):
        if steps:
            withheld(Cable.objects.get(), reviewer, 2)
        steps.append(keys)
        return take_back(keys, names)

    monkeypatch.setattr(undoing, "_take_back", taken_back)
    with pytest.raises(Refused, match="so the rest of it is still here"):
        undo(batch)
    batch.refresh_from_db()
    assert "1 version went, 1 are still here" in batch.message
    assert Cable.objects.get().mrn == "08ZENDA2"


def test_cancelled_import_counts_only_what_it_brought(imported, tmp_path):
    """What its preview noted of the records that it did not come to is nothing that went."""
    from cables.importing.batches import preview

    batch = imported(telegram(serial=1))
    batch = preview([tmp_path], batch.collection)
    undo(batch)
    batch.refresh_from_db()
    assert batch.message == "It was undone: 0 versions went."
