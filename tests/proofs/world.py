"""A reading room in which canaries are withheld in every way, by the importer and the real verbs.

Each plot is one cable and what becomes of it. Beside the canaries stand beacons: words of the same
kind in public text, which a reader must find, so that a proof that saw nothing at all is told.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from django.apps import apps
from django.contrib.auth.models import User

from cables.importing.batches import import_paths
from cables.importing.reference import load_reference
from cables.models import Annotation, Cable, Collection, Decision, Post, SettledCode, SourceText
from cables.parsing.quoting import locate
from cables.reviewing.correcting import Correction, correct, correct_together, reparse
from cables.reviewing.full_text import full_text
from cables.reviewing.notes import annotate, reply
from cables.reviewing.releasing import propose_release, recall
from cables.reviewing.unknown_codes import leave
from cables.visibility import Role
from tests.people import a_user
from tests.proofs.canaries import Aviary, Watch
from tests.proofs.wrappings import CONTAINERS, wrapped
from tests.reviewing.acts import newest, paragraph, released, withheld
from tests.telegrams import telegram

WORDS = (
    "harbour customs barge tariff pilot ledger miller bridge winter garrison envoy copper railway "
    "landlord orchard steamer notary granary chapel dispatch quarry ferry lantern tobacco saddle "
    "regent tunnel almanac cellar viaduct foreman meadow parcel consul lighthouse pension tailor"
).split()
YEARS = range(5, 10)
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
PATIENCE = 5
"""Values of a placeholder that a short run asks of the rows of an admin list."""


class World:
    """`names` gives for each placeholder of addresses.toml the values it stands for."""

    def __init__(
        self,
        dice: Random,
        folder: Path,
        *,
        secrets: Random | None = None,
        crowd: int = 1,
        sizes: Sequence[int] = (),
    ) -> None:
        """`secrets` throws for what is withheld and `dice` for the rest: two worlds whose dice begin
        alike differ in withheld text only.

        `crowd` canaries stand in each withheld place where many can. With `sizes` withheld texts have
        one of these lengths, in characters, and not all their canaries.
        """
        self.dice, self.folder, self.crowd, self.sizes = dice, folder, crowd, sizes
        self.secrets = secrets or Random(dice.random())
        self.canaries, self.beacons = Aviary(self.secrets), Aviary(dice)
        self.texts: list[str] = []
        self.names = Names(dice)
        self.reviewer = a_user(Role.REVIEWER, name="proof-reviewer", is_staff=True)
        self.officer = a_user(Role.RELEASE_OFFICER, name="proof-officer", is_staff=True)
        self.importer = a_user(Role.IMPORTER, name="proof-importer", is_staff=True)
        self.serial = 400
        if not Post.objects.exists():
            load_reference()

    def people(self) -> dict[str, User | None]:
        """One person of each role, a superuser, and nobody."""
        people = {
            "anonymous": None,
            "signed in": a_user(name="proof-reader"),
            "importer": self.importer,
            "reviewer": self.reviewer,
            "release officer": self.officer,
            "administrator": a_user(Role.ADMINISTRATOR, name="proof-administrator", is_staff=True),
            "superuser": a_user(name="proof-superuser", is_staff=True, is_superuser=True),
        }
        self.names.add("account", str(people["signed in"].pk), str(people["importer"].pk))
        self.names.add("superuser", str(people["superuser"].pk))
        return people

    def populate(self, canaries: int) -> None:
        """Every plot once, the plots of subjects in every container, then more until there are enough."""
        turns = [(plot, self.container()) for plot in PLOTS]
        turns += [(plot, container) for plot in SUBJECT_PLOTS for container in CONTAINERS]
        for plot, container in turns:
            self.play(plot, container)
        self.loose_ends()
        while len(self.canaries.kept) < canaries:
            self.play(self.dice.choice(list(PLOTS)), self.container())

    def play(self, plot: str, container: str) -> None:
        PLOTS[plot](self, container)

    def watch(self, *, staff: bool) -> Watch:
        """What may not be seen by the public, or by staff who do not read withheld text."""
        canaries = [c for c in self.canaries.kept.values() if not (staff and c.staff)]
        decided = SourceText.objects.filter(version__cable__in=Decision.objects.live().values("cable"))
        contents = [bytes(content) for content in decided.values_list("content", flat=True)]
        return Watch(canaries, self.texts, contents)

    def collection(self, policy: str = "on-import", slug: str = "proof") -> Collection:
        made, is_new = Collection.objects.get_or_create(
            slug=slug.lower(), defaults={"name": f"Proof {slug}", "release_policy": policy}
        )
        if is_new and policy == "on-import":
            self.names.add("collection", made.slug)
        return made

    def import_(self, text: str, collection: Collection | None = None, *, refused: bool = False) -> Cable:
        path = self.folder / f"{self.serial}.txt"
        path.write_text(text)
        (result,) = import_paths([path], collection or self.collection())
        assert (result.outcome == "refused") is refused, result.message
        return Cable.objects.filter(pk=result.cable).first()

    def cable(
        self,
        container: str,
        *paragraphs: str,
        post: str = "ZENDA",
        subject: str = "",
        collection: Collection | None = None,
        signer: str = "RASSENDYLL",
        **facts: str,
    ) -> Cable:
        """A cable of its own number; one more version of it if `serial` is given."""
        if "serial" not in facts:
            self.serial += 1
        serial = int(facts.pop("serial", self.serial))
        year = YEARS[serial % len(YEARS)]
        dtg = f"{serial % 28 + 1:02d}1520Z {MONTHS[serial % 12]} {year:02d}"
        subject = subject or self.subject()
        text = telegram(post, serial, dtg, subject, paragraphs, **facts)
        text = text.replace("\nRASSENDYLL\n", f"\n{signer}\n")
        cable = self.import_(wrapped(container, text, f"{year:02d}{post}{serial}", subject), collection)
        assert cable.serial == serial, f"{cable} was not read as number {serial}"
        return cable

    # --- Text --------------------------------------------------------------------------------

    def filler(self, count: int) -> str:
        return " ".join(self.dice.choices(WORDS, k=count))

    def hidden(self, count: int) -> str:
        """The same, for what is withheld."""
        return " ".join(self.secrets.choices(WORDS, k=count))

    def subject(self) -> str:
        return f"{self.filler(3)} {self.beacons.new('a subject')}".upper()

    def open_paragraph(self, number: int) -> str:
        beacons = [self.beacons.new("a public paragraph") for _ in range(2)]
        return _filled(
            f"{number}. (U) {self.filler(4)} {beacons[0]} {self.filler(6)}. "
            f"{beacons[1]}â€™s {self.filler(3)}. See paragraph 2."
        )

    def secret_paragraph(self, number: int, place: str, *, heading: str = "", mark: str = "C") -> str:
        """A paragraph that is to be withheld, with a canary in everything that repeats its text."""
        return f"{number}. ({mark}) {heading}" + self.secret(place)

    def secret(self, place: str) -> str:
        if self.sizes:
            text = self._of_size(self.secrets.choice(self.sizes))
            self.texts.append(text)
            return text
        cited, cut = self._cited(), self.canaries.new(f"a word wrapped in {place}")
        said = " ".join(f"{self.hidden(3)} {self.canaries.new(place)}" for _ in range(self.crowd))
        broken = self.canaries.new(f"a word with a repair in {place}")
        listed = self.canaries.new(f"an item in {place}")
        first = _filled(f"{said} {self.hidden(8)}, as {cited} reports (ref A). {broken}â€™s {self.hidden(4)}")
        page = ""
        if self.secrets.random() < 0.3:
            page = f"\nCONFIDENTIAL\n \nPAGE 02  ZENDA {self.serial:05d}\n "
        wraps = f"{self.hidden(4)} {cut[:7]}-\n{cut[7:]} {self.hidden(5)}."
        text = f"{first}{page}\n{wraps}\n -- {self.hidden(2)} {listed}."
        self.texts.append(text)
        return text

    def _of_size(self, size: int) -> str:
        """Words, and where there is room what leaves traces elsewhere: a reference, a repair, items."""
        text, tail = (
            "",
            f"as {self._cited()} reports (ref B).\n -- {self.hidden(3)}.\n -- itâ€™s {self.hidden(2)}.",
        )
        while len(text) < size:
            text += f"{self.hidden(self.secrets.randint(1, 9))}, "
        text = _filled(text)
        if size > 4 * len(tail):
            text = f"{text[: size - len(tail)]}\n{tail}"
        return text[:size].strip()

    def _cited(self) -> str:
        """A cable number with a canary for its post, named in withheld text alone."""
        post = self.canaries.new("a number mentioned in withheld text")
        serial = self.secrets.randrange(100, 999)
        self.names.add("cited", f"08{post}{serial}")
        self.names.add("canary post", post)
        return f"08 {post} {serial}"

    def is_absent(self) -> bool:
        """Whether a cable that nobody acknowledges was not even imported, where sizes go down to nothing."""
        if absent := 0 in self.sizes and self.secrets.random() < 1 / 3:
            self.serial += 1
        return absent

    def secret_words(self) -> str:
        """Words on one line, for a passage."""
        return self.hidden(self.secrets.choice(self.sizes) // 7 + 1 if self.sizes else 5)

    def secret_subject(self) -> str:
        few, many = (1, 12) if self.sizes else (4, 4)
        rest = self.hidden(self.secrets.randint(few, many))
        subject = f"{self.hidden(2)} {self.canaries.new('a subject')} {rest}".upper()
        self.texts.append(subject)
        return subject

    def container(self) -> str:
        return self.dice.choice(CONTAINERS)

    # --- Notes -------------------------------------------------------------------------------

    def note(self, cable: Cable, number: int, visibility: str, source: str, **quote: object) -> Annotation:
        identity = paragraph(cable, number).identity
        note = annotate(newest(cable), identity, source, visibility, self.reviewer, **quote)
        self.names.add(f"note for {visibility}", str(note.pk))
        return note

    def secret_notes(self, cable: Cable, open_number: int) -> None:
        """Notes that are for no reader, on a paragraph that everybody reads."""
        for visibility in ("me", "reviewers"):
            word = self.canaries.new(f"a note for {visibility}")
            note = self.note(cable, open_number, visibility, f"{self.hidden(3)} **{word}**")
        reply(note, f"Answer {self.canaries.new('an answer to a note')}", "reviewers", self.officer)

    # --- What does not hang on one cable -------------------------------------------------------

    def loose_ends(self) -> None:
        """A file that is refused, notes for everybody, and numbers and values that are nobody's."""
        self.import_(f"{self.hidden(3)} {self.canaries.new('a refused file')}", refused=True)
        plain = self.cable("plain", self.open_paragraph(1))
        _open(self, plain)
        self.names.add("undecided", plain.mrn)
        self.note(plain, 1, "all", f"For all: {self.beacons.new('a note for all')}")
        _open(self, self.cable("plain", self.open_paragraph(1), tags="PREL, HRBR"))
        self.names.add("unknown tag", "HRBR")
        self.names.add("unknown post", "ZENDA")
        self.names.add("absent", "08ZENDA99001", "06STATE99002")
        self.names.add("other spelling", *(f"20{mrn}" for mrn in self.names["open"][:2]))
        self.names.add("tag", "PREL", "EWWT", "NONE")
        self.names.add("post", "ZENDA", "STATE", "NONE")
        kept = sorted(self.canaries.kept)
        self.names.add("canary", *self.secrets.sample(kept, min(len(kept), self.names.patience)))
        decided = SourceText.objects.filter(version__cable__mrn__in=self.names["decided"])
        self.names.add("source decided", *map(str, decided.values_list("pk", flat=True)[:PATIENCE]))
        undecided = SourceText.objects.filter(version__cable=plain)
        self.names.add("source undecided", *map(str, undecided.values_list("pk", flat=True)))


