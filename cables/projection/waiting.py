"""What is derived anew of a cable with something withheld waits until its decisions are placed again."""

from __future__ import annotations

from cables.models import Cable, Decision, SourceText


def has_live_decision(cable: Cable) -> bool:
    return Decision.objects.filter(cable=cable).live().exists()


def wait(cable: Cable, why: str) -> None:
    """The revision tells those who are about to accept an earlier one. `why` is of SourceText.Pending."""
    SourceText.objects.filter(version__cable=cable, pending="").update(pending=why)
    cable.revision += 1
    cable.save(update_fields=["revision"])
