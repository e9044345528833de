"""Withhold: at once, by one person, in every version of the cable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cables.models import Cable, CableVersion, Decision, WithheldText
from cables.projection.corrections import changes_in
from cables.projection.derive import Unplaceable, derive
from cables.projection.names import Names
from cables.projection.settle import Settled, cuts_of, hold, settle
from cables.projection.sources import find_again, parse_source, places_of, source_of
from cables.projection.writers import one_transaction
from cables.reviewing import audit
from cables.reviewing.codes import broken_rules, known, questions
from cables.reviewing.full_text import FullText, full_text
from cables.reviewing.refusals import Doubtful, Refused, Stale, demand
from cables.visibility import Action

Scope = Decision.Scope


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be withheld, as the reviewer saw it in one version.

    `seen` is the cable's revision at that time. Of a passage, `start` and `end` are offsets into the
    paragraph's text as it is read, and `words` what stood there; a paragraph's whole text is given
    as `words`, so that a text that changed since is told from the one that was seen.
    """

    version: CableVersion
    scope: str
    seen: int
    identity: int | None = None
    start: int = 0
    end: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    decision: Decision
    settled: Settled


@one_transaction
def withhold(
    target: Target, codes: Sequence[Sequence[str]], by: Any, *, acknowledged: bool = True, sure: bool = False
) -> Outcome:
    """Take text out of everything public. Raises Refused, Doubtful unless `sure`, or Stale.

    What cannot be taken out exactly is held with its whole version; for a passage that is refused,
    since the paragraph can be withheld instead.
    """
    cable = Cable.objects.select_for_update().get(pk=target.version.cable_id)
    version = cable.versions.get(pk=target.version.pk)
    demand(by, Action.WITHHOLD, version.state)
    bring_up_to_date(version)
    chosen = known(codes)
    if broken := broken_rules(chosen):
        raise Refused(" ".join(broken))
    text = full_text(version)
    refuse_if_stale(cable, target, text)
    if not sure and (doubts := questions(chosen, _level(target, text))):
        raise Doubtful(doubts)
    _refuse_if_withheld(cable, target, text)
    decision = Decision.objects.create(
        cable=cable,
        scope=target.scope,
        identity=target.identity,
        codes=[list(code) for code in chosen],
        acknowledged=acknowledged,
        revision=cable.revision + 1,
        withheld_by=by,
    )
    held: list[Decision] = []
    if target.scope != Scope.CABLE:
        _place(decision, target, text)
        held = spread(decision, words=target.words)
    if target.scope == Scope.PASSAGE:
        _refuse_unless_exact(version, text)
    settled = settle(cable, Names.of_tables(), urgent=True)
    record_holds(held, by)
    audit.record(
        "withheld",
        actor=by,
        mrn=cable.mrn,
        decision=decision.pk,
        scope=decision.scope,
        paragraph=decision.identity,
        codes=decision.codes,
        acknowledged=acknowledged,
    )
    return Outcome(decision, settled)


def bring_up_to_date(version: CableVersion) -> None:
    """Withholding does not wait until what was parsed anew has been accepted: it is safe to do both."""
    source = source_of(version)
    found = [(p.span.start, p.span.end) for p in parse_source(source).paragraphs]
    if found != [(place.start, place.end) for place in places_of(source)]:
        find_again(source)


def spread(decision: Decision, words: str = "") -> list[Decision]:
    """Give the decision its place in every version where that is plain.

    A public version where it is not is held, and takes two persons to be published again; these
    holds are given back.
    """
    held = []
    placed = set(WithheldText.objects.filter(decision=decision).values_list("version", flat=True))
    for version in decision.cable.versions.exclude(pk__in=placed):
        bring_up_to_date(version)  # a place is one of the paragraphs that this parser finds
        place = full_text(version).place(decision, words)
        if place is not None:
            place.save()
        elif version.state == CableVersion.State.PUBLIC:
            held.append(hold(version))
    return held


def record_holds(held: Sequence[Decision], by: Any) -> None:
    for decision in held:
        ordinal = decision.version.ordinal if decision.version else 0
        audit.record("held", actor=by, mrn=decision.cable.mrn, decision=decision.pk, version=ordinal)


def refuse_if_stale(cable: Cable, target: Target, text: FullText) -> None:
    """Stale: a newer version has come, the words are others, or somebody has decided about them since."""
    if cable.versions.filter(ordinal__gt=target.version.ordinal).exists():
        raise Stale("A newer version of this cable has come in. Look at that one.")
    if target.scope in (Scope.PARAGRAPH, Scope.PASSAGE):
        found = text.paragraph(target.identity or 0)
        if found is None:
            raise Stale("The cable was divided into paragraphs anew, and this one is not there any more.")
        now = found.text[target.start : target.end] if target.scope == Scope.PASSAGE else found.text
        if now != target.words:
            raise Stale("The text is not the one you chose from.")
    since = Decision.objects.filter(cable=cable, revision__gt=target.seen)
    if target.identity is not None:
        since = since.filter(identity=target.identity) | since.filter(identity=None)
    if since.exists():
        raise Stale("Somebody has decided about this since you opened the page.")


def _refuse_if_withheld(cable: Cable, target: Target, text: FullText) -> None:
    live = Decision.objects.filter(cable=cable).withholdings().live()
    same = live.filter(scope=target.scope, identity=target.identity)
    if target.scope != Scope.PASSAGE:
        if same.exists():
            raise Refused("This is withheld already.")
        return
    if live.filter(scope=Scope.PARAGRAPH, identity=target.identity).exists():
        raise Refused("The whole paragraph is withheld already.")
    if not target.words.strip():
        raise Refused("Choose the words to withhold.")
    place = _where(Decision(scope=Scope.PASSAGE), target, text)
    there = WithheldText.objects.filter(version=target.version, decision__in=same)
    if there.filter(start__lt=place.end, end__gt=place.start).exists():
        raise Refused("Some of these words are withheld already. Choose words outside the deletion.")


def _place(decision: Decision, target: Target, text: FullText) -> None:
    place = text.place(decision) if target.scope != Scope.PASSAGE else _where(decision, target, text)
    if place is not None:
        place.save()


def _where(decision: Decision, target: Target, text: FullText) -> WithheldText:
    found = text.paragraph(target.identity or 0)
    place = text.place_words(decision, found, target.start, target.end) if found else None
    if place is None:
        raise Stale("These words do not stand in the text.")
    return place


def _level(target: Target, text: FullText) -> str:
    found = text.paragraph(target.identity or 0) if target.identity else None
    return (found.paragraph.level or "") if found and not found.paragraph.inherited else ""


def _refuse_unless_exact(version: CableVersion, text: FullText) -> None:
    live = Decision.objects.filter(cable=version.cable_id).withholdings().live()
    parts = [decision for decision in live if decision.scope != Scope.CABLE]
    try:
        cuts = cuts_of(version, parts)
        derive(text.source, text.parsed, places_of(source_of(version)), cuts, changes_in(version))
    except Unplaceable as reason:
        raise Refused(f"{reason} Withhold the whole paragraph, or choose other words.") from None
