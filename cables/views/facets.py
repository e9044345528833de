from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.presenters.facet_page import facet_page
from cables.presenters.result import notices_of_all
from cables.search.facets import COUNTED
from cables.search.whole_facet import whole_facet


@login_not_required
@require_safe
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """Every value of one facet of a list; the list is given by the same parameters as at /cables/."""
    if name not in COUNTED:
        raise Http404("There is no such facet.")
    page = facet_page(whole_facet(name, request.GET))
    context = {"section": "cables", "query": page.query, "notices": notices_of_all(), "page": page}
    return render(request, "cables/facet.html", context)
