"""The queue of codes that no table knows, and the page on which one is settled."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from cables.jobs.tasks import work_on_code
from cables.models import SettledCode
from cables.presenters.acted import listed
from cables.presenters.unknown_codes_page import (
    codes_of,
    kind_by_shape,
    near,
    one_unknown_code,
    unknown_codes,
    unknown_codes_page,
)
from cables.reviewing.refusals import Refused
from cables.reviewing.unknown_codes import (
    POST_KINDS,
    TAG_KINDS,
    add_to_table,
    leave,
    say_what_it_means,
    withdraw,
)
from cables.visibility import Action, State, may

UNPROCESSABLE = 422
PAGES = ("p", "settled")
"""Parameters of the address: the page of the queue, and that of what was settled."""

_GONE = "No public cable carries {} any more, or somebody has settled it meanwhile."


class UnknownCodes:
    """The pages of TagAdmin and PostAdmin; `table` is of SettledCode.Table."""

    table: str
    change_list_template = "admin/codes/change_list.html"

    def get_urls(self):
        name = f"cables_{self.opts.model_name}"
        queue, one = map(self.admin_site.admin_view, (self.queue_view, self.settle_view))
        return [
            path("unknown/", queue, name=f"{name}_unknown"),
            path("unknown/settle/", one, name=f"{name}_settle"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        queue = {"queue": f"admin:cables_{self.opts.model_name}_unknown"}
        return super().changelist_view(request, (extra_context or {}) | queue)

    def queue_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            if not may(request.user, Action.IMPORT):
                raise PermissionDenied
            self._act_on_queue(request)
            return redirect(
                f"{request.path}?{urlencode({name: request.POST.get(name, '') for name in PAGES})}"
            )
        sees_all = may(request.user, Action.READ_WITHHELD, State.HELD)
        numbers = [request.GET.get(name, "") for name in PAGES]
        page = unknown_codes_page(self.table, *numbers, with_withheld=sees_all)
        return self._shown(request, "admin/codes/queue.html", {"title": page.title, "page": page})

    def settle_view(self, request):
        if not may(request.user, Action.IMPORT):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        said = request.POST if request.method == "POST" else request.GET
        code, why = said.get("code", ""), ""
        if request.method == "POST":
            try:
                return self._settled(request, code)
            except Refused as refusal:
                why = str(refusal)
        found = one_unknown_code(self.table, code)
        if found is None and not why:
            raise Http404
        known = codes_of(self.table)
        kinds = TAG_KINDS if self.table == SettledCode.Table.TAGS else POST_KINDS
        context = {
            "title": f"{code}: a code that no table knows",
            "code": code,
            "found": found,
            "known": known,
            "near": near(code, known),
            "kinds": kinds,
            "kind": said.get("kind", kind_by_shape(code)),
            "said": said,
            "why": why,
        }
        return self._shown(request, "admin/codes/settle.html", context, UNPROCESSABLE if why else 200)

    @transaction.atomic
    def _settled(self, request, code):
        """Raises Refused."""
        said, by = request.POST, request.user
        if one_unknown_code(self.table, code) is None:
            raise Refused(_GONE.format(code[:60]))
        match said.get("verdict", ""):
            case "means":
                settled = say_what_it_means(self.table, code, said.get("means", ""), by)
                told = f"{code} means {settled.means} from now on."
            case "added":
                name = said.get("name", "")
                settled = add_to_table(self.table, code, name, said.get("kind", ""), by)
                told = f"{code} is in the table now."
            case "left":
                leave(self.table, code, by)
                messages.success(request, f"{code} stays as it is typed, and is asked of no more.")
                return redirect(self._queue())
            case _:
                raise Refused("Choose one of the three.")
        work_on_code.enqueue(settled.pk)
        messages.success(request, f"{told} The cables that carry it are being derived anew.")
        return redirect(self._queue())

    def _act_on_queue(self, request):
        if withdrawn := request.POST.get("withdraw", ""):
            self._withdraw(request, withdrawn)
            return
        left, refused = [], []
        here = {each.code for each in unknown_codes(self.table)}
        for code in dict.fromkeys(request.POST.getlist("code")):
            try:
                if code not in here:
                    raise Refused(_GONE.format(code[:60]))
                leave(self.table, code, request.user)
                left.append(code)
            except Refused as refusal:
                refused.append(str(refusal))
        if left:
            stays = "stays as it is" if len(left) == 1 else "stay as they are"
            asked = "is" if len(left) == 1 else "are"
            messages.success(request, f"{listed(left)} {stays} typed, and {asked} asked of no more.")
        for why in refused:
            messages.error(request, why)
        if not left and not refused:
            messages.warning(request, "Nothing was done: no code was chosen.")

    def _withdraw(self, request, key):
        settled = get_object_or_404(SettledCode, pk=key if key.isdecimal() else 0, table=self.table)
        try:
            with transaction.atomic():
                withdraw(settled, request.user)
                if settled.verdict != SettledCode.Verdict.LEFT:
                    work_on_code.enqueue(settled.pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return
        told = f"What was said of {settled.code} holds no longer: it is in the queue again"
        if settled.verdict != SettledCode.Verdict.LEFT:
            told += " as soon as the cables that carry it have been derived anew"
        if settled.means and self.table == SettledCode.Table.POSTS:
            told += (
                ". Cables that got another number keep it and carry the code no more: correct them one by one"
            )
        messages.success(request, f"{told}.")

    def _queue(self):
        return f"admin:cables_{self.opts.model_name}_unknown"

    def _shown(self, request, template, context, status=200):
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "queue": self._queue(),
            "may_act": may(request.user, Action.IMPORT),
            **context,
        }
        return render(request, template, context, status=status)
