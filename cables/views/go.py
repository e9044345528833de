from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cables.models import Cable, CableVersion
from cables.parsing import canonical_mrn
from cables.presenters.result import notices, results
from cables.search.numbers import MAX_LENGTH, holders, series
from cables.search.query import MAX_LENGTH as MAX_QUERY
from cables.search.values import tidy


@login_not_required
@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """From a cable number in any spelling to the cable; from anything else to the list."""
    # Two more than are searched, of which one may be a space: so the list can say that it is too long.
    asked = tidy(request.GET.get("q", ""))[: MAX_QUERY + 2]
    if not asked:
        return redirect("cable-list")
    if len(asked) <= MAX_LENGTH:
        key = asked.lower()  # unnumbered-000123
        cables = Cable.objects.released()
        if cables.filter(mrn=key).exists() or cables.filter(former_numbers__mrn=key).exists():
            return redirect("cable", key)
        if number := canonical_mrn(asked):
            return redirect("cable", number)
    wanted = series(asked)
    found = holders(wanted) if wanted else []
    if len(found) == 1:
        return redirect("cable", found[0].mrn)
    if not wanted or not found:
        return redirect(reverse("cable-list", query={"q": asked}))
    versions = CableVersion.objects.released().filter(cable__in=found)
    shown = results(list(versions.oldest_first().for_list()))
    context = {
        "asked": f"{wanted.post} {wanted.serial}",
        "former": any(cable.serial != wanted.serial or cable.post != wanted.post for cable in found),
        "results": shown,
        "notices": notices(shown),
        "query": asked,
        "section": "cables",
    }
    return render(request, "go/several.html", context)