# --- Plots --------------------------------------------------------------------------------------

Plot = Callable[[World, str], None]
PLOTS: dict[str, Plot] = {}
SUBJECT_PLOTS = ("subject", "subject, not acknowledged", "corrected subject")


def plot(name: str) -> Callable[[Plot], Plot]:
    def add(play: Plot) -> Plot:
        PLOTS[name] = play
        return play

    return add


def _open(world: World, cable: Cable, decision: Decision | None = None) -> None:
    cable.refresh_from_db()
    assert cable.versions.filter(shown=True).exists(), f"{cable} is held, and was to be read"
    world.names.add("open", cable.mrn)
    if decision is not None:
        world.names.add("decided", cable.mrn)
        world.names.add("decision", str(decision.pk))
        world.names.add("paragraph", str(newest_paragraph(cable)))


def _hidden(world: World, cable: Cable) -> None:
    assert not cable.versions.filter(state="public").exists(), f"{cable} is public, and was to be held"
    world.names.add("hidden", cable.mrn)


def newest_paragraph(cable: Cable) -> int:
    return full_text(newest(cable)).paragraphs[0].identity


@plot("paragraph")
def _paragraph(world: World, container: str) -> None:
    secret = world.secret_paragraph(2, "a paragraph")
    cable = world.cable(container, world.open_paragraph(1), secret, world.open_paragraph(3), ref="LIMA 12")
    quoted = paragraph(cable, 2).text[:30]
    word = world.canaries.new("a note for all on withheld text")
    world.note(cable, 2, "all", f"{quoted} {word}", start=0, end=30, quote=quoted)
    decision = withheld(cable, world.reviewer, 2)
    word = world.canaries.new("a note for all on a withheld paragraph")
    world.note(cable, 2, "all", f"`{word}`")
    world.secret_notes(cable, 1)
    _open(world, cable, decision)


