"""The audit: who did what to which cable or account, one row an act, in a chain of hashes.

Row n holds the hash of row n - 1, and its own hash covers its number, that hash and all it says. Rows
are numbered 1, 2, 3, … without a gap: the number is the primary key, so that of two connections that
would both write row n the database admits one. `record` makes the other wait instead.

No text gets in by mistake. Besides numbers and yes or no, `details` takes words of VOCABULARY only,
which holds the codes and states of the models and of the exemptions table; any other string is
refused, and the refusal does not repeat it. Accounts and notes are named by their ids.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from cables import reference
from cables.models import Annotation, AuditEvent, Decision, ImportItem, Override, SettledCode, SourceText
from cables.visibility import Role, State

START = "0" * 64
"""What the first row holds as the hash of the one before it."""

VOCABULARY = frozenset(
    [
        *(state.value for state in State),
        *(role.value for role in Role),
        *Decision.Scope.values,
        *Annotation.Visibility.values,
        *Override.Field.values,
        *SourceText.Pending.values,
        *ImportItem.Outcome.values,
        *SettledCode.Verdict.values,
        *(row["scheme"] for row in reference.rows("exemptions")),
        *(row["code"] for row in reference.rows("exemptions")),
    ]
)
ACTION = re.compile(r"[a-z]+(?:[ -][a-z]+){0,4}")
NUMBER = re.compile(r"[\w()/.-]{0,80}")
GUARDS = {
    "sqlite": frozenset({"auditevent_keeps_update", "auditevent_keeps_delete"}),
    "postgresql": frozenset({"auditevent_keeps_rows", "auditevent_keeps_all"}),
}
"""The triggers, set by a migration, that refuse to change or delete a row."""

LOCK = 6_1974_0715
"""Any number that no other advisory lock of this database has."""


def record(action: str, *, actor: Any = None, mrn: str = "", **details: Any) -> AuditEvent:
    """Write one row in the caller's transaction; call it last there, since others wait until it ends.

    `actor` is a user; None stands for the importer and for commands. Raises ValueError for an action,
    a number or a detail that could be text, TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("An audit row belongs to the transaction of the act it records.")
    if not ACTION.fullmatch(action) or len(action) > 40:
        raise ValueError("An action is one to five words in lower case, 40 characters at most.")
    if not NUMBER.fullmatch(mrn):
        raise ValueError("A cable is named by its number.")
    for name, value in details.items():
        _refuse_text(name, value)
    _wait_for_others()
    last = AuditEvent.objects.order_by("-pk").values_list("pk", "hash").first()
    number, previous = last or (0, START)
    event = AuditEvent(
        pk=number + 1,
        at=timezone.now(),
        actor_id=getattr(actor, "pk", None),
        actor=actor.get_username() if actor else "",
        action=action,
        mrn=mrn,
        details=json.loads(_canonical(details)),
        previous=previous,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def hash_of(event: AuditEvent) -> str:
    """SHA-256 in hexadecimal over all that the row says, its number and the hash before it included."""
    said = {
        "number": event.pk,
        "previous": event.previous,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "actor": event.actor,
        "action": event.action,
        "mrn": event.mrn,
        "details": event.details,
    }
    return hashlib.sha256(_canonical(said).encode()).hexdigest()


def _canonical(said: dict[str, Any]) -> str:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _refuse_text(name: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        for one in value:
            _refuse_text(name, one)
    elif isinstance(value, str):
        if value not in VOCABULARY:
            raise ValueError(f"The detail “{name}” is a string that is not in the audit's vocabulary.")
    elif isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise ValueError(f"The detail “{name}” is too large a number.")
    elif value is not None:
        raise ValueError(f"The detail “{name}” is a {type(value).__name__}; codes and numbers only.")


def _wait_for_others() -> None:
    """Until no other transaction is between reading the last row and committing the next.

    SQLite needs nothing: its transactions are IMMEDIATE, so there is one writer from the beginning.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


# --- Looking back -----------------------------------------------------------------------------


class Reason(StrEnum):
    CHANGED = "changed"
    TAKEN_OUT = "taken out"
    OUT_OF_ORDER = "out of order"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event that is not as it was written."""

    number: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """`newest` is the hash of the last event in the table, START if there is none. `expected_at` is
    the number of the event with the hash that was expected; None if none has it."""

    events: int
    newest: str
    broken: Broken | None = None
    expected_at: int | None = None


def verify(expect: str = "") -> Verdict:
    """Walk the chain from its beginning. Rows cut off its end show only by a hash kept elsewhere:
    `expect`."""
    events, newest, broken, expected_at = 0, START, None, None
    for event, found in _walk():
        events, newest, broken = events + 1, event.hash, broken or found
        if event.hash == expect:
            expected_at = event.pk
    return Verdict(events, newest, broken, expected_at)


def _walk() -> Iterator[tuple[AuditEvent, Broken | None]]:
    """Each row with what its link to the row before it says is wrong, if anything."""
    number, previous = 0, START
    for event in AuditEvent.objects.order_by("pk").iterator():
        broken = None
        if event.pk != number + 1:
            broken = Broken(number + 1, Reason.TAKEN_OUT)
        elif event.previous != previous and _is_held(event.previous):
            broken = Broken(event.pk, Reason.OUT_OF_ORDER)
        elif event.hash != hash_of(event):
            broken = Broken(event.pk, Reason.CHANGED)
        elif event.previous != previous:
            # The row before was changed and its hash made anew; this one still holds the old hash.
            broken = Broken(max(number, 1), Reason.CHANGED)
        yield event, broken
        number, previous = event.pk, event.hash


def _is_held(hash: str) -> bool:
    return hash == START or AuditEvent.objects.filter(hash=hash).exists()


def missing_guards() -> frozenset[str]:
    """The triggers that ought to protect the table and are not there, or are switched off."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": (
            "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND tgrelid = to_regclass(%s)"
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [AuditEvent._meta.db_table])
        return GUARDS[connection.vendor] - {name for (name,) in cursor.fetchall()}
