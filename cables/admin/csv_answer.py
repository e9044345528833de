"""Rows as a file of CSV, sent line by line."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import StreamingHttpResponse

from cables.presenters.csv_lines import csv_lines


def csv_answer(rows: Iterable[list[str]], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
