from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cables.presenters.result import notices
from cables.presenters.result_list import result_list
from cables.search.listing import listing
from cables.search.typed_number import TYPED, cable_typed
from cables.search.values import tidy


@login_not_required
@require_safe
def cable_list(request: HttpRequest) -> HttpResponse:
    """All released cables, narrowed, sorted and in pages by what stands in the address; to a number that is
    all that was typed, the cable."""
    if number := cable_typed(request.GET):
        asked = {"q": tidy(request.GET["q"]), TYPED: "1"}
        return redirect(reverse("cable", args=[number], query=asked))
    cables = result_list(listing(request.GET))
    context = {
        "section": "cables",
        "query": cables.dates.query,
        "notices": notices(cables.results),
        "list": cables,
    }
    return render(request, "cables/list.html", context)
