"""What staff do to several rows of a list at once: each act says by numbers and names what became of it.

An act is that of one row, asked again and again, so that it refuses what the row's own page would refuse.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cables.admin.wording import counted, listed
from cables.jobs import collections, imports
from cables.jobs.reparsing import Report, reparse
from cables.models import Cable, CableVersion, Collection
from cables.reviewing.refusals import Refused
from cables.visibility import Action

DERIVED_AT_ONCE = 100
"""Versions: they are derived while the page is waited for."""


def do_each(request: HttpRequest, rows: Iterable[Any], act: Callable[[Any], object], done: str) -> None:
    """Tell what became of all: `done` is said of those for which `act` did not raise Refused."""
    names: list[str] = []
    refused: dict[str, list[str]] = {}  # by sentence
    for row in rows:
        try:
            act(row)
            names.append(str(row))
        except Refused as refusal:
            refused.setdefault(str(refusal), []).append(str(row))
    if names:
        messages.success(request, f"{done} {listed(names)}.")
    for why, of in refused.items():
        messages.warning(request, f"Left alone: {listed(of)}. {why}")


def to_confirm(request: HttpRequest, rows: Any, act: str, **context: Any) -> HttpResponse | None:
    """The page on which an act is confirmed, or None where it has been."""
    if request.POST.get("confirmed"):
        return None
    return render(
        request,
        "admin/confirm_act.html",
        admin.site.each_context(request)
        | {"rows": list(rows), "opts": rows.model._meta, "act": act, "why": "", "reason": ""}
        | context,
    )


# --- Imports --------------------------------------------------------------------------------------


@admin.action(description="Retry the refused records of the chosen imports")
def retry_refused(modeladmin, request, queryset):
    batches = queryset.select_related("collection")
    do_each(request, batches, lambda batch: imports.retry(batch, request.user), "Being tried again:")


@admin.action(description="Let the chosen imports go on")
def go_on(modeladmin, request, queryset):
    batches = queryset.select_related("collection")
    do_each(request, batches, lambda batch: imports.go_on(batch, request.user), "Asked to go on:")


@admin.action(description="Cancel the chosen imports")
def cancel(modeladmin, request, queryset):
    batches = queryset.select_related("collection")
    done = "Asked to stop after the cables in hand:"
    do_each(request, batches, lambda batch: imports.cancel(batch, request.user), done)


@admin.action(description="Undo the chosen imports …")
def undo(modeladmin, request, queryset):
    batches = queryset.select_related("collection")
    title = f"Undo {counted(len(batches), 'import')}?"
    said = (
        "What each of them brought in goes: new cables from the site, of a cable with a new version the one "
        "before is shown again. An import is left alone where reviewers have worked on its cables since; its "
        "page says then who has."
    )
    if page := to_confirm(request, batches, "undo", title=title, said=said, verb="Undo them"):
        return page
    do_each(request, batches, lambda batch: imports.undo(batch, request.user), "Being undone:")
    return None


# --- Collections ----------------------------------------------------------------------------------


@admin.action(description="Take the chosen collections down …")
def take_down(modeladmin, request, queryset):
    reason = request.POST.get("reason", "")
    said = (
        "All their cables go from every page at once. What comes in while a collection is down is held. "
        "A release officer can put it back."
    )
    context = {
        "title": f"Take {counted(len(queryset), 'collection')} down?",
        "said": said,
        "verb": "Take them down",
        "asks_reason": True,
    }
    if page := to_confirm(request, queryset, "take_down", **context):
        return page
    hidden: dict[str, int] = {}

    def act(collection: Collection) -> None:
        hidden[str(collection)] = collections.take_down(collection, reason, request.user)

    done = "Taken down:"
    do_each(request, queryset, act, done)
    if hidden:
        messages.info(request, f"{counted(sum(hidden.values()), 'cable')} went from the public pages.")
    return None


@admin.action(description="Put the chosen collections back …")
def put_back(modeladmin, request, queryset):
    said = "Each of their cables comes back as the decisions about it allow now. What is withheld stays so."
    title = f"Put {counted(len(queryset), 'collection')} back?"
    if page := to_confirm(request, queryset, "put_back", title=title, said=said, verb="Put them back"):
        return page
    do_each(request, queryset, lambda each: collections.put_back(each, request.user), "Being put back:")
    return None


# --- Cables ---------------------------------------------------------------------------------------


@admin.action(description="Derive the chosen ones anew from their bytes")
def derive_anew(modeladmin, request, queryset):
    versions = CableVersion.objects.filter(
        **{"cable__in" if queryset.model is Cable else "pk__in": queryset.values("pk")}
    )
    count = versions.count()
    if count > DERIVED_AT_ONCE:
        messages.error(
            request,
            f"Nothing was done: {count:,} versions were chosen, and a page derives {DERIVED_AT_ONCE} at "
            "most. Choose fewer, or use manage.py reparse_cables.",
        )
        return
    report = Report()
    deque(reparse(versions, write=True, report=report), maxlen=0)
    _tell_of(request, report)


def _tell_of(request: HttpRequest, report: Report) -> None:
    same = report.looked_at - report.changed - len(report.waiting) - len(report.refused)
    if report.changed:
        fields = ", ".join(f"{name} of {listed(mrns)}" for name, mrns in sorted(report.examples.items()))
        messages.success(request, f"{counted(report.changed, 'version')} read otherwise now: {fields}.")
    if same:
        messages.info(request, f"{counted(same, 'version')} said what today’s parser reads, and stayed.")
    if report.waiting:
        messages.warning(
            request,
            f"{listed(report.waiting)}: something of it is withheld, so it waits for a reviewer to look.",
        )
    if report.refused:
        messages.error(request, f"{listed(report.refused)}: the database refused it; it is as it was.")


OF_IMPORTS = [retry_refused, go_on, cancel, undo]
OF_COLLECTIONS = [take_down, put_back]
OF_CABLES = [derive_anew]
ACTS_BY = {
    **dict.fromkeys(("retry_refused", "go_on", "cancel", "undo", "derive_anew"), Action.IMPORT),
    "take_down": Action.TAKE_DOWN,
    "put_back": Action.PUT_BACK,
}
