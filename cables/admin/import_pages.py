"""Importing in the admin: files in, a preview, the import and its progress, what became of each record."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from cables.admin.csv_answer import csv_answer
from cables.admin.import_forms import ImportForm
from cables.importing.sources import Record
from cables.jobs import imports
from cables.jobs.problems import problems_of
from cables.jobs.records import Hidden, record_of
from cables.jobs.uploads import shown_file
from cables.models import ImportBatch, ImportItem
from cables.presenters.import_page import import_page
from cables.presenters.record_page import record_page
from cables.reviewing.refusals import Refused
from cables.visibility import Action, may

VERBS = {
    "preview": imports.preview_again,
    "commit": imports.commit,
    "go_on": imports.go_on,
    "cancel": imports.cancel,
    "undo": imports.undo,
}
UNPROCESSABLE, CONFLICT = 422, 409


class ImportPages:
    """The pages of ImportBatchAdmin."""

    def has_add_permission(self, request):
        return may(request.user, Action.IMPORT)

    def get_urls(self):
        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"cables_importbatch_{name}")

        return [
            page("<int:pk>/progress/", self.progress_view, "progress"),
            page("<int:pk>/do/", self.verb_view, "do"),
            page("<int:pk>/problems.csv", self.problems_view, "problems"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = ImportForm(request.POST or None, request.FILES or None, request=request) if is_sent else None
        if form is not None and form.is_valid():
            try:
                batch = self._started(form, request.user)
            except OSError as error:
                form.add_error(
                    "files",
                    f"The files could not be kept: {error.strerror}. Nothing was imported; an administrator "
                    "must make room, or give the site the right to write its folder of uploads.",
                )
            else:
                return redirect(_page_of(batch))
        context = self._context(request, "New import") | {"form": form or ImportForm(request=request)}
        return render(request, "admin/imports/new.html", context, status=UNPROCESSABLE if is_sent else 200)

    def _started(self, form, user):
        chosen = form.cleaned_data
        if chosen["files"]:
            return imports.start_uploaded(chosen["files"], chosen["collection"], user)
        return imports.start_on_server(chosen["path"], chosen["collection"], user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            raise PermissionDenied  # what can be done with it is done at its own address
        batch = self.get_object(request, object_id)
        if batch is None:
            raise Http404
        return self._shown(request, batch)

    def _shown(self, request, batch, why="", status=200):
        page = import_page(batch, may(request.user, Action.IMPORT))
        context = self._context(request, page.title) | {"page": page, "batch": batch, "why": why}
        return render(request, "admin/imports/batch.html", context, status=status)

    def progress_view(self, request, pk):
        """The part of the page that changes, for the script that renews it."""
        batch = self._batch(request, pk)
        page = import_page(batch, may(request.user, Action.IMPORT))
        return render(request, "admin/imports/_progress.html", {"page": page})

    def verb_view(self, request, pk):
        if not may(request.user, Action.IMPORT):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        batch = self._batch(request, pk)
        verb = request.POST.get("verb", "")
        try:
            if verb == "retry":
                return redirect(_page_of(imports.retry(batch, request.user)))
            if verb not in VERBS:
                raise Refused("The page asked for something that no import can do. Load it again.")
            VERBS[verb](batch, request.user)
        except Refused as refusal:
            batch.refresh_from_db()
            return self._shown(request, batch, why=str(refusal), status=CONFLICT)
        return redirect(_page_of(batch))

    def problems_view(self, request, pk):
        if not may(request.user, Action.IMPORT):
            raise PermissionDenied
        batch = self._batch(request, pk)
        return csv_answer(problems_of(batch, request.user), f"import-{batch.pk}-problems.csv")

    def _batch(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(ImportBatch.objects.select_related("collection"), pk=pk)

    def _context(self, request, title):
        return self.admin_site.each_context(request) | {"title": title, "opts": self.model._meta}


class RecordPages:
    """The page of ImportItemAdmin: a record's raw text beside what the parser makes of it."""

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "batch__id__exact" or super().lookup_allowed(lookup, value, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request) or request.method == "POST":
            raise PermissionDenied
        item = self.get_object(request, object_id)
        if item is None:
            raise Http404
        why, page = "", None
        try:
            found = record_of(item, request.user)
        except Hidden as hidden:
            found, why = None, str(hidden)
        if isinstance(found, Record):
            page = record_page(found.text)
        elif found is not None and found.reason != item.message:
            why = found.reason
        context = self.admin_site.each_context(request) | {
            "title": shown_file(item.file, item.batch),
            "opts": self.model._meta,
            "item": item,
            "file": shown_file(item.file, item.batch),
            "batch_page": _page_of(item.batch),
            "cable_page": reverse("admin:cables_cable_change", args=[item.cable_id]) if item.cable_id else "",
            "fix_page": _fix_page(item) if may(request.user, Action.IMPORT) else "",
            "encoding": found.encoding if isinstance(found, Record) else "",
            "page": page,
            "why": why,
        }
        return render(request, "admin/imports/record.html", context)


def _page_of(batch: ImportBatch) -> str:
    return reverse("admin:cables_importbatch_change", args=[batch.pk])


def _fix_page(item: ImportItem) -> str:
    """Where what was read of a record that is in can be put right."""
    if item.version is None:
        return ""
    address = reverse("admin:cables_cable_fix", args=[item.version.cable_id])
    return f"{address}?version={item.version.ordinal}"
