from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.models import CableVersion
from cables.presenters.review_page import review_page
from cables.reviewing.full_text import full_text
from cables.views.review.access import for_reviewers, version_of
from cables.views.review.forms import AnnotateForm, NoteForm, WithholdForm


@require_safe
@for_reviewers
def cable(request: HttpRequest, mrn: str) -> HttpResponse:
    """The whole text of one version, with every decision and note."""
    version = version_of(mrn, request.GET.get("version"))
    page = review_page(full_text(version), request.user)
    return render(request, "review/cable.html", {"page": page, "section": "review"})


@require_safe
@for_reviewers
def paragraph(request: HttpRequest, mrn: str, identity: int) -> HttpResponse:
    """One paragraph, and the forms to withhold it or words of it, and to write a note."""
    version = version_of(mrn, request.GET.get("version"))
    return paragraph_page(request, version, identity)


@require_safe
@for_reviewers
def whole(request: HttpRequest, mrn: str, scope: str) -> HttpResponse:
    """The form to withhold the subject or the whole cable."""
    return whole_page(request, version_of(mrn, request.GET.get("version")), scope)


def paragraph_page(
    request: HttpRequest,
    version: CableVersion,
    identity: int,
    *,
    withhold: WithholdForm | None = None,
    note: NoteForm | None = None,
    problems: list[str] | None = None,
    questions: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = review_page(full_text(version), request.user)
    found = next((p for p in page.paragraphs if p.identity == identity), None)
    if found is None:
        raise Http404
    seen: dict[str, Any] = {"version": version.ordinal, "seen": page.revision, "identity": identity}
    context = {
        "page": page,
        "paragraph": found,
        "withhold": withhold or WithholdForm(initial=seen | {"scope": "paragraph", "acknowledged": True}),
        "note": note or AnnotateForm(initial=seen | {"visibility": "reviewers"}),
        "seen": seen,
        "problems": problems or [],
        "questions": questions or [],
        "section": "review",
    }
    return render(request, "review/paragraph.html", context, status=status)


def whole_page(
    request: HttpRequest,
    version: CableVersion,
    scope: str,
    *,
    withhold: WithholdForm | None = None,
    problems: list[str] | None = None,
    questions: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = review_page(full_text(version), request.user)
    seen = {"version": version.ordinal, "seen": page.revision}
    context = {
        "page": page,
        "scope": scope,
        "withhold": withhold or WithholdForm(initial=seen | {"scope": scope, "acknowledged": True}),
        "seen": seen,
        "problems": problems or [],
        "questions": questions or [],
        "section": "review",
    }
    return render(request, "review/whole.html", context, status=status)
