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

from cables.models import Cable, UnnumberedKey, WithheldCable
from cables.parsing.mrn import canonical_mrn, read_number
from cables.presenters.not_held import not_held, withheld_page

LONGEST = 80


def elsewhere(request: HttpRequest, mrn: str, view: str) -> HttpResponse:
    """Another spelling leads to the number's own address; a true number gets a page that helps.

    A number without a year may be that of several cables: /go/ knows what to do.

    A number that was corrected leads to the one that the cable has now.

    A cable withheld as a whole says so where that is acknowledged. Otherwise nobody asks whether the
    cable exists: withheld and absent answer the same.
    """
    whole = WithheldCable.objects.filter(cable__mrn=mrn).first() if len(mrn) <= LONGEST else None
    if whole is not None:
        page, status = withheld_page(mrn, whole.codes), 200 if view == "cable" else 404
        return render(request, "cables/cable_withheld.html", {"page": page}, status=status)
    if len(mrn) <= LONGEST and (now := Cable.objects.with_a_page().filter(former_numbers__mrn=mrn).first()):
        return HttpResponsePermanentRedirect(reverse(view, args=[now.mrn]))
    if len(mrn) > LONGEST or UnnumberedKey.SHAPE.fullmatch(mrn):
        raise Http404
    number = read_number(mrn)
    if number and number.year is None:
        return HttpResponseRedirect(f"{reverse('go')}?{urlencode({'q': mrn})}")
    canonical = number.canonical() if number else None
    if canonical is None or canonical_mrn(canonical) != canonical:
        raise Http404
    if canonical != mrn:
        return HttpResponsePermanentRedirect(reverse(view, args=[canonical]))
    missing = not_held(canonical)
    return render(request, "cables/cable_not_held.html", {"missing": missing}, status=404)
