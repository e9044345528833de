"""The sequences hold, every act really happened in them, and each planted bug is found."""

from collections import Counter

import pytest
from django.db.models import F

from cables.models import Cable, WithheldText
from cables.projection import settle
from cables.projection.derive import Unplaceable
from cables.reviewing import correcting, notes, releasing, withholding
from cables.reviewing.full_text import FullText
from tests.proofs import sequences
from tests.proofs.conftest import LONG, SEED, SHORTEST
from tests.proofs.sequences import deciding

STEPS = 50_000 if LONG else 400 if SHORTEST else 1_000
PLANTED = 1500
"""Steps within which a planted bug has to show; most show within a hundred."""

pytestmark = pytest.mark.django_db

HAPPENED = {
    "accepted": (
        *("import", "import the same", "parse anew", "change the parser", "accept anew"),
        *("correct", "withhold a paragraph", "withhold a passage", "withhold a subject", "withhold a cable"),
        *("propose", "withdraw", "confirm", "recall", "undo", "propose a hold", "confirm a hold"),
        *("place by itself", "place elsewhere", "place absent"),
        *("annotate", "answer a note", "edit a note", "delete a note"),
    ),
    "Stale": ("withhold", "propose", "confirm", "undo", "place"),
    "Forbidden": ("correct", "accept anew", "propose", "confirm", "edit a note"),
    "Refused": ("withhold", "confirm", "confirm a hold", "recall", "place", "answer a note"),
    "Doubtful": ("withhold",),
}
"""What has to have come at least once, by what it came to."""


@pytest.fixture(scope="module")
def outcome(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return sequences.run(STEPS, SEED)


def test_no_withheld_word_is_ever_public_and_no_change_is_lost(outcome, say):
    problems, counts = outcome
    say(f"{counts['steps']:,} steps")
    assert not problems, "\n\n".join(problems)
    assert counts["steps"] >= STEPS


@pytest.mark.once
@pytest.mark.parametrize(("came_to", "act"), [(o, act) for o, acts in HAPPENED.items() for act in acts])
def test_each_act_happened(outcome, came_to, act):
    """A proof in which nobody withheld proves nothing."""
    counts = outcome[1]
    matching = [name for name in counts if name.startswith(act) and name.endswith(f": {came_to}")]
    assert sum(counts[name] for name in matching) > 0, sorted(counts.items())


def test_what_may_be_public_is_public(outcome):
    """A site that hid everything would pass the rest."""
    counts: Counter[str] = outcome[1]
    assert counts["versions public"] > counts["versions rightly held"] / 2
    assert counts["versions held for want of exactness"] < counts["versions public"] / 20
    assert counts["words found where they belong"] > STEPS
    assert counts["notes found where they belong"] > 0
    assert counts["corrections found where they belong"] > 0


# --- Planted bugs ---------------------------------------------------------------------------------


def found(monkeypatch, place, name, bug, seed=sequences.SEED):
    monkeypatch.setattr(place, name, bug)
    problems, _ = sequences.run(PLANTED, seed, shrinks=False)
    assert problems, f"{name} was broken, and nothing was found"
    return problems[0]


@pytest.mark.once
def test_passage_that_is_kept_is_found(monkeypatch):
    cuts_of = settle.cuts_of
    problem = found(
        monkeypatch,
        settle,
        "cuts_of",
        lambda *args: [cut for cut in cuts_of(*args) if cut.scope != "passage"],
    )
    assert "are public" in problem


@pytest.mark.once
def test_place_that_is_missing_and_ignored_is_found(monkeypatch):
    """Two walls stand before that, so both are taken down."""
    cuts_of = settle.cuts_of

    def lenient(version, withholdings):
        placed = WithheldText.objects.filter(version=version).values_list("decision", flat=True)
        return cuts_of(version, [decision for decision in withholdings if decision.pk in placed])

    monkeypatch.setattr(withholding, "hold", lambda version: version)
    monkeypatch.setattr(withholding, "record_holds", lambda held, by: None)
    monkeypatch.setattr(releasing, "record_holds", lambda held, by: None)
    assert "public" in found(monkeypatch, settle, "cuts_of", lenient, seed=3)


@pytest.mark.once
def test_place_that_is_made_up_is_found(monkeypatch):
    """As if a decision took the first paragraph, whichever is its own."""

    def guess(text, decision, words=""):
        return text.place_paragraph(decision, text.paragraphs[0])

    assert "are public" in found(monkeypatch, FullText, "place", guess)


@pytest.mark.once
def test_version_that_is_not_retired_is_found(monkeypatch):
    assert "public" in found(monkeypatch, settle, "_retire", lambda version: None)


@pytest.mark.once
def test_person_whom_the_policy_does_not_let_is_found(monkeypatch):
    """The database's own constraint stands behind that, and is heard first now and then."""
    problem = found(monkeypatch, releasing, "demand", lambda user, action, state: None)
    assert "and not Forbidden" in problem or "CHECK constraint" in problem or "check constraint" in problem


@pytest.mark.once
def test_correction_that_does_not_wait_is_found(monkeypatch):
    found(monkeypatch, correcting, "has_live_decision", lambda cable: False)


@pytest.mark.once
def test_revision_that_is_not_compared_is_found(monkeypatch):
    locked = releasing._locked

    def unlocked(decision, seen):
        decision.refresh_from_db()
        return locked(decision, decision.revision)

    assert "and not Stale" in found(monkeypatch, releasing, "_locked", unlocked)


@pytest.mark.once
def test_withholding_from_a_page_of_long_ago_is_found(monkeypatch):
    problem = found(monkeypatch, withholding, "refuse_if_stale", lambda *args: None)
    assert "Stale" in problem


@pytest.mark.once
def test_note_that_is_lost_is_found(monkeypatch):
    saved = notes._saved

    def forgetful(note, action, by, public_changed):
        note.source = "He *said* something else."
        return saved(note, action, by, public_changed)

    assert "a change was lost" in found(monkeypatch, notes, "_saved", forgetful)


@pytest.mark.once
def test_refusal_that_leaves_a_trace_is_found(monkeypatch):
    """As of a verb that writes before it has looked, and is not one transaction."""

    def undo(decision, by, seen):
        Cable.objects.filter(pk=decision.cable_id).update(revision=F("revision") + 1)
        return releasing.undo(decision, by, seen)

    assert "and changed cables_cable" in found(monkeypatch, deciding, "undo", undo)


@pytest.mark.once
def test_site_that_holds_everything_is_found(monkeypatch):
    def hold(*args, **options):
        raise Unplaceable("Held to be safe.")

    monkeypatch.setattr(settle, "project", hold)
    _, counts = sequences.run(100, shrinks=False)
    assert counts["versions held for want of exactness"] > counts["versions public"]
