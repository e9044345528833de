"""The whole text of a version, withheld or not, for those who may read it. Restricted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cables.models import CableVersion, Decision, WithheldText
from cables.parsing import ParsedCable
from cables.parsing.parsed import Paragraph
from cables.parsing.quoting import locate, reading_text, words_at
from cables.projection.copies import letters_of, windows
from cables.projection.corrections import parse_version
from cables.projection.cuts import subject_place
from cables.projection.derive import Placed
from cables.projection.sources import places_of, source_of, text_of


@dataclass(frozen=True, slots=True)
class FullParagraph:
    identity: int
    paragraph: Paragraph
    text: str  # as it is read: the offsets of passages and quotes are into it

    @property
    def name(self) -> str:
        number = self.paragraph.number
        return "the unnumbered paragraph" if number is None else f"paragraph {number}"


@dataclass(frozen=True, slots=True)
class FullText:
    """Source, parse and paragraphs of one version."""

    version: CableVersion
    source: str
    parsed: ParsedCable
    paragraphs: tuple[FullParagraph, ...]
    pending: str  # SourceText.pending

    def paragraph(self, identity: int) -> FullParagraph | None:
        return next((p for p in self.paragraphs if p.identity == identity), None)

    def place(self, decision: Decision, words: str = "") -> WithheldText | None:
        """Where a decision takes effect in this version, unsaved; None where that is not plain.

        For a passage `words` are looked for in its paragraph, and must be there exactly once. Of a
        paragraph they are its text in another version: the place is not plain if they stand here
        in another paragraph than the one with its identity.
        """
        if decision.scope == Decision.Scope.SUBJECT:
            return self._withheld(decision, *subject_place(self.parsed), self.parsed.subject or "")
        found = self.paragraph(decision.identity or 0)
        if found is None:
            return None
        if decision.scope == Decision.Scope.PARAGRAPH:
            return None if self._stands_elsewhere(words, found) else self.place_paragraph(decision, found)
        if not words or found.text.count(words) != 1:
            return None
        start = found.text.index(words)
        return self.place_words(decision, found, start, start + len(words))

    def _stands_elsewhere(self, words: str, found: FullParagraph) -> bool:
        """Whether another paragraph repeats what this one does not have of some words."""
        others = [reading_text(p) for p in self.parsed.paragraphs if p.span != found.paragraph.span]
        missing = windows(letters_of(words)) - windows(letters_of(found.text))
        return bool(missing) and any(missing & windows(letters_of(text)) for text in others)

    def place_paragraph(self, decision: Decision, found: FullParagraph) -> WithheldText:
        return self._withheld(decision, *found.paragraph.span, found.text)

    def place_words(
        self, decision: Decision, found: FullParagraph, start: int, end: int
    ) -> WithheldText | None:
        span = locate(found.paragraph, start, end)
        return self._withheld(decision, *span, found.text[start:end]) if span else None

    def words(self, place: WithheldText) -> str:
        """What stands in a place, as it is read."""
        if place.absent:
            return ""
        if place.decision.scope == Decision.Scope.SUBJECT:
            return self.parsed.subject or ""
        read = (words_at(found.paragraph, place.start, place.end) for found in self.paragraphs)
        return "\n".join(filter(None, read))

    def _withheld(self, decision: Decision, start: int, end: int, text: str) -> WithheldText:
        return WithheldText(decision=decision, version=self.version, start=start, end=end, text=text)


def full_text(version: CableVersion) -> FullText:
    source = source_of(version)
    text = text_of(source)
    parsed = parse_version(version, text)
    return FullText(version, text, parsed, _paragraphs(parsed, places_of(source)), source.pending)


def _paragraphs(parsed: ParsedCable, places: Iterable[Placed]) -> tuple[FullParagraph, ...]:
    """Those of the source that this parser finds where they were found when they were named."""
    identity = {place.start: place.identity for place in places}
    return tuple(
        FullParagraph(identity[p.span.start], p, reading_text(p))
        for p in parsed.paragraphs
        if p.span.start in identity
    )
