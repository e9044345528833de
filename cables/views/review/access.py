"""Who gets in, and which version of which cable a reviewers' page is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from cables.models import Cable, CableVersion
from cables.visibility import PUBLIC, Action, may

View = Callable[..., HttpResponse]


def for_reviewers(view: View) -> View:
    """Refuse everybody who may not read withheld text, before anything is looked up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, Action.READ_WITHHELD, PUBLIC):
            raise PermissionDenied
        return found_again(view)(request, *args, **kwargs)

    return guarded


class Renumbered(Http404):
    """The number of an address was corrected: the cable has another now."""

    def __init__(self, mrn: str) -> None:
        super().__init__()
        self.mrn = mrn


def found_again(view: View) -> View:
    """What is asked under a number that was corrected is at the new one; a form that was made before the
    correction acts on the cable."""

    @wraps(view)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Renumbered as now:
            if request.method == "POST":
                return view(request, *args, **kwargs | {"mrn": now.mrn})
            match = request.resolver_match
            named = match.captured_kwargs if match else {}
            address = reverse(match.view_name if match else "", kwargs=named | {"mrn": now.mrn})
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

    return led


def way_in(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: whether to show the ways to the reviewers' pages."""
    return {"may_review": SimpleLazyObject(lambda: may(request.user, Action.READ_WITHHELD, PUBLIC))}


def version_of(mrn: str, ordinal: str | None = None) -> CableVersion:
    """The newest version of a cable, or the one with this ordinal. Raises Http404, Renumbered."""
    cable = Cable.objects.numbered(mrn)
    if cable is None:
        raise Http404
    if cable.mrn != mrn:
        raise Renumbered(cable.mrn)
    versions = cable.versions.select_related("cable", "collection").order_by("-ordinal")
    if ordinal:
        if not ordinal.isdecimal() or len(ordinal) > 4:
            raise Http404
        return get_object_or_404(versions, ordinal=int(ordinal))
    version = versions.first()
    if version is None:
        raise Http404
    return version
