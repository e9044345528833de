from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.presenters.review_queue import review_queue
from cables.views.review.access import for_reviewers


@require_safe
@for_reviewers
def queue(request: HttpRequest) -> HttpResponse:
    return render(request, "review/queue.html", {"queue": review_queue(request.user), "section": "review"})
