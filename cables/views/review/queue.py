from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cables.models import Cable
from cables.parsing import canonical_mrn
from cables.presenters.review_queue import review_queue
from cables.views.review.access import for_reviewers

LONGEST = 80


@require_safe
@for_reviewers
def queue(request: HttpRequest) -> HttpResponse:
    return render(request, "review/queue.html", {"queue": review_queue(request.user), "section": "review"})


@require_safe
@for_reviewers
def find(request: HttpRequest) -> HttpResponse:
    """From a number in any spelling to the cable, held or public."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    for mrn in dict.fromkeys([canonical_mrn(asked), asked.upper(), asked.lower()]):
        if mrn and (cable := Cable.objects.numbered(mrn)):
            return redirect("review-cable", cable.mrn)
    messages.error(request, f"No cable has the number “{asked}”. Give its year, post and serial.")
    return redirect("review")
