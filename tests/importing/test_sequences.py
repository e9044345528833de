"""Imports, cut off, cancelled, gone on with, undone at once or in two parts, and what reviewers do between,
in any order, beside a model of a few lines."""

from itertools import islice

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cables.importing import undoing
from cables.importing.batches import cancel, go_on, import_paths, preview
from cables.importing.ledger import DOUBTED
from cables.importing.undoing import Refused, undo
from cables.models import Cable, CableVersion, Collection, ImportBatch, Paragraph, Reference, SourceText
from cables.reviewing.notes import annotate
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import newest, paragraph, public_rows, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
SERIALS = (411, 412)
SECRET = "Rischenheim{}"  # in what is said of a serial
WORDS = ("He called.", "He called again.")
TEXTS = {
    (serial, n): telegram(
        serial=serial,
        ref=f"08 ZENDA {SERIALS[serial == 411]}",
        paragraphs=[f"1. (U) {word} {SECRET.format(serial)}."],
    )
    for serial in SERIALS
    for n, word in enumerate(WORDS)
}
FILES = st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=4)
ACTS = st.one_of(
    st.tuples(st.just("import"), FILES),
    st.tuples(st.just("preview, then import"), FILES),
    st.tuples(st.just("cut off and go on"), FILES, st.integers(0, 5)),
    st.tuples(st.just("cancel and go on"), FILES),
    st.tuples(st.just("undo"), st.integers(0, 9)),
    st.tuples(st.just("undo in two parts"), st.integers(0, 9)),
    st.tuples(st.just("withhold"), st.sampled_from(SERIALS)),
    st.tuples(st.just("note"), st.sampled_from(SERIALS)),
)


class Model:
    """What is held of each serial, in order: (text, the import that brought it)."""

    def __init__(self) -> None:
        self.held = {serial: [] for serial in SERIALS}
        self.worked = {serial: set() for serial in SERIALS}  # on what these imports had brought
        self.withheld = set()

    def bring(self, files, batch):
        tally = {}
        for serial, n in files:
            versions = self.held[serial]
            is_known = n in [text for text, _ in versions]
            outcome = "unchanged" if is_known else "new-version" if versions else "new"
            tally[outcome] = tally.get(outcome, 0) + 1
            if not is_known:
                versions.append((n, batch))
        return tally

    def work(self, serial):
        self.worked[serial] |= {batch for _, batch in self.held[serial]}

    def keeps(self, batch):
        """The serials for whose sake an import is not undone."""
        brought = {serial for serial, versions in self.held.items() if batch in [b for _, b in versions]}
        return {serial for serial in brought if batch in self.worked[serial]}

    def undo(self, batch):
        gone = sum(came == batch for versions in self.held.values() for _, came in versions)
        self.held = {s: [(n, b) for n, b in versions if b != batch] for s, versions in self.held.items()}
        return gone


def compare(model):
    for serial, held in model.held.items():
        versions = CableVersion.objects.filter(cable__mrn=f"08ZENDA{serial}").order_by("ordinal")
        sources = [SourceText.objects.get(version=version) for version in versions]
        assert [bytes(source.content).decode() for source in sources] == [TEXTS[serial, n] for n, _ in held]
        if serial in model.withheld:
            assert SECRET.format(serial) not in public_rows()
        else:
            assert [version.shown for version in versions] == [False] * (len(held) - 1) + [True] * bool(held)
            texts = [version.paragraphs.get().text for version in versions]
            assert texts == [f"{WORDS[n]} {SECRET.format(serial)}." for n, _ in held]
        assert Cable.objects.filter(mrn=f"08ZENDA{serial}").exists() == bool(held)
        cited = f"08ZENDA{SERIALS[serial == 411]}"
        is_held = bool(model.held[SERIALS[serial == 411]])
        for reference in Reference.objects.filter(version__in=versions):
            assert (reference.mrn, reference.target is not None) == (cited, is_held)
    if not model.withheld:
        assert Paragraph.objects.count() == sum(map(len, model.held.values()))


def files_of(folder, number, files):
    made = folder / str(number)
    made.mkdir()
    for n, key in enumerate(files):
        (made / f"{n}.txt").write_text(TEXTS[key])
    return made


def done(batch, tally):
    batch.refresh_from_db()
    outcomes = {name: count for name, count in batch.tally.items() if name != DOUBTED}
    assert (batch.state, outcomes, batch.position) == ("done", tally, sum(tally.values()))


def taken_back(model, batch, *, in_parts):
    if kept := model.keeps(batch.pk):
        with pytest.raises(Refused, match="Nothing was undone") as refusal:
            undo(batch)
        assert {each.mrn for each in refusal.value.worked} == {f"08ZENDA{serial}" for serial in kept}
        assert {each.who for each in refusal.value.worked} == {"ada"}
        return
    gone = undo(batch, until=lambda: in_parts)
    batch.refresh_from_db()
    if batch.state == "stopped":
        assert batch.message.startswith(f"Undoing it was begun and not finished: {gone} version")
        gone += undo(batch)
    assert gone == model.undo(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "undone"


def worked_on(model, act, serial, reviewer):
    """Once withheld from, a cable is left alone: what is refused then is tried elsewhere."""
    if not model.held[serial] or serial in model.withheld:
        return
    cable = Cable.objects.get(mrn=f"08ZENDA{serial}")
    if act == "withhold":
        withheld(cable, reviewer, 1)
        model.withheld.add(serial)
    else:
        annotate(newest(cable), paragraph(cable, 1).identity, "Who?", "reviewers", reviewer)
    model.work(serial)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@example(acts=[("import", [(411, 0), (412, 0)]), ("import", [(411, 1)]), ("undo", 1), ("undo", 0)])
@example(acts=[("import", [(411, 0)]), ("withhold", 411), ("import", [(411, 1)]), ("undo", 1), ("undo", 0)])
@example(acts=[("import", [(411, 0), (412, 0)]), ("undo in two parts", 0)])
@given(acts=st.lists(ACTS, min_size=2, max_size=8))
def test_what_is_held_is_what_was_brought_and_not_undone(acts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("in")
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("cables.importing.processes.CHUNK", 2)
        patch.setattr(undoing, "CHUNK", 1)
        model, batches = Model(), []
        collection = Collection.objects.create(name="Harbours", slug="harbours")
        reviewer = a_user(Role.REVIEWER, name="ada")
        for number, (act, what, *more) in enumerate(acts):
            if act in ("undo", "undo in two parts"):
                if batches:
                    taken_back(model, batches[what % len(batches)], in_parts="parts" in act)
            elif act in ("withhold", "note"):
                worked_on(model, act, what, reviewer)
            else:
                path = files_of(folder, number, what)
                if act == "import":
                    list(import_paths([path], collection))
                elif act == "preview, then import":
                    list(go_on(preview([path], collection)))
                elif act == "cancel and go on":
                    results = import_paths([path], collection)
                    next(results)
                    batch = ImportBatch.objects.order_by("-pk").first()
                    cancel(batch)
                    list(results)
                    batch.refresh_from_db()
                    assert batch.state == "cancelled"
                    list(go_on(batch))
                else:
                    list(islice(import_paths([path], collection), more[0]))
                    batch = ImportBatch.objects.order_by("-pk").first()
                    if batch.state != "done":
                        list(go_on(batch))
                batch = ImportBatch.objects.order_by("-pk").first()
                batches.append(batch)
                done(batch, model.bring(what, batch.pk))
            compare(model)
        transaction.set_rollback(True)
