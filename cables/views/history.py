from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.models import CableVersion
from cables.presenters.history_page import history_page
from cables.views.numbers import elsewhere
from cables.visibility import PUBLIC


@login_not_required
@require_safe
def history(request: HttpRequest, mrn: str) -> HttpResponse:
    """The public releases of a cable; `old` and `new` say by their numbers which two are compared."""
    versions = CableVersion.objects.for_list().filter(cable__mrn=mrn, state=PUBLIC).order_by("ordinal")
    public = list(versions)
    if not any(version.shown for version in public):
        return elsewhere(request, mrn, "cable-history")
    old, new, unknown = _asked_for(request, public)
    prefetch_related_objects(
        [version for version in (old, new) if version], "paragraphs", "tags", "addressees", "references"
    )
    page = history_page(public, old, new, unknown)
    notices = [page.notice] if page.notice else []
    context = {"page": page, "notices": notices, "section": "cables"}
    return render(request, "cables/cable_history.html", context)


def _asked_for(
    request: HttpRequest, public: list[CableVersion]
) -> tuple[CableVersion | None, CableVersion, str]:
    """The two newest where nothing, or nothing that is here, is asked for."""
    two = (public[-2] if len(public) > 1 else None, public[-1])
    asked = [request.GET.get(name, "") for name in ("old", "new")]
    if not any(asked):
        return *two, ""
    known = {str(n): version for n, version in enumerate(public, 1)}
    old, new = (known.get(number) for number in asked)
    if old is None or new is None or old is new:
        return *two, "Two releases that are here can be compared; those that were asked for are not."
    return old, new, ""
