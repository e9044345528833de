"""What an import brought in goes, what was before is shown again, and what people did stays."""

import pytest
from django.utils import timezone

from cables.importing.batches import import_paths
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
