"""Copies the reference tables from their data files into the database."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import models, transaction

from cables.models import Exemption, GlossaryTerm, Marking, Post, Prosign, RoutingIndicator, Tag
from cables.reference import rows

Row = dict[str, str]


def load_reference(extra: Path | None = None) -> dict[str, int]:
    """Make the tables equal to the data files; gives the number of rows by table.

    `extra` is a folder with a posts.csv and a tags.csv of a collection's own, such as the invented
    posts of the sample: those rows are added to, never put in place of, the project's. Rows that a
    collection added earlier stay.
    """
    with transaction.atomic():
        counts = {
            "tags": _write(Tag, ["code"], rows("tags")),
            "posts": _write(Post, ["code"], map(_post, rows("posts"))),
            "markings": _write(Marking, ["marking", "kind"], map(_marking, rows("markings"))),
            "exemptions": _write(Exemption, ["scheme", "code"], rows("exemptions")),
            "prosigns": _write(Prosign, ["prosign"], map(_prosign, rows("prosigns"))),
            "routing": _write(RoutingIndicator, ["routing_indicator", "addressee"], rows("routing")),
            "glossary": _write(GlossaryTerm, ["term"], rows("glossary")),
        }
        if extra is not None:
            known_tags = {row["code"] for row in rows("tags")}
            known_posts = {row["post"] for row in rows("posts")}
            _write(Tag, ["code"], (r for r in _read(extra / "tags.csv") if r["code"] not in known_tags))
            _write(
                Post, ["code"], (_post(r) for r in _read(extra / "posts.csv") if r["post"] not in known_posts)
            )
    return counts


def _write(model: type[models.Model], key: list[str], values: Iterable[dict[str, Any]]) -> int:
    objects = [model(**value) for value in values]
    columns = [f.name for f in model._meta.fields if f.name != "id" and f.name not in key]
    model._default_manager.bulk_create(
        objects, update_conflicts=True, unique_fields=key, update_fields=columns, batch_size=500
    )
    return len(objects)


def _read(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _post(row: Row) -> dict[str, Any]:
    return {
        "code": row["post"],
        "name": row["name"],
        "kind": row["kind"],
        "city": row["city"],
        "country": row["country"],
        "geo_tag": row["geo_tag"],
        "latitude": _number(row["lat"]),
        "longitude": _number(row["lon"]),
        "aliases": _list(row["aliases"]),
        "routing_indicator": row["routing_indicator"],
        "source": row["source"],
    }


def _marking(row: Row) -> dict[str, Any]:
    return {**row, "portion_forms": _list(row["portion_forms"]), "rank": _rank(row["rank"])}


def _prosign(row: Row) -> dict[str, Any]:
    return {**row, "rank": _rank(row["rank"])}


def _list(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _rank(cell: str) -> int | None:
    return int(cell) if cell else None
