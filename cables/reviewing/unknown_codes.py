"""Codes that no table knew, and what staff say of them: a verdict holds for every cable that carries one."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cables.models import Post, SettledCode, Tag
from cables.projection.writers import one_transaction
from cables.reviewing import audit
from cables.reviewing.refusals import Refused, demand
from cables.visibility import Action, State

Table, Verdict = SettledCode.Table, SettledCode.Verdict
TAG_KINDS = {
    "subject": "Subject",
    "geo": "Country or region",
    "organization": "Organization",
    "program": "Program",
}
POST_KINDS = {
    "embassy": "Embassy",
    "consulate": "Consulate",
    "mission": "Mission",
    "department": "Department",
    "other": "Other",
}


@one_transaction
def say_what_it_means(table: str, code: str, means: str, by: Any) -> SettledCode:
    """The code is another spelling of one that the table knows. Raises Refused."""
    means = means.strip().upper()
    if not _rows(table).filter(code=means).exists():
        raise Refused(
            f"“{means[:60]}” is in no table either. Write a code that the table knows, or add this one to it."
        )
    return _settle(table, code, Verdict.MEANS, by, means=means)


@one_transaction
def add_to_table(table: str, code: str, name: str, kind: str, by: Any) -> SettledCode:
    """The code is right, and the table lacks it. Raises Refused."""
    name = " ".join(name.split())
    kinds = TAG_KINDS if table == Table.TAGS else POST_KINDS
    if not name:
        raise Refused(f"Say what {code} stands for: the table has a name for each code.")
    if kind not in kinds:
        raise Refused("Choose the kind: " + ", ".join(kinds.values()))
    for column, value in (("name", name), ("code", code)):
        longest = _rows(table).model._meta.get_field(column).max_length
        if len(value) > longest:
            raise Refused(f"The {column} has more than {longest} characters: the table takes no longer ones.")
    settled = _settle(table, code, Verdict.ADDED, by)
    source = f"Added by staff of this reading room, {timezone.now():%-d %B %Y}"
    try:
        with transaction.atomic():
            _rows(table).create(code=code, name=name, kind=kind, source=source)
    except IntegrityError:
        raise Refused(f"{code} is in the table meanwhile. Load the page again.") from None
    return settled


@one_transaction
def leave(table: str, code: str, by: Any) -> SettledCode:
    """The code stays as it is typed, and is asked of no more. Raises Refused."""
    return _settle(table, code, Verdict.LEFT, by, derived=True)


@one_transaction
def withdraw(settled: SettledCode, by: Any) -> None:
    """The verdict holds no longer: the code is in the queue again. Raises Refused.

    A number that a cable was given by it stays; the fix screen gives it another.
    """
    demand(by, Action.IMPORT, State.SITE)
    found = SettledCode.objects.select_for_update().filter(pk=settled.pk, withdrawn=False).first()
    if found is None:
        raise Refused("Somebody has withdrawn it meanwhile. Load the page again.")
    if found.verdict == Verdict.ADDED:
        _rows(found.table).filter(code=found.code, source__startswith="Added by staff").delete()
    audit.record("withdrew code", actor=by, code=found.pk, verdict=found.verdict)
    if found.verdict == Verdict.LEFT:
        found.delete()
        return
    found.withdrawn, found.derived = True, False
    found.save()


def _settle(
    table: str, code: str, verdict: str, by: Any, *, means: str = "", derived: bool = False
) -> SettledCode:
    demand(by, Action.IMPORT, State.SITE)
    if _rows(table).filter(code=code).exists():
        raise Refused(f"{code} is in the table already.")
    facts = {"verdict": verdict, "means": means, "by": by.get_username(), "derived": derived}
    try:
        with transaction.atomic():
            settled = SettledCode.objects.create(table=table, code=code, **facts)
    except IntegrityError:
        raise Refused(f"Somebody has settled {code} meanwhile. Load the page again.") from None
    audit.record("settled code", actor=by, code=settled.pk, verdict=verdict)
    return settled


def _rows(table: str) -> Any:
    return Tag.objects.all() if table == Table.TAGS else Post.objects.all()
