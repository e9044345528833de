"""Make the public rows of a cable what its decisions say: publish, publish in part, or keep back.

The rule for each version: it is public if nothing holds it or its cable, if every live withholding
of the cable has been given its place in it, and if the text without the withheld words reads as
before. Everything else is held. So whatever is derived anew fails closed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cables.models import (
    Cable,
    CableVersion,
    Collection,
    Decision,
    IndexChange,
    SourceText,
    WithheldCable,
    WithheldText,
)
from cables.parsing import PARSER_VERSION, ParsedCable, parse_cable
from cables.projection.arranging import arranged
from cables.projection.copies import Withheld
from cables.projection.corrections import (
    changes_in,
    number_in_force,
    of_heading,
    renumber,
)
from cables.projection.cuts import Cut
from cables.projection.derive import Projection, Reparsed, Unplaceable, derive
from cables.projection.heading import headed
from cables.projection.links import link_incoming, unlink_incoming
from cables.projection.names import Names
from cables.projection.notes import withheld_texts, write_public_notes
from cables.projection.rows import clear_rows, write_rows
from cables.projection.sources import find_again, name_paragraphs, places_of, source_of, text_of
from cables.projection.values import values_of
from cables.projection.write_ahead_log import empty_wal
from cables.projection.writers import keep_standing

HELD, PUBLIC = CableVersion.State.HELD, CableVersion.State.PUBLIC
FACTS = (
    "container metadata released_at sent_at transmission_id precedence info_precedence "
    "routing_indicators de_line opsignal dtg originator office_copies classification captions "
    "sections complete executive_order declassify_on declassify_event exemptions classified_by "
    "classified_by_names reasons subject title subject_codes signers summary_first summary_last"
).split()


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it. `held` gives for each version that is not public why, as a sentence; `former` is
    the number that the cable had, where it was given another."""

    held: dict[int, str] = field(default_factory=dict)  # by ordinal
    former: str = ""


def settle(
    cable: Cable,
    names: Names,
    *,
    urgent: bool = False,
    only: CableVersion | None = None,
    parsed: ParsedCable | None = None,
) -> Settled:
    """Call inside a transaction that has locked the cable. `only` leaves its other versions alone.

    `parsed` is the source of `only`, where the caller has just parsed it. `urgent` says that
    something public is being withheld, for those who follow the outbox and for SQLite's log.
    """
    down = _down(cable)
    live = list(Decision.objects.filter(cable=cable).live())
    was_shown = cable.versions.filter(shown=True).exists()
    settled, retired = Settled(former=_renumber(cable, live)), False
    for version in [only] if only else cable.versions.order_by("ordinal"):
        if version.collection_id in down:
            settled.held[version.ordinal] = "Its collection has been taken down."
            retired |= version.state == PUBLIC
            _retire(version)
            continue
        try:
            projection = project(version, live, parsed, anew=urgent)
        except Reparsed as reason:
            settled.held[version.ordinal] = str(reason)
            SourceText.objects.filter(version=version).update(pending=SourceText.Pending.REPARSED)
        except Unplaceable as reason:
            settled.held[version.ordinal] = str(reason)
            retired |= version.state == PUBLIC
            _retire(version)
        else:
            _publish(version, projection, names)
    _show_newest(cable, down)
    write_public_notes(cable, live)
    _acknowledge(cable, live, down)
    is_shown = cable.versions.filter(shown=True).exists()
    if is_shown and not was_shown:
        link_incoming({cable.mrn: cable.pk})
    elif was_shown and not is_shown:
        unlink_incoming(cable)
    cable.revision += 1
    cable.save(update_fields=["revision"])
    kind = IndexChange.Kind.WITHHELD if urgent or retired else IndexChange.Kind.CHANGED
    IndexChange.objects.create(cable=cable, kind=kind, revision=cable.revision)
    if urgent:
        transaction.on_commit(empty_wal, robust=True)
    return settled


def _down(cable: Cable) -> set[int]:
    """The collections of its versions that have been taken down: they stay so until the end of this."""
    keep_standing(cable)
    of_versions = CableVersion.objects.filter(cable=cable).values("collection")
    down = Collection.objects.filter(pk__in=of_versions, standing=Collection.Standing.DOWN)
    return set(down.values_list("pk", flat=True))


def hold(version: CableVersion) -> Decision:
    """Keep a version that has never been public from being published; releasing it takes two persons."""
    return Decision.objects.create(
        cable=version.cable,
        version=version,
        scope=Decision.Scope.CABLE,
        acknowledged=False,
        revision=version.cable.revision,
    )


