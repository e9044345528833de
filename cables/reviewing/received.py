"""Who may have the bytes received of a cable: importers until something of it is decided."""

from __future__ import annotations

from typing import Any

from cables.models import Cable, Decision
from cables.visibility import Action, State, may


def may_read_bytes(user: Any, cable: Cable) -> bool:
    is_decided = Decision.objects.filter(cable=cable).exists()
    return may(user, Action.READ_BYTES, State.DECIDED if is_decided else State.UNDECIDED)
