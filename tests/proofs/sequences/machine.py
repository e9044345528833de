"""Hypothesis chooses who does what, in which order, to which cable."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import hypothesis.strategies as st
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.proofs.sequences import deciding, importing, noting, publicity
from tests.proofs.sequences.model import Cable
from tests.proofs.sequences.parsers import changeable
from tests.proofs.sequences.room import Room
from tests.proofs.sequences.texts import WAYS
from tests.proofs.wrappings import CONTAINERS

CABLES = 3
VERSIONS = 3
"""More make a step slower and say no more."""

EVERY = 25
"""Steps between two looks at the public pages of the cable that was acted on."""

FEW = 2
"""Times that an act is done in one sequence that changes little, and would take its time from others."""

a_number = st.integers(0, 59)
a_person = st.integers(0, 3)
a_confirmer = st.sampled_from([1, 3, 1, 3, 0])
often = st.booleans()
mostly = st.sampled_from([True, True, True, False])
a_withholding = {"cable": a_number, "person": a_person, "fresh": often, "acknowledged": mostly}
seldom = st.sampled_from([False, False, False, True])
a_visibility = st.sampled_from(["all", "all", "reviewers", "me"])
some_ways = st.lists(st.sampled_from(sorted(WAYS)), max_size=3, unique=True)


def in_state(*states: str) -> Callable[[Cable], bool]:
    return lambda cable: any(decision.state in states for decision in cable.decisions)


def with_notes(cable: Cable) -> bool:
    return any(not note.deleted for note in cable.notes)


def to_be_placed(cable: Cable) -> bool:
    return any(v.ordinal not in d.where for d in cable.of_parts for v in cable.versions)


class Everything:
    """In place of the rules that Hypothesis enables in one sequence."""

    def is_enabled(self, name: str) -> bool:
        return True


class Sequences(RuleBasedStateMachine):
    counts: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        # Hypothesis leaves rules out of a sequence, most of them of many, to try others more often. A
        # thousand steps are too few for that: here every act can come in every sequence. There is no
        # setting for it; were the name to change, the test that counts the acts would tell.
        self._rules_strategy.enabled_rules_strategy = st.just(Everything())
        self._parsing = changeable()
        self._transaction = transaction.atomic()
        self._folder = tempfile.TemporaryDirectory(prefix="sequences-")
        parsers = self._parsing.__enter__()
        self._transaction.__enter__()
        self.room = Room(Path(self._folder.name), parsers, self.counts)
        self.steps, self.done = 0, Counter[str]()

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:  # of a problem the first is told
                publicity.look_at_audit()
                publicity.look_at_pages(self.room, self.room.cables[self.steps % len(self.room.cables)])
        finally:
            transaction.set_rollback(True)
            self._transaction.__exit__(None, None, None)
            self._parsing.__exit__(None, None, None)
            self._folder.cleanup()

    # --- Choosing ---------------------------------------------------------------------------------

    def cable(self, n: int, having: Callable[[Cable], bool] = lambda cable: True) -> Cable:
        """Counts the step, looks at pages now and then, and chooses; one `having` something if there is."""
        cables = list(filter(having, self.room.cables)) or self.room.cables
        cable = cables[n % len(cables)]
        self.steps += 1
        self.counts["steps"] += 1
        if self.steps % EVERY == 0:
            publicity.look_at_pages(self.room, cable)
            publicity.look_at_audit()
        return cable

    def some(self, having: Callable[[Cable], bool]) -> bool:
        return any(map(having, self.room.cables))

    def few(self, act: str) -> bool:
        return self.done[act] < FEW

    def waits(self, cable: Cable) -> bool:
        return bool(self.room.waiting(cable))

    def person(self, n: int) -> User:
        return self.room.reviewers[n]

    def new(self, container: str, pieces: int, policy: str) -> None:
        text = self.room.writer.text(400 + len(self.room.cables), container, pieces)
        importing.import_text(self.room, "import", text, policy)

    # --- Texts ------------------------------------------------------------------------------------

    @initialize(container=st.sampled_from(CONTAINERS), pieces=st.integers(2, 4), joins=seldom)
    def begin(self, container, pieces, joins):
        self.room.parsers.joins = joins
        self.new(container, pieces, "on-import")

    @precondition(lambda self: len(self.room.cables) < CABLES)
    @rule(
        container=st.sampled_from(CONTAINERS),
        pieces=st.integers(2, 4),
        policy=st.sampled_from(["on-import", "on-import", "after-review"]),
    )
    def import_new(self, container, pieces, policy):
        self.cable(0)
        self.new(container, pieces, policy)

    @precondition(lambda self: self.few("import the same"))
    @rule(cable=a_number, version=a_number)
    def import_same(self, cable, version):
        self.done["import the same"] += 1
        cable = self.cable(cable)
        text = cable.versions[version % len(cable.versions)].text
        importing.import_text(self.room, "import the same", text)

    @precondition(lambda self: any(len(cable.versions) < VERSIONS for cable in self.room.cables))
    @rule(cable=a_number, ways=some_ways, n=a_number, of_first=seldom)
    def import_other(self, cable, ways, n, of_first):
        cable = self.cable(cable)
        if len(cable.versions) >= VERSIONS:
            cable = next(cable for cable in self.room.cables if len(cable.versions) < VERSIONS)
        importing.import_other(self.room, cable, ways, n, of_first=of_first)

    @precondition(lambda self: self.few("correct"))
    @rule(cable=a_number, field=st.sampled_from(importing.FIELDS), n=a_number, repeats=seldom, ours=mostly)
    def correct(self, cable, field, n, repeats, ours):
        self.done["correct"] += 1
        by = self.room.importer if ours else self.person(n % 4)
        importing.correct_field(self.room, self.cable(cable), field, n, by, repeats=repeats)

    @precondition(lambda self: self.few("parse anew"))
    @rule(cable=a_number)
    def parse_anew(self, cable):
        self.done["parse anew"] += 1
        importing.parse_anew(self.room, self.cable(cable))

    @precondition(lambda self: self.few("change parser"))
    @rule(cable=a_number)
    def change_parser(self, cable):
        self.cable(cable)
        self.done["change parser"] += 1
        importing.change_parser(self.room)

    # --- Decisions --------------------------------------------------------------------------------

    @rule(n=a_number, sure=mostly, **a_withholding)
    def withhold_words(self, cable, person, n, **options):
        deciding.withhold_something(
            self.room, self.cable(cable), self.person(person), "passage", n, **options
        )

    @rule(n=a_number, sure=mostly, **a_withholding)
    def withhold_paragraph(self, cable, person, n, **options):
        deciding.withhold_something(
            self.room, self.cable(cable), self.person(person), "paragraph", n, **options
        )

    @rule(scope=st.sampled_from(["subject", "subject", "cable"]), **a_withholding)
    def withhold_more(self, cable, person, scope, **options):
        deciding.withhold_something(
            self.room, self.cable(cable), self.person(person), scope, 0, sure=True, **options
        )

    @precondition(lambda self: self.few("open a page"))
    @rule(cable=a_number, person=a_person)
    def open_page(self, cable, person):
        self.done["open a page"] += 1
        self.room.open(self.person(person), self.cable(cable))

    def step(self, name: str, states: str, cable: int, person: int, n: int, **options: bool) -> None:
        chosen = self.cable(cable, in_state(states))
        deciding.step(self.room, chosen, self.person(person), name, n, **options)

    @precondition(lambda self: self.some(in_state("withheld")))
    @rule(cable=a_number, person=a_person, n=a_number, fresh=often, any_state=seldom)
    def propose(self, **options):
        self.step("propose", "withheld", **options)

    @precondition(lambda self: self.some(in_state("proposed")))
    @rule(cable=a_number, person=a_person, n=a_number, fresh=often, any_state=seldom)
    def withdraw(self, **options):
        self.step("withdraw", "proposed", **options)

    @precondition(lambda self: self.some(in_state("proposed")))
    @rule(cable=a_number, person=a_confirmer, n=a_number, fresh=often, any_state=seldom)
    def confirm(self, **options):
        self.step("confirm", "proposed", **options)

    @precondition(lambda self: self.some(in_state("released")))
    @rule(cable=a_number, person=a_person, n=a_number, fresh=often, any_state=seldom)
    def recall(self, **options):
        self.step("recall", "released", **options)

    @precondition(lambda self: self.some(in_state("withheld", "proposed", "released")))
    @rule(cable=a_number, person=a_person, n=a_number, fresh=often)
    def undo(self, **options):
        self.step("undo", "released", **options)

    @precondition(lambda self: self.some(in_state("withheld")))
    @rule(cable=a_number, proposer=a_person, confirmer=a_confirmer, n=a_number)
    def release(self, cable, proposer, confirmer, n):
        """Both steps, so that more is released than chance would have it; sometimes by one person."""
        chosen = self.cable(cable, in_state("withheld"))
        deciding.step(self.room, chosen, self.person(proposer), "propose", n, fresh=True)
        deciding.step(self.room, chosen, self.person(confirmer), "confirm", n, fresh=True)

    @precondition(lambda self: self.some(lambda cable: bool(cable.of_parts)))
    @rule(cable=a_number, person=a_person, how=st.sampled_from(deciding.HOW), n=a_number, fresh=often)
    def place(self, cable, person, how, n, fresh):
        chosen = self.cable(cable, to_be_placed)
        deciding.place_somewhere(self.room, chosen, self.person(person), how, n, fresh=fresh)

    @precondition(lambda self: self.few("accept anew") or self.some(self.waits))
    @rule(cable=a_number, person=a_person, ours=mostly)
    def accept_anew(self, cable, person, ours):
        self.done["accept anew"] += 1
        by = self.person(person) if ours else self.room.importer
        deciding.accept(self.room, self.cable(cable, self.waits), by)

    # --- Notes ------------------------------------------------------------------------------------

    @rule(
        cable=a_number,
        person=a_person,
        n=a_number,
        visibility=a_visibility,
        fresh=often,
        quotes=seldom,
        repeats=seldom,
    )
    def annotate(self, cable, person, n, visibility, **options):
        noting.write(self.room, self.cable(cable), self.person(person), n, visibility, **options)

    @precondition(lambda self: self.some(with_notes))
    @rule(cable=a_number, person=a_person, n=a_number, visibility=a_visibility, fresh=often)
    def answer(self, cable, person, n, visibility, fresh):
        noting.answer(
            self.room, self.cable(cable, with_notes), self.person(person), n, visibility, fresh=fresh
        )

    @precondition(lambda self: self.some(with_notes))
    @rule(cable=a_number, person=a_person, n=a_number, visibility=a_visibility, fresh=often, deletes=seldom)
    def change_note(self, cable, person, n, visibility, **options):
        noting.change(self.room, self.cable(cable, with_notes), self.person(person), n, visibility, **options)
