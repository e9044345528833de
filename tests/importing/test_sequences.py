"""Imports, imports cut off and gone on with, imports undone, in any order, beside a model of a few lines."""

from itertools import islice

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cables.importing.batches import go_on, import_paths, preview
from cables.importing.ledger import DOUBTED
from cables.importing.undoing import undo
from cables.models import Cable, CableVersion, Collection, ImportBatch, Paragraph, Reference, SourceText
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
SERIALS = (411, 412)
WORDS = ("He called.", "He called again.")
TEXTS = {
    (serial, n): telegram(
        serial=serial, ref=f"08 ZENDA {SERIALS[serial == 411]}", paragraphs=[f"1. (U) {word}"]
    )
    for serial in SERIALS
    for n, word in enumerate(WORDS)
}
FILES = st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=4)
ACTS = st.one_of(
    st.tuples(st.just("import"), FILES),
    st.tuples(st.just("preview, then import"), FILES),
    st.tuples(st.just("cut off and go on"), FILES, st.integers(0, 5)),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)


class Model:
    """What is held of each serial, in order: (text, the import that brought it)."""

    def __init__(self) -> None:
        self.held = {serial: [] for serial in SERIALS}

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

    def undo(self, batch):
        gone = sum(came == batch for versions in self.held.values() for _, came in versions)
        self.held = {s: [(n, b) for n, b in versions if b != batch] for s, versions in self.held.items()}
        return gone


def compare(model):
    for serial, held in model.held.items():
        versions = CableVersion.objects.filter(cable__mrn=f"08ZENDA{serial}").order_by("ordinal")
        sources = [SourceText.objects.get(version=version) for version in versions]
        assert [bytes(source.content).decode() for source in sources] == [TEXTS[serial, n] for n, _ in held]
        assert [version.shown for version in versions] == [False] * (len(held) - 1) + [True] * bool(held)
        texts = [version.paragraphs.get().text for version in versions]
        assert texts == [WORDS[n] for n, _ in held]
        assert Cable.objects.filter(mrn=f"08ZENDA{serial}").exists() == bool(held)
        cited = f"08ZENDA{SERIALS[serial == 411]}"
        is_held = bool(model.held[SERIALS[serial == 411]])
        for reference in Reference.objects.filter(version__in=versions):
            assert (reference.mrn, reference.target is not None) == (cited, is_held)
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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@example(acts=[("import", [(411, 0), (412, 0)]), ("import", [(411, 1)]), ("undo", 1), ("undo", 0)])
@given(acts=st.lists(ACTS, min_size=2, max_size=8))
def test_what_is_held_is_what_was_brought_and_not_undone(acts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("in")
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("cables.importing.processes.CHUNK", 2)
        model, batches = Model(), []
        collection = Collection.objects.create(name="Harbours", slug="harbours")
        for number, (act, what, *more) in enumerate(acts):
            if act == "undo":
                if batches:
                    batch = batches[what % len(batches)]
                    assert undo(batch) == model.undo(batch.pk)
            else:
                path = files_of(folder, number, what)
                if act == "import":
                    list(import_paths([path], collection))
                elif act == "preview, then import":
                    list(go_on(preview([path], collection)))
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
