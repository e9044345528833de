from django.contrib.auth.decorators import login_not_required
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cables.models import Tag
from cables.presenters.result import notices, notices_of_all
from cables.presenters.tag_pages import tag_kinds, tag_page
from cables.search.tallies import released_tags
from cables.search.values import code as code_of


@login_not_required
@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    context = {"kinds": tag_kinds(), "notices": notices_of_all(), "section": "tags"}
    return render(request, "tags/list.html", context)


@login_not_required
@require_safe
def tag(request: HttpRequest, code: str) -> HttpResponse:
    """A tag that is in the table, or on a released cable; other spellings lead to it."""
    wanted = code_of(code)
    released = released_tags().order_by()
    used = dict(released.filter(code=wanted).values_list("raw").annotate(kind=Min("kind")))
    meant = [] if used else sorted(set(released.filter(raw__iexact=wanted).values_list("code", flat=True)))
    if len(meant) == 1:
        return redirect("tag", meant[0])
    row = Tag.objects.filter(code=wanted).first()
    if not used and not row:
        context = {"code": wanted, "meant": meant, "section": "tags"}
        return render(request, "tags/missing.html", context, status=404)
    if wanted != code:
        return HttpResponsePermanentRedirect(reverse("tag", args=[wanted]))
    typed = sorted({raw.upper() for raw in used} - {wanted})
    page = tag_page(wanted, row, typed, min(used.values(), default=""))
    context = {"page": page, "notices": notices(page.newest), "section": "tags"}
    return render(request, "tags/tag.html", context)
