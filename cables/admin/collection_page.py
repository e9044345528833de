"""Taking a collection down and putting it back, with a page that says what that means before it is done."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from cables.jobs import collections
from cables.models import CableVersion, Collection
from cables.reviewing.refusals import Refused
from cables.visibility import PUBLIC, Action, may

UNPROCESSABLE = 422


class StandingPage:
    """A page of CollectionAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.standing_view)
        return [path("<int:pk>/standing/", view, name="cables_collection_standing"), *super().get_urls()]

    def standing_view(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        collection = get_object_or_404(Collection, pk=pk)
        verb = Action.TAKE_DOWN if collection.standing != Collection.Standing.DOWN else Action.PUT_BACK
        why, status = "", 200
        if request.method == "POST":
            try:
                self._act(request, collection)
                return redirect(request.path)
            except Refused as refusal:
                why, status = str(refusal), UNPROCESSABLE
                collection.refresh_from_db()
        versions = CableVersion.objects.filter(collection=collection)
        context = self.admin_site.each_context(request) | {
            "title": f"{collection}: {collection.get_standing_display().lower()}",
            "opts": self.model._meta,
            "collection": collection,
            "may_act": may(request.user, verb),
            "shown": versions.filter(shown=True).count(),
            "held": versions.exclude(state=PUBLIC).count(),
            "left": versions.filter(state=PUBLIC).count() if collection.standing == "down" else 0,
            "reason": request.POST.get("reason", ""),
            "why": why,
        }
        return render(request, "admin/standing.html", context, status=status)

    def _act(self, request, collection):
        verb = request.POST.get("verb", "")
        if verb == "take_down":
            collections.take_down(collection, request.POST.get("reason", ""), request.user)
        elif verb == "put_back":
            collections.put_back(collection, request.user)
        else:
            raise Refused("The page asked for something that no collection can do. Load it again.")
