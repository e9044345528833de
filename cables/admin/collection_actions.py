"""Taking several collections down, or putting them back. For one there is its own page."""

from __future__ import annotations

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse

from cables.admin.acting import Question, act_on, is_answered, sorted_out
from cables.jobs import collections
from cables.models import CableVersion, Collection
from cables.presenters.repairs import counted_noun

DOWN = Collection.Standing.DOWN
NO_REASON = "Say why: a collection is taken down with its reason."


class CollectionActions:
    """The actions of CollectionAdmin."""

    actions = ["take_down", "put_back"]

    @admin.action(description="Take down …", permissions=["take_down"])
    def take_down(self, request, chosen):
        can, left = sorted_out(
            chosen.order_by("name"), str, lambda each: _if(each.standing == DOWN, "down already")
        )
        if can and not is_answered(request):
            return self._page_of(can, left) or self._ask_why(request, can, left)
        reason = request.POST.get("reason", "")
        if can and not reason.strip():
            return self._ask_why(request, can, left, NO_REASON)
        acted = act_on(can, str, lambda each: collections.take_down(each, reason, request.user))
        acted.left += left
        then = "Nothing from there is public any more."
        acted.tell(request, "collection was taken down", "collections were taken down", then)

    def _ask_why(self, request, can, left, why=""):
        return Question(
            action="take_down",
            title="Take these collections down?",
            lead="Their cables go from every page at once, and what comes in for them is held. A release "
            "officer can put them back. One reason stands for all of them.",
            verb=f"Take {_these(can)} down",
            rows=[(each.pk, str(each), _what_goes(each)) for each in can],
            left=left,
            asks_reason=True,
            why=why,
        ).page(self, request)

    @admin.action(description="Put back …", permissions=["put_back"])
    def put_back(self, request, chosen):
        can, left = sorted_out(
            chosen.order_by("name"), str, lambda each: _if(each.standing != DOWN, "not down")
        )
        if can and not is_answered(request):
            return self._page_of(can, left) or self._ask_to_put_back(request, can, left)
        acted = act_on(can, str, lambda each: collections.put_back(each, request.user))
        acted.left += left
        then = "The worker brings the cables back, as the decisions about each allow now."
        acted.tell(request, "collection is being put back", "collections are being put back", then)

    def _ask_to_put_back(self, request, can, left):
        return Question(
            action="put_back",
            title="Put these collections back?",
            lead="Each of their cables comes back as the decisions about it allow now. What is withheld, or "
            "held for review, stays so.",
            verb=f"Put {_these(can)} back",
            rows=[(each.pk, str(each), f"down because: {each.standing_reason}") for each in can],
            left=left,
        ).page(self, request)

    def _page_of(self, can, left):
        """The page of one that was chosen alone."""
        if len(can) == 1 and not left:
            return redirect(reverse("admin:cables_collection_standing", args=[can[0].pk]))
        return None


def _if(is_so: bool, why: str) -> str:
    return why if is_so else ""


def _these(can: list[Collection]) -> str:
    return "this collection" if len(can) == 1 else f"these {len(can):,} collections"


def _what_goes(collection: Collection) -> str:
    shown = CableVersion.objects.filter(collection=collection, shown=True).count()
    if not shown:
        return "none of its cables is public now"
    return f"{counted_noun(shown, 'cable')} {'is' if shown == 1 else 'are'} public now"