@plot("paragraph, not acknowledged")
def _paragraph_unacknowledged(world: World, container: str) -> None:
    secret = world.secret_paragraph(2, "a paragraph that is not acknowledged")
    cable = world.cable(container, world.open_paragraph(1), secret, world.open_paragraph(3))
    _open(world, cable, withheld(cable, world.reviewer, 2, acknowledged=False))


@plot("summary")
def _summary(world: World, container: str) -> None:
    secret = world.secret_paragraph(1, "a summary", heading="Summary: ") + " End summary."
    cable = world.cable(container, secret, world.open_paragraph(2))
    _open(world, cable, withheld(cable, world.reviewer, 1))


@plot("passage")
def _passage(world: World, container: str, **options: bool) -> None:
    words = f"{world.canaries.new('a passage')} {world.secret_words()} {world.canaries.new('a passage')}"
    beacons = [world.beacons.new("beside a passage") for _ in range(2)]
    text = f"2. (C) {world.filler(3)} {beacons[0]} {words} {beacons[1]} {world.filler(4)}."
    world.texts.append(words)
    cable = world.cable(container, world.open_paragraph(1), _filled(text), world.open_paragraph(3))
    decision = withheld(cable, world.reviewer, 2, words, **options)
    _open(world, cable, decision)


@plot("passage, not acknowledged")
def _passage_unacknowledged(world: World, container: str) -> None:
    _passage(world, container, acknowledged=False)


