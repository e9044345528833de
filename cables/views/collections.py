from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.models import Collection
from cables.presenters.collection_page import collection_page


@login_not_required
@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """A collection of which nothing has been released answers what an unknown one answers."""
    row = Collection.objects.filter(slug=slug).first()
    page = collection_page(row) if row else None
    if page is None or not page.cables:
        raise Http404
    notices = [page.notice] if page.notice else []
    return render(request, "collections/collection.html", {"page": page, "notices": notices})
