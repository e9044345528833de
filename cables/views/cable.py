from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.models import CableVersion, Collection
from cables.presenters.cable_page import cable_page
from cables.presenters.place_line import place_line
from cables.search.marking import NO_MARKS
from cables.search.place import place_of
from cables.search.typed_number import typed_instead
from cables.views.numbers import elsewhere
from cables.visibility import PUBLIC

DOWN = Collection.Standing.DOWN


@login_not_required
@require_safe
def cable(request: HttpRequest, mrn: str) -> HttpResponse:
    """Whoever comes from a list finds the words marked, and the way back and on to the next result."""
    is_public = Q(cable__versions__state=PUBLIC) & ~Q(cable__versions__collection__standing=DOWN)
    public = Count("cable__versions", filter=is_public)
    versions = CableVersion.objects.released().for_cable_page().filter(cable__mrn=mrn)
    version = versions.annotate(public_versions=public).first()
    if version is None:
        return elsewhere(request, mrn, "cable")
    typed = typed_instead(request.GET)
    place = None if typed else place_of(mrn, request.GET)
    page = cable_page(version, version.public_versions, place.marks if place else NO_MARKS)
    context = {
        "section": "cables",
        "page": page,
        "notices": [page.notice] if page.notice else [],
        "place": place_line(place, version) if place else None,
        "typed": typed,
        "query": typed or (place.cables.query.text if place else ""),
    }
    return render(request, "cables/cable.html", context)
