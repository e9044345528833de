from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from cables.models import Decision
from cables.reviewing.refusals import Refused
from cables.reviewing.releasing import confirm_release, propose_release, recall, withdraw_proposal
from cables.views.review.access import for_reviewers
from cables.views.review.refused import refused_page

ACTS: dict[str, tuple[Callable[[Decision, Any, int], Any], str]] = {
    "propose": (propose_release, "Release proposed. Another person has to confirm it."),
    "withdraw": (withdraw_proposal, "The proposal is withdrawn."),
    "confirm": (confirm_release, "Released. It is public again."),
    "recall": (recall, "Recalled. It is in no public page any more."),
}


@require_POST
@for_reviewers
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One act on one decision: `act` and the decision's revision as `seen`."""
    decision = get_object_or_404(Decision.objects.select_related("cable", "version"), pk=pk)
    act, seen = ACTS.get(request.POST.get("act", "")), request.POST.get("seen", "")
    if act is None or not seen.isdecimal() or len(seen) > 9:
        return HttpResponseBadRequest("This form is not one of this site.")
    verb, said = act
    href = reverse("review-cable", args=[decision.cable.mrn])
    try:
        outcome = verb(decision, request.user, int(seen))
    except Refused as refusal:
        return refused_page(request, refusal, pk, href)
    held = getattr(outcome, "held", {})
    messages.success(request, said if not held else f"{said} Held still: {' '.join(set(held.values()))}")
    place = f"#i{decision.identity}" if decision.identity else ""
    return HttpResponseRedirect(href + place, status=303)
