from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.presenters.markings_page import markings_page


@login_not_required
@require_safe
def markings(request: HttpRequest) -> HttpResponse:
    return render(request, "about/markings.html", {"page": markings_page(), "section": "markings"})
