"""The reading room under test and its model, side by side: every act is done to both and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.models import User

from cables.models import Annotation, AuditEvent, CableVersion, SourceText
from cables.models import Cable as CableRow
from cables.models import Decision as DecisionRow
from cables.reviewing.full_text import full_text
from cables.reviewing.refusals import Refused
from cables.visibility import Role
from tests.people import a_user
from tests.proofs.sequences import looking
from tests.proofs.sequences.model import Cable, Version
from tests.proofs.sequences.parsers import Parsers
from tests.proofs.sequences.texts import Writer
from tests.proofs.visiting import Visitor

ACCEPTED = "accepted"
AUDIT = AuditEvent._meta.db_table
ANY = (ACCEPTED, "Refused", "Stale", "Doubtful")
"""Where the parser has just been changed, what a verb answers is not foretold; what it does is checked."""


class Problem(AssertionError):
    """What the site did and the model would not. The message is a sentence."""


@dataclass(frozen=True)
class Seen:
    """A paragraph on a page: its text as it is read, and the paragraphs of the telegram that are in it."""

    text: str
    indices: tuple[int, ...]


@dataclass(frozen=True)
class Page:
    """What a person had before him when he opened a cable, to be acted on then or later."""

    version: Version
    revision: int
    paragraphs: dict[int, Seen]  # by identity
    decisions: dict[int, DecisionRow]
    notes: dict[int, Annotation]
    at: int
    joins: bool


def same(what: str, ours: Any, theirs: Any) -> None:
    if ours != theirs:
        raise Problem(f"Of {what} a change was lost or made up: {ours} here, {theirs} there.")


class Room:
    def __init__(self, folder: Path, parsers: Parsers, counts: Counter[str]) -> None:
        self.folder, self.parsers, self.counts = folder, parsers, counts
        self.writer = Writer(Random(1974))
        self.reviewers = [
            a_user(Role.REVIEWER, name="ada"),
            a_user(Role.RELEASE_OFFICER, name="cleo"),
            a_user(Role.REVIEWER, name="ben"),
            a_user(Role.RELEASE_OFFICER, name="dora"),
        ]
        self.importer = a_user(Role.IMPORTER, name="emil")
        self.nobody = Visitor("anonymous", None)
        self.cables: list[Cable] = []
        self.pages: dict[tuple[int, int], Page] = {}
        self.clock = 0
        self.rows = looking.all_rows()

    # --- What people see --------------------------------------------------------------------------

    def open(self, person: User, cable: Cable) -> Page:
        text = full_text(CableVersion.objects.get(pk=cable.newest.pk))
        page = Page(
            cable.newest,
            CableRow.objects.get(pk=cable.pk).revision,
            {
                p.identity: Seen(p.text, self._indices(cable.newest, p.paragraph.number or 0))
                for p in text.paragraphs
            },
            {row.pk: row for row in DecisionRow.objects.filter(cable=cable.pk)},
            {row.pk: row for row in Annotation.objects.filter(cable=cable.pk)},
            self.clock,
            self.parsers.joins,
        )
        self.pages[person.pk, cable.pk] = page
        return page

    def page(self, person: User, cable: Cable, *, fresh: bool) -> Page:
        """The page that the person has had open for long, or a `fresh` one in a second window."""
        kept = self.pages.get((person.pk, cable.pk))
        if kept is None or fresh:
            page = self.open(person, cable)
            self.pages[person.pk, cable.pk] = kept or page
            return page
        return kept

    def _indices(self, version: Version, number: int) -> tuple[int, ...]:
        count = len(version.text.pieces)
        joined = self.parsers.joins and number == 2
        return tuple(range(1, count)) if joined else (number - 1,)

    def is_settled(self, cable: Cable, page: Page) -> bool:
        """Whether the text is divided as it was when the page was opened, and as the parser divides it."""
        versions_agree = all(
            (len(v.division) < len(v.text.pieces)) == (self.parsers.joins and len(v.text.pieces) > 2)
            for v in cable.versions
        )
        return versions_agree and page.joins == self.parsers.joins and cable.shaken <= page.at

    def waiting(self, cable: Cable) -> set[int]:
        """The versions that were derived anew and are not accepted yet."""
        sources = SourceText.objects.filter(version__cable=cable.pk).exclude(pending="")
        return set(sources.values_list("version", flat=True))

    # --- One act ----------------------------------------------------------------------------------

    def attempt(
        self,
        name: str,
        verb: Callable[[], Any],
        expected: Collection[str] = (ACCEPTED,),
        by: User | None = None,
    ) -> tuple[bool, Any]:
        """Whether it was accepted, and what came of it. A refusal has to leave every row as it was."""
        self.clock += 1
        result, outcome = None, ACCEPTED
        try:
            result = verb()
        except Refused as refusal:
            outcome = type(refusal).__name__
            if outcome == "Stale" and by is not None:  # who is told so opens his pages anew
                self.pages = {of: page for of, page in self.pages.items() if of[0] != by.pk}
        self.counts[f"{name}: {outcome}"] += 1
        if outcome not in expected:
            raise Problem(f"To {name} was {outcome}, and not {' or '.join(expected)}.")
        rows = looking.all_rows()
        if outcome != ACCEPTED and rows != self.rows:
            raise Problem(f"To {name} was {outcome}, and changed {', '.join(self._changed(rows))}.")
        self.before, self.rows = self.rows, rows
        if by is not None and outcome == ACCEPTED:
            last = AuditEvent.objects.order_by("-pk").first()
            if last is None or last.actor_id != by.pk or rows[AUDIT] == self.before[AUDIT]:
                raise Problem(f"To {name} was accepted, and the audit does not say who did it.")
        return outcome == ACCEPTED, result

    def _changed(self, rows: looking.Rows) -> list[str]:
        return [table for table in rows if rows[table] != self.rows[table]]

    def changed_by_last_act(self) -> set[str]:
        return {table for table in self.rows if self.rows[table] != self.before[table]}
