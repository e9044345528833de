"""The text of a version as received, and which stretch of it is which paragraph. Restricted."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from cables.models import Annotation, Cable, CableVersion, Decision, Override, SourceText, WithheldText
from cables.parsing import ParsedCable
from cables.parsing.quoting import reading_text
from cables.projection.corrections import parse_version
from cables.projection.derive import Placed, shown
from cables.projection.identities import Known, carry_over


def text_of(source: SourceText) -> str:
    return shown(bytes(source.content).decode(source.encoding))


def parse_source(source: SourceText) -> ParsedCable:
    """Its paragraphs as staff have put them right."""
    return parse_version(source.version_id, text_of(source))


def places_of(source: SourceText) -> list[Placed]:
    return [Placed(*row) for row in source.paragraphs]


def name_paragraphs(cable: Cable, parsed: ParsedCable) -> list[Placed]:
    """An identity for every paragraph of a text that is new to the cable."""
    fresh = [(p.number, reading_text(p)) for p in parsed.paragraphs]
    sources = _sources(cable)
    known = known_paragraphs(sources[-1]) if sources else []
    identities = carry_over(known, fresh, _highest(cable, sources))
    spans = (paragraph.span for paragraph in parsed.paragraphs)
    return [Placed(identity, *span) for identity, span in zip(identities, spans, strict=True)]


def _sources(cable: Cable) -> list[SourceText]:
    return list(SourceText.objects.filter(version__cable=cable).order_by("version__ordinal"))


def _highest(cable: Cable, sources: Iterable[SourceText]) -> int:
    """The highest identity that means anything for the cable; what is new counts on from it.

    A parser that joins two paragraphs leaves one identity without a paragraph, while a decision or
    a note still has it: given to another paragraph, it would take the decision there.
    """
    given = [place.identity for source in sources for place in places_of(source)]
    decided = Decision.objects.filter(cable=cable).aggregate(last=Max("identity"))["last"]
    noted = Annotation.objects.filter(cable=cable).aggregate(last=Max("identity"))["last"]
    return max([*given, decided or 0, noted or 0])


def known_paragraphs(source: SourceText) -> list[Known]:
    """The paragraphs of a version by identity, withheld or not; none that this parser does not find."""
    parsed = parse_source(source)
    identity = {(place.start, place.end): place.identity for place in places_of(source)}
    return [
        Known(identity[p.span], p.number, reading_text(p)) for p in parsed.paragraphs if p.span in identity
    ]


def source_of(version: CableVersion) -> SourceText:
    return SourceText.objects.get(version=version)


def find_again(source: SourceText) -> None:
    """Place paragraphs and decisions again where this parser finds them in the same bytes.

    A paragraph keeps the identity of the one that stood where it stands. What is withheld stays so:
    the place of a decision about a paragraph grows with it and never shrinks. A correction that
    waits goes on waiting.
    """
    cable = source.version.cable
    new = renamed(places_of(source), parse_source(source), _highest(cable, _sources(cable)))
    for where in WithheldText.objects.filter(version=source.version_id, absent=False):
        if where.decision.scope == Decision.Scope.PARAGRAPH:
            same = [place for place in new if place.start < where.end and place.end > where.start]
            where.start = min([where.start, *(place.start for place in same)])
            where.end = max([where.end, *(place.end for place in same)])
            where.save()
    waits = Override.objects.filter(cable=cable, waits=True).exists()
    source.paragraphs = [list(place) for place in new]
    source.pending = SourceText.Pending.CORRECTED if waits else ""
    source.save()


def renamed(old: list[Placed], parsed: ParsedCable, last: int) -> list[Placed]:
    """`last` is the highest identity of the cable; a paragraph that none stood for counts on from it."""
    given: set[int] = set()
    new = []
    for paragraph in parsed.paragraphs:
        start, end = paragraph.span
        same = (p for p in old if p.identity not in given and p.start < max(end, start + 1) and p.end > start)
        before = next(same, None)
        if before is None:
            last += 1
        identity = before.identity if before else last
        given.add(identity)
        new.append(Placed(identity, start, end))
    return new