@plot("subject")
def _subject(world: World, container: str, **options: bool) -> None:
    subject = world.secret_subject()
    cable = world.cable(container, world.open_paragraph(1), world.open_paragraph(2), subject=subject)
    _open(world, cable, withheld(cable, world.reviewer, scope="subject", **options))


@plot("subject, not acknowledged")
def _subject_unacknowledged(world: World, container: str) -> None:
    _subject(world, container, acknowledged=False)


@plot("corrected subject")
def _corrected(world: World, container: str) -> None:
    """The correction repeats the subject; a second one comes while it is withheld."""
    subject = world.secret_subject()
    cable = world.cable(container, world.open_paragraph(1), subject=subject)
    reason = f"As printed: {world.canaries.new('the reason of a correction')}"
    correct(cable, "subject", f"{subject} {world.canaries.new('a correction')}", reason, world.importer)
    decision = withheld(cable, world.reviewer, scope="subject")
    correct(cable, "originator", world.canaries.new("a correction that waits"), reason, world.importer)
    _open(world, cable, decision)


@plot("whole cable")
def _whole(world: World, container: str) -> None:
    cable = _whole_cable(world, container, "ZENDA")
    world.secret_notes(cable, 1)
    decision = withheld(cable, world.reviewer, scope="cable")
    world.names.add("acknowledged", cable.mrn)
    world.names.add("decision", str(decision.pk))


