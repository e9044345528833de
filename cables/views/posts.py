from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cables.models import Cable, Post
from cables.presenters.post_pages import post_kinds, post_page
from cables.presenters.result import notices, notices_of_all
from cables.search.posts import code_of_post


@login_not_required
@require_safe
def post_list(request: HttpRequest) -> HttpResponse:
    context = {"kinds": post_kinds(), "notices": notices_of_all(), "section": "posts"}
    return render(request, "posts/list.html", context)


@login_not_required
@require_safe
def post(request: HttpRequest, post: str) -> HttpResponse:
    """A post of the table, or one that sent a released cable; other spellings lead to it."""
    code = code_of_post(post)
    row = Post.objects.filter(code=code).first()
    if not row and not Cable.objects.released().filter(post=code).exists():
        return render(request, "posts/missing.html", {"post": post, "section": "posts"}, status=404)
    if code != post:
        return HttpResponsePermanentRedirect(reverse("post", args=[code]))
    page = post_page(code, row)
    context = {"page": page, "notices": notices([*page.newest, *page.most_cited]), "section": "posts"}
    return render(request, "posts/post.html", context)
