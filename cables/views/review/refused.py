"""The answer where a verb did nothing: why, and what stands now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cables.models import Decision
from cables.presenters.review_decisions import decision_view
from cables.reviewing.refusals import Refused, Stale

CONFLICT, UNPROCESSABLE = 409, 422


def status_of(refusal: Refused) -> int:
    return CONFLICT if isinstance(refusal, Stale) else UNPROCESSABLE


def refused_page(request: HttpRequest, refusal: Refused, pk: int, href: str) -> HttpResponse:
    """The decision `pk` as it stands now, and the way back: `href`."""
    decision = Decision.objects.with_people().get(pk=pk)
    context = {
        "why": str(refusal),
        "mrn": decision.cable.mrn,
        "href": href,
        "decision": decision_view(decision, request.user),
        "section": "review",
    }
    return render(request, "review/refused.html", context, status=status_of(refusal))
