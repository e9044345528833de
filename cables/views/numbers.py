"""What to answer when no released cable has exactly the number of an address."""

from urllib.parse import urlencode

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse

from cables.parsing.mrn import canonical_mrn, read_number
from cables.presenters.not_held import not_held

LONGEST = 80


def elsewhere(request: HttpRequest, mrn: str, view: str) -> HttpResponse:
    """Another spelling leads to the number's own address; a true number gets a page that helps.

    A number without a year may be that of several cables: /go/ knows what to do.

    Never asks whether the cable exists: withheld and absent answer the same.
    """
    number = read_number(mrn) if len(mrn) <= LONGEST else None
    if number and number.year is None:
        return HttpResponseRedirect(f"{reverse('go')}?{urlencode({'q': mrn})}")
    canonical = number.canonical() if number else None
    if canonical is None or canonical_mrn(canonical) != canonical:
        raise Http404
    if canonical != mrn:
        return HttpResponsePermanentRedirect(reverse(view, args=[canonical]))
    return render(request, "cables/cable_not_held.html", {"missing": not_held(canonical)}, status=404)
