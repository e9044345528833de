from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from cables.models import Decision
from cables.reviewing.placing import accept_anew, place
from cables.reviewing.refusals import Refused, Stale
from cables.views.review.access import for_reviewers, version_of
from cables.views.review.forms import PlaceForm
from cables.views.review.refused import refused_page


@require_POST
@for_reviewers
def place_decision(request: HttpRequest, mrn: str) -> HttpResponse:
    """Say where a withholding takes effect in a held version."""
    form = PlaceForm(request.POST)
    version = version_of(mrn, request.POST.get("version"))
    href = f"{reverse('review-cable', args=[mrn])}?version={version.ordinal}"
    if not form.is_valid():
        messages.error(request, "Choose a paragraph of this version, or say that it is not in it.")
        return HttpResponseRedirect(href, status=303)
    data = form.cleaned_data
    decision = get_object_or_404(Decision, pk=data["decision"], cable=version.cable)
    try:
        place(
            decision,
            version,
            request.user,
            identity=data["identity"],
            words=data["words"].replace("\r\n", "\n"),
            absent=data["absent"],
            seen=data["seen"],
        )
    except Stale as stale:
        return refused_page(request, stale, decision.pk, href)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Placed.")
    return HttpResponseRedirect(href, status=303)


@require_POST
@for_reviewers
def accept(request: HttpRequest, mrn: str) -> HttpResponse:
    """Place all decisions again in what was derived anew from the same bytes."""
    cable, seen = version_of(mrn).cable, request.POST.get("seen", "")
    try:
        accept_anew(cable, request.user, int(seen) if seen.isdecimal() and len(seen) < 10 else -1)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The decisions are placed again, and the public rows are made anew.")
    return HttpResponseRedirect(reverse("review-cable", args=[mrn]), status=303)
