"""Pages for what is not here and for what went wrong, in the site's voice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache


@never_cache
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


@never_cache
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@never_cache
def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token. The reason is for a log, not for whoever may have forged the form."""
    return render(request, "form_refused.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Touches neither the database nor a context processor: both may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)
