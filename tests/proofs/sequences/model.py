"""What ought to be public, kept apart from the database: by hand of who did what to which words.

Nothing here parses, redacts or looks at a row. What a version says is known from the text it was
written from; who withheld and who released, from the acts. Two things are observed, as a reviewer
observes them: which identity stands at which paragraph, and where a place was found by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.proofs.sequences.texts import Text

SUBJECT = -1
"""Stands where a paragraph's index does."""

Occurrence = tuple[int, str]  # (index of the paragraph in its text, canary)
Cover = frozenset[Occurrence]
NOWHERE: Cover = frozenset()


@dataclass(eq=False)
class Version:
    pk: int
    ordinal: int
    text: Text
    division: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Identity → the paragraphs of the text that it names; several where the parser joins them."""

    @property
    def occurrences(self) -> Cover:
        words = {(n, word) for n, piece in enumerate(self.text.pieces) for word in piece.canaries}
        return frozenset(words | {(SUBJECT, self.text.subject_canary)})

    def of(self, identity: int | None) -> Cover:
        """All that the paragraph of this identity says here."""
        indices = self.division.get(identity or 0, ())
        return frozenset(pair for pair in self.occurrences if pair[0] in indices)

    @property
    def of_subject(self) -> Cover:
        return frozenset({(SUBJECT, self.text.subject_canary)})


@dataclass(eq=False)
class Decision:
    """`where` says for each version by ordinal what it takes out there; NOWHERE if it is absent."""

    pk: int
    scope: str
    identity: int | None
    version: Version | None
    acknowledged: bool
    withheld_by: int | None
    words: str = ""
    state: str = "withheld"
    proposed_by: int | None = None
    confirmed_by: int | None = None
    recalls: int | None = None
    where: dict[int, Cover] = field(default_factory=dict)
    touched: int = 0
    auto: bool = False

    @property
    def is_live(self) -> bool:
        return self.state != "released"

    @property
    def is_of_a_part(self) -> bool:
        return self.scope != "cable"

    @property
    def said(self) -> set[str]:
        return {word for cover in self.where.values() for _, word in cover}


@dataclass(eq=False)
class Note:
    pk: int
    identity: int
    author: int
    visibility: str
    source: str
    canary: str
    repeats: frozenset[str] = frozenset()
    parent: Note | None = None
    quote: str = ""
    revision: int = 1
    deleted: bool = False
    touched: int = 0

    @property
    def is_for_all(self) -> bool:
        return self.visibility == "all" and not self.deleted and (not self.parent or self.parent.is_for_all)


@dataclass(eq=False)
class Correction:
    field: str
    value: str
    canary: str
    repeats: frozenset[str]
    author: int
    waits: bool


@dataclass(eq=False)
class Cable:
    pk: int
    mrn: str
    text: Text
    versions: list[Version] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    canaries: set[str] = field(default_factory=set)
    named: dict[int, set[str]] = field(default_factory=dict)
    """Identity → the canaries of every paragraph that it ever named."""
    rewritten: set[str] = field(default_factory=set)
    """Canaries that stand among other words elsewhere: who repeats the one text does not repeat the other."""
    shaken: int = -1
    """When its text was last divided otherwise."""

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def live(self) -> list[Decision]:
        return [decision for decision in self.decisions if decision.is_live]

    @property
    def of_parts(self) -> list[Decision]:
        """Live, and about some of the words."""
        return [decision for decision in self.live if decision.is_of_a_part]

    def hold_on(self, version: Version) -> Decision | None:
        return next((decision for decision in self.live if decision.version is version), None)

    @property
    def whole(self) -> Decision | None:
        return next((d for d in self.live if not d.is_of_a_part and d.version is None), None)

    # --- The rule -------------------------------------------------------------------------------

    def may_be_public(self, version: Version) -> bool:
        placed = all(version.ordinal in decision.where for decision in self.of_parts)
        return placed and self.hold_on(version) is None and self.whole is None

    def covered(self, version: Version) -> Cover:
        return NOWHERE.union(*(decision.where.get(version.ordinal, NOWHERE) for decision in self.of_parts))

    def free(self, version: Version) -> Cover:
        """What readers may see of a version, if they may see it at all."""
        return version.occurrences - self.covered(version)

    def public(self) -> set[str]:
        """Every canary that may be in a public row."""
        open_versions = [version for version in self.versions if self.may_be_public(version)]
        words = {word for version in open_versions for _, word in self.free(version)}
        words |= set(self._of_notes(open_versions)) | set(self._of_corrections(open_versions))
        return words

    def hidden(self) -> set[str]:
        return self.canaries - self.public()

    def _of_notes(self, open_versions: Iterable[Version]) -> Iterator[str]:
        for note in self.notes:
            if note.is_for_all and any(self.shows(version, note) for version in open_versions):
                yield note.canary
                yield from note.repeats & self.rewritten

    def shows(self, version: Version, note: Note) -> bool:
        """No note is public on a paragraph of which something is withheld."""
        paragraph = version.of(note.identity)
        return bool(paragraph) and not paragraph & self.covered(version)

    def _of_corrections(self, open_versions: Iterable[Version]) -> Iterator[str]:
        withheld = {word for decision in self.of_parts for word in decision.said}
        for correction in self.corrections:
            if correction.waits or correction.repeats & withheld - self.rewritten:
                continue
            of_subject = correction.field == "subject"
            if any(
                not (of_subject and version.of_subject & self.covered(version)) for version in open_versions
            ):
                yield correction.canary
                yield from correction.repeats
