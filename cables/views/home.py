from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.presenters.home_page import home_page


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    page = home_page()
    notices = list(dict.fromkeys(c.notice for c in page.collections if c.notice))
    return render(request, "home.html", {"page": page, "notices": notices})