@plot("whole cable, not acknowledged")
def _whole_unacknowledged(world: World, container: str) -> None:
    if world.is_absent():
        return
    cable = _whole_cable(world, container, world.canaries.new("the number of a hidden cable", staff=True))
    withheld(cable, world.reviewer, scope="cable", acknowledged=False)
    _hidden(world, cable)


@plot("whole cable, not acknowledged, cited")
def _whole_cited(world: World, container: str) -> None:
    """Its number is no canary: it stands in public text."""
    serial = world.serial + 1
    number = f"{YEARS[serial % len(YEARS)]:02d} ZENDA {serial}"
    if not world.is_absent():
        cable = _whole_cable(world, container, "ZENDA")
        assert cable.mrn == number.replace(" ", "")
        withheld(cable, world.reviewer, scope="cable", acknowledged=False)
        _hidden(world, cable)
    text = f"1. (U) {world.filler(3)}, as {number} says. {world.filler(4)}."
    _open(world, world.cable(container, text, ref=number))


def _whole_cable(world: World, container: str, post: str, collection: Collection | None = None) -> Cable:
    tag = world.canaries.new("a tag of a whole cable")
    world.names.add("canary tag", tag)
    return world.cable(
        container,
        world.secret_paragraph(1, "a whole cable"),
        world.secret_paragraph(2, "a whole cable"),
        post=post,
        subject=world.secret_subject(),
        ref=world._cited(),
        tags=f"PREL, {tag}",
        signer=world.canaries.new("a signer"),
        collection=collection,
    )


@plot("whole, its tag settled before")
def _whole_settled(world: World, container: str) -> None:
    if world.is_absent():
        return
    cable = _whole_cable(world, container, "ZENDA")
    tag = world.names["canary tag"][-1]
    leave(SettledCode.Table.TAGS, tag, world.importer)
    withheld(cable, world.reviewer, scope="cable", acknowledged=False)
    _hidden(world, cable)


@plot("after review")
def _after_review(world: World, container: str) -> None:
    if world.is_absent():
        return
    slug = world.canaries.new("a collection with nothing released", staff=True)
    world.names.add("hidden collection", slug.lower())
    post = world.canaries.new("the number of a cable held for review", staff=True)
    cable = _whole_cable(world, container, post, world.collection("after-review", slug))
    _hidden(world, cable)


@plot("held newer version")
def _newer(world: World, container: str) -> None:
    """The paragraph comes again in another text, beside a new one; the public keeps the old version."""
    first, secret = world.open_paragraph(1), world.secret_paragraph(2, "a paragraph of two versions")
    subject = world.subject()
    cable = world.cable(container, first, secret, subject=subject)
    decision = withheld(cable, world.reviewer, 2)
    new = world.secret_paragraph(3, "a version held for review")
    world.cable(container, first, secret, new, subject=subject, serial=cable.serial)
    assert newest(cable).state == "held"
    _open(world, cable, decision)


@plot("older version")
def _older(world: World, container: str) -> None:
    """Two public versions; what is withheld goes from both, or the older is held."""
    texts = [
        world.open_paragraph(1),
        world.secret_paragraph(2, "a paragraph of an older version"),
        world.open_paragraph(3),
    ]
    subject = world.subject()
    cable = world.cable(container, *texts, subject=subject)
    later = f"{texts[2]} {world.filler(3)}."
    world.cable(container, *texts[:2], later, subject=subject, serial=cable.serial)
    _open(world, cable, withheld(cable, world.reviewer, 2))


