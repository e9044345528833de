"""What the database and the public pages say, in forms that can be compared with the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.db import connection, models

from cables.models import Annotation, CableVersion, Paragraph, PublicNote, SourceText
from cables.reviewing import audit
from tests.proofs.canaries import LENGTH, NO_LETTER, RUN, readings
from tests.proofs.sequences.model import Cable, Version
from tests.proofs.visiting import Visitor, body_of, headers_of
from tests.reviewing.acts import PUBLIC_MODELS

REFERENCE = {"Post", "Tag", "Marking", "Exemption", "Prosign", "RoutingIndicator", "GlossaryTerm"}
"""Read-only tables, which no act writes."""

OF_IMPORTS = {"cables_importbatch", "cables_importitem"}
"""An import that changes nothing is noted all the same."""

Rows = dict[str, list[str]]


@cache
def tables() -> dict[str, bool]:
    """Table → whether public code may load it."""
    found = apps.get_app_config("cables").get_models(include_auto_created=True)
    return {
        model._meta.db_table: model in PUBLIC_MODELS or _is_link(model)
        for model in found
        if model.__name__ not in REFERENCE
    }


def _is_link(model: type[models.Model]) -> bool:
    return bool(model._meta.auto_created) and not model._meta.db_table.startswith("restricted_")


def all_rows() -> Rows:
    rows: Rows = {table: [] for table in tables()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which is asked once, since each question takes its time
            every = (f"SELECT '{table}', id, row::text FROM {table} row" for table in rows)
            cursor.execute(f"{' UNION ALL '.join(every)} ORDER BY 1, 2")
            for table, _, row in cursor.fetchall():
                rows[table].append(row)
            return rows
        for table in rows:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            rows[table] = [_written(row) for row in cursor.fetchall()]
    return rows


def _written(row: Iterable[Any]) -> str:
    return repr(tuple(row))


def public_windows(rows: Rows) -> set[str]:
    found: set[str] = set()
    for table, is_public in tables().items():
        if is_public:
            found.update(*map(windows, rows[table]))
    return found


@lru_cache(20_000)
def windows(text: str) -> frozenset[str]:
    """Everything in a text that could be a canary, however it is written; in lower case."""
    return frozenset(
        run[at : at + LENGTH]
        for _, reading in readings(text)
        for run in RUN.findall(NO_LETTER.sub("", reading))
        for at in range(len(run) - LENGTH + 1)
    )


def seen(canaries: Iterable[str], found: set[str] | frozenset[str]) -> list[str]:
    """Which of the canaries are there, forwards or backwards."""
    return sorted(word for word in canaries if {word.lower(), word.lower()[::-1]} & found)


# --- What stands in a version -----------------------------------------------------------------


Division = dict[int, tuple[int, ...]]


def divisions(cable: Cable) -> list[Division]:
    """For each version which identity stands at which paragraphs, as a reviewer sees on the page."""
    sources = SourceText.objects.filter(version__cable=cable.pk)
    places = dict(sources.values_list("version", "paragraphs"))
    return [_division(version, places[version.pk]) for version in cable.versions]


def _division(version: Version, places: list[list[int]]) -> Division:
    """Raises AssertionError if the text was divided as neither parser divides it."""
    count = len(version.text.pieces)
    if len(places) == count:
        groups = [(n,) for n in range(count)]
    else:
        assert len(places) == 2, f"{count} paragraphs were divided into {len(places)}"
        groups = [(0,), tuple(range(1, count))]
    return {identity: group for (identity, _, _), group in zip(places, groups, strict=True)}


def said_publicly(version: Version) -> str:
    texts = Paragraph.objects.filter(version=version.pk).values_list("text", flat=True)
    return "\n".join(texts)


def notes_shown(version: Version) -> set[int]:
    shown = PublicNote.objects.filter(version=version.pk).values("number")
    cable = CableVersion.objects.values("cable").get(pk=version.pk)["cable"]
    return set(Annotation.objects.filter(cable=cable, number__in=shown).values_list("pk", flat=True))


def audit_is_whole() -> bool:
    return audit.verify().broken is None


# --- Pages ------------------------------------------------------------------------------------


def pages(visitor: Visitor, cable: Cable) -> Iterator[tuple[str, str]]:
    """(address, all that is answered) of every page of a cable that anybody may ask for."""
    addresses = [f"/cables/{cable.mrn}/", f"/cables/{cable.mrn}/source/", f"/cables/{cable.mrn}.txt"]
    for address in [*addresses, "/cables/"]:
        response = visitor.ask(address)
        assert response.status_code in (200, 302, 404), f"{address} answered {response.status_code}"
        yield address, f"{headers_of(response)}\n{body_of(response)}"


def found_by_search(visitor: Visitor, cable: Cable, word: str) -> list[str]:
    """The addresses of search that lead from a word to the cable."""
    listed = visitor.ask(f"/cables/?q={quote(word)}")
    assert listed.status_code == 200
    gone = visitor.ask(f"/go/?q={quote(word)}")
    place = f"/cables/{cable.mrn}/"
    found = [f"/cables/?q={word}"] if place in body_of(listed) else []
    return found + ([f"/go/?q={word}"] if place in gone.headers.get("Location", "") else [])
