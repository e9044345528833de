from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cables.models import Cable
from cables.presenters.review_search import review_search
from cables.reviewing.searching import review_listing
from cables.search.numbers import MAX_LENGTH, numbers_in
from cables.search.values import tidy
from cables.views.review.access import for_reviewers


@require_safe
@for_reviewers
def search(request: HttpRequest) -> HttpResponse:
    """The whole text of every cable; from a number in any spelling to the cable, held or public."""
    asked = tidy(request.GET.get("q", ""))
    number = numbers_in(asked)[1] if len(asked) <= MAX_LENGTH else ""
    for mrn in filter(None, dict.fromkeys([number, asked[:MAX_LENGTH].upper(), asked[:MAX_LENGTH].lower()])):
        if cable := Cable.objects.numbered(mrn):
            return redirect("review-cable", cable.mrn)
    listing = review_listing(request.GET)
    context = {
        "found": review_search(listing, request.user) if listing else None,
        "asked": asked,
        "not_held": number,
        "section": "review",
    }
    return render(request, "review/search.html", context)
