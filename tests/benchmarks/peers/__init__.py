"""Engines that a reading room could have had instead, given the same cables and asked the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from cables.models import CableTag, CableVersion, Paragraph

SHOWN = 20
FACETS = ("tag", "origin", "classification", "year")
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One cable, as each engine gets it."""

    id: int
    subject: str
    body: str
    tags: tuple[str, ...]
    origin: str
    classification: str
    year: int | None
    sent: str  # ISO day, or ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: words, all of which must be found; in one piece; or what a word begins with."""

    words: tuple[str, ...] = ()
    phrase: bool = False
    prefix: bool = False
    tag: str = ""
    classification: str = ""
    after: dt.date | None = None


class Peer(Protocol):
    name: str

    def ask(self, asked: Asked) -> int:
        """The newest SHOWN cables and the counts of four facets; how many cables answer."""
        ...


def rows() -> Iterator[Row]:
    """Of every released cable."""
    columns = ("pk", "cable", "title", "cable__post", "classification", "sent_at")
    versions = CableVersion.objects.released().order_by("pk")
    last = 0
    while chunk := list(versions.filter(pk__gt=last).values_list(*columns)[:CHUNK]):
        last = chunk[-1][0]
        keys = [version for version, *_ in chunk]
        texts: dict[int, list[str]] = {key: [] for key in keys}
        tags: dict[int, list[str]] = {key: [] for key in keys}
        paragraphs = Paragraph.objects.filter(version__in=keys).order_by("version", "position")
        for version, heading, text in paragraphs.values_list("version", "heading", "text"):
            texts[version].append(f"{heading}\n{text}" if heading else text)
        for version, code in CableTag.objects.filter(version__in=keys).values_list("version", "code"):
            tags[version].append(code)
        for version, cable, title, post, classification, sent in chunk:
            yield Row(
                cable,
                title,
                "\n".join(texts[version]),
                tuple(dict.fromkeys(tags[version])),
                post,
                classification,
                sent.year if sent else None,
                f"{sent:%Y-%m-%d}" if sent else "",
            )
