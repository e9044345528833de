"""Imports, cut off, cancelled, gone on with, undone at once or in two parts, what people withhold, note and
correct between, and the collection taken down and put back, in any order, beside a model of a few lines."""

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
from cables.reviewing import standing
from cables.reviewing.correcting import Correction, correct_together
from cables.reviewing.notes import annotate
from cables.reviewing.standing import put_back, take_down, unfinished, work_off
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import newest, paragraph, public_rows, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
SERIALS = (411, 412)
SECRET = "Rischenheim{}"  # in what is said of a serial
WORDS = ("He called.", "He called again.")
SAME = "The harbour master of berth {} asked for time until the dues were counted."
"""Said in each text of a serial, so that one under a number that was corrected is known by it."""

TEXTS = {
    (serial, n): telegram(
        serial=serial,
        ref=f"08 ZENDA {SERIALS[serial == 411]}",
        paragraphs=[f"1. (U) {word} {SECRET.format(serial)}.", f"2. (U) {SAME.format(serial)}"],
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
    st.tuples(
        st.sampled_from(["correct subject", "correct number", "correct mark"]), st.sampled_from(SERIALS)
    ),
    st.tuples(st.sampled_from(["take down", "put back"]), st.integers(0, 3)),
    st.tuples(st.just("work off"), st.just(9)),
)


class Model:
    """What is held of each serial, in order: (text, the import that brought it)."""

    def __init__(self) -> None:
        self.held = {serial: [] for serial in SERIALS}
        self.worked = {serial: set() for serial in SERIALS}  # on what these imports had brought
        self.withheld = set()
        self.corrected = {}  # (serial, field) or (serial, "mark", text): the value
        self.standing, self.is_worked_off = "up", True

    def mrn(self, serial):
        return self.corrected.get((serial, "number"), f"08ZENDA{serial}")

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
        versions = CableVersion.objects.filter(cable__mrn=model.mrn(serial)).order_by("ordinal")
        sources = [SourceText.objects.get(version=version) for version in versions]
        assert [bytes(source.content).decode() for source in sources] == [TEXTS[serial, n] for n, _ in held]
        assert Cable.objects.filter(mrn=model.mrn(serial)).exists() == bool(held)
        if serial in model.withheld:
            assert SECRET.format(serial) not in public_rows()
        elif model.standing == "up":
            is_read_right(model, serial, versions)
    assert Cable.objects.count() == sum(map(bool, model.held.values()))
    if model.standing == "down":
        assert not Cable.objects.released().exists()
        if model.is_worked_off:
            assert not Paragraph.objects.exists()
            assert not CableVersion.objects.filter(state="public").exists()
    elif model.standing == "up" and not model.withheld:
        assert Paragraph.objects.count() == 2 * sum(map(len, model.held.values()))


def is_read_right(model, serial, versions):
    """Each version is public as it came and as it was corrected, and the newest is shown."""
    held = model.held[serial]
    assert [version.shown for version in versions] == [False] * (len(held) - 1) + [True] * bool(held)
    read = [
        (version.subject, *((each.text, each.level) for each in version.paragraphs.all()))
        for version in versions
    ]
    subject = model.corrected.get((serial, "subject"), "HARBOUR DUES")
    assert read == [
        (
            subject,
            (f"{WORDS[n]} {SECRET.format(serial)}.", model.corrected.get((serial, "mark", n), "U")),
            (SAME.format(serial), "U"),
        )
        for n, _ in held
    ]
    other = SERIALS[serial == 411]
    is_there = bool(model.held[other]) and (other, "number") not in model.corrected
    for reference in Reference.objects.filter(version__in=versions):
        assert reference.mrn == f"08ZENDA{other}"
        assert (reference.target is not None) == is_there


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
        assert {each.mrn for each in refusal.value.worked} == {model.mrn(serial) for serial in kept}
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
    cable = Cable.objects.get(mrn=model.mrn(serial))
    if act.startswith("correct"):
        corrected(model, act.split()[-1], serial, cable, reviewer)
    elif act == "withhold":
        withheld(cable, reviewer, 1)
        model.withheld.add(serial)
    else:
        annotate(newest(cable), paragraph(cable, 1).identity, "Who?", "reviewers", reviewer)
    model.work(serial)


def corrected(model, field, serial, cable, by):
    if field == "mark":
        version = newest(cable)
        correction = Correction("mark", "S", version, paragraph(cable, 1).paragraph.span.start)
        model.corrected[serial, field, model.held[serial][-1][0]] = "S"
    else:
        value = {"subject": f"HARBOUR FEES {len(model.corrected)}", "number": f"08ZENDA{serial + 50}"}[field]
        if model.corrected.get((serial, field)) == value:
            return
        correction = Correction(field, value)
        model.corrected[serial, field] = value
    correct_together(cable, [correction], "As printed.", by)


def stood(model, act, steps, collection, officer):
    """Take down or put back, and as many steps of what is left to do for it, each by a worker of its own."""
    if act == "take down" and model.standing != "down":
        take_down(collection, "The donor asks for it.", officer)
        model.standing = "down"
    elif act == "put back" and model.standing == "down":
        put_back(collection, officer)
        model.standing = "returning"
    for _ in range(steps):
        next(work_off(collection), None)
    collection.refresh_from_db()
    model.is_worked_off = collection not in unfinished()
    if model.standing == "returning" and model.is_worked_off:
        model.standing = "up"
    assert collection.standing == model.standing


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@example(acts=[("import", [(411, 0), (412, 0)]), ("import", [(411, 1)]), ("undo", 1), ("undo", 0)])
@example(acts=[("import", [(411, 0)]), ("withhold", 411), ("import", [(411, 1)]), ("undo", 1), ("undo", 0)])
@example(acts=[("import", [(411, 0), (412, 0)]), ("undo in two parts", 0)])
@example(acts=[("import", [(411, 1)]), ("take down", 0), ("import", [(411, 0)])])
@example(
    acts=[
        *(("import", [(411, 0), (412, 0)]), ("correct number", 411), ("correct mark", 411)),
        *(("take down", 1), ("import", [(411, 1)]), ("withhold", 412), ("work off", 9)),
        *(("correct subject", 411), ("put back", 1), ("undo", 1), ("work off", 9)),
    ]
)
@given(acts=st.lists(ACTS, min_size=2, max_size=8))
def test_what_is_held_is_what_was_brought_and_not_undone(acts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("in")
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("cables.importing.processes.CHUNK", 2)
        patch.setattr(undoing, "CHUNK", 1)
        patch.setattr(standing, "CHUNK", 1)
        model, batches = Model(), []
        collection = Collection.objects.create(name="Harbours", slug="harbours")
        reviewer = a_user(Role.REVIEWER, Role.IMPORTER, name="ada")
        officer = a_user(Role.RELEASE_OFFICER, name="olga")
        for number, (act, what, *more) in enumerate(acts):
            if act in ("undo", "undo in two parts"):
                if batches:
                    taken_back(model, batches[what % len(batches)], in_parts="parts" in act)
            elif act in ("withhold", "note") or act.startswith("correct"):
                worked_on(model, act, what, reviewer)
            elif act in ("take down", "put back", "work off"):
                stood(model, act, what, collection, officer)
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
