"""Placing: what was derived anew stays held until each decision has its place in it again."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from cables.models import Cable, CableVersion, Decision, Override, SourceText, WithheldText
from cables.projection.names import Names
from cables.projection.settle import Settled, hold, settle
from cables.projection.sources import find_again
from cables.projection.writers import one_transaction
from cables.reviewing import audit
from cables.reviewing.correcting import record_number, refuse_if_number_is_taken
from cables.reviewing.full_text import full_text
from cables.reviewing.refusals import Refused, Stale, demand
from cables.reviewing.withholding import bring_up_to_date
from cables.visibility import Action

State = Decision.State


@one_transaction
def place(
    decision: Decision,
    version: CableVersion,
    by: Any,
    *,
    identity: int | None = None,
    words: str = "",
    absent: bool = False,
    seen: int | None = None,
) -> Settled:
    """Say where a decision takes effect in a version that is held. It stays held until two persons
    release its hold: one person who says that a version does not have the words publishes nothing.

    `identity` names a paragraph of the version and `words` the words in it; with neither, the place
    is the one that the decision has by itself. `absent` says that the version does not have it.
    `seen` is the cable's revision on the page that was acted on; None where there was no page.
    """
    cable = Cable.objects.select_for_update().get(pk=decision.cable_id)
    decision = Decision.objects.get(pk=decision.pk)
    version = cable.versions.get(pk=version.pk)
    demand(by, Action.PLACE, version.state)
    if seen is not None:
        _refuse_if_stale(decision, version, seen)
    if version.state != CableVersion.State.HELD:
        raise Refused("This version is public: its decisions have their places.")
    if decision.version_id is not None or not decision.is_live or decision.scope == Decision.Scope.CABLE:
        raise Refused("Only what is withheld of a part of the cable has a place.")
    bring_up_to_date(version)
    where = WithheldText(decision=decision, version=version, absent=True) if absent else None
    if where is None:
        where = _where(decision, version, identity, words)
    WithheldText.objects.filter(decision=decision, version=version).delete()
    where.save()
    _hold_again(version)
    # A correction of the other versions may repeat the words that have their place here.
    corrected = Override.objects.filter(cable=cable, waits=False).exists()
    settled = settle(cable, Names.of_tables(), only=None if corrected else version)
    audit.record(
        "placed", actor=by, mrn=cable.mrn, decision=decision.pk, version=version.ordinal, absent=absent
    )
    return settled


def _refuse_if_stale(decision: Decision, version: CableVersion, seen: int) -> None:
    """Whoever places something in a version leaves that in the hold on it: see _hold_again."""
    since = Decision.objects.filter(Q(pk=decision.pk) | Q(version=version), revision__gt=seen)
    if since.exists():
        raise Stale("Somebody has placed or decided something here since you opened the page.")


def _hold_again(version: CableVersion) -> None:
    """Whoever proposed to publish the version, or opened its page, did not see this place."""
    held = Decision.objects.filter(version=version).live().first() or hold(version)
    held.state, held.proposed_by, held.proposed_at = State.WITHHELD, None, None
    held.revision = version.cable.revision + 1
    held.save()


def _where(decision: Decision, version: CableVersion, identity: int | None, words: str) -> WithheldText:
    text = full_text(version)
    where: WithheldText | None
    if identity is None or decision.scope == Decision.Scope.SUBJECT:
        where = text.place(decision, words or first_words(decision, version))
    elif (found := text.paragraph(identity)) is None:
        raise Refused("This version has no such paragraph.")
    elif decision.scope == Decision.Scope.PARAGRAPH:
        where = text.place_paragraph(decision, found)
    elif not words or found.text.count(words) != 1:
        raise Refused("These words do not stand exactly once in that paragraph.")
    else:
        start = found.text.index(words)
        where = text.place_words(decision, found, start, start + len(words))
    if where is None:
        raise Refused("The place is not plain. Choose the paragraph, or say that it is not in this version.")
    return where


def first_words(decision: Decision, version: CableVersion) -> str:
    """What was withheld when the decision was made; of a paragraph, what it says in another version."""
    places = WithheldText.objects.filter(decision=decision, absent=False).order_by("pk")
    if decision.scope == Decision.Scope.PARAGRAPH:
        places = places.exclude(version=version)
    first = places.first()
    return first.text if first else ""


@one_transaction
def accept_anew(cable: Cable, by: Any, seen: int | None = None) -> Settled:
    """Place every decision again in what the parser or a correction made of the text.

    The bytes are the same, so each stays where it is; one about a paragraph grows with it, never
    shrinks. The public keeps the old rows until then. `seen` is the cable's revision on the page that
    was acted on; None where there was no page.
    """
    cable = Cable.objects.select_for_update().get(pk=cable.pk)
    if seen is not None and seen != cable.revision:
        raise Stale("Something of this cable has changed since you opened the page. Look at it again.")
    for version in cable.versions.all():
        demand(by, Action.PLACE, version.state)
    refuse_if_number_is_taken(cable)
    Override.objects.filter(cable=cable, waits=True).update(waits=False)
    anew = []
    for source in SourceText.objects.filter(version__cable=cable).exclude(pending=""):
        find_again(source)
        anew.append(cable.versions.get(pk=source.version_id))
    settled = settle(cable, Names.of_tables())
    for version in anew:
        audit.record("placed again", actor=by, mrn=cable.mrn, version=version.ordinal)
    record_number(settled, cable, by)
    return settled