def project(
    version: CableVersion,
    live: Iterable[Decision],
    parsed: ParsedCable | None = None,
    *,
    anew: bool = False,
) -> Projection:
    """What may be public of a version under the decisions. Raises Unplaceable where nothing may.

    Where the parser divides the text otherwise than before, Reparsed is raised if anything is
    withheld, so that the old rows stay; with `anew` the decisions are placed again at once.
    """
    mine = [decision for decision in live if decision.version_id in (None, version.pk)]
    if any(decision.scope == Decision.Scope.CABLE for decision in mine):
        raise Unplaceable("The version is withheld as a whole.")
    source = source_of(version)
    text = text_of(source)
    changes = changes_in(version)
    parsed = arranged(text, parsed or parse_cable(text), changes)
    if not source.paragraphs and parsed.paragraphs:
        source.paragraphs = [list(place) for place in name_paragraphs(version.cable, parsed)]
        source.save(update_fields=["paragraphs"])
    try:
        projection = derive(text, parsed, places_of(source), cuts_of(version, mine), changes)
    except Reparsed:
        if mine and not anew:
            raise
        find_again(source)
        projection = derive(text, parsed, places_of(source), cuts_of(version, mine), changes)
    return corrected(projection, version.cable_id, mine)


def cuts_of(version: CableVersion, withholdings: Sequence[Decision]) -> list[Cut]:
    """The withholdings as cuts of this version's text. Raises Unplaceable if one has no place in it."""
    places = WithheldText.objects.filter(version=version, decision__in=withholdings)
    found = {place.decision_id: place for place in places}
    cuts = []
    for decision in withholdings:
        place = found.get(decision.pk)
        if place is None:
            raise Unplaceable("A withheld passage has not been given its place in this version.")
        if not place.absent:
            codes = tuple((scheme, code) for scheme, code in decision.codes)
            where = decision.scope, place.start, place.end
            cuts.append(Cut(*where, decision.acknowledged, codes, place.text))
    return cuts


def corrected(projection: Projection, cable_id: int, live: Iterable[Decision]) -> Projection:
    """With what staff have put right, but for what is withheld: its correction repeats it."""
    corrections = of_heading(cable_id)
    if projection.subject_is_withheld:
        corrections = [(field, value) for field, value in corrections if field != "subject"]
    withheld = Withheld(withheld_texts(live) if corrections else ())
    public = [(field, value) for field, value in corrections if not withheld.is_repeated_in(value)]
    if not public:
        return projection
    return dataclasses.replace(projection, parsed=headed(projection.parsed, public))


def _renumber(cable: Cable, live: Iterable[Decision]) -> str:
    """Give the cable the number that staff say it has, unless that repeats what is withheld, or is
    another's meanwhile. The number it had; "" where it keeps it."""
    former, mrn = cable.mrn, number_in_force(cable)
    if not mrn or mrn == former or Withheld(withheld_texts(live)).is_repeated_in(mrn):
        return ""
    return former if renumber(cable, mrn) else ""


def _publish(version: CableVersion, projection: Projection, names: Names) -> None:
    if version.state == PUBLIC:  # one that was held has no row
        clear_rows(version)
    values = values_of(projection, names)
    for name, value in values.facts().items():
        setattr(version, name, value)
    version.state, version.parser_version = PUBLIC, PARSER_VERSION
    version.save()
    write_rows([(version.pk, values)])


def _retire(version: CableVersion) -> None:
    clear_rows(version)
    for name in FACTS:
        column: Any = CableVersion._meta.get_field(name)
        setattr(version, name, column.get_default())
    version.state, version.shown = HELD, False
    version.save()


def _show_newest(cable: Cable, down: set[int]) -> None:
    """Let the newest public version stand for its cable on public pages; none of a collection that is down,
    whose rows may be there until the worker has cleared them."""
    public = CableVersion.objects.filter(cable=cable, state=PUBLIC).exclude(collection__in=down)
    newest = public.order_by("-ordinal").first()
    if newest is None or newest.shown:
        return
    public.filter(shown=True).update(shown=False)
    public.filter(pk=newest.pk).update(shown=True)


def _acknowledge(cable: Cable, live: Iterable[Decision], down: set[int]) -> None:
    if down and not cable.versions.exclude(collection__in=down).exists():
        WithheldCable.objects.filter(cable=cable).delete()
        return
    whole = [d for d in live if d.scope == Decision.Scope.CABLE and d.version_id is None]
    if whole and whole[0].acknowledged:
        WithheldCable.objects.update_or_create(cable=cable, defaults={"codes": whole[0].codes})
    else:
        WithheldCable.objects.filter(cable=cable).delete()
