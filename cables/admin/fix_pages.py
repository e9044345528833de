"""The fix screen: what the parser read, put right beside the raw text it was read from."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse

from cables.admin.fix_forms import FixForm, caught_up
from cables.models import Cable, CableVersion
from cables.presenters.fix_page import FIELDS, fix_page
from cables.reviewing.correcting import correct_together
from cables.reviewing.refusals import Refused, Stale
from cables.visibility import Action, may

UNPROCESSABLE, CONFLICT = 422, 409


class FixPages:
    """The pages of CableAdmin."""

    change_form_template = "admin/cable.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.fix_view)
        return [path("<int:pk>/fix/", view, name="cables_cable_fix"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        may_correct = {"may_correct": may(request.user, Action.IMPORT)}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | may_correct)

    def fix_view(self, request, pk):
        if not may(request.user, Action.IMPORT):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        cable = get_object_or_404(Cable, pk=pk)
        is_sent = request.method == "POST"
        version = _version(cable, (request.POST if is_sent else request.GET).get("version", ""))
        page = fix_page(version, request.user)
        if not is_sent:
            return self._shown(request, page, FixForm(page))
        form = FixForm(page, request.POST)
        if not form.is_valid():
            return self._shown(request, page, form, ["Nothing was recorded."], status=UNPROCESSABLE)
        if form.cleaned_data["seen"] != page.seen:
            return self._stale(request, page)
        corrections = form.corrections(version)
        if not corrections:
            why = ["Nothing was recorded: you changed nothing."]
            return self._shown(request, page, form, why, status=UNPROCESSABLE)
        reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
        try:
            settled = correct_together(cable, corrections, reason, request.user, seen=seen)
        except Stale:
            version = _version(Cable.objects.get(pk=pk), str(version.ordinal))
            return self._stale(request, fix_page(version, request.user))
        except Refused as refusal:
            why = [f"Nothing was recorded. {refusal}"]
            return self._shown(request, page, form, why, status=UNPROCESSABLE)
        cable = Cable.objects.get(pk=pk)
        messages.success(request, _told(page, fix_page(_version(cable, str(version.ordinal)), request.user)))
        for ordinal, why in settled.held.items():
            messages.warning(request, f"Version {ordinal} is not public. {why}")
        return redirect(_address(cable, version))

    def _stale(self, request, page):
        form, both = caught_up(page, request.POST)
        why = [
            "Nothing was recorded yet: something of this cable has changed since you opened the page. What "
            "you entered is still here, beside what stands now. Look at it, and save again."
        ]
        return self._shown(request, page, form, why, both=both, status=CONFLICT)

    def _shown(self, request, page, form, why=(), both=(), status=200):
        context = self.admin_site.each_context(request) | {
            "title": f"Put right: {page.mrn}",
            "opts": self.model._meta,
            "page": page,
            "form": form,
            "why": why,
            "both": both,
            "read": [(form[name].label, page.read[name]) for name in FIELDS],
            "cable_page": reverse("admin:cables_cable_change", args=[page.key]),
            "versions": [
                (ordinal, f"?version={ordinal}", ordinal == page.ordinal) for ordinal in page.ordinals
            ],
        }
        return render(request, "admin/fix.html", context, status=status)


class FixLink:
    """A column that leads from a row of a version to the fix screen, for those who may use it."""

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        return [*shown, "put_right"] if may(request.user, Action.IMPORT) else shown

    def put_right(self, row):
        link = {"address": _address(row.version.cable, row.version), "mrn": row.version.cable.mrn}
        return render_to_string("admin/fix_link.html", link)

    put_right.short_description = "correct"


def _address(cable: Cable, version: CableVersion) -> str:
    address = reverse("admin:cables_cable_fix", args=[cable.pk])
    return f"{address}?version={version.ordinal}"


def _version(cable: Cable, ordinal: str) -> CableVersion:
    """The newest version, or the one with this ordinal."""
    versions = cable.versions.select_related("cable").order_by("-ordinal")
    if ordinal:
        if not ordinal.isdecimal() or len(ordinal) > 4:
            raise Http404
        return get_object_or_404(versions, ordinal=int(ordinal))
    if (version := versions.first()) is None:
        raise Http404
    return version


def _told(before, after) -> str:
    n = len(after.earlier) - len(before.earlier)
    recorded = f"{n} correction{'s' if n != 1 else ''} recorded."
    if after.earlier[0].waits:
        return (
            f"{recorded} Something of this cable is withheld: readers see it as before until a reviewer has "
            "placed the decisions again."
        )
    if after.mrn != before.mrn:
        return f"{recorded} The cable is {after.mrn} now, and {before.mrn} leads to it."
    return f"{recorded} Readers see the cable so from now on."
