"""Lists as files: every cable of a list, sent while it is read, however many there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain, islice

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from cables.models import CableVersion
from cables.presenters.cable_record import cable_record
from cables.presenters.cable_row import HEADER, cable_row
from cables.presenters.csv_lines import csv_lines
from cables.presenters.saving import file_name
from cables.search.everything import in_list_order, versions_of
from cables.search.filters import CableFilter

Lines = Callable[[CableFilter, str], Iterator[str]]


@login_not_required
@require_safe
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    """A row a cable. No byte-order mark: programs would take it for a letter of the first column's name."""
    return _answer(request, _csv, "text/csv; charset=utf-8; header=present", "csv")


@login_not_required
@require_safe
def export_jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """An object a cable."""
    return _answer(request, _jsonl, "application/jsonl; charset=utf-8", "jsonl")


def _answer(request: HttpRequest, lines: Lines, content_type: str, ending: str) -> StreamingHttpResponse:
    cables = CableFilter(request.GET, queryset=CableVersion.objects.released())
    site = request.build_absolute_uri("/").rstrip("/")
    body = () if request.method == "HEAD" else _begun(lines(cables, site))
    response = StreamingHttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(cables.address, ending)}"'
    return response


def _begun(lines: Iterator[str]) -> Iterator[str]:
    """The first cable is read before the answer begins: a database that fails is a failing page, and not a
    file that ends early."""
    return chain(list(islice(lines, 2)), lines)


def _csv(cables: CableFilter, site: str) -> Iterator[str]:
    versions = versions_of(in_list_order(cables), CableVersion.objects.released().for_row())
    return csv_lines(chain([HEADER], (cable_row(version, site) for version in versions)))


def _jsonl(cables: CableFilter, site: str) -> Iterator[str]:
    for version in versions_of(in_list_order(cables), CableVersion.objects.released().for_record()):
        yield json.dumps(cable_record(version, site), ensure_ascii=False) + "\n"
