from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.models import CableVersion, PublicSource
from cables.presenters.source_page import source_page
from cables.views.numbers import elsewhere
from cables.visibility import shown_versions


@login_not_required
@require_safe
def source(request: HttpRequest, mrn: str) -> HttpResponse:
    versions = CableVersion.objects.released().filter(cable__mrn=mrn)
    versions = versions.select_related("cable", "collection", "public_source")
    version = versions.prefetch_related("repairs", "findings").first()
    if version is None:
        return elsewhere(request, mrn, "cable-source")
    page = source_page(version)
    notices = [page.notice] if page.notice else []
    return render(
        request, "cables/cable_source.html", {"page": page, "notices": notices, "section": "cables"}
    )


@login_not_required
@require_safe
def text(request: HttpRequest, mrn: str) -> HttpResponse:
    """The public source alone, to keep: what was withheld is a mark in it."""
    sources = PublicSource.objects.filter(shown_versions("version__"), version__cable__mrn=mrn)
    source = sources.values_list("text", flat=True).first()
    if source is None:
        return elsewhere(request, mrn, "cable-text")
    response = HttpResponse(source, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{mrn}.txt"'
    return response