@plot("recalled")
def _recalled(world: World, container: str) -> None:
    cable = world.cable(container, world.open_paragraph(1), world.secret_paragraph(2, "a recalled release"))
    decision = released(withheld(cable, world.reviewer, 2), world.reviewer, world.officer)
    _open(world, cable, recall(decision, world.reviewer, decision.revision))


@plot("proposed")
def _proposed(world: World, container: str) -> None:
    cable = world.cable(container, world.open_paragraph(1), world.secret_paragraph(2, "a proposed release"))
    decision = withheld(cable, world.reviewer, 2)
    _open(world, cable, propose_release(decision, world.reviewer, decision.revision))
    reparse(cable)


@plot("released")
def _released(world: World, container: str) -> None:
    """What was released is public, and beacons stand in it."""
    cable = world.cable(container, world.open_paragraph(1), world.open_paragraph(2))
    _open(world, cable, released(withheld(cable, world.reviewer, 2), world.reviewer, world.officer))


@plot("corrected number and paragraphs")
def _renumbered(world: World, container: str) -> None:
    """One paragraph marked anew, one begun; what is withheld of them comes after and before."""
    beacons = [world.beacons.new("a divided paragraph") for _ in range(2)]
    divided = f"3. (U) {world.filler(2)} {beacons[0]} {world.filler(2)}. {beacons[1]} {world.filler(2)}."
    secret = world.secret_paragraph(2, "a paragraph of a corrected number")
    cable = world.cable(container, world.open_paragraph(1), secret, divided)
    former, version = cable.mrn, newest(cable)
    second, third = paragraph(cable, 2).paragraph, paragraph(cable, 3)
    words = third.text.index(beacons[1])
    place = locate(third.paragraph, words, words + len(beacons[1]))
    corrections = [
        Correction("number", f"{former[:2]}ZENDA{cable.serial + 50_000}"),
        Correction("mark", "S", version, second.span.start),
        Correction("split", "", version, place.start),
    ]
    reason = f"As printed: {world.canaries.new('the reason of a correction')}"
    correct_together(cable, corrections, reason, world.importer)
    world.names.add("renumbered", former)
    world.names.add("renumbered, no year", former[2:])
    _open(world, cable, withheld(cable, world.reviewer, 2))


@plot("whole cable of a corrected number, not acknowledged")
def _whole_renumbered(world: World, container: str) -> None:
    """Neither number tells of it."""
    serial = world.serial + 1
    former = f"{YEARS[serial % len(YEARS)]:02d}ZENDA{serial}"
    world.names.add("hidden former", former)
    world.names.add("hidden former, no year", former[2:])
    if world.is_absent():
        return
    cable = _whole_cable(world, container, "ZENDA")
    correct(cable, "number", f"{former[:2]}ZENDA{serial + 60_000}", "As printed.", world.importer)
    cable.refresh_from_db()
    withheld(cable, world.reviewer, scope="cable", acknowledged=False)
    _hidden(world, cable)


def _filled(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 64, break_long_words=False, break_on_hyphens=False))


# --- What stands for a placeholder ----------------------------------------------------------------


class Names(defaultdict[str, list[str]]):
    """Placeholder → values. `{paragraph.pk}` stands for keys of rows of the model of that name."""

    def __init__(self, dice: Random, patience: int = PATIENCE) -> None:
        super().__init__(list)
        self.dice, self.patience = dice, patience

    def add(self, name: str, *values: str) -> None:
        self[name] += [value for value in values if value not in self[name]]

    def __missing__(self, name: str) -> list[str]:
        if name.endswith(".pk"):
            keys = [str(pk) for pk in _model(name.removesuffix(".pk")).objects.values_list("pk", flat=True)]
            self[name] = self.dice.sample(keys, min(len(keys), self.patience))
            return self[name]
        return super().__missing__(name)

    def known(self) -> Iterator[str]:
        yield from sorted(self)


def _model(name: str) -> type:
    return next(model for model in apps.get_models() if model._meta.model_name == name)
