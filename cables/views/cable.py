from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.models import CableVersion, Collection
from cables.presenters.cable_page import cable_page
from cables.views.numbers import elsewhere
from cables.visibility import PUBLIC

DOWN = Collection.Standing.DOWN


@login_not_required
@require_safe
def cable(request: HttpRequest, mrn: str) -> HttpResponse:
    is_public = Q(cable__versions__state=PUBLIC) & ~Q(cable__versions__collection__standing=DOWN)
    public = Count("cable__versions", filter=is_public)
    versions = CableVersion.objects.released().for_cable_page().filter(cable__mrn=mrn)
    version = versions.annotate(public_versions=public).first()
    if version is None:
        return elsewhere(request, mrn, "cable")
    page = cable_page(version, version.public_versions)
    notices = [page.notice] if page.notice else []
    return render(request, "cables/cable.html", {"page": page, "notices": notices, "section": "cables"})
